"""School days: what a school's calendar counts, and the rules by which something falls due."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import Protocol

from handrail.core.clock import at_local, local
from handrail.core.dates import said_day
from handrail.core.numbers import counted

ONE_DAY = timedelta(days=1)
FURTHEST = 370  # days looked ahead for a school day before giving up


def school_year(day: date) -> int:
    """The calendar year in which the school year of a day began: 1 September to 31 August."""
    return day.year if day.month >= 9 else day.year - 1


class NoSchoolDay(LookupError):
    """The calendar has no school day for a year ahead."""


@dataclass(frozen=True)
class OpeningHours:
    opens: time
    closes: time


_USUAL: Mapping[int, OpeningHours] = MappingProxyType(
    {weekday: OpeningHours(time(8, 30), time(15, 30)) for weekday in range(5)}
)


@dataclass(frozen=True)
class Calendar:
    """Terms (first and last day, both counted), closed days, and hours by weekday (Monday 0).

    Outside every term it knows of, past the last one, ordinary weekdays that are not closed count
    as school days: a clock must never stop because next year's dates are not entered yet.
    """

    terms: tuple[tuple[date, date], ...] = ()
    closed: frozenset[date] = frozenset()
    hours: Mapping[int, OpeningHours] = field(default_factory=lambda: _USUAL)

    def beyond_terms(self, day: date) -> bool:
        """Whether the day lies after the last term that was entered."""
        return not self.terms or day > max(end for _, end in self.terms)

    def is_school_day(self, day: date) -> bool:
        if day.weekday() not in self.hours or day in self.closed:
            return False
        return self.beyond_terms(day) or any(start <= day <= end for start, end in self.terms)

    def _following(self, day: date) -> Iterator[date]:
        """School days strictly after a day."""
        for ahead in range(1, FURTHEST):
            if self.is_school_day(later := day + ahead * ONE_DAY):
                yield later

    def next_school_day(self, day: date) -> date:
        """The first school day after this one. Raises NoSchoolDay when there is none for a year."""
        for later in self._following(day):
            return later
        raise NoSchoolDay(f"No school day follows {day:%d %B %Y} in the calendar.")

    def add_school_days(self, day: date, n: int) -> date:
        """The nth school day after a day; the day itself for 0."""
        for _ in range(n):
            day = self.next_school_day(day)
        return day

    def school_days_between(self, first: date, last: date) -> int:
        """How many school days from first to last, both counted."""
        return sum(
            self.is_school_day(first + ahead * ONE_DAY) for ahead in range((last - first).days + 1)
        )

    def opening(self, day: date) -> datetime | None:
        """When the school opens that day; nothing when it does not."""
        return at_local(day, self.hours[day.weekday()].opens) if self.is_school_day(day) else None

    def closing(self, day: date) -> datetime | None:
        """When the school closes that day; nothing when it does not open."""
        return at_local(day, self.hours[day.weekday()].closes) if self.is_school_day(day) else None

    def is_open(self, moment: datetime) -> bool:
        day = local(moment).date()
        opens, closes = self.opening(day), self.closing(day)
        return opens is not None and closes is not None and opens <= moment < closes

    def add_open_time(self, start: datetime, amount: timedelta) -> datetime:
        """The moment by which the school has been open for that long since the start."""
        moment, left = start.astimezone(UTC), amount
        day = local(start).date()
        while True:
            opens, closes = self.opening(day), self.closing(day)
            if opens is not None and closes is not None and moment < closes:
                moment = max(moment, opens)
                if moment + left <= closes:
                    return moment + left
                left -= closes - moment
            day = self.next_school_day(day)
            moment = self.opening(day) or moment


class Within(Protocol):
    """A rule for when something falls due, and how it is said."""

    def due(self, start: datetime, calendar: Calendar) -> datetime: ...

    def words(self) -> str: ...


@dataclass(frozen=True)
class AtOnce:
    def due(self, start: datetime, calendar: Calendar) -> datetime:
        return start

    def words(self) -> str:
        return "now"


@dataclass(frozen=True)
class Minutes:
    """Minutes that pass on any clock, open or not."""

    n: int

    def due(self, start: datetime, calendar: Calendar) -> datetime:
        return start.astimezone(UTC) + timedelta(minutes=self.n)

    def words(self) -> str:
        return f"within {counted(self.n, 'minute')}"


@dataclass(frozen=True)
class OpenMinutes:
    """Minutes while the school is open."""

    n: int

    def due(self, start: datetime, calendar: Calendar) -> datetime:
        return calendar.add_open_time(start, timedelta(minutes=self.n))

    def words(self) -> str:
        return f"within {counted(self.n, 'minute')} of opening time"


@dataclass(frozen=True)
class SameSchoolDay:
    """By closing that day. It never rolls over: a carer must not wait for news over a holiday.

    After closing, or on a day the school is not open, it is an hour after the event, but not
    past nine in the evening unless the event itself was later.
    """

    def due(self, start: datetime, calendar: Calendar) -> datetime:
        start = start.astimezone(UTC)  # an hour is an hour when the clocks change
        day = local(start).date()
        closing = calendar.closing(day)
        if closing is not None and start < closing:
            return closing
        in_an_hour, evening = start + timedelta(hours=1), at_local(day, time(21))
        return in_an_hour if start >= evening else min(in_an_hour, evening)

    def words(self) -> str:
        return "the same school day"


@dataclass(frozen=True)
class SchoolDays:
    """By closing of the nth school day after the event."""

    n: int

    def due(self, start: datetime, calendar: Calendar) -> datetime:
        try:
            day = calendar.add_school_days(local(start).date(), self.n)
        except NoSchoolDay:  # nobody entered terms for a year ahead: filing must go on
            return start.astimezone(UTC) + timedelta(days=self.n)
        return calendar.closing(day) or start

    def words(self) -> str:
        return f"within {counted(self.n, 'school day')}"


@dataclass(frozen=True)
class Weeks:
    """By closing on the same weekday so many weeks later: holidays count, as the law counts."""

    n: int

    def due(self, start: datetime, calendar: Calendar) -> datetime:
        return OnDay(local(start).date() + timedelta(weeks=self.n)).due(start, calendar)

    def words(self) -> str:
        return f"within {counted(self.n, 'week')}, holidays too"


@dataclass(frozen=True)
class OnDay:
    """By closing on one day; when the school is not open then, by nine in the evening of it."""

    day: date

    def due(self, start: datetime, calendar: Calendar) -> datetime:
        return max(start, calendar.closing(self.day) or at_local(self.day, time(21)))

    def words(self) -> str:
        return f"by {said_day(self.day)}"


@dataclass(frozen=True)
class OnDate:
    """By a day that the record itself names, in a column of its kind. `of` asks that day."""

    column: str

    def of(self, detail: object) -> OnDay | AtOnce:
        """The rule for one record; at once where it names no day, so that no clock is lost."""
        day = getattr(detail, self.column, None)
        return OnDay(day) if isinstance(day, date) else AtOnce()

    def words(self) -> str:
        return "by the day that the record names"
