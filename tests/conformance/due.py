"""When each sort of duty falls due, worked out by hand from the calendar on the wall."""

from datetime import UTC, date, datetime, time, timedelta

from handrail.core.clock import LONDON
from handrail.core.school_days import (
    AtOnce,
    Minutes,
    OnDate,
    OpenMinutes,
    SameSchoolDay,
    SchoolDays,
    Weeks,
    Within,
)


def _week(year: int, month: int, day: int) -> tuple[date, ...]:
    """Monday to Friday of a whole school week."""
    return _days(5, year, month, day)


def _days(count: int, year: int, month: int, day: int) -> tuple[date, ...]:
    return tuple(date(year, month, day) + timedelta(days=ahead) for ahead in range(count))


# The moment, and the school days that follow it in the cast's terms. School closes at 15:30.
MOMENTS = {
    "last day of term": (
        datetime(2026, 12, 18, 15, 20, tzinfo=LONDON),
        (*_week(2027, 1, 4), *_week(2027, 1, 11), *_week(2027, 1, 18), *_week(2027, 1, 25)),
    ),
    "before the clocks go back": (
        datetime(2026, 10, 23, 15, 20, tzinfo=LONDON),
        (*_week(2026, 11, 2), *_week(2026, 11, 9), *_week(2026, 11, 16), *_days(4, 2026, 11, 23),
         date(2026, 11, 30)),
    ),
    "before the clocks go forward": (
        datetime(2027, 3, 25, 15, 20, tzinfo=LONDON),
        (*_week(2027, 4, 12), *_week(2027, 4, 19), *_week(2027, 4, 26), *_week(2027, 5, 3)),
    ),
    "before the training day": (
        datetime(2026, 11, 26, 15, 20, tzinfo=LONDON),
        (*_week(2026, 11, 30), *_week(2026, 12, 7), *_week(2026, 12, 14), *_week(2027, 1, 4)),
    ),
}  # fmt: skip


def expected(within: Within | OnDate, start: datetime, school_days: tuple[date, ...]) -> datetime:
    """The moment on the wall clock; a sort of duty that is not here must be worked out first."""
    if isinstance(within, AtOnce):
        return start
    if isinstance(within, Minutes):
        return (start.astimezone(UTC) + timedelta(minutes=within.n)).astimezone(LONDON)
    if isinstance(within, SameSchoolDay):
        return start.replace(hour=15, minute=30)
    if isinstance(within, SchoolDays):
        return datetime.combine(school_days[within.n - 1], time(15, 30), tzinfo=LONDON)
    if isinstance(within, OnDate):  # the suite names the day three weeks later, a school day
        return datetime.combine(start.date() + timedelta(days=21), time(15, 30), tzinfo=LONDON)
    if isinstance(within, Weeks):  # by closing; where the school is shut that day, by nine
        day = start.date() + timedelta(days=7 * within.n)
        closes = time(15, 30) if day in school_days else time(21)
        return datetime.combine(day, closes, tzinfo=LONDON)
    if isinstance(within, OpenMinutes):
        opens = datetime.combine(school_days[0], time(8, 30), tzinfo=LONDON)
        left = within.n - 10  # ten minutes were left of the day
        return start + timedelta(minutes=within.n) if left <= 0 else opens + timedelta(minutes=left)
    raise AssertionError(f"Work out by hand when {within} falls due, and write it here.")
