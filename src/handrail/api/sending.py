"""Sending once: a write carries a key, and the same key gives the same answer."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpRequest

from handrail.api.models import SentOnce
from handrail.core import clock
from handrail.core.hashing import sha256_hex
from handrail.people.models import Person
from handrail.records.refusal import Refused

Answer = tuple[int, Any]
KEPT_FOR = timedelta(days=30)


def once(request: HttpRequest, person: Person, key: UUID, act: Callable[[], Answer]) -> Answer:
    """Do what was asked unless this key did it before; then give back what was answered.

    The same key with another body is a conflict. A refusal is not kept: it can be mended and
    sent again with the same key.
    """
    fingerprint = sha256_hex(f"{request.method} {request.path} ".encode() + request.body)
    if answered := _before(person, key, fingerprint):
        return answered
    try:
        with transaction.atomic():
            status, answer = act()
            SentOnce.objects.create(
                person=person, key=key, fingerprint=fingerprint, status=status,
                answer=json.loads(json.dumps(answer, default=str)), at=clock.now(),
            )  # fmt: skip
    except Refused as refused:
        return 422, faults(refused.field, refused.sentence)
    except IntegrityError:  # the same key a moment earlier: its answer stands, ours was undone
        if answered := _before(person, key, fingerprint):
            return answered
        raise
    return status, answer


def _before(person: Person, key: UUID, fingerprint: str) -> Answer | None:
    """What this key was answered before, if it was."""
    found = SentOnce.objects.filter(person=person, key=key).first()
    if found is None:
        return None
    if found.fingerprint != fingerprint:
        return 409, faults("idempotency-key", "This key was used for something else.")
    return found.status, found.answer


def forget_old() -> int:
    """Forget keys of more than thirty days ago; the records they filed keep their numbers."""
    deleted, _ = SentOnce.objects.filter(at__lt=clock.now() - KEPT_FOR).delete()
    return deleted


def faults(field: str, sentence: str) -> dict[str, list[dict[str, str]]]:
    return {"errors": [{"field": field, "sentence": sentence}]}
