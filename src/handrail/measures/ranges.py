"""Ranges of days that people ask about: this half term, this term, this year, last year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from handrail.core.clock import at_local
from handrail.core.dates import said_day
from handrail.core.school_days import school_year
from handrail.school.models import School, Term

ONE_DAY = timedelta(days=1)
LONGEST = 800  # days: two school years and the summers between
CHOICES = (
    ("half", "This half term"), ("term", "This term"), ("year", "This school year"),
    ("last-year", "Last school year"), ("custom", "From and to"),
)  # fmt: skip


@dataclass(frozen=True)
class Range:
    """Days from first to last, both counted."""

    first: date
    last: date

    @property
    def starts(self) -> datetime:
        return at_local(self.first, time(0))

    @property
    def ends(self) -> datetime:
        """The first moment after it."""
        return at_local(self.last + ONE_DAY, time(0))

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def before(self) -> "Range":
        """The stretch of the same length that ended the day before it began, a year earlier:
        like is compared with like, the same weeks of the school year before."""
        return Range(_year_back(self.first), _year_back(self.last))

    @property
    def said(self) -> str:
        """ "2 September to 23 October 2026"."""
        first = f"{self.first.day} {self.first:%B}"
        if self.first.year != self.last.year:
            first += f" {self.first.year}"
        return f"{first} to {said_day(self.last)}"


def _year_back(day: date) -> date:
    """The same weekday 52 weeks before."""
    return day - timedelta(weeks=52)


@dataclass(frozen=True)
class NamedTerm:
    """A whole term: its half terms joined, by the name that they share."""

    name: str
    first: date
    last: date


def whole_terms(rows: Iterable[Term]) -> list[NamedTerm]:
    """Terms with their halves joined: "Autumn 1" and "Autumn 2" of one year are one term."""
    joined: dict[tuple[int, str], NamedTerm] = {}
    for row in sorted(rows, key=lambda one: one.starts):
        name = _whole(row.name)
        key = (school_year(row.starts), name)
        had = joined.get(key)
        first = had.first if had else row.starts
        joined[key] = NamedTerm(name, first, row.ends)
    return list(joined.values())


def _whole(name: str) -> str:
    """ "Autumn 1" and "Autumn term, second half" are halves of the autumn."""
    words = name.strip().split()
    return words[0] if len(words) > 1 and words[-1].isdigit() else name.strip()


def year_of(day: date) -> Range:
    first = school_year(day)
    return Range(date(first, 9, 1), date(first + 1, 8, 31))


def range_named(slug: str, school: School, today: date, terms: list[Term]) -> Range:
    """The range that a word stands for, up to today; that of the whole year when not known.

    In a holiday, "this term" is the one that ended last.
    """
    year = year_of(today)
    if slug == "last-year":
        return year_of(year.first - ONE_DAY)
    spans: list[tuple[date, date]] = []
    if slug == "half":
        spans = [(row.starts, row.ends) for row in terms]
    if slug == "term":
        spans = [(row.first, row.last) for row in whole_terms(terms)]
    begun = [span for span in spans if span[0] <= today]
    first, last = max(begun, default=(year.first, year.last))
    return Range(first, min(last, today))
