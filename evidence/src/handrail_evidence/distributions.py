"""The few probability distributions the measures lean on, in plain Python.

Incomplete beta and gamma functions by the continued fractions and series of Abramowitz & Stegun
(1964), 26.5.8, 6.5.29 and 6.5.31; quantiles by halving. Good to about 12 digits.
"""

import math
from collections.abc import Callable
from functools import lru_cache
from statistics import NormalDist

_NORMAL = NormalDist()
_TINY = 1e-300
_CLOSE = 1e-15


def normal_quantile(p: float) -> float:
    """z below which a share `p` of the standard normal distribution lies, 0 < p < 1."""
    z: float = _NORMAL.inv_cdf(p)
    return z


def normal_two_sided(z: float) -> float:
    """The chance of a standard normal value at least as far from 0 as `z`."""
    return math.erfc(abs(z) / math.sqrt(2))


def _beta_fraction(a: float, b: float, x: float) -> float:
    c, d = 1.0, 1 / _off_zero(1 - (a + b) * x / (a + 1))
    total = d
    for k in range(1, 5000):
        for step in (
            k * (b - k) * x / ((a + 2 * k - 1) * (a + 2 * k)),
            -(a + k) * (a + b + k) * x / ((a + 2 * k) * (a + 2 * k + 1)),
        ):
            d, c = 1 / _off_zero(1 + step * d), _off_zero(1 + step / c)
            total *= c * d
        if abs(c * d - 1) < _CLOSE:
            break
    return total


def _off_zero(x: float) -> float:
    return x if abs(x) > _TINY else _TINY


def beta_share(a: float, b: float, x: float) -> float:
    """Regularised incomplete beta function I_x(a, b), for a, b > 0."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    log = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    front = math.exp(log + a * math.log(x) + b * math.log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _beta_fraction(a, b, x) / a
    return 1 - front * _beta_fraction(b, a, 1 - x) / b


def gamma_share(a: float, x: float) -> float:
    """Regularised lower incomplete gamma function P(a, x), for a > 0."""
    if x <= 0:
        return 0.0
    front = math.exp(a * math.log(x) - x - math.lgamma(a))
    if x < a + 1:
        return front * _gamma_series(a, x)
    return 1 - front * _gamma_fraction(a, x)


def _gamma_series(a: float, x: float) -> float:
    term = total = 1 / a
    k = a
    while term > total * _CLOSE:
        k += 1
        term *= x / k
        total += term
    return total


def _gamma_fraction(a: float, x: float) -> float:
    b = x + 1 - a
    c, d = 1 / _TINY, 1 / _off_zero(b)
    total = d
    for k in range(1, 5000):
        step, b = -k * (k - a), b + 2
        d, c = 1 / _off_zero(step * d + b), _off_zero(b + step / c)
        total *= c * d
        if abs(c * d - 1) < _CLOSE:
            break
    return total


def crossing(f: Callable[[float], float], low: float, high: float) -> float:
    """Where `f`, of different sign at both ends, passes 0; to the last digits.

    False position with the Illinois halving, and a plain halving each third turn.
    """
    at_low, at_high = f(low), f(high)
    for turn in range(300):
        x = (low + high) / 2
        if turn % 3 != 2 and at_high != at_low:
            x = high - at_high * (high - low) / (at_high - at_low)
            x = x if low < x < high else (low + high) / 2
        y = f(x)
        if y == 0 or high - low <= 1e-15 * max(abs(high), _TINY):
            return x
        if (y > 0) == (at_high > 0):
            high, at_high, at_low = x, y, at_low / 2
        else:
            low, at_low, at_high = x, y, at_high / 2
    return (low + high) / 2


def t_below(t: float, df: float) -> float:
    """The share of Student's t distribution with `df` degrees of freedom below `t`."""
    tail = beta_share(df / 2, 0.5, df / (df + t * t)) / 2
    return 1 - tail if t > 0 else tail


@lru_cache(maxsize=4096)
def t_quantile(p: float, df: float) -> float:
    """The t below which a share `p` lies, 0.5 < p < 1, df > 0.

    Newton's steps from the normal quantile: from there they climb to it and never pass it.
    """
    log = math.lgamma((df + 1) / 2) - math.lgamma(df / 2) - math.log(df * math.pi) / 2
    t = normal_quantile(p)
    for _ in range(200):
        density = math.exp(log - (df + 1) / 2 * math.log1p(t * t / df))
        step = (p - t_below(t, df)) / density
        t += step
        if abs(step) <= 1e-13 * t:
            break
    return t


def beta_quantile(p: float, a: float, b: float) -> float:
    """The x with I_x(a, b) = p."""
    return crossing(lambda x: beta_share(a, b, x) - p, 0.0, 1.0)


def gamma_quantile(p: float, a: float) -> float:
    """The x with P(a, x) = p: half of a chi-square quantile with 2a degrees of freedom."""
    high = a + 1.0
    while gamma_share(a, high) < p:
        high *= 2
    return crossing(lambda x: gamma_share(a, x) - p, 0.0, high)


def binomial_chance(k: int, n: int, p: float) -> float:
    """The chance of exactly `k` of `n` at `p` each."""
    if p in (0.0, 1.0):
        return 1.0 if k == n * p else 0.0
    log = math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
    return math.exp(log + k * math.log(p) + (n - k) * math.log1p(-p))


def binomial_at_least(k: int, n: int) -> float:
    """The chance of `k` or more heads in `n` throws of a fair coin; exact before the division."""
    return sum(math.comb(n, j) for j in range(k, n + 1)) / (1 << n)


def binomial_two_sided(k: int, n: int, p: float) -> float:
    """Exact two-sided p: all outcomes no likelier than `k` (as R's binom.test counts them)."""
    limit = binomial_chance(k, n, p) * (1 + 1e-7)
    mode = min(n, int((n + 1) * p))
    low = _last(lambda j: binomial_chance(j, n, p) <= limit, 0, mode)
    high = n - _last(lambda j: binomial_chance(n - j, n, p) <= limit, 0, n - mode)
    if low >= high:
        return 1.0
    return min(1.0, binomial_up_to(low, n, p) + binomial_up_to(n - high, n, 1 - p))


def binomial_up_to(k: int, n: int, p: float) -> float:
    """The chance of `k` or fewer of `n` at `p` each."""
    if k < 0:
        return 0.0
    return 1.0 if k >= n else beta_share(n - k, k + 1, 1 - p)


def _last(holds: Callable[[int], bool], low: int, high: int) -> int:
    """The last whole number from `low` to `high` that holds, where those that hold come first;
    `low` - 1 if none does."""
    while low <= high:
        middle = (low + high) // 2
        if holds(middle):
            low = middle + 1
        else:
            high = middle - 1
    return high


def coin_quantile(p: float, n: int) -> int:
    """The smallest k with at least a share `p` of `n` coin throws giving k heads or fewer."""
    total, k = 1, 0
    while total / (1 << n) < p:
        k += 1
        total += math.comb(n, k)
    return k
