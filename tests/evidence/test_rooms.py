"""Worked values of the smaller rooms, for a clone that has no shared material beside it."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail_evidence import agreement, charts, observation, progress, rates, sequences


def test_kappa_by_hand() -> None:
    """20 both yes, 15 both no, 5 and 10 apart: po .7, pe .5, kappa .4."""
    one = [True] * 25 + [False] * 25
    two = [True] * 20 + [False] * 5 + [True] * 10 + [False] * 15
    made = agreement.cohen_kappa(one, two)
    assert made.value == pytest.approx(0.4)
    assert agreement.exact(one, two) == pytest.approx(0.7)
    assert agreement.scored(one, two) == pytest.approx(20 / 35)
    assert agreement.unscored(one, two) == pytest.approx(15 / 30)
    several = agreement.fleiss_kappa(list(zip(one, two, strict=True)))
    assert several.value == pytest.approx(0.3939, abs=1e-4)


def test_agreement_where_nothing_happened() -> None:
    assert agreement.cohen_kappa([0, 0], [0, 0]).value is None
    assert agreement.smaller_by_larger(0, 0) == 1
    assert agreement.smaller_by_larger(0, 4) == 0
    assert agreement.scored([False], [False]) is None
    assert agreement.mean_count([2, 0], [4, 0]) == pytest.approx(0.75)
    with pytest.raises(ValueError, match="same intervals"):
        agreement.exact([1], [1, 2])


def test_goals_met_as_expected_are_fifty() -> None:
    assert progress.goal_attainment([0, 0, 0]) == 50
    assert progress.goal_attainment([1]) == 60
    assert progress.goal_attainment([-1, -2]) == pytest.approx(50 - 30 / math.sqrt(2.6))
    with pytest.raises(ValueError, match="between -2 and"):
        progress.goal_attainment([3])


def test_reliable_change_needs_more_than_a_point() -> None:
    made = progress.reliable_change(20, 14, sd=5, reliability=0.8)
    assert made.index == pytest.approx(-6 / (5 * math.sqrt(0.4)))
    assert not made.reliable
    assert made.needed == pytest.approx(6.198, abs=1e-3)


def test_the_aim_line_starts_from_the_median_of_three() -> None:
    aim = progress.aim_line([1, 2, 3, 4], [10, 30, 20, 90], goal=50, by=12)
    assert (aim.start, aim.level, aim.slope) == (2, 20, 3)
    assert aim.at(12) == 50


def test_it_is_too_early_until_the_interval_leaves_the_aim_line() -> None:
    aim = progress.AimLine(0, 20, 2)
    weeks = [float(week) for week in range(12)]
    noise = [3, -2, 1, -3, 2, 0, -1, 3, -2, 1, -2, 0]
    on = [20 + 2 * t + n for t, n in zip(weeks, noise, strict=True)]
    flat = [20 + n for n in noise]
    assert progress.course(weeks, on, aim).word == "too early"
    assert progress.course(weeks, flat, aim).word == "below"
    assert progress.course(weeks[:3], flat[:3], aim).word == "too early"
    falling = progress.AimLine(0, 40, -2)
    assert progress.course(weeks, [40 - 4 * t for t in weeks], falling).word == "above"
    assert progress.course([], [], aim).word == "too early"


def test_celeration_of_a_doubling_week() -> None:
    assert progress.celeration([0, 7, 14], [5, 10, 20]) == pytest.approx(2)
    assert progress.celeration([0, 7], [0, 0]) is None


def test_each_way_of_watching_reads_the_same_minute_its_own_way() -> None:
    made = observation.observe([(5, 12), (40, 60)], session=60, interval=10)
    assert made.duration == pytest.approx(27 / 60)
    assert made.momentary == pytest.approx(3 / 6)  # at 10, 50 and 60
    assert made.partial == pytest.approx(4 / 6)
    assert made.whole == pytest.approx(2 / 6)
    assert made.events == 2


def test_yules_q_and_the_contingency_space() -> None:
    made = sequences.contingency(20, 10, 10, 20)
    assert (made.with_it, made.without) == (pytest.approx(2 / 3), pytest.approx(1 / 3))
    assert made.q == pytest.approx(0.6)
    assert made.se == pytest.approx(0.32 * math.sqrt(0.3))
    assert made.enough
    assert made.lo == pytest.approx(math.tanh((math.log(4) - 1.959964 * math.sqrt(0.3)) / 2))
    assert made.hi == pytest.approx(math.tanh((math.log(4) + 1.959964 * math.sqrt(0.3)) / 2))
    none = sequences.contingency(5, 0, 0, 5)
    assert none.q is not None
    assert none.q < 1
    assert not none.enough


def test_transitions_of_a_short_stream() -> None:
    made = {(t.given, t.target): t for t in sequences.transitions(["a", "b", "a", "b", "b"])}
    assert made["a", "b"].count == 2
    assert made["a", "b"].expected == pytest.approx(2 * 3 / 4)
    assert made["a", "a"].q == -1


def test_a_fall_from_twelve_to_five_is_not_yet_evidence() -> None:
    made = rates.rate_ratio(12, 20, 5, 20)
    assert (made.ratio, made.lo, made.hi, made.p) == pytest.approx(
        (5 / 12, 0.11499564987, 1.27057393654, 0.143463134766)
    )
    assert rates.poisson_rate(0, 60).hi == pytest.approx(-math.log(0.025) / 60)
    assert rates.rate_ratio(0, 50, 0, 50) == rates.RateRatio(None, 0.0, None, 1.0)


def test_a_group_is_held_against_all_others() -> None:
    made = rates.risk_ratio(6, 35, 15, 215)
    assert made.ratio == pytest.approx(2.45714285714)
    assert (made.lo, made.hi) == pytest.approx((1.02248307679, 5.90479310364))
    assert not made.enough
    assert rates.fisher_p(1, 5, 0, 200) == pytest.approx(5 / 205)
    assert rates.risk_ratio(0, 5, 0, 200).ratio is None


def test_a_chart_of_counts() -> None:
    made = charts.chart("c", [4, 6, 5, 3, 7, 30])
    assert made.centre == pytest.approx(55 / 6)
    assert made.outside == [False] * 5 + [True]
    frozen = charts.chart("c", [4, 6, 5, 3, 7, 1, 1], frozen=5)
    assert frozen.centre == 5
    assert charts.chart("run", [1, 2, 3]).centre == 2
    assert charts.chart("p", [1, 2], [10, 10]).centre == pytest.approx(0.15)
    assert charts.chart("t", [3.0, 40.0, 12.0, 60.0]).lower[0] == 0
    with pytest.raises(ValueError, match="out of"):
        charts.chart("u", [1, 2])


def test_one_side_of_the_centre_for_long_is_a_signal() -> None:
    made = charts.runs([1] * 10 + [3] * 10, 2)
    assert (made.longest, made.crossings, made.signal) == (10, 1, True)
    assert charts.run_limits(20) == (7, 6)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=30))
def test_any_counts_make_a_chart(counts: list[int]) -> None:
    for kind in ("run", "i", "c", "t"):
        made = charts.chart(kind, counts)  # type: ignore[arg-type]
        assert len(made.points) == len(made.upper) == len(counts)
        assert made.runs.longest <= len(counts)
    assert charts.cusum(counts, 30, 0)[-1] == 0


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_rate_ratio_lies_within_its_limits(before: int, after: int) -> None:
    made = rates.rate_ratio(before, 10, after, 10)
    assert 0 <= made.p <= 1
    if made.ratio is not None:
        assert made.hi is not None
        assert made.lo <= made.ratio <= made.hi
