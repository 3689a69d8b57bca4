"""What a way of watching makes of the same behaviour: moments, intervals, events, duration."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

Bout = tuple[float, float]


@dataclass(frozen=True)
class Observed:
    """One session as each method would record it: shares 0 to 1, and a count of bouts begun.

    Momentary sampling has no bias for duration; partial interval reads too high and whole interval
    too low, the more so the longer the interval. Never join or compare two of them.
    """

    duration: float
    momentary: float
    partial: float
    whole: float
    events: int


def observe(bouts: Sequence[Bout], session: float, interval: float, rest: float = 0.0) -> Observed:
    """Read a stream of bouts (onset, offset; seconds, in order, not overlapping) by each method.

    The session is cut into whole intervals; the last `rest` seconds of each are for writing down
    and are not watched. Moments are the ends of intervals, and what counts is the state up to then.
    """
    if interval <= 0 or not 0 <= rest < interval or session < interval:
        raise ValueError("An interval must fit in the session, and its rest in the interval.")
    count = int(session / interval + 1e-9)
    watched = [(k * interval, (k + 1) * interval - rest) for k in range(count)]
    overlaps = [_overlap(bouts, start, end) for start, end in watched]
    return Observed(
        duration=_overlap(bouts, 0, session) / session,
        momentary=fmean(_is_on(bouts, (k + 1) * interval) for k in range(count)),
        partial=fmean(seconds > 0 for seconds in overlaps),
        whole=fmean(
            seconds >= end - start - 1e-9
            for seconds, (start, end) in zip(overlaps, watched, strict=True)
        ),
        events=sum(0 < onset < session for onset, _ in bouts),
    )


def _overlap(bouts: Sequence[Bout], start: float, end: float) -> float:
    return sum(max(0.0, min(off, end) - max(on, start)) for on, off in bouts)


def _is_on(bouts: Sequence[Bout], moment: float) -> bool:
    return any(on < moment <= off for on, off in bouts)


def moments_se(share: float, moments: int) -> float:
    """About how far a momentary share is off with so many moments: sqrt(p (1-p)/k)."""
    return float((share * (1 - share) / moments) ** 0.5)
