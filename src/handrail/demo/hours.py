"""When and where things happen: before lunch and after break more than at nine on a Monday."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random

from handrail.core.clock import at_local

LESSON, OUTSIDE, GATE = "lesson", "outside", "gate"


@dataclass(frozen=True)
class Slot:
    """A stretch of the day and how busy each minute of it is, by kind."""

    starts: time
    minutes: int
    sort: str
    behaviour: float
    recognition: float
    first_aid: float
    note: float


SLOTS = (
    Slot(time(8, 40), 20, GATE, 0.5, 0.2, 0.2, 6.0),
    Slot(time(9, 0), 30, LESSON, 0.4, 0.8, 0.1, 2.0),
    Slot(time(9, 30), 60, LESSON, 0.8, 1.4, 0.2, 0.7),
    Slot(time(10, 30), 15, LESSON, 1.0, 1.6, 0.2, 0.3),
    Slot(time(10, 45), 15, OUTSIDE, 1.9, 0.5, 6.0, 0.2),
    Slot(time(11, 0), 20, LESSON, 2.4, 0.6, 1.2, 0.4),
    Slot(time(11, 20), 20, LESSON, 1.2, 1.2, 0.2, 0.3),
    Slot(time(11, 40), 20, LESSON, 2.6, 1.0, 0.2, 0.3),
    Slot(time(12, 0), 75, OUTSIDE, 1.5, 0.3, 4.0, 0.2),
    Slot(time(13, 15), 20, LESSON, 1.9, 0.6, 0.9, 0.5),
    Slot(time(13, 35), 70, LESSON, 0.9, 1.3, 0.2, 0.3),
    Slot(time(14, 45), 30, LESSON, 1.4, 1.8, 0.2, 0.4),
    Slot(time(15, 15), 15, GATE, 0.9, 0.3, 0.3, 0.8),
)
KINDS = ("behaviour", "recognition", "first_aid", "note")
_WEIGHTS = {
    kind: list(accumulate(getattr(slot, kind) * slot.minutes for slot in SLOTS)) for kind in KINDS
}
WEEKDAYS = {
    "behaviour": (1.05, 0.9, 0.95, 1.0, 1.15), "recognition": (0.85, 0.95, 1.0, 1.0, 1.3),
    "first_aid": (1.0, 1.0, 1.0, 1.0, 1.05), "note": (1.5, 0.95, 0.9, 0.9, 0.85),
    "contact": (1.1, 0.9, 0.9, 0.9, 1.25), "concern": (1.4, 0.9, 0.9, 0.9, 1.0),
}  # fmt: skip
PLACES = {
    OUTSIDE: (("Lower yard", 34), ("Upper yard", 26), ("Field", 14), ("Dining hall", 14),
              ("Toilets", 5), ("Corridor", 7)),
    GATE: (("Gate", 60), ("Corridor", 25), ("Lower yard", 15)),
    LESSON: (("", 80), ("Corridor", 8), ("Hall", 7), ("Nest", 5)),
}  # fmt: skip
_PLACES = {
    sort: ([name for name, _ in rows], list(accumulate(share for _, share in rows)))
    for sort, rows in PLACES.items()
}


def moment(rng: Random, kind: str, day: date) -> tuple[datetime, str]:
    """When something of a kind happens on a day, and in which sort of time."""
    shape = kind if kind in _WEIGHTS else "recognition"
    slot = rng.choices(SLOTS, cum_weights=_WEIGHTS[shape])[0]
    start = at_local(day, slot.starts)
    return start + timedelta(seconds=rng.randrange(slot.minutes * 60)), slot.sort


def place_name(rng: Random, sort: str) -> str:
    """The name of a place for that sort of time; nothing means the class's own room."""
    names, shares = _PLACES[sort]
    return rng.choices(names, cum_weights=shares)[0]


def how_many(rng: Random, mean: float) -> int:
    """How many of something happen when it is this many on average."""
    if mean > 30:
        return max(0, round(rng.gauss(mean, mean**0.5)))
    left, count = rng.expovariate(1.0), 0
    while left < mean:
        count += 1
        left += rng.expovariate(1.0)
    return count
