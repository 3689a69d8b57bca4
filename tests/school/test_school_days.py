"""School days: last afternoons, holidays, clock changes, and a count by hand beside every rule."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.core import clock
from handrail.core.clock import LONDON, at_local
from handrail.core.school_days import (
    AtOnce,
    Calendar,
    Minutes,
    NoSchoolDay,
    OpeningHours,
    OpenMinutes,
    SameSchoolDay,
    SchoolDays,
    Within,
)
from handrail.demo.cast import TERMS, Cast
from handrail.school.calendars import calendar_of

CALENDAR = Calendar(
    tuple((starts, ends) for _, starts, ends in TERMS), frozenset({date(2026, 11, 27)})
)


def wall(text: str) -> datetime:
    """A wall-clock time in London, such as "2026-12-18 15:20"."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


DUE = [
    # how, started, due
    (AtOnce(), "2026-12-18 15:20", "2026-12-18 15:20"),
    (SameSchoolDay(), "2026-11-23 10:12", "2026-11-23 15:30"),
    (SameSchoolDay(), "2026-11-23 07:00", "2026-11-23 15:30"),
    (SameSchoolDay(), "2026-11-23 15:29", "2026-11-23 15:30"),
    (SameSchoolDay(), "2026-11-23 15:30", "2026-11-23 16:30"),
    (SameSchoolDay(), "2026-11-23 20:30", "2026-11-23 21:00"),
    (SameSchoolDay(), "2026-11-23 21:00", "2026-11-23 22:00"),
    (SameSchoolDay(), "2026-11-23 23:40", "2026-11-24 00:40"),
    (SameSchoolDay(), "2026-11-27 10:00", "2026-11-27 11:00"),  # training day
    (SameSchoolDay(), "2026-11-28 11:00", "2026-11-28 12:00"),  # Saturday
    (SameSchoolDay(), "2026-12-18 15:20", "2026-12-18 15:30"),  # last afternoon of term
    (SameSchoolDay(), "2026-12-18 15:45", "2026-12-18 16:45"),
    (SchoolDays(0), "2026-11-23 10:12", "2026-11-23 15:30"),
    (SchoolDays(1), "2026-11-23 10:12", "2026-11-24 15:30"),
    (SchoolDays(1), "2026-11-26 10:12", "2026-11-30 15:30"),  # over the training day
    (SchoolDays(2), "2026-12-18 15:20", "2027-01-05 15:30"),  # over Christmas
    (SchoolDays(1), "2026-10-23 15:20", "2026-11-02 15:30"),  # over the clock change
    (SchoolDays(1), "2026-12-25 12:00", "2027-01-04 15:30"),  # within the holiday
    (SchoolDays(1), "2028-02-28 09:00", "2028-02-29 15:30"),  # past the terms entered; leap day
    (OpenMinutes(30), "2026-11-23 07:00", "2026-11-23 09:00"),
    (OpenMinutes(30), "2026-11-23 10:00", "2026-11-23 10:30"),
    (OpenMinutes(10), "2026-12-18 15:20", "2026-12-18 15:30"),
    (OpenMinutes(11), "2026-12-18 15:20", "2027-01-04 08:31"),
    (OpenMinutes(30), "2026-10-23 15:20", "2026-11-02 08:50"),
    (OpenMinutes(2 * 420 + 5), "2026-11-25 08:30", "2026-11-30 08:35"),
]


@pytest.mark.parametrize(("within", "started", "due"), DUE)
def test_when_it_falls_due(within: Within, started: str, due: str) -> None:
    found = within.due(wall(started), CALENDAR)
    assert clock.local(found).strftime("%Y-%m-%d %H:%M") == due


def test_minutes_are_minutes_when_the_clocks_change() -> None:
    """Minutes that really pass: at half past one in October there are two of them."""
    for started, due in (
        (datetime(2026, 10, 25, 0, 50, tzinfo=UTC), datetime(2026, 10, 25, 1, 20, tzinfo=UTC)),
        (datetime(2027, 3, 28, 0, 50, tzinfo=UTC), datetime(2027, 3, 28, 1, 20, tzinfo=UTC)),
    ):
        assert Minutes(30).due(started, CALENDAR) == due


def test_a_time_that_spring_skips_and_one_that_autumn_repeats() -> None:
    assert at_local(date(2027, 3, 28), time(1, 30)) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert at_local(date(2026, 10, 25), time(1, 30)) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_today_is_the_date_on_the_schools_wall() -> None:
    with clock.frozen(datetime(2026, 7, 1, 23, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 7, 2)
    with clock.frozen(datetime(2026, 12, 1, 23, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 12, 1)


def test_a_calendar_that_never_opens_says_so_and_does_not_hang() -> None:
    shut = Calendar(hours={})
    with pytest.raises(NoSchoolDay):
        shut.next_school_day(date(2026, 11, 23))
    with pytest.raises(NoSchoolDay):
        OpenMinutes(5).due(wall("2026-11-23 10:00"), shut)


def test_a_school_without_any_dates_counts_weekdays(cast: Cast) -> None:
    cast.school.terms.all().delete()
    cast.school.opening_times.all().delete()
    calendar = calendar_of(cast.school)
    assert calendar.is_school_day(date(2026, 12, 24))
    assert not calendar.is_school_day(date(2026, 12, 26))
    assert calendar.closing(date(2026, 12, 24)) == wall("2026-12-24 15:30")


def test_the_calendar_is_read_as_the_school_keeps_it(cast: Cast) -> None:
    cast.school.opening_times.filter(weekday=4).update(closes=time(13, 0))
    calendar = calendar_of(cast.school)
    assert calendar.closing(date(2026, 11, 20)) == wall("2026-11-20 13:00")
    assert not calendar.is_school_day(date(2026, 11, 27))


days = st.dates(date(2026, 8, 1), date(2027, 8, 31))
moments = st.builds(
    lambda day, minute: at_local(day, time(0)) + timedelta(minutes=minute),
    st.dates(date(2026, 9, 1), date(2027, 7, 1)),
    st.integers(0, 1439),
)


def counted(first: date, n: int) -> date:
    """The nth school day after a day, by turning the pages of the calendar."""
    while n:
        first += timedelta(days=1)
        in_term = any(starts <= first <= ends for _, starts, ends in TERMS)
        beyond = first > TERMS[-1][2]
        open_ = first.weekday() < 5 and first != date(2026, 11, 27) and (in_term or beyond)
        n -= open_
    return first


@given(days, st.integers(0, 15))
def test_school_days_are_those_counted_by_hand(day: date, n: int) -> None:
    found = CALENDAR.add_school_days(day, n)
    assert found == counted(day, n)
    if CALENDAR.is_school_day(day):
        assert CALENDAR.school_days_between(day, found) == n + 1


@given(moments, st.integers(1, 1_500))
def test_open_minutes_are_those_that_were_open(started: datetime, minutes: int) -> None:
    started = started.replace(second=0, microsecond=0)
    due = CALENDAR.add_open_time(started, timedelta(minutes=minutes))
    open_ = sum(
        max(timedelta(0), min(closes, due) - max(opens, started)) // timedelta(minutes=1)
        for ahead in range((due - started).days + 2)
        if (opens := CALENDAR.opening(clock.local(started).date() + timedelta(days=ahead)))
        and (closes := CALENDAR.closing(clock.local(started).date() + timedelta(days=ahead)))
    )
    assert open_ == minutes
    assert CALENDAR.is_open(due - timedelta(minutes=1))


@given(moments, st.sampled_from([SameSchoolDay(), SchoolDays(1), SchoolDays(5), OpenMinutes(45)]))
def test_nothing_falls_due_before_it_began(started: datetime, within: Within) -> None:
    assert within.due(started, CALENDAR) >= started


def test_hours_may_differ_by_weekday() -> None:
    short = Calendar(hours={0: OpeningHours(time(9), time(12)), 2: OpeningHours(time(9), time(12))})
    assert clock.local(OpenMinutes(200).due(wall("2026-11-23 09:00"), short)) == wall(
        "2026-11-25 09:20"
    )


@pytest.mark.parametrize(
    ("within", "words"),
    [
        (AtOnce(), "now"),
        (Minutes(1), "within 1 minute"),
        (OpenMinutes(60), "within 60 minutes of opening time"),
        (SameSchoolDay(), "the same school day"),
        (SchoolDays(1), "within 1 school day"),
        (SchoolDays(2), "within 2 school days"),
    ],
)
def test_a_rule_is_said_in_words(within: Within, words: str) -> None:
    assert within.words() == words
