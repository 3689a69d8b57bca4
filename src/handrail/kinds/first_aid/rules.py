"""The rules of a first-aid record: plain functions of what was written."""

from django.db import models

from handrail.kinds.first_aid.models import FirstAid
from handrail.people.models import Person
from handrail.records.kind import Facts


def headline(facts: Facts) -> str:
    injury = ", ".join(facts.labels("injury")) or "First aid"
    where = ", ".join(label.lower() for label in facts.labels("where"))
    return f"{injury}: {where}" if where else injury


def is_head_injury(facts: Facts) -> bool:
    return bool(getattr(facts.detail, "head_injury", False))


def is_small(facts: Facts) -> bool:
    return not is_head_injury(facts)


def is_pupil(facts: Facts, person: Person) -> bool:
    """Nobody at home is told of a member of staff who was hurt."""
    return person.pk in facts.pupils


def forget(detail: models.Model) -> None:
    """Keeps the figures, drops the words."""
    if isinstance(detail, FirstAid):
        detail.cause = detail.told = ""
