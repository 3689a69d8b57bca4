"""For how long the rota and the zone log are kept, and their end when that time is over."""

from collections.abc import Collection
from datetime import date

from django.db import models
from django.db.models import Q

from handrail.keeping.beside import EVENT, Kept
from handrail.records.kind import Retention
from handrail.rota.models import Swap, Turn, TurnChange, ZoneNote
from handrail.school.models import School


def _rows(school: School, until: date) -> "list[models.QuerySet[models.Model]]":
    """All that is of days up to one; no pupil stands in it, so nobody's hold spares any."""
    return [
        ZoneNote.objects.filter(school=school, at__date__lte=until),
        Swap.objects.filter(turn__school=school, date__lte=until),
        TurnChange.objects.filter(turn__school=school, date__lte=until),
        Turn.objects.filter(Q(on__lte=until) | Q(until__lte=until), school=school),
    ]  # fmt: skip


def _count(school: School, until: date, held: Collection[int]) -> int:
    return sum(rows.count() for rows in _rows(school, until))


def _destroy(school: School, until: date, held: Collection[int]) -> int:
    return sum(rows.delete()[0] for rows in _rows(school, until))


KEPT = Kept(
    "rota", "The rota and the zone log", "turns, changes, swaps and notes",
    Retention(
        3, EVENT,
        "Limitation Act 1980, section 11: three years for a claim after an injury. An accident of "
        "a child stands in a record of its own, kept for longer",
    ),
    _count, _destroy,
)  # fmt: skip
