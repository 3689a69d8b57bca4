"""The rules of a removal: plain functions of what was written."""

from collections.abc import Iterator

from django.db import models

from handrail.kinds.removal.models import Removal
from handrail.records.kind import Facts


def headline(facts: Facts) -> str:
    """ "Out of class: Disrupted others"; says nothing of who, nor with whom."""
    why = ", ".join(facts.labels("why"))
    return f"Out of class: {why}" if why else "Out of class"


def missing(facts: Facts) -> Iterator[str]:
    """What a school should keep of a removal and nobody has said: it begins with one tap."""
    for name in ("why", "went_to"):
        if not facts.chosen.get(name):
            yield name
    if not facts.people.get("with"):
        yield "with_adult"
    if not getattr(facts.detail, "ended", ""):
        yield "ended"
    if getattr(facts.detail, "ended_at", None) is None:
        yield "ended_at"


def forget(detail: models.Model) -> None:
    """Keeps the times, drops the words."""
    if isinstance(detail, Removal):
        detail.work = ""
