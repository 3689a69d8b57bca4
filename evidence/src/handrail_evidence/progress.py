"""Whether learning is on the way to its goal: aim line, slope, reliable change, goals attained."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from handrail_evidence.distributions import normal_quantile
from handrail_evidence.overlap import Estimate, theil_sen
from handrail_evidence.trend import ols


@dataclass(frozen=True)
class AimLine:
    """A straight line from the baseline to the goal; slope in units a session or day."""

    start: float
    level: float
    slope: float

    def at(self, time: float) -> float:
        return self.level + self.slope * (time - self.start)


def aim_line(times: Sequence[float], values: Sequence[float], goal: float, by: float) -> AimLine:
    """From the median of the first three points, at their median time, to `goal` at `by`.

    White & Haring (1980). Needs a point, and `by` after the first ones; else ValueError.
    """
    if not values:
        raise ValueError("An aim line needs a point to start from.")
    first = sorted(zip(times, values, strict=True))[:3]
    start, level = median(t for t, _ in first), median(y for _, y in first)
    if by <= start:
        raise ValueError("The review must come after the first points.")
    return AimLine(start, level, (goal - level) / (by - start))


def goal_for(level: float, weeks: float, weekly: float) -> float:
    """The goal that a weekly rate of improvement reaches from `level`."""
    return level + weeks * weekly


@dataclass(frozen=True)
class Course:
    """`word` is one of "too early", "below", "above"; the slope with its limits, and its twin."""

    word: str
    slope: Estimate
    robust: float | None
    aim: float


def course(
    times: Sequence[float], values: Sequence[float], aim: AimLine, confidence: float = 0.9
) -> Course:
    """Where the trend lies against the aim line: decided by the slope's interval, or not yet.

    "below" and "above" where the interval (90%, so 5% on either side) lies wholly on one side of
    the aim line's slope, in the direction of the goal; "too early" until then. On the line itself
    5% are called below, against 18 to 37% by the rule of four points in a row.
    """
    line = ols(list(times), list(values)) if values else None
    slope = line.limits(confidence) if line else Estimate(None)
    robust = theil_sen(list(times), list(values))
    word = "too early"
    if slope.lo is not None and slope.hi is not None:
        towards = math.copysign(1.0, aim.slope)
        near, far = sorted((towards * slope.lo, towards * slope.hi))
        word = "below" if far < abs(aim.slope) else "above" if near > abs(aim.slope) else word
    return Course(word, slope, robust, aim.slope)


def celeration(days: Sequence[float], values: Sequence[float]) -> float | None:
    """By how much a count is multiplied each week: 10^(7 x slope of log10 a day).

    Pennypacker et al. (1972). Values above zero alone; None without two different days.
    """
    kept = [(day, math.log10(y)) for day, y in zip(days, values, strict=True) if y > 0]
    line = ols([day for day, _ in kept], [y for _, y in kept]) if kept else None
    return None if line is None else float(10 ** (7 * line.slope))


@dataclass(frozen=True)
class ReliableChange:
    """The index, whether it is beyond chance, and the change that would be (units of the score)."""

    index: float
    reliable: bool
    needed: float


def reliable_change(
    before: float, after: float, sd: float, reliability: float, confidence: float = 0.95
) -> ReliableChange:
    """(after - before)/(SD sqrt(2 (1 - r))); Jacobson & Truax (1991), with the sqrt 2.

    `sd` and `reliability` (0 to below 1) are of the instrument's norm sample.
    """
    if sd <= 0 or not 0 <= reliability < 1:
        raise ValueError("The spread must be above 0, and reliability from 0 to below 1.")
    error = sd * math.sqrt(2 * (1 - reliability))
    index = (after - before) / error
    z = normal_quantile(0.5 + confidence / 2)
    return ReliableChange(index, abs(index) > z, z * error)


def goal_attainment(
    levels: Sequence[float], weights: Sequence[float] | None = None, rho: float = 0.3
) -> float:
    """T = 50 + 10 sum(w x)/sqrt((1-rho) sum w^2 + rho (sum w)^2); Kiresuk & Sherman (1968).

    `levels` -2 to +2, 0 as expected; 50 if every goal is met as expected. Weights above 0, all 1 if
    not given. No interval scale: show each goal's level first, and rank nobody by T.
    """
    heavy = [1.0] * len(levels) if weights is None else list(weights)
    if not levels or len(heavy) != len(levels) or min(heavy) <= 0:
        raise ValueError("Each goal needs a level and a weight above 0.")
    if any(not -2 <= x <= 2 for x in levels) or not 0 <= rho < 1:
        raise ValueError("A level lies between -2 and +2, and rho from 0 to below 1.")
    total = sum(w * x for w, x in zip(heavy, levels, strict=True))
    spread = (1 - rho) * sum(w * w for w in heavy) + rho * sum(heavy) ** 2
    return 50 + 10 * total / math.sqrt(spread)
