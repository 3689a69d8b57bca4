"""Rates for each 1,000 pupil-days, and how one compares with another; the formulas are elsewhere.

Pupil-days are the school days of a range on which each pupil was on roll. Intervals and ratios
are those of `handrail_evidence.rates`: Garwood's exact limits, and the exact conditional ratio.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handrail.core.school_days import Calendar
from handrail.measures.asking import Asked, days_of, enrolments_in
from handrail.measures.ranges import Range
from handrail.people.models import Enrolment
from handrail.school.models import School
from handrail_evidence.overlap import Estimate
from handrail_evidence.rates import RateRatio, poisson_rate, rate_ratio

PER = 1_000


@dataclass(frozen=True)
class Rate:
    """So many in so many pupil-days; `estimate` for each 1,000 of them, with its limits."""

    n: int
    pupil_days: int

    @property
    def estimate(self) -> Estimate | None:
        if not self.pupil_days:
            return None
        return poisson_rate(self.n, self.pupil_days / PER)

    def against(self, other: "Rate") -> RateRatio | None:
        """This rate over the other one; None where nobody was there to count."""
        if not (self.pupil_days and other.pupil_days):
            return None
        return rate_ratio(other.n, other.pupil_days, self.n, self.pupil_days)


def days_there(enrolment: Enrolment, days: Sequence[date]) -> int:
    """On how many of these school days, in order, a pupil was on roll."""
    first = bisect_left(days, enrolment.starts) if enrolment.starts else 0
    last = bisect_right(days, enrolment.ends) if enrolment.ends else len(days)
    return max(0, last - first)


def pupil_days(school: School, calendar: Calendar, span: Range) -> int:
    """School days times pupils on roll, each pupil for the days they were there; one query."""
    days = days_of(calendar, span)
    rows = enrolments_in(school, span).select_related(None)
    return sum(days_there(row, days) for row in rows)


def rate_of(asked: Asked, n: int, calendar: Calendar) -> Rate:
    return Rate(n, pupil_days(asked.school, calendar, asked.span))


def in_words(now: Rate, before: Rate) -> str:
    """How a rate compares with the one before, said as surely as the numbers allow."""
    ratio = now.against(before)
    if ratio is None or now.n + before.n == 0:
        return "There is nothing to compare it with."
    if ratio.hi is not None and ratio.hi < 1:
        return "Lower than the year before, and more than chance alone would explain."
    if ratio.lo > 1:
        return "Higher than the year before, and more than chance alone would explain."
    return "Cannot be told from the year before: the difference may be chance."
