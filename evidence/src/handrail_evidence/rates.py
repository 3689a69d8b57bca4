"""Rates and their ratios, before and after or between groups, with exact or logarithmic limits."""

import math
from dataclasses import dataclass

from handrail_evidence.distributions import (
    beta_quantile,
    binomial_two_sided,
    gamma_quantile,
    normal_quantile,
)
from handrail_evidence.overlap import Estimate

CELL, ROLL = 10, 30


def poisson_rate(count: int, exposure: float, confidence: float = 0.95) -> Estimate:
    """Events for each unit of exposure (days, pupil-days) with Garwood's (1936) exact limits."""
    _exposed(count, exposure)
    tail = (1 - confidence) / 2
    lo = gamma_quantile(tail, count) / exposure if count else 0.0
    return Estimate(count / exposure, None, lo, gamma_quantile(1 - tail, count + 1) / exposure)


def _exposed(count: int, exposure: float) -> None:
    if count < 0 or exposure <= 0:
        raise ValueError("A count is not below 0, and what it is out of is above 0.")


@dataclass(frozen=True)
class RateRatio:
    """After over before; None where nothing happened before, or no upper limit exists."""

    ratio: float | None
    lo: float
    hi: float | None
    p: float


def rate_ratio(
    before: int, days_before: float, after: int, days_after: float, confidence: float = 0.95
) -> RateRatio:
    """Rate after over rate before, exact: given their sum, the later count is binomial.

    Limits by Clopper & Pearson (1934), p two-sided, as R's poisson.test. Counts of one pupil's
    incidents are often more uneven than this allows.
    """
    _exposed(before, days_before)
    _exposed(after, days_after)
    n, tail = before + after, (1 - confidence) / 2
    lo = beta_quantile(tail, after, before + 1) if after else 0.0
    hi = beta_quantile(1 - tail, after + 1, before) if before else 1.0
    scale = days_before / days_after
    chance = binomial_two_sided(after, n, days_after / (days_before + days_after))
    return RateRatio(
        after / before * scale if before else None,
        lo / (1 - lo) * scale if lo < 1 else 0.0,
        hi / (1 - hi) * scale if hi < 1 else None,
        chance if n else 1.0,
    )


@dataclass(frozen=True)
class RiskRatio:
    """A group's risk against all others'. None where a number is undefined or without end.

    `difference` times 100 is extra pupils in 100, which governors understand. `enough` is the gate
    of 34 CFR 300.647: 10 cases among 30 in the group; below it show the incidents, not a ratio.
    """

    ratio: float | None
    log_se: float | None
    lo: float | None
    hi: float | None
    risk_group: float
    risk_other: float
    difference: float
    odds_ratio: float | None
    share_of_cases: float | None
    share_of_roll: float
    expected_se: float
    enough: bool


def risk_ratio(
    cases: float, of: float, other_cases: float, of_others: float, confidence: float = 0.95
) -> RiskRatio:
    """(a/n1)/(b/n2), never against an average that holds the group; limits on the log (Katz 1978).

    `expected_se` is the E-formula's sqrt(A (100-A)/N): A share of the roll in per cent, N cases.
    """
    if not (0 <= cases <= of and 0 <= other_cases <= of_others and of > 0 and of_others > 0):
        raise ValueError("Cases lie between 0 and the number in the group.")
    one, two = cases / of, other_cases / of_others
    every = cases + other_cases
    roll = of / (of + of_others)
    se = None
    if cases and other_cases:
        se = math.sqrt(max(1 / cases - 1 / of + 1 / other_cases - 1 / of_others, 0.0))
    ratio = one / two if other_cases else None
    lo, hi = _log_limits(ratio, se, confidence)
    against = other_cases * (of - cases)
    return RiskRatio(
        ratio, se, lo, hi, one, two, one - two,
        cases * (of_others - other_cases) / against if against else None,
        cases / every if every else None, roll,
        math.sqrt(100 * roll * (100 - 100 * roll) / every) if every else 0.0,
        cases >= CELL and of >= ROLL,
    )  # fmt: skip


def _log_limits(
    ratio: float | None, se: float | None, confidence: float
) -> tuple[float | None, float | None]:
    if ratio == 0 and se is None:
        return 0.0, None  # nothing seen: no upper limit on the log
    if not ratio or se is None:
        return None, None
    reach = math.exp(normal_quantile(0.5 + confidence / 2) * se)
    return ratio / reach, ratio * reach


def haldane_ratio(
    cases: int, of: int, other_cases: int, of_others: int, confidence: float = 0.95
) -> Estimate:
    """The ratio with half a case added in each group and one to each roll, for empty cells.

    Haldane (1956), Walter (1975).
    """
    a, b, n1, n2 = cases + 0.5, other_cases + 0.5, of + 0.5, of_others + 0.5
    ratio = (a / n1) / (b / n2)
    se = math.sqrt(1 / a - 1 / n1 + 1 / b - 1 / n2)
    return Estimate(ratio, se, *_log_limits(ratio, se, confidence))


def fisher_p(cases: int, of: int, other_cases: int, of_others: int) -> float:
    """Fisher's (1935) exact two-sided p: all tables no likelier than this, margins fixed."""
    drawn, n = cases + other_cases, of + of_others
    if not (0 <= cases <= of and 0 <= other_cases <= of_others):
        raise ValueError("Cases lie between 0 and the number in the group.")
    ways = [
        math.comb(of, k) * math.comb(of_others, drawn - k)
        for k in range(max(0, drawn - of_others), min(of, drawn) + 1)
    ]
    seen = math.comb(of, cases) * math.comb(of_others, other_cases)
    return sum(w for w in ways if w <= seen * (1 + 1e-7)) / math.comb(n, drawn)
