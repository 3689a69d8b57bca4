"""Two observers: how alike they saw the same pupil on the same day, and on how many of the days."""

from collections.abc import Sequence
from dataclasses import dataclass

from handrail.programmes.judging import Answer
from handrail.programmes.models import Measurement, Programme
from handrail_evidence.agreement import cohen_kappa, exact, mean_count, scored, unscored

LEAST, ENOUGH_DAYS = 0.8, 0.2  # what single-case standards ask for: 80% alike, on 20% of the days
WEAK = 0.6  # of kappa
RARE = 0.2  # seen at fewer of the moments than this, or at all but this: chance alone agrees
BY_SIZE = {Programme.Scale.COUNT, Programme.Scale.TIME, Programme.Scale.PERCENTAGE}
Pair = tuple[Measurement, Measurement]


@dataclass(frozen=True)
class Kappa:
    """Agreement beyond chance, over moments or over days with a rating; `value` is None where both
    saw one and the same throughout. `alike` is the share of the very same answers, `seen` the share
    of moments at which it was seen (None of ratings), and `both` how often both saw it (or, where
    it is nearly always so, both missed it) of the times that either did; all 0 to 1."""

    value: float | None
    of: int
    alike: float
    seen: float | None = None
    both: float | None = None

    @property
    def is_weak(self) -> bool:
        return self.value is not None and self.value < WEAK

    @property
    def is_rare(self) -> bool:
        return self.seen is not None and self.seen < RARE

    @property
    def is_extreme(self) -> bool:
        """Seen hardly ever or nearly always: then per cent flatter, and kappa is unsteady."""
        return self.seen is not None and not RARE <= self.seen <= 1 - RARE

    @property
    def per_cent(self) -> dict[str, int]:
        shares = {"alike": self.alike, "seen": self.seen, "both": self.both}
        return {name: round(100 * share) for name, share in shares.items() if share is not None}


@dataclass(frozen=True)
class Alike:
    """`value` is 0 to 1: the smaller by the larger, on average, of counts, times and per cent; the
    share of days with the very same value of everything else."""

    value: float
    days: int
    of: int
    by_size: bool
    kappa: Kappa | None = None

    @property
    def per_cent(self) -> int:
        return round(100 * self.value)

    @property
    def share(self) -> int:
        return round(100 * self.days / self.of)

    @property
    def is_low(self) -> bool:
        return self.value < LEAST

    @property
    def is_seldom(self) -> bool:
        return self.days < ENOUGH_DAYS * self.of


def agreement_of(answer: Answer) -> Alike | None:
    """None while no day was seen by two people. Somebody held against themselves counts for none,
    and nor does a value below 0, of which smaller by larger says nothing."""
    pairs = _pairs([row for row in answer.rows if row.withdrawn_at is None])
    by_size = answer.place.programme.scale in BY_SIZE
    pairs = [pair for pair in pairs if not by_size or min(_values(pair)) >= 0]
    if not pairs:
        return None
    one, two = ([_values(pair)[side] for pair in pairs] for side in (0, 1))
    value = mean_count(one, two) if by_size else exact(one, two)
    days = {row.date for row in answer.standing if row.value is not None}
    kappa = _kappa_of_moments(pairs) if by_size else Kappa(cohen_kappa(one, two).value,
                                                           len(pairs), value)  # fmt: skip
    return Alike(value, len(pairs), max(len(days), len(pairs)), by_size, kappa)


def _values(pair: Pair) -> tuple[float, float]:
    return pair[0].value or 0.0, pair[1].value or 0.0


def _kappa_of_moments(pairs: Sequence[Pair]) -> Kappa | None:
    """Over all moments that both answered on days when both sampled in the same way; they begin
    together, so the first moment of one is the first of the other."""
    answers = [
        both for first, other in pairs if first.how == other.how
        for both in zip(first.sampled, other.sampled, strict=False) if "-" not in both
    ]  # fmt: skip
    if not answers:
        return None
    one, two = ([both[side] == "1" for both in answers] for side in (0, 1))
    seen = (sum(one) + sum(two)) / (2 * len(answers))
    both = scored(one, two) if seen <= 1 / 2 else unscored(one, two)
    return Kappa(cohen_kappa(one, two).value, len(answers), exact(one, two), seen, both)


def _pairs(rows: Sequence[Measurement]) -> list[Pair]:
    """By day: what the first observer saw, and the first other person who watched as a second."""
    first: dict[object, Measurement] = {}
    second: dict[object, Measurement] = {}
    for row in rows:
        if row.value is not None and not row.second:
            first.setdefault(row.date, row)
    for row in rows:
        there = first.get(row.date) if row.second and row.value is not None else None
        if there is not None and there.observer_id != row.observer_id:
            second.setdefault(row.date, row)
    return [(first[day], row) for day, row in second.items()]
