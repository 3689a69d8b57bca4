"""How much two phases overlap: NAP, Tau and its variants, PND, PEM, PAND, IRD.

All take baseline and support turned so that + is better, each with at least one value.
"""

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from statistics import fmean, median

from handrail_evidence.distributions import crossing, normal_quantile


@dataclass(frozen=True)
class Estimate:
    """A number with its standard error and limits; None where there is none."""

    value: float | None
    se: float | None = None
    lo: float | None = None
    hi: float | None = None


NONE_OF_ALL = Estimate(None)


@dataclass(frozen=True)
class _Wins:
    """For each baseline value its share of pairs won by support, and the same seen from support."""

    rows: list[float]
    columns: list[float]
    squares: float


def _count_wins(a: list[float], b: list[float]) -> _Wins:
    low, high = sorted(a), sorted(b)
    rows = [(len(b) - (bisect_left(high, y) + bisect_right(high, y)) / 2) / len(b) for y in a]
    columns = [(bisect_left(low, y) + bisect_right(low, y)) / 2 / len(a) for y in b]
    ties = sum(bisect_right(high, y) - bisect_left(high, y) for y in a)
    wins = fmean(rows) * len(a) * len(b) - ties / 2
    return _Wins(rows, columns, wins + ties / 4)


def nap(a: list[float], b: list[float], confidence: float = 0.95) -> Estimate:
    """Nonoverlap of all pairs: share of pairs in which support is better, ties half; 0 to 1.

    Parker & Vannest (2009). SE: unbiased variance of the Mann-Whitney statistic (Sen 1967,
    Mee 1990), with NAP kept 1/(2mn) away from 0 and 1; none with one value in a phase. Limits:
    Newcombe (2006) method 5, at 0 and 1 the root inside.
    """
    value = fmean(_count_wins(a, b).rows)
    lo, hi = nap_limits(value, len(a), len(b), confidence)
    return Estimate(value, _nap_se(a, b), lo, hi)


def _nap_se(a: list[float], b: list[float]) -> float | None:
    m, n = len(a), len(b)
    if m < 2 or n < 2:
        return None
    wins = _count_wins(a, b)
    value = fmean(wins.rows)
    p = min(max(value, 1 / (2 * m * n)), 1 - 1 / (2 * m * n))
    q1 = fmean((row - value) ** 2 for row in wins.rows)
    q2 = fmean((column - value) ** 2 for column in wins.columns)
    x = wins.squares / (m * n) - value**2
    variance = (p * (1 - p) + n * q1 + m * q2 - 2 * x) / ((m - 1) * (n - 1))
    return math.sqrt(max(variance, 0.0))


def nap_limits(value: float, m: float, n: float, confidence: float = 0.95) -> tuple[float, float]:
    """Newcombe's (2006) method 5: roots of
    mn(NAP-x)^2 (2-x)(1+x) = z^2 x(1-x)(2+h+(1+2h)x(1-x)), h = (m+n)/2-1.

    At NAP 1 the end itself is a root and says nothing: divided by (1-x), the root inside is left.
    """
    if value > 0.5:  # the equation is the same seen from either side
        lo, hi = nap_limits(1 - value, m, n, confidence)
        return 1 - hi, 1 - lo
    z = normal_quantile(0.5 + confidence / 2)
    z2 = z * z
    h = (m + n) / 2 - 1

    def apart(x: float) -> float:
        spread = z2 * (1 - x) * (2 + h + (1 + 2 * h) * x * (1 - x))
        if value == 0:
            return m * n * x * (2 - x) * (1 + x) - spread
        return m * n * (value - x) ** 2 * (2 - x) * (1 + x) - x * spread

    lo = 0.0 if value == 0 else crossing(apart, 0.0, value)
    return lo, crossing(apart, value, 1.0)


def tau(a: list[float], b: list[float], confidence: float = 0.95) -> Estimate:
    """Tau (A against B) = 2 NAP - 1, -1 to 1; SE and limits follow NAP's."""
    value = fmean(_count_wins(a, b).rows)
    lo, hi = nap_limits(value, len(a), len(b), confidence)
    se = _nap_se(a, b)
    return Estimate(2 * value - 1, None if se is None else 2 * se, 2 * lo - 1, 2 * hi - 1)


def kendall_s(values: list[float]) -> int:
    """Kendall's S of values against their order: rises less falls over all pairs."""
    later = enumerate(values, start=1)
    return sum((y > x) - (y < x) for place, x in later for y in values[place:])


def tau_u(a: list[float], b: list[float]) -> float:
    """Tau-U = (S of pairs - S of the baseline's trend)/(mn); Parker et al. (2011).

    Not bounded by 1, and its size depends on m and n.
    """
    between = 2 * fmean(_count_wins(a, b).rows) - 1
    return between - kendall_s(a) / (len(a) * len(b))


def theil_sen(times: list[float], values: list[float]) -> float | None:
    """Median of all pairs' slopes (Theil 1950, Sen 1968); None without two times."""
    points = list(zip(times, values, strict=True))
    slopes = [
        (y2 - y1) / (t2 - t1)
        for place, (t1, y1) in enumerate(points, start=1)
        for t2, y2 in points[place:]
        if t1 != t2
    ]
    return median(slopes) if slopes else None


def tau_bc(a: list[float], b: list[float], confidence: float = 0.95) -> Estimate:
    """Baseline-corrected Tau: the baseline's Theil-Sen line taken from both phases; Tarlow (2017).

    Always corrected, sessions counted 1..m+n. Its SE ignores that the slope is uncertain.
    """
    flat = _levelled(a, b)
    return tau(flat[: len(a)], flat[len(a) :], confidence)


def _levelled(a: list[float], b: list[float]) -> list[float]:
    """Both phases without the baseline's line, subtracted in the order SingleCaseES does.

    The line passes through two points of the baseline, so some residuals tie but for the last
    digit of a float; the order decides which way those fall.
    """
    order = [float(place) for place in range(1, len(a) + len(b) + 1)]
    slope = theil_sen(order[: len(a)], a) or 0.0
    level = median(y - slope * t for t, y in zip(order, a, strict=False))
    return [y - level - slope * t for t, y in zip(order, [*a, *b], strict=True)]


def tau_bc_is_delicate(a: list[float], b: list[float]) -> bool:
    """Whether Tau-BC would differ if residuals that differ by less than 10^-9 tied."""
    flat = _levelled(a, b)
    rounded = [round(y, 9) for y in flat]
    m = len(a)
    return _count_wins(rounded[:m], rounded[m:]).rows != _count_wins(flat[:m], flat[m:]).rows


def pnd(a: list[float], b: list[float]) -> float:
    """Share of support better than the best of the baseline, 0 to 1; Scruggs et al. (1987)."""
    return sum(y > max(a) for y in b) / len(b)


def pem(a: list[float], b: list[float]) -> float:
    """Share of support better than the baseline's median, ties half, 0 to 1; Ma (2006)."""
    middle = median(a)
    return fmean(1.0 if y > middle else 0.5 if y == middle else 0.0 for y in b)


def pand(a: list[float], b: list[float]) -> float:
    """Largest share of points that can stay so that none overlap; Parker et al. (2007)."""
    low, high = sorted(a), sorted(b)
    cuts = [-math.inf, *low]
    kept = max(i + len(high) - bisect_right(high, cut) for i, cut in enumerate(cuts))
    return kept / (len(a) + len(b))


def ird(a: list[float], b: list[float]) -> float:
    """Robust improvement rate difference, by PAND; Parker, Vannest & Brown (2009)."""
    m, n = len(a), len(b)
    return ((m + n) ** 2 * pand(a, b) - m**2 - n**2) / (2 * m * n)
