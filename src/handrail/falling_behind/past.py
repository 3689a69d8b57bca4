"""How often the rule was wrong here: applied to days of the school's own past, and held against
what came after.

A pupil who was listed on such a day "was later below" when, in as many weeks after it, as many
signs as the rule needs came true: attendance below the rule's, the last three measurements short of
the aim line, objectives begun before and marked after without once being done alone, removals as
often again. What came after is looked at alone, so that the rule does not judge itself by the marks
that it was made of.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Q

from handrail.core.clock import MIDNIGHT, at_local
from handrail.falling_behind.signs import (
    ON_THEIR_OWN,
    WEEK,
    Track,
    Watch,
    attendance_in,
    removals_in,
    signs_on,
    tracks_of,
)
from handrail.learning.models import Mark
from handrail.measures.ranges import Range
from handrail_evidence.distributions import beta_quantile

DAYS_BACK = 4  # how many days of the past, each as many weeks apart as the rule looks at
FEWEST = 10  # pupils listed for the first time below which no rate is given
CONFIDENCE = 0.95


@dataclass(frozen=True)
class Outcome:
    """What came after a day: pupils of whom anything is known, and those who were below."""

    known: frozenset[int]
    below: frozenset[int]


@dataclass(frozen=True)
class PastDay:
    """One day of the past: who would have been listed, and what became of them and the others."""

    day: date
    listed: int
    listed_below: int
    listed_not: int
    others_below: int
    others_not: int

    @property
    def not_known(self) -> int:
        return self.listed - self.listed_below - self.listed_not


@dataclass(frozen=True)
class Past:
    """`false` of `first` pupils listed for the first time were not below later; the rate has
    limits of 95% (Clopper & Pearson 1934). No rate while there are too few."""

    days: list[PastDay]
    first: int
    false: int

    @property
    def is_too_early(self) -> bool:
        return self.first < FEWEST

    @property
    def rate(self) -> tuple[float, float, float] | None:
        if self.is_too_early:
            return None
        n, x, tail = self.first, self.false, (1 - CONFIDENCE) / 2
        lo = beta_quantile(tail, x, n - x + 1) if x else 0.0
        hi = beta_quantile(1 - tail, x + 1, n - x) if x < n else 1.0
        return x / n, lo, hi


def past_of(watch: Watch, today: date) -> Past:
    """The rule on four days of the past, the last of which has its weeks behind it; the queries
    are as many for one pupil as for all."""
    tracks = tracks_of(watch)
    step = timedelta(days=WEEK * watch.terms.rule.weeks)
    days, seen = [], set[int]()
    first = false = 0
    for back in range(DAYS_BACK, 0, -1):
        day = today - back * step
        listed = frozenset(signs_on(watch, day, tracks))
        after = outcome_after(watch, day, tracks)
        days.append(_past_day(day, listed, after))
        fresh = (listed - seen) & after.known
        first, false = first + len(fresh), false + len(fresh - after.below)
        seen |= fresh
    return Past(days[::-1], first, false)


def _past_day(day: date, listed: frozenset[int], after: Outcome) -> PastDay:
    others = after.known - listed
    return PastDay(
        day, len(listed), len(listed & after.below), len((listed & after.known) - after.below),
        len(others & after.below), len(others - after.below),
    )  # fmt: skip


def outcome_after(watch: Watch, day: date, tracks: list[Track]) -> Outcome:
    """Who was below in the weeks after a day, on what happened in them; four queries.

    Known of a pupil: attendance, any mark of an objective begun before, three measurements, or
    removals.
    """
    rule = watch.terms.rule
    last = day + timedelta(days=WEEK * rule.weeks)
    signs: dict[int, set[str]] = {}
    known: set[int] = set()
    for sort, pupil, is_below in (
        *_counted_after(watch, Range(day + timedelta(days=1), last)),
        *_short_after(tracks, day, last),
        *(("objectives", pupil, unmet >= rule.objectives)
          for pupil, unmet in _unmet(watch, day, last).items()),
    ):  # fmt: skip
        known.add(pupil)
        if is_below:
            signs.setdefault(pupil, set()).add(sort)
    below = {pupil for pupil, sorts in signs.items() if len(sorts) >= rule.signs}
    return Outcome(frozenset(known), frozenset(below))


def _counted_after(watch: Watch, span: Range) -> Iterator[tuple[str, int, bool]]:
    rule = watch.terms.rule
    for pupil, one in attendance_in(watch, span).items():
        yield "attendance", pupil, one.per_cent < rule.attendance
    for pupil, n in removals_in(watch, span).items():
        if n >= rule.removals:
            yield "removals", pupil, True


def _short_after(tracks: list[Track], day: date, last: date) -> Iterator[tuple[str, int, bool]]:
    for track in tracks:
        if track.place.starts and track.place.starts <= day:
            short = track.falls_short(track.between(day, last))
            if short is not None:
                yield "aim", track.place.pupil_id, short


def _unmet(watch: Watch, day: date, last: date) -> dict[int, int]:
    """By pupil: objectives begun in the weeks before and marked after, never on their own then."""
    border = at_local(day + timedelta(days=1), MIDNIGHT)
    span = Range(watch.span(day).first, last)
    before, after = Q(happened_at__lt=border), Q(happened_at__gte=border)
    rows = Mark.objects.filter(
        school=watch.school, pupil__in=watch.pupils, withdrawn_at=None,
        happened_at__gte=span.starts, happened_at__lt=span.ends,
    ).order_by()  # fmt: skip
    grouped = rows.values_list("pupil", "objective").annotate(
        begun=Count("id", filter=before), best=Max("level", filter=after)
    )
    found: dict[int, int] = {}
    for pupil, _, begun, best in grouped.filter(begun__gt=0, best__isnull=False):
        found[pupil] = found.get(pupil, 0) + (begun > 0 and best < ON_THEIR_OWN)
    return found
