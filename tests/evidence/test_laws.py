"""What must hold for any series: bounds, symmetry, and the same answer from a slower definition."""

import math
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handrail_evidence import (
    Point,
    Verdict,
    distributions,
    judge,
    make_series,
    measure,
    overlap,
    size,
    trend,
)

small = st.lists(st.integers(-5, 12).map(float), min_size=1, max_size=9)
wide = st.lists(
    st.one_of(st.none(), st.floats(-1e15, 1e15), st.integers(-3, 3).map(float)), max_size=12
)


@given(small, small)
def test_nap_is_the_share_of_pairs(a: list[float], b: list[float]) -> None:
    pairs = [1.0 if y > x else 0.5 if y == x else 0.0 for x, y in product(a, b)]
    made = overlap.nap(a, b)
    assert made.value == pytest.approx(sum(pairs) / len(pairs))
    assert made.lo is not None
    assert made.hi is not None
    assert 0 <= made.lo <= made.value <= made.hi <= 1
    assert made.hi > made.lo


@given(small, small)
def test_the_standard_error_of_nap_by_its_definition(a: list[float], b: list[float]) -> None:
    m, n = len(a), len(b)
    made = overlap.nap(a, b)
    if m == 1 or n == 1:
        assert made.se is None
        return
    q = [[1.0 if y > x else 0.5 if y == x else 0.0 for y in b] for x in a]
    p = sum(map(sum, q)) / (m * n)
    q1 = sum((sum(row) - n * p) ** 2 for row in q) / (m * n**2)
    q2 = sum((sum(row[j] for row in q) - m * p) ** 2 for j in range(n)) / (m**2 * n)
    x = sum((cell - p) ** 2 for row in q for cell in row) / (m * n)
    kept = min(max(p, 1 / (2 * m * n)), 1 - 1 / (2 * m * n))
    v = (kept * (1 - kept) + n * q1 + m * q2 - 2 * x) / ((m - 1) * (n - 1))
    assert made.se == pytest.approx(math.sqrt(max(v, 0)), abs=1e-7)


@given(small, small)
def test_turning_both_phases_turns_nap(a: list[float], b: list[float]) -> None:
    there, back = overlap.nap(a, b), overlap.nap(b, a)
    assert there.value == pytest.approx(1 - (back.value or 0))
    assert there.lo == pytest.approx(1 - (back.hi or 0), abs=1e-9)


@given(small, small)
def test_limits_of_nap_solve_the_published_equation(a: list[float], b: list[float]) -> None:
    m, n = len(a), len(b)
    made = overlap.nap(a, b)
    z = distributions.normal_quantile(0.975)
    h = (m + n) / 2 - 1
    for x in (made.lo, made.hi):
        assert x is not None
        left = m * n * ((made.value or 0) - x) ** 2 * (2 - x) * (1 + x)
        right = z**2 * x * (1 - x) * (2 + h + (1 + 2 * h) * x * (1 - x))
        assert left == pytest.approx(right, abs=1e-8 * max(1, m * n))


@given(st.lists(st.integers(0, 6).map(float), min_size=1, max_size=5),
       st.lists(st.integers(0, 6).map(float), min_size=1, max_size=5))  # fmt: skip
def test_pand_is_the_best_of_all_ways_to_leave_points_out(a: list[float], b: list[float]) -> None:
    best = 0
    for keep in product([0, 1], repeat=len(a) + len(b)):
        low = [y for y, k in zip(a, keep, strict=False) if k]
        high = [y for y, k in zip(b, keep[len(a) :], strict=True) if k]
        if not low or not high or max(low) < min(high):
            best = max(best, len(low) + len(high))
    assert overlap.pand(a, b) == pytest.approx(best / (len(a) + len(b)))


@given(st.lists(st.tuples(st.integers(0, 50).map(float), st.integers(-9, 9).map(float)),
                min_size=3, max_size=15))  # fmt: skip
def test_least_squares_leaves_residuals_that_lean_no_way(points: list[tuple[float, float]]) -> None:
    times, ys = [t for t, _ in points], [y for _, y in points]
    line = trend.ols(times, ys)
    if line is None:
        assert len(set(times)) == 1
        return
    rest = [y - line.at(t) for t, y in points]
    assert sum(rest) == pytest.approx(0, abs=1e-7)
    assert sum(r * t for r, t in zip(rest, times, strict=True)) == pytest.approx(0, abs=1e-6)


@given(small, small)
def test_a_randomisation_p_is_a_share_of_the_starts(a: list[float], b: list[float]) -> None:
    made = trend.randomisation(a, b)
    if made is None:
        assert min(len(a), len(b)) < 3
    else:
        assert 1 / made.starts <= made.p <= 1


@settings(max_examples=60)
@given(
    wide,
    wide,
    st.sampled_from(["increase", "decrease"]),
    st.sampled_from(["count", "proportion", "percentage", "other"]),
    st.none() | st.floats(0.1, 1e6),
    st.none() | st.floats(-1e6, 1e6),
)
def test_any_series_has_an_answer_and_one_of_three_words(
    a: list[float | None], b: list[float | None], direction: str, scale: str,
    unit: float | None, goal: float | None,
) -> None:  # fmt: skip
    every = [("A", y) for y in a] + [("B", y) for y in b]
    rows = [(c, Point(day, y)) for day, (c, y) in enumerate(every)]
    made = make_series(
        "Leo", rows, direction=direction, scale=scale, intervals=unit,
        session_length_min=unit, goal=goal,
    )  # fmt: skip
    for figure in measure(made):
        numbers = (figure.value, figure.se, figure.lo, figure.hi)
        assert all(x is None or math.isfinite(x) for x in numbers)
        assert figure.value is not None or figure.warnings
        assert figure.se is None or figure.se >= 0
    judgement = judge(made)
    assert judgement.verdict in set(Verdict)
    assert (judgement.better is None) == (judgement.verdict is not Verdict.CHANGED)


@given(st.floats(0.5001, 0.9999), st.floats(1, 300))
def test_quantiles_of_t_undo_its_distribution(p: float, df: float) -> None:
    assert distributions.t_below(distributions.t_quantile(p, df), df) == pytest.approx(p, abs=1e-10)


def test_quantiles_of_known_tables() -> None:
    assert distributions.t_quantile(0.975, 1) == pytest.approx(12.7062047362)
    assert distributions.t_quantile(0.975, 10) == pytest.approx(2.22813885199)
    assert 2 * distributions.gamma_quantile(0.95, 0.5) == pytest.approx(3.84145882069)
    assert distributions.beta_quantile(0.5, 2, 2) == pytest.approx(0.5)
    assert distributions.coin_quantile(0.05, 19) == 6
    assert distributions.coin_quantile(0.05, 3000) == 1455


@given(small)
def test_a_change_of_nothing_is_nothing(a: list[float]) -> None:
    assert overlap.nap(a, a).value == pytest.approx(0.5)
    assert size.mean_change(a, a).value == pytest.approx(0)
