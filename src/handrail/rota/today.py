"""The turns of one person today, and what colleagues ask of them: one query for Today."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, F, FilteredRelation, Q, When

from handrail.core import clock
from handrail.database.written_once import written_once
from handrail.people.models import Person
from handrail.records.reader import Reader
from handrail.rota.models import Swap, Turn
from handrail.school.models import School

MOST = 12


@dataclass(frozen=True)
class Asked:
    """A swap that waits for the reader's answer."""

    turn: Turn
    date: date
    by: str


@dataclass(frozen=True)
class OwnTurns:
    mine: tuple[Turn, ...]
    asked: tuple[Asked, ...]


def turn_now(reader: Reader, school: School) -> Turn | None:
    """The turn that the reader is on at this moment; one query."""
    at = clock.local(clock.now()).time()
    mine = own_turns(reader, school).mine
    return next((turn for turn in mine if turn.starts <= at < turn.ends), None)


def own_turns(reader: Reader, school: School) -> OwnTurns:
    """The reader's turns of today, swaps counted, and the swaps that colleagues ask of them from
    today on; one query, at most twelve rows, and the calendar where there are any."""
    day = reader.day
    found, asked = {}, []
    for row in _turns(reader.person_id, school.pk, day, day.weekday()):
        if row.is_mine:
            found[row.pk] = row
        if row.asked_on:
            asker = Person(title=row.title, given=row.given, family=row.family)
            asked.append(Asked(row, row.asked_on, asker.formal))
    if found and not reader.calendar_of(school).is_school_day(day):
        found = {}
    return OwnTurns(tuple(found.values()), tuple(sorted(asked, key=lambda one: one.date)))


@written_once
def _turns(me: int, school: int, day: date, weekday: int) -> Any:
    weekly = Q(weekday=weekday, since__lte=day) & (Q(until=None) | Q(until__gte=day))
    usual = Q(changed__id=None, person=me)
    instead = Q(changed__person=me, changed__off=False)
    mine = (weekly | Q(on=day)) & (usual | instead)
    waits = Q(swaps__asked_of=me, swaps__state=Swap.State.ASKED, swaps__date__gte=day)
    rows = (
        Turn.objects.filter(school=school)
        .annotate(
            changed=FilteredRelation("changes", condition=Q(changes__date=day)),
            asked=FilteredRelation("swaps", condition=waits),
        )
        .annotate(
            is_mine=Case(When(mine, then=True), default=False, output_field=BooleanField()),
            asked_on=F("asked__date"), title=F("asked__asked_by__title"),
            given=F("asked__asked_by__given"), family=F("asked__asked_by__family"),
        )
        .filter(Q(is_mine=True) | Q(asked__id__isnull=False))
        .select_related("place")
    )  # fmt: skip
    return rows.order_by("starts", "pk")[:MOST]
