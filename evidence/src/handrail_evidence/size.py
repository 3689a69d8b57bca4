"""How large a change is: in the outcome's own unit, as a ratio, in standard deviations, to a goal.

Estimates are turned so that + is better, but for the decreasing log ratio, which says of itself
that - is better, as its source has it.
"""

import math
from dataclasses import dataclass
from statistics import fmean, median

from handrail_evidence.distributions import normal_quantile, t_quantile
from handrail_evidence.overlap import NONE_OF_ALL, Estimate
from handrail_evidence.series import Series
from handrail_evidence.spread import variance


def around(value: float, se: float | None, confidence: float = 0.95) -> Estimate:
    """An estimate with limits from the normal distribution."""
    if se is None:
        return Estimate(value)
    reach = normal_quantile(0.5 + confidence / 2) * se
    return Estimate(value, se, value - reach, value + reach)


def mean_change(a: list[float], b: list[float], confidence: float = 0.95) -> Estimate:
    """Mean of support less mean of baseline, with Welch's (1947) t limits.

    Taken as raw or as turned, and its sign is that of what was given. The limits hold for points
    that do not depend on each other.
    """
    change = fmean(b) - fmean(a)
    if len(a) < 2 or len(b) < 2:
        return Estimate(change)
    one, two = variance(a) / len(a), variance(b) / len(b)
    if one + two == 0:
        return Estimate(change)
    share = one / (one + two)
    df = 1 / (share**2 / (len(a) - 1) + (1 - share) ** 2 / (len(b) - 1))
    se = math.sqrt(one + two)
    reach = t_quantile(0.5 + confidence / 2, df) * se
    return Estimate(change, se, change - reach, change + reach)


def smd(a: list[float], b: list[float]) -> Estimate:
    """Mean change in standard deviations of the baseline, corrected for its few points.

    Glass (1976) with Hedges' (1981) correction J = 1 - 3/(4(m-1)-1); SE as in Pustejovsky (2018).
    None where the baseline has one point or never varies.
    """
    m, n = len(a), len(b)
    if m < 2 or variance(a) == 0:
        return NONE_OF_ALL
    correction = 1 - 3 / (4 * (m - 1) - 1)
    raw = (fmean(b) - fmean(a)) / math.sqrt(variance(a))
    g = correction * raw
    if n < 2:
        return Estimate(g)
    spread = 1 / m + variance(b) / (n * variance(a)) + g**2 / (2 * (m - 1))
    return around(g, abs(correction) * math.sqrt(spread))


@dataclass(frozen=True)
class _Stretch:
    """A phase as the ratios see it: mean and variance of the mean, lifted off zero."""

    k: int
    mean: float
    of_mean: float


def unit_constant(series: Series) -> float | None:
    """D: how many units one session can show. It keeps a mean at or above 1/(2Dk), and a variance
    at or above 1/(D^2 k^3).

    1 for a count, else the session's length, the intervals, or a hundredth of them for a
    percentage; None where that was not recorded. As in SingleCaseES 0.7.4.
    """
    intervals, minutes = series.intervals, series.session_length_min
    return {
        "count": 1.0,
        "proportion": intervals,
        "percentage": None if intervals is None else intervals / 100,
    }.get(series.scale, minutes)


def _stretch(values: list[float], d: float | None) -> _Stretch | None:
    k, mean = len(values), fmean(values)
    if k < 2 or mean < 0:
        return None
    spread = variance(values)
    if d:
        mean, spread = max(mean, 1 / (2 * d * k)), max(spread, 1 / (d**2 * k**3))
    return _Stretch(k, mean, spread / k) if mean > 0 else None


def lrr(a: list[float], b: list[float], d: float | None) -> Estimate:
    """ln(mean of support / mean of baseline), corrected for few points; SE by the delta method.

    Pustejovsky (2015, 2018): each log mean gains s^2/(2 k mean^2). A low mean or variance is
    lifted by `d` (unit_constant). None for a mean below zero, or of
    zero without `d`, or one point in a phase.
    """
    one, two = _stretch(a, d), _stretch(b, d)
    if one is None or two is None:
        return NONE_OF_ALL
    logs = [math.log(s.mean) + s.of_mean / (2 * s.mean**2) for s in (one, two)]
    se = math.sqrt(sum(s.of_mean / s.mean**2 for s in (one, two)))
    return around(logs[1] - logs[0], se)


def lrr_increasing(series: Series, a: list[float], b: list[float]) -> Estimate:
    """The log ratio as of an outcome meant to rise; + is better.

    A proportion or percentage meant to fall is read from its other end (1 - p), so that what is
    compared is always the share of good.
    """
    if series.direction == "decrease":
        return lrr(*_other_end(series, a, b)) if _has_ends(series) else _turned(_lrr(series, a, b))
    return _lrr(series, a, b)


def lrr_decreasing(series: Series, a: list[float], b: list[float]) -> Estimate:
    """The log ratio as of an outcome meant to fall; - is better."""
    if series.direction == "increase":
        return lrr(*_other_end(series, a, b)) if _has_ends(series) else _turned(_lrr(series, a, b))
    return _lrr(series, a, b)


def _lrr(series: Series, a: list[float], b: list[float]) -> Estimate:
    return lrr(a, b, unit_constant(series))


def _has_ends(series: Series) -> bool:
    return series.scale in ("proportion", "percentage")


def _other_end(
    series: Series, a: list[float], b: list[float]
) -> tuple[list[float], list[float], float | None]:
    top = 1.0 if series.scale == "proportion" else 100.0
    return [top - y for y in a], [top - y for y in b], unit_constant(series)


def _turned(estimate: Estimate) -> Estimate:
    value, lo, hi = (None if x is None else -x for x in (estimate.value, estimate.hi, estimate.lo))
    return Estimate(value, estimate.se, lo, hi)


def percentage_change(series: Series, a: list[float], b: list[float]) -> Estimate:
    """100 (e^LRR - 1): how much more (+) or less (-) there is of what was counted.

    Taken on the recorded scale, whichever way is better, so that "-50" is half of before.
    """
    ratio = _lrr(series, a, b)
    value, lo, hi = (
        None if x is None or x > 700 else 100 * math.expm1(x)
        for x in (ratio.value, ratio.lo, ratio.hi)
    )
    se = None
    if value is not None and ratio.se is not None:
        se = (100 + value) * ratio.se
    return Estimate(value, se, lo, hi)


def lor(series: Series, a: list[float], b: list[float]) -> Estimate:
    """Difference of the logits of two mean proportions, corrected for few points; + is better.

    Pustejovsky (2015, 2018). Only for proportions and percentages within their limits.
    """
    if not _has_ends(series):
        return NONE_OF_ALL
    top = 1.0 if series.scale == "proportion" else 100.0
    shares = [[y / top for y in phase] for phase in (a, b)]
    if any(not 0 <= y <= 1 for phase in shares for y in phase):
        return NONE_OF_ALL
    one, two = (_share(phase, series.intervals) for phase in shares)
    if one is None or two is None:
        return NONE_OF_ALL
    ends = [_logit(s) for s in (one, two)]
    spread = sum(s.of_mean / (s.mean * (1 - s.mean)) ** 2 for s in (one, two))
    estimate = around(ends[1] - ends[0], math.sqrt(spread))
    return _turned(estimate) if series.direction == "decrease" else estimate


def _share(values: list[float], d: float | None) -> _Stretch | None:
    k, mean = len(values), fmean(values)
    if k < 2:
        return None
    spread = variance(values)
    if d:
        least = 1 / (2 * d * k)
        mean, spread = min(max(mean, least), 1 - least), max(spread, 1 / (d**2 * k**3))
    return _Stretch(k, mean, spread / k) if 0 < mean < 1 else None


def _logit(s: _Stretch) -> float:
    few = s.of_mean * (2 * s.mean - 1) / (2 * (s.mean * (1 - s.mean)) ** 2)
    return math.log(s.mean) - math.log(1 - s.mean) - few


def lrm(a_up: list[float], b_up: list[float], sign: int) -> Estimate:
    """ln(median of support / median of baseline); + is better. Bonett & Price (2020).

    SE from two order statistics of each phase. None where a median is not above zero; no SE where
    the lower order statistic is not.
    """
    phases = [sorted(sign * y for y in phase) for phase in (a_up, b_up)]
    middles = [median(phase) for phase in phases]
    if min(middles) <= 0:
        return NONE_OF_ALL
    value = sign * math.log(middles[1] / middles[0])
    spreads = [_log_median_variance(phase) for phase in phases]
    if None in spreads:
        return Estimate(value)
    return around(value, math.sqrt(sum(s for s in spreads if s is not None)))


def _log_median_variance(ordered: list[float]) -> float | None:
    k = len(ordered)
    place = max(1, round(k / 2 - math.sqrt(k)))
    low, high = ordered[place - 1], ordered[k - place]
    if low <= 0:
        return None
    below = sum(math.comb(k, j) for j in range(place)) / (1 << k)
    if not 0 < below < 0.5:
        return None
    return (math.log(high / low) / (2 * normal_quantile(1 - below))) ** 2


def pogo(a: list[float], b: list[float], goal: float) -> Estimate:
    """Percent of goal obtained: 100 (mean of support - mean of baseline)/(goal - mean of baseline).

    Patrona et al. (2022); SE by the delta method. None where the baseline's mean is the goal.
    """
    way = goal - fmean(a)
    if way == 0:
        return NONE_OF_ALL
    share = (fmean(b) - fmean(a)) / way
    if len(a) < 2 or len(b) < 2:
        return Estimate(100 * share)
    one, two = variance(a) / len(a), variance(b) / len(b)
    return around(100 * share, 100 * math.sqrt(one + two + share**2 * one) / abs(way))
