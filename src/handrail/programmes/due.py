"""What is due of a programme's dose: sessions that its leader still has to give this week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from handrail.core.school_days import Calendar
from handrail.database.written_once import written_once
from handrail.programmes.models import Programme, ProgrammePupil, Session
from handrail.records.reader import Reader
from handrail.school.models import School

WEEK, SCHOOL_WEEK = 7, 5


@dataclass(frozen=True)
class Due:
    """A session to give: for how many pupils, how many were given this week, and how many school
    days of the week are left, today among them."""

    programme: Programme
    pupils: int
    given: int
    days_left: int

    @property
    def today(self) -> bool:
        """Whether the week's dose can only be met by giving one today."""
        return self.programme.times_a_week - self.given >= self.days_left


def sessions_due(reader: Reader, school: School, day: date) -> list[Due]:
    """The programmes that this person leads, whose support is running for somebody and of which
    less was given this week than the dose says, none of it today; those due today first."""
    running = _running(reader, school, day)
    calendar = reader.calendar_of(school) if running else None
    if calendar is None or not calendar.is_school_day(day):
        return []
    given = _given([one for one, _ in running], day - timedelta(days=day.weekday()), day)
    left = _days_left(calendar, day)
    found = [
        Due(one, pupils, len(days), left)
        for one, pupils in running
        if len(days := given.get(one.pk, [])) < one.times_a_week
        and (day not in days or one.times_a_week > SCHOOL_WEEK)
    ]
    return sorted(found, key=lambda due: (not due.today, due.programme.name))


def _running(reader: Reader, school: School, day: date) -> list[tuple[Programme, int]]:
    """The programmes this person leads, each with the number of pupils it is running for."""
    rows = _places(reader.person_id, school.pk, tuple(sorted(reader.own_child_ids)))
    found: dict[int, tuple[Programme, int]] = {}
    for place in rows:
        if place.condition_on(day) == "B":
            programme, before = found.get(place.programme_id, (place.programme, 0))
            found[programme.pk] = programme, before + 1
    return list(found.values())


@written_once
def _places(person: int, school: int, children: tuple[int, ...]) -> QuerySet[ProgrammePupil]:
    led = ProgrammePupil.objects.filter(programme__school=school, programme__led_by=person)
    rows = led.exclude(pupil__in=children).select_related("programme__held_in")
    return rows.prefetch_related("pauses")


def _given(programmes: Sequence[Programme], first: date, last: date) -> dict[int, list[date]]:
    found: dict[int, list[date]] = {}
    for key, day in _sessions(tuple(one.pk for one in programmes), first, last):
        found.setdefault(key, []).append(day)
    return found


@written_once
def _sessions(keys: tuple[int, ...], first: date, last: date) -> "QuerySet[Any, tuple[int, date]]":
    given = Session.objects.filter(programme__in=keys, date__range=(first, last), withdrawn_at=None)
    return given.order_by("date").values_list("programme", "date")


def _days_left(calendar: Calendar, day: date) -> int:
    ahead = (day + timedelta(days=n) for n in range(WEEK - day.weekday()))
    return sum(calendar.is_school_day(one) for one in ahead)
