"""Control and run charts: centre line, limits, and the two run rules that keep few false alarms."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Literal

from handrail_evidence.distributions import coin_quantile

Kind = Literal["run", "i", "c", "u", "u'", "p", "t"]
SCREEN, D2 = 3.267, 1.128


@dataclass(frozen=True)
class Runs:
    """Anhoej's (2014) two rules: a run that is too long, or too few crossings of the centre."""

    longest: int
    longest_allowed: int
    crossings: int
    crossings_needed: int

    @property
    def signal(self) -> bool:
        return self.longest > self.longest_allowed or self.crossings < self.crossings_needed


@dataclass(frozen=True)
class Chart:
    """Points with centre and limits for each (None on a run chart), and what the run rules say."""

    points: list[float]
    centre: float
    lower: list[float | None]
    upper: list[float | None]
    runs: Runs

    @property
    def outside(self) -> list[bool]:
        """Which points lie beyond the limits."""
        return [
            (low is not None and y < low) or (high is not None and y > high)
            for y, low, high in zip(self.points, self.lower, self.upper, strict=True)
        ]


def run_limits(useful: int) -> tuple[int, int]:
    """Longest run allowed and fewest crossings needed among points that are not on the centre.

    round(log2(n) + 3), and the 5% quantile of crossings by coin throws; Anhoej & Olesen (2014).
    """
    if useful < 2:
        return 3, 0
    return round(math.log2(useful) + 3), coin_quantile(0.05, useful - 1)


def runs(points: Sequence[float], centre: float) -> Runs:
    """Runs and crossings of points about a centre; points on it are passed over."""
    sides = [y > centre for y in points if y != centre]
    longest = length = 0
    crossings = 0
    for place, side in enumerate(sides):
        same = place > 0 and side == sides[place - 1]
        crossings += place > 0 and not same
        length = length + 1 if same else 1
        longest = max(longest, length)
    allowed, needed = run_limits(len(sides))
    return Runs(longest, allowed, crossings, needed)


def chart(
    kind: Kind, counts: Sequence[float], exposure: Sequence[float] | None = None,
    frozen: int | None = None,
) -> Chart:  # fmt: skip
    """A chart of `counts`, each out of its `exposure` (u, u', p).

    run: median alone. i: any measure, 3 x mean moving range/1.128, ranges beyond 3.267 means left
    out (Provost & Murray 2011). c: counts of equal exposure. u: rates, u' the same with Laney's
    (2002) sigma for counts too uneven for u. p: shares. t: days between rare events, as an i chart
    of their 3.6th roots (Nelson 1994). Lower limits of counts, rates and shares stop at 0.

    `frozen` takes centre and limits from the first so many points, so that a later change shows.
    """
    values = _values(kind, counts, exposure)
    first = values[:frozen] if frozen else values
    sizes = list(exposure) if exposure is not None else [1.0] * len(values)
    if kind == "run":
        centre = median(first)
        none: list[float | None] = [None] * len(values)
        return Chart(values, centre, none, list(none), runs(values, centre))
    if kind == "t":
        return _between(values, len(first))
    centre = _centre(kind, first, counts, sizes)
    reach = _reach(kind, centre, first, sizes)
    floor = -math.inf if kind == "i" else 0.0
    lower: list[float | None] = [max(centre - r, floor) for r in reach]
    top = 1.0 if kind == "p" else math.inf
    upper: list[float | None] = [min(centre + r, top) for r in reach]
    return Chart(values, centre, lower, upper, runs(values, centre))


def _values(kind: Kind, counts: Sequence[float], exposure: Sequence[float] | None) -> list[float]:
    if not counts:
        raise ValueError("A chart needs a point.")
    if kind in ("run", "i", "c", "t") and exposure is None:
        return list(counts)
    if exposure is None or len(exposure) != len(counts) or min(exposure) <= 0:
        raise ValueError("Each count needs what it is out of, above 0.")
    return [y / n for y, n in zip(counts, exposure, strict=True)]


def _centre(
    kind: Kind, first: list[float], counts: Sequence[float], sizes: Sequence[float]
) -> float:
    if kind in ("u", "u'", "p"):
        k = len(first)
        return math.fsum(counts[:k]) / math.fsum(sizes[:k])
    return fmean(first)


def _reach(kind: Kind, centre: float, first: list[float], sizes: list[float]) -> list[float]:
    """Three standard deviations of each point."""
    if kind == "i":
        return [3 * _moving(first)] * len(sizes)
    spread = centre * (1 - centre) if kind == "p" else max(centre, 0.0)
    one = [math.sqrt(spread / n) for n in sizes]
    if kind == "u'":
        scaled = [(y - centre) / s for y, s in zip(first, one, strict=False) if s > 0]
        one = [s * _moving(scaled) for s in one]
    return [3 * s for s in one]


def _moving(values: list[float]) -> float:
    """Standard deviation from moving ranges, without those too large to be chance."""
    ranges = [abs(y - x) for x, y in zip(values, values[1:], strict=False)]
    if not ranges:
        return 0.0
    kept = [r for r in ranges if r < SCREEN * fmean(ranges)] or ranges
    return fmean(kept) / D2


def _between(values: list[float], first: int) -> Chart:
    root = [max(y, 0.0) ** (1 / 3.6) for y in values]
    centre, reach = fmean(root[:first]), 3 * _moving(root[:first])
    low, high = max(centre - reach, 0.0) ** 3.6, (centre + reach) ** 3.6
    lower: list[float | None] = [low] * len(values)
    upper: list[float | None] = [high] * len(values)
    middle = centre**3.6
    return Chart(values, middle, lower, upper, runs(values, middle))


def cusum(values: Sequence[float], target: float, slack: float) -> list[float]:
    """Page's (1954) upper sum: C = max(0, C + (x - target) - slack), from 0."""
    total, sums = 0.0, []
    for x in values:
        total = max(0.0, total + (x - target) - slack)
        sums.append(total)
    return sums
