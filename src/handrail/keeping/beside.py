"""What is kept beside records under a period of its own, day by day: what of it is due, its end.

A module of settings.KEPT_BESIDE defines `KEPT`; engines are strangers to each other.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from typing import Any

from django.conf import settings

from handrail.core import clock
from handrail.core.dates import said_day
from handrail.core.numbers import counted
from handrail.keeping.models import Destruction, Hold, Period
from handrail.records.kind import Retention
from handrail.school.models import School

YEAR_END, EVENT = "end of the school year", "the day it happened"
COUNTS = (EVENT, YEAR_END)  # what a day alone can count from


@dataclass(frozen=True)
class Kept:
    """A room's rows, and how it counts and deletes those up to a day, some pupils' left out."""

    slug: str
    plural: str
    rows: str  # what a number of them is called
    retention: Retention
    count: Callable[[School, date, Collection[int]], int]
    destroy: Callable[[School, date, Collection[int]], int]
    about_pupils: bool = True  # else it is about things, and whoever asks for a pupil need not know

    @property
    def label(self) -> str:
        return self.plural


@dataclass(frozen=True)
class DueBeside:
    """So many rows, the newest of the day `until`, whose time has come under a rule."""

    kept: Kept
    until: date
    count: int
    rule: str

    @property
    def said(self) -> str:
        """In words for the list and the certificate."""
        return f"{self.kept.plural} up to {said_day(self.until)}: {self.count:,} {self.kept.rows}"


@cache
def all_kept() -> tuple[Kept, ...]:
    return tuple(import_module(name).KEPT for name in settings.KEPT_BESIDE)


def kept_named(slug: str) -> Kept | None:
    return next((one for one in all_kept() if one.slug == slug), None)


def law_or_own(kept: Kept, school: School) -> Retention | Period:
    """The period that counts at a school: its own decision, else what the room declares."""
    own = Period.objects.filter(school=school, kind=kept.slug).select_related("set_by").last()
    return own or kept.retention


def last_day_due(kept: Kept, school: School, today: date) -> date:
    """The newest day whose rows are past their time."""
    law = law_or_own(kept, school)
    if law.counts_from == YEAR_END:
        return date(today.year - (today < date(today.year, 9, 1)) - law.years, 8, 31)
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return date(today.year - law.years, today.month, day)


def due_beside(school: School) -> list[DueBeside]:
    """What is due today. Pupils on hold are left out, and nothing is due under a hold on all."""
    held = _held(school)
    if held is None:
        return []
    found = []
    for kept in all_kept():
        until = last_day_due(kept, school, clock.today())
        if count := kept.count(school, until, held):
            law = law_or_own(kept, school)
            rule = f"kept {counted(law.years, 'year')} from {law.counts_from}; {law.basis}"
            found.append(DueBeside(kept, until, count, rule))
    return found


def _held(school: School) -> set[int] | None:
    """The pupils on hold; None where everything is."""
    holds = Hold.objects.filter(school=school, lifted_at=None)
    if holds.filter(scope=Hold.Scope.EVERYTHING).exists():
        return None
    return {key for key in holds.values_list("pupil", flat=True) if key}


def proposed(due: list[DueBeside]) -> list[dict[str, Any]]:
    """What a proposal keeps: what it is, up to which day, how much, and the rule."""
    return [
        {"slug": one.kept.slug, "until": one.until.isoformat(), "count": one.count,
         "said": one.said, "rule": one.rule}
        for one in due
    ]  # fmt: skip


def is_still_due(row: Destruction) -> bool:
    """Whether the rules of today still let everything go that was proposed."""
    for line in row.beside:
        kept = kept_named(line["slug"])
        if kept and last_day_due(kept, row.school, clock.today()).isoformat() < line["until"]:
            return False
    return True


def end_beside(row: Destruction) -> None:
    """Delete what was proposed, once, and keep how much it was; call it in a transaction.

    A hold that was placed in the meantime spares its pupils' rows.
    """
    held = _held(row.school)
    for line in row.beside:
        kept = kept_named(line["slug"])
        if kept is None or "destroyed" in line:
            continue
        until = date.fromisoformat(line["until"])
        line["destroyed"] = 0 if held is None else kept.destroy(row.school, until, held)
    row.save(update_fields=["beside"])
