"""Several pupils together: against a published data set, against the plain t interval, and few."""

import math
from statistics import fmean, stdev

import pytest

from handrail_evidence import Estimate
from handrail_evidence.distributions import t_quantile
from handrail_evidence.pooling import together

BCG = [  # Colditz et al. (1994): cases and others, vaccinated and not, of thirteen trials
    (4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619),
    (33, 5036, 47, 5761), (180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892),
    (29, 7470, 45, 7232), (17, 1699, 65, 1600), (186, 50448, 141, 27197), (5, 2493, 3, 2338),
    (27, 16886, 29, 17825),
]  # fmt: skip


def log_ratio(a: int, b: int, c: int, d: int) -> Estimate:
    """The log risk ratio of one trial, with its standard error."""
    value = math.log(a / (a + b)) - math.log(c / (c + d))
    return Estimate(value, math.sqrt(1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)))


def test_a_published_set_gives_the_published_mean_and_spread() -> None:
    """The DerSimonian-Laird results of this set, as every textbook and R's metafor print them."""
    found = together([log_ratio(*row) for row in BCG])
    assert found is not None
    assert found.mean.value == pytest.approx(-0.7141, abs=5e-5)
    assert found.spread**2 == pytest.approx(0.3088, abs=5e-5)


def test_pupils_measured_alike_have_the_plain_mean_and_its_t_interval() -> None:
    values = [-3.0, -1.0, -6.0, -2.0, -8.0]
    found = together([Estimate(one, 0.5) for one in values])
    assert found is not None
    reach = t_quantile(0.975, 4) * stdev(values) / math.sqrt(5)
    assert found.mean.value == pytest.approx(fmean(values))
    assert (found.mean.lo, found.mean.hi) == pytest.approx((-4 - reach, -4 + reach))
    assert found.spread == pytest.approx(math.sqrt(stdev(values) ** 2 - 0.25))
    assert found.expected[0] < min(values) < max(values) < found.expected[1]


def test_pupils_who_are_alike_do_not_make_the_mean_surer_than_it_was_measured() -> None:
    found = together([Estimate(-2.0, 1.0)] * 4)
    assert found is not None
    assert (found.spread, found.mean.se) == (0.0, pytest.approx(0.5))


def test_nothing_is_said_of_fewer_than_four_with_a_standard_error() -> None:
    few = [Estimate(-2.0, 1.0)] * 3
    assert together([*few, Estimate(-9.0), Estimate(None), Estimate(-9.0, 0.0)]) is None
