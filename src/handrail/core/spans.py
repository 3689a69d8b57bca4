"""Stretches of time on one day or night, joined where they overlap."""

from collections.abc import Iterable, Sequence
from datetime import time

HALF_A_DAY = 43_200  # seconds
Span = tuple[int, int]  # seconds from twelve hours before an origin: from, to


def after(origin: time, moment: time) -> int:
    """Seconds from twelve hours before `origin` until a moment of that day or night."""
    seconds = (moment.hour - origin.hour) * 3600 + (moment.minute - origin.minute) * 60
    return (seconds + moment.second - origin.second + HALF_A_DAY) % (2 * HALF_A_DAY)


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same time in order, what overlaps or touches as one; empty ones are left out."""
    found: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def minutes_of(spans: Sequence[Span]) -> float:
    """How long they are together, in minutes."""
    return sum(end - start for start, end in spans) / 60
