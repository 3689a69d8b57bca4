"""Two observers: how alike they saw the same pupil on the same day, and on how many of the days."""

from collections.abc import Sequence
from dataclasses import dataclass

from handrail.programmes.judging import Answer
from handrail.programmes.models import Measurement, Programme
from handrail_evidence.agreement import exact, mean_count

LEAST, ENOUGH_DAYS = 0.8, 0.2  # what single-case standards ask for: 80% alike, on 20% of the days
BY_SIZE = {Programme.Scale.COUNT, Programme.Scale.TIME, Programme.Scale.PERCENTAGE}


@dataclass(frozen=True)
class Alike:
    """`value` is 0 to 1: the smaller by the larger, on average, of counts, times and per cent; the
    share of days with the very same value of everything else."""

    value: float
    days: int
    of: int
    by_size: bool

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
    pairs = [pair for pair in pairs if not by_size or min(pair) >= 0]
    if not pairs:
        return None
    one, two = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    value = mean_count(one, two) if by_size else exact(one, two)
    days = {row.date for row in answer.standing if row.value is not None}
    return Alike(value, len(pairs), max(len(days), len(pairs)), by_size)


def _pairs(rows: Sequence[Measurement]) -> list[tuple[float, float]]:
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
    return [(first[day].value or 0.0, row.value or 0.0) for day, row in second.items()]
