"""All figures of one kind over one range: what the page, the table and the report are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

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
    minutes_by_record,
    pupils,
    tally,
)
from handrail.measures.equality import Table, equality, keeps_what_stood
from handrail.measures.grouping import Dimension
from handrail.measures.ranges import NamedTerm
from handrail.measures.rates import Rate, in_words, rate_of
from handrail.measures.repeats import Repeat, by_term
from handrail.measures.reviewing import AfterReviews, after_reviews
from handrail.measures.trend import Trend, trend
from handrail.measures.weighing import Weighed, places_weighed, pupils_weighed, weighed
from handrail.records.kind import Measure


@dataclass(frozen=True)
class Minutes:
    """How long they lasted, of those of which it is known."""

    known: int
    total: float
    middle: float
    longest: float


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
    minutes: Minutes | None = None
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
    minutes, days = _minutes_of_each(asked), rate.pupil_days
    return Figures(
        asked=asked, counted=counted, pupils=pupils(asked), rate=rate, before=before,
        compared=in_words(rate, before), trend=trend(asked, counted.by_day, calendar),
        places=places_weighed(by_place(counted), counted, minutes, days),
        by_pupil=pupils_weighed(by_pupil(asked), asked, calendar, minutes),
        by_adult=weighed(
            by_adult(asked, counted), adults_in_each(asked) if minutes else (), minutes, days
        ),
        by_hour=weighed(by_hour(counted), counted.hour_of.items(), minutes, days),
        tables=_tables(asked, minutes, days), minutes=_minutes(minutes),
        told=[(one, told(asked, one)) for one in asked.kind.measures if one.duty],
        clocks=clocks(asked, but=() if care else _private(asked)),
        terms=terms, repeats=repeats, reviews=_reviews(asked),
        groups=equality(asked, calendar, tuple(dimensions)) if keeps_what_stood(asked) else [],
    )  # fmt: skip


def _private(asked: Asked) -> list[str]:
    """Duties that tell of a pupil what only some may know, even as a number."""
    return [duty.slug for duty in asked.kind.duties if duty.private]


def _tables(
    asked: Asked, minutes: Mapping[int, float], days: int
) -> list[tuple[Measure, list[Weighed]]]:
    """Each measure with its lines; which record counts to which is asked only where there are
    minutes to add."""
    rows = [
        (
            one,
            weighed(
                by_measure(asked, one),
                each_by_measure(asked, one) if minutes else (),
                minutes,
                days,
            ),
        )
        for one in asked.kind.measures
        if (one.list or one.column) and not one.adds and not one.filed_for
    ]
    return [(one, lines) for one, lines in rows if lines]


def _minutes_of_each(asked: Asked) -> dict[int, float]:
    measure = next((one for one in asked.kind.measures if one.adds), None)
    return minutes_by_record(asked, measure) if measure else {}


def _minutes(found: Mapping[int, float]) -> Minutes | None:
    if not found:
        return None
    lengths = list(found.values())
    return Minutes(len(lengths), sum(lengths), median(lengths), max(lengths))


def _reviews(asked: Asked) -> AfterReviews | None:
    measure = next((one for one in asked.kind.measures if one.filed_for), None)
    return after_reviews(asked, measure) if measure else None
