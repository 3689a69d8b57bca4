"""How an outcome moves over time: slopes, regression by pieces, lines as rules, dependence."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from statistics import fmean, median

from handrail_evidence.distributions import (
    binomial_at_least,
    normal_two_sided,
    t_quantile,
)
from handrail_evidence.overlap import NONE_OF_ALL, Estimate, theil_sen
from handrail_evidence.spread import squares, variance


@dataclass(frozen=True)
class Line:
    """A fitted line: slope in units a session, and what its limits need."""

    level: float
    slope: float
    residual_sd: float | None
    se: float | None
    df: int

    def at(self, time: float) -> float:
        return self.level + self.slope * time

    def limits(self, confidence: float = 0.95) -> Estimate:
        """The slope with its limits by Student's t."""
        return _with_t(self.slope, self.se, self.df, confidence)


def _with_t(value: float, se: float | None, df: int, confidence: float = 0.95) -> Estimate:
    if se is None or df < 1:
        return Estimate(value)
    reach = t_quantile(0.5 + confidence / 2, df) * se
    return Estimate(value, se, value - reach, value + reach)


def ols(times: list[float], values: list[float]) -> Line | None:
    """Least squares line; slope's SE = SEE/sqrt(sum (t - mean)^2), SEE with n-2 degrees of freedom.

    None without two different times; no SE with fewer than three points.
    """
    middle, mean = fmean(times), fmean(values)
    spread = squares(times)
    if spread == 0:
        return None
    both = math.fsum((t - middle) * (y - mean) for t, y in zip(times, values, strict=True))
    slope = both / spread
    df = len(times) - 2
    if df < 1:
        return Line(mean - slope * middle, slope, None, None, df)
    rest = (y - mean - slope * (t - middle) for t, y in zip(times, values, strict=True))
    see = math.sqrt(math.fsum(r * r for r in rest) / df)
    return Line(mean - slope * middle, slope, see, see / math.sqrt(spread), df)


def autocorrelation(values: list[float]) -> float | None:
    """Lag 1: products of neighbours' deviations from the phase mean, over the sum of squares.

    Both sums are over what was seen, as acf() of R has it; pulled towards -1/n in short phases.
    None where nothing varies or with fewer than three points.
    """
    mean = fmean(values)
    off = [y - mean for y in values]
    total = squares(values)
    if len(values) < 3 or total == 0:
        return None
    return math.fsum(d * e for d, e in zip(off, off[1:], strict=False)) / total


@dataclass(frozen=True)
class Piecewise:
    """Change of level and slope when support starts, in units and units a session; B minus A."""

    trend: Estimate
    level: Estimate
    slope: Estimate


def piecewise(ta: list[float], a: list[float], tb: list[float], b: list[float]) -> Piecewise | None:
    """y = b0 + b1 t + b2 D + b3 (t - start) D by least squares, t limits.

    Huitema & McKean (2000) with time as in scan's "W": start is the first session
    of the support that was not missed. Each phase has its own line, so the two are fitted apart and
    share one residual variance. A support all on one day has a level and no slope. None where the
    baseline has no slope or no point is left over.
    """
    one, two = ols(ta, a), ols(tb, b) or _level(b)
    sa, sb, start = squares(ta), squares(tb), tb[0]
    df = len(a) + len(b) - (4 if sb else 3)
    if one is None or df < 1:
        return None
    error = (_squares(one, ta, a) + _squares(two, tb, b)) / df
    bend = (start - fmean(tb)) ** 2 / sb if sb else 0.0
    at_start = error * (1 / len(a) + 1 / len(b) + (start - fmean(ta)) ** 2 / sa + bend)
    turn = NONE_OF_ALL
    if sb:
        turn = _with_t(two.slope - one.slope, math.sqrt(error / sa + error / sb), df)
    return Piecewise(
        _with_t(one.slope, math.sqrt(error / sa), df),
        _with_t(two.at(start) - one.at(start), math.sqrt(at_start), df),
        turn,
    )


def _level(values: list[float]) -> Line:
    """A flat line, where all points are of one day."""
    return Line(fmean(values), 0.0, None, None, 0)


def _squares(line: Line, times: list[float], values: list[float]) -> float:
    return math.fsum((y - line.at(t)) ** 2 for t, y in zip(times, values, strict=True))


def pet(ta: list[float], a: list[float], tb: list[float], b: list[float]) -> float | None:
    """Per cent of support better than the baseline's least squares line, drawn on; 0 to 100.

    a and b turned so that + is better. White & Haring (1980) with a fitted line; flat where the
    baseline is all of one day. None with a single baseline point.
    """
    if len(a) < 2:
        return None
    line = ols(ta, a) or _level(a)
    beyond = sum(y > line.at(t) and not _alike(y, line.at(t)) for t, y in zip(tb, b, strict=True))
    return 100 * beyond / len(b)


def _alike(one: float, two: float) -> bool:
    return math.isclose(one, two, rel_tol=1e-12, abs_tol=1e-12)


def cdc(
    ta: list[float], a: list[float], tb: list[float], b: list[float]
) -> tuple[int, float] | None:
    """Conservative dual criterion: how many points of support beat both lines, and its chance.

    Fisher, Kelley & Lomas (2003): the baseline's mean and its least squares line, both raised by a
    quarter of its standard deviation; p is one-sided, of as many or more heads. + is better.
    None with a single baseline point.
    """
    if len(a) < 2:
        return None
    line = ols(ta, a) or _level(a)
    raised = math.sqrt(variance(a)) / 4
    bars = [max(fmean(a), line.at(t)) + raised for t in tb]
    beyond = sum(y > bar and not _alike(y, bar) for y, bar in zip(b, bars, strict=True))
    return beyond, binomial_at_least(beyond, len(b))


@dataclass(frozen=True)
class Association:
    """Kendall's tau-b with a two-sided p by the normal distribution; None where nothing varies."""

    tau: float | None
    p: float | None


def kendall(xs: list[float], ys: list[float]) -> Association:
    """tau-b = S/sqrt((pairs - ties of x)(pairs - ties of y)); variance of S corrected for ties.

    Kendall (1970). Exact neither for ties nor for few points; used as the pretest that scan uses.
    """
    n = len(xs)
    s = sum(
        ((xs[j] > xs[i]) - (xs[j] < xs[i])) * ((ys[j] > ys[i]) - (ys[j] < ys[i]))
        for i in range(n)
        for j in range(i + 1, n)
    )
    tx, ty = _ties(xs), _ties(ys)
    pairs = n * (n - 1) / 2
    scale = (pairs - sum(t * (t - 1) / 2 for t in tx)) * (pairs - sum(t * (t - 1) / 2 for t in ty))
    spread = _s_variance(n, tx, ty)
    if scale <= 0 or spread <= 0:
        return Association(None, None)
    return Association(s / math.sqrt(scale), normal_two_sided(s / math.sqrt(spread)))


def _ties(values: list[float]) -> list[int]:
    counts: dict[float, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return [count for count in counts.values() if count > 1]


def _s_variance(n: int, tx: list[int], ty: list[int]) -> float:
    if n < 2:
        return 0.0
    lone = n * (n - 1) * (2 * n + 5)
    tied = sum(t * (t - 1) * (2 * t + 5) for t in [*tx, *ty])
    twos = sum(t * (t - 1) for t in tx) * sum(t * (t - 1) for t in ty) / (2 * n * (n - 1))
    threes = 0.0
    if n > 2:
        threes = sum(t * (t - 1) * (t - 2) for t in tx) * sum(t * (t - 1) * (t - 2) for t in ty)
        threes /= 9 * n * (n - 1) * (n - 2)
    return (lone - tied) / 18 + twos + threes


def corrected_tau(
    ta: list[float], a: list[float], tb: list[float], b: list[float], alpha: float = 0.05
) -> tuple[Estimate, bool]:
    """Baseline-corrected tau-b of phase and outcome, and whether the trend was taken out.

    Tarlow (2017) as published: only a baseline trend that is significant (Kendall) is taken out, by
    its Theil-Sen line over session numbers. SE = sqrt(2/(m+n) (1 - tau^2)). Raw: B above A is +.
    """
    p = kendall(ta, a).p
    corrected = p is not None and p <= alpha
    if corrected:
        slope = theil_sen(ta, a) or 0.0
        level = median(y - slope * t for t, y in zip(ta, a, strict=True))
        # Summed before it is subtracted, as scan does: see _levelled of Tau-BC.
        a = [y - (level + slope * t) for t, y in zip(ta, a, strict=True)]
        b = [y - (level + slope * t) for t, y in zip(tb, b, strict=True)]
    value = kendall([0.0] * len(a) + [1.0] * len(b), [*a, *b]).tau
    if value is None:
        return NONE_OF_ALL, corrected
    se = math.sqrt(max(0.0, 2 / (len(a) + len(b)) * (1 - value**2)))
    return Estimate(value, se), corrected


@dataclass(frozen=True)
class Draw:
    """A randomisation test: p, the change seen, and among how many starts it was compared."""

    p: float
    change: float
    starts: int


def randomisation(a: list[float], b: list[float], shortest: int | None = None) -> Draw | None:
    """p = share of admissible starts whose mean change is at least that of the real start.

    Edgington (1975). Admissible leaves at least `shortest` points in either phase: 5, or 3 where a
    phase has fewer than 5. a and b in order of time, without missed sessions, + is better. Only
    valid where the start was drawn by lot among these and noted before.
    """
    limit = shortest or (5 if min(len(a), len(b)) >= 5 else 3)
    if min(len(a), len(b)) < limit:
        return None
    every = [*a, *b]
    sums = [0.0, *accumulate(every)]
    changes = [
        (sums[-1] - sums[start]) / (len(every) - start) - sums[start] / start
        for start in range(limit, len(every) - limit + 1)
    ]
    seen = changes[len(a) - limit]
    least = seen - 1e-12 * max(map(abs, every))  # sums of floats differ where changes are alike
    hits = sum(change >= least for change in changes)
    return Draw(hits / len(changes), seen, len(changes))


FEWEST_AMONG = 3
AMONG = (
    "Start-point randomisation of the mean change over the very days that the start was drawn "
    "from, each as likely as the other (Edgington 1975); one-sided towards better; at least as "
    "large counts; measurements that were missed are left out"
)


def randomisation_among(
    points: Sequence[tuple[float, float]], starts: Sequence[float], real: float
) -> Draw | None:
    """p = share of the `starts` that could have been drawn whose mean change is at least the real
    one's; a start divides the points into those before it and those on it or later.

    Points are (time, outcome), + is better. Two starts with nothing measured between them divide
    alike, and both count. None where any start would leave fewer than three points on a side, since
    then its change would hang on chance, or where `real` is none of the starts.
    """
    if real not in starts:
        return None
    changes = {start: _change_at(points, start) for start in starts}
    known = [change for change in changes.values() if change is not None]
    seen = changes[real]
    if seen is None or len(known) < len(changes):
        return None
    least = seen - 1e-12 * max(abs(y) for _, y in points)
    return Draw(sum(change >= least for change in known) / len(known), seen, len(known))


def _change_at(points: Sequence[tuple[float, float]], start: float) -> float | None:
    before = [y for time, y in points if time < start]
    after = [y for time, y in points if time >= start]
    if min(len(before), len(after)) < FEWEST_AMONG:
        return None
    return fmean(after) - fmean(before)
