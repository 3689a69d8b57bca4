"""Term dates as English schools have them: three terms with a break in the middle of each."""

from dataclasses import dataclass
from datetime import date, timedelta

from handrail.demo.cast import TERMS

MONDAY, FRIDAY = 0, 4
DAY, WEEK = timedelta(days=1), timedelta(days=7)
Row = tuple[str, date, date]


@dataclass(frozen=True)
class SchoolYear:
    """One year from September to July: its half terms and the days on which it is closed."""

    first: int  # the calendar year of its September
    terms: tuple[Row, ...]
    closed: tuple[tuple[date, str], ...]

    @property
    def starts(self) -> date:
        return self.terms[0][1]

    @property
    def ends(self) -> date:
        return self.terms[-1][2]


def school_year(first: int) -> SchoolYear:
    """The school year that begins in that September; the cast's own dates where it has them."""
    terms = TERMS if TERMS[0][1].year == first else _terms(first)
    training = _on_or_after(date(first, 11, 24), FRIDAY)
    may_day = _on_or_after(date(first + 1, 5, 1), MONDAY)
    closed = ((training, "Training day"), (may_day, "Bank holiday"))
    return SchoolYear(first, terms, closed)


def school_years(first_day: date, last_day: date) -> list[SchoolYear]:
    """Every school year that these days touch, oldest first."""
    return [school_year(year) for year in range(year_of(first_day), year_of(last_day) + 1)]


def year_of(day: date) -> int:
    """The September year that a day belongs to; August counts to the year to come."""
    return day.year if day.month >= 8 else day.year - 1


def _terms(first: int) -> tuple[Row, ...]:
    """Worked out from the last week of October, Christmas, February, Easter and late May."""
    autumn_break = _on_or_after(date(first, 10, 25), MONDAY)
    if autumn_break.day > 29:
        autumn_break -= WEEK
    christmas = _on_or_after(date(first, 12, 16), FRIDAY)
    new_year = _on_or_after(date(first + 1, 1, 3), MONDAY)
    february = _on_or_after(date(first + 1, 2, 12), MONDAY)
    good_friday = easter(first + 1) - 2 * DAY
    back = easter(first + 1) + 8 * DAY if easter(first + 1).month == 4 else date(first + 1, 4, 12)
    back = _on_or_after(back, MONDAY)
    may = _on_or_after(date(first + 1, 5, 25), MONDAY)
    return (
        ("Autumn 1", _on_or_after(date(first, 9, 2), 1), autumn_break - 3 * DAY),
        ("Autumn 2", autumn_break + WEEK, christmas),
        ("Spring 1", new_year, february - 3 * DAY),
        ("Spring 2", february + WEEK, min(good_friday - DAY, back - 17 * DAY)),
        ("Summer 1", back, may - 3 * DAY),
        ("Summer 2", may + WEEK, _on_or_after(date(first + 1, 7, 19), 2)),
    )


def _on_or_after(day: date, weekday: int) -> date:
    return day + ((weekday - day.weekday()) % 7) * DAY


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (the anonymous computus)."""
    golden, century, rest = year % 19, year // 100, year % 100
    moon = (
        19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15
    ) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)
