"""Sending once: a write carries a key, and the same key gives the same answer."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest

from handrail.api.models import SentOnce
from handrail.core import clock
from handrail.core.hashing import sha256_hex
from handrail.people.models import Person
from handrail.records.refusal import Refused

Answer = tuple[int, Any]


def once(request: HttpRequest, person: Person, key: UUID, act: Callable[[], Answer]) -> Answer:
    """Do what was asked unless this key did it before; then give back what was answered.

    The same key with another body is a conflict. A refusal is not kept: it can be mended and
    sent again with the same key.
    """
    fingerprint = sha256_hex(f"{request.method} {request.path} ".encode() + request.body)
    before = SentOnce.objects.filter(person=person, key=key).first()
    if before is not None:
        if before.fingerprint != fingerprint:
            return 409, faults("idempotency-key", "This key was used for something else.")
        return before.status, before.answer
    try:
        with transaction.atomic():
            status, answer = act()
            SentOnce.objects.create(
                person=person, key=key, fingerprint=fingerprint, status=status,
                answer=json.loads(json.dumps(answer, default=str)), at=clock.now(),
            )  # fmt: skip
    except Refused as refused:
        return 422, faults(refused.field, refused.sentence)
    return status, answer


def faults(field: str, sentence: str) -> dict[str, list[dict[str, str]]]:
    return {"errors": [{"field": field, "sentence": sentence}]}
