"""Promises: what "Saving this will" says, in words that agree with the clock that will run."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from handrail.core import clock
from handrail.core.dates import said_day
from handrail.core.school_days import Calendar, SameSchoolDay
from handrail.records.duties import duties_of
from handrail.records.kind import Duty, Facts, Kind
from handrail.school.models import School

SAME_DAY = SameSchoolDay().words()


@dataclass(frozen=True)
class Promise:
    """A duty as the sheet lists it."""

    icon: str
    promise: str


def promises_of(kind: Kind, facts: Facts, calendar: Callable[[School], Calendar]) -> list[Promise]:
    """What filing these facts sets going, but for what only the leads may know of."""
    return [promised(duty, facts, calendar) for duty in duties_of(kind, facts) if not duty.private]


def promised(duty: Duty, facts: Facts, calendar: Callable[[School], Calendar]) -> Promise:
    """One of them. The calendar is asked for only where its closing time may not be the clock."""
    words = duty.promise
    if isinstance(duty.within, SameSchoolDay) and facts.school is not None:
        days = calendar(facts.school)
        start = facts.happened_at if duty.counts_from == "happened" else clock.now()
        due = duty.within.due(start, days)
        if due != days.closing(clock.local(start).date()):
            words = _with(words, due)
    return Promise(duty.icon, words)


def _with(words: str, due: datetime) -> str:
    """The promise with the hour, where there is no school day, or none any more, to do it in."""
    then = clock.local(due)
    day = "today" if then.date() == clock.today() else f"on {then:%A} {said_day(then.date())}"
    by = f"by {then:%H:%M} {day}"
    by = by if due > clock.now() else f"now: it was due {by}"
    return words.replace(SAME_DAY, by) if SAME_DAY in words else f"{words}, {by}"
