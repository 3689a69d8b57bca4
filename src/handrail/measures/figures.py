"""All figures of one kind over one range: what the page, the table and the report are made of."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from handrail.core.numbers import whole_number
from handrail.core.school_days import Calendar
from handrail.measures.asking import Asked
from handrail.measures.clocks import ClockLine, Told, clocks, told
from handrail.measures.counting import (
    Tally,
    adults_in_each,
    by_adult,
    by_hour,
    by_measure,
    by_place,
    by_pupil,
    each_by_measure,
    pupils,
    tally,
)
from handrail.measures.equality import Table, equality, keeps_what_stood
from handrail.measures.grouping import Dimension
from handrail.measures.lasting import Lasting, Minutes, Spent, lasting
from handrail.measures.ranges import NamedTerm
from handrail.measures.rates import Rate, in_words, rate_of
from handrail.measures.repeats import Repeat, by_term
from handrail.measures.reviewing import AfterReviews, after_reviews
from handrail.measures.trend import Trend, trend
from handrail.measures.weighing import Weighed, places_weighed, pupils_weighed, weighed
from handrail.records.kind import Measure


@dataclass(frozen=True)
class Lengths:
    """How long they lasted, of those of which it is known; in minutes, as they are said."""

    known: int
    total: str
    middle: str
    longest: str


@dataclass(frozen=True)
class Figures:
    """`before` is the same stretch of the year before. Empty parts are left out on the page."""

    asked: Asked
    counted: Tally
    pupils: int
    rate: Rate
    before: Rate
    compared: str
    trend: Trend
    places: list[Weighed]
    by_pupil: list[Weighed]
    by_adult: list[Weighed]
    by_hour: list[Weighed] = field(default_factory=list)
    tables: list[tuple[Measure, list[Weighed]]] = field(default_factory=list)
    minutes: Lengths | None = None
    told: list[tuple[Measure, Told]] = field(default_factory=list)
    clocks: list[ClockLine] = field(default_factory=list)
    terms: list[tuple[NamedTerm, int, int]] = field(default_factory=list)
    repeats: list[Repeat] = field(default_factory=list)
    reviews: AfterReviews | None = None
    groups: list[Table] = field(default_factory=list)

    @property
    def overdue(self) -> int:
        return sum(line.overdue for line in self.clocks)


def figures(
    asked: Asked, calendar: Calendar, dimensions: Sequence[Dimension], *, care: bool
) -> Figures:
    """Everything that can be said; a constant number of queries for a kind, whatever is stored.

    `care` says whether duties that tell who has a social worker may be counted.
    """
    counted = tally(asked)
    rate = rate_of(asked, counted.total, calendar)
    earlier = asked.over(asked.span.before())
    before = rate_of(earlier, earlier.records().count(), calendar)
    terms, repeats = by_term(asked)
    lasted, days = _lasted(asked), rate.pupil_days
    return Figures(
        asked=asked, counted=counted, pupils=pupils(asked), rate=rate, before=before,
        compared=in_words(rate, before), trend=trend(asked, counted.by_day, calendar),
        places=places_weighed(by_place(counted), counted, lasted, days),
        by_pupil=pupils_weighed(by_pupil(asked), asked, calendar, lasted),
        by_adult=weighed(by_adult(asked, counted), _by_adults(asked, lasted), days),
        by_hour=weighed(by_hour(counted), lasted.whole(counted.hour_of.items()), days),
        tables=_tables(asked, lasted, days), minutes=_lengths(lasted.each),
        told=[(one, told(asked, one)) for one in asked.kind.measures if one.duty],
        clocks=clocks(asked, but=() if care else _private(asked)),
        terms=terms, repeats=repeats, reviews=_reviews(asked),
        groups=equality(asked, calendar, tuple(dimensions)) if keeps_what_stood(asked) else [],
    )  # fmt: skip


def _private(asked: Asked) -> list[str]:
    """Duties that tell of a pupil what only some may know, even as a number."""
    return [duty.slug for duty in asked.kind.duties if duty.private]


def _by_adults(asked: Asked, lasted: Lasting) -> Spent:
    if not lasted.each and not lasted.parts:
        return []
    pairs = adults_in_each(asked)
    return lasted.by_person(pairs) if lasted.rows else lasted.whole(pairs)


def _tables(asked: Asked, lasted: Lasting, days: int) -> list[tuple[Measure, list[Weighed]]]:
    """Each measure with its lines."""
    rows = [
        (one, weighed(by_measure(asked, one), _spent(asked, one, lasted), days))
        for one in asked.kind.measures
        if (one.list or one.column) and not one.adds and not one.filed_for
    ]
    return [(one, lines) for one, lines in rows if lines]


def _spent(asked: Asked, one: Measure, lasted: Lasting) -> Spent:
    """What is said of each part counts with that part's minutes, everything else with those of
    the record; asked only where there are minutes to add."""
    if one.rows and one.rows == lasted.rows:
        return lasted.by_column(one.column)
    return lasted.whole(each_by_measure(asked, one)) if lasted.each else []


def _lasted(asked: Asked) -> Lasting:
    measure = next((one for one in asked.kind.measures if one.adds), None)
    return lasting(asked, measure) if measure else Lasting({})


def _lengths(found: Minutes) -> Lengths | None:
    if not found:
        return None
    each = list(found.values())
    said = (whole_number(n) for n in (sum(each), median(each), max(each)))
    return Lengths(len(each), *said)


def _reviews(asked: Asked) -> AfterReviews | None:
    measure = next((one for one in asked.kind.measures if one.filed_for), None)
    return after_reviews(asked, measure) if measure else None
