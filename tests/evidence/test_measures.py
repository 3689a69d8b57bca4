"""The measures on series small enough to work out by hand, and on the ones that break formulas."""

import math
from collections.abc import Sequence

import pytest

from handrail_evidence import Figure, Point, Series, make_series, measure

Points = Sequence[float | None]


def series(a: Points, b: Points, **more: object) -> Series:
    every = [("A", y) for y in a] + [("B", y) for y in b]
    rows = [(condition, Point(day, y)) for day, (condition, y) in enumerate(every, start=1)]
    return make_series("Leo", rows, **more)


def figures(a: Points, b: Points, **more: object) -> dict[str, Figure]:
    return {figure.statistic: figure for figure in measure(series(a, b, **more))}


def values(a: Points, b: Points, **more: object) -> dict[str, float]:
    return {n: f.value for n, f in figures(a, b, **more).items() if f.value is not None}


def test_the_worked_example_of_tau_u() -> None:
    """Parker, Vannest, Davis & Sauber (2011)."""
    made = values([2, 3, 5, 3], [4, 5, 5, 7, 6])
    assert made["Tau"] == pytest.approx(16 / 20)
    assert made["Tau-U"] == pytest.approx(13 / 20)
    assert made["NAP"] == pytest.approx(0.9)


def test_nine_points_by_hand() -> None:
    made = values([1, 2, 3, 4], [3, 5, 6, 7, 4])
    assert made["NAP"] == pytest.approx((20 - 1 - 2 * 0.5) / 20)
    assert made["PND"] == pytest.approx(3 / 5)
    assert made["PEM"] == 1
    assert made["PAND"] == pytest.approx(7 / 9)  # without 4 before, and one 3 or so with support
    assert made["mean change"] == pytest.approx(2.5)
    assert made["OLS slope A"] == pytest.approx(1)
    assert made["Theil-Sen slope A"] == pytest.approx(1)
    assert made["Tau-BC"] == -1  # the line of the baseline, drawn on, is above every point


def test_less_is_better_turns_everything_that_says_so() -> None:
    up = values([2, 3, 5, 3], [4, 5, 5, 7, 6])
    down = values([-2, -3, -5, -3], [-4, -5, -5, -7, -6], direction="decrease")
    for name in ("NAP", "Tau", "Tau-U", "Tau-BC", "PND", "PEM", "PAND", "IRD", "SMD", "PET %"):
        assert down[name] == pytest.approx(up[name]), name
    assert down["mean change"] == pytest.approx(-up["mean change"])


def test_a_clean_split_is_not_certain() -> None:
    """5 + 26 points: the R tool says from 1 to 1."""
    nap = figures(range(5), range(10, 36))["NAP"]
    assert (nap.value, nap.hi) == (1, 1)
    assert nap.lo == pytest.approx(0.7717152151, abs=1e-9)
    assert "cannot tell a small clean change" in nap.warnings[0]


def test_a_clean_split_the_wrong_way() -> None:
    nap = figures(range(10, 36), range(5))["NAP"]
    assert (nap.value, nap.lo) == (0, 0)
    assert nap.hi == pytest.approx(1 - 0.7717152151, abs=1e-9)


def test_half_as_many_is_minus_fifty_per_cent_whichever_way_is_better() -> None:
    less = values([8] * 40, [4] * 40, direction="decrease", scale="count")
    assert less["percentage change"] == pytest.approx(-50, abs=0.1)
    assert less["LRRd"] == pytest.approx(-math.log(2), abs=0.001)
    assert less["LRRi"] == pytest.approx(math.log(2), abs=0.001)


def test_no_incident_at_all_with_support_is_lifted_off_zero() -> None:
    made = figures([4, 5, 6, 5, 4], [0, 0, 0, 0, 0], direction="decrease", scale="count")
    assert made["LRRd"].value is not None
    assert made["LRRd"].value < -3
    assert figures([4, 5], [0, 0])["LRRd"].value is None, "no unit is known to lift it by"


def test_share_of_the_way_to_the_goal() -> None:
    made = figures([10, 10, 10], [15, 15, 15], goal=20)
    assert made["PoGO"].value == pytest.approx(50)
    assert figures([20, 20, 20], [15, 15, 15], goal=20)["PoGO"].value is None


def test_missed_sessions_count_for_nothing_but_their_time() -> None:
    with_gap = values([1, 2, None, 4], [5, None, 7, 8])
    assert with_gap["NAP"] == 1
    assert with_gap["OLS slope A"] == pytest.approx(1)
    assert with_gap["mean change"] == pytest.approx(20 / 3 - 7 / 3)


def test_what_was_recorded_alike_ties() -> None:
    assert values([0.1 + 0.2], [0.3])["NAP"] == 0.5


@pytest.mark.parametrize(
    ("a", "b"),
    [([], []), ([1], []), ([], [1]), ([None], [None]), ([1], [1]), ([1], [2, 3]), ([1, 2], [3]),
     ([0, 0, 0], [0, 0, 0]), ([5] * 5, [5] * 5), ([5] * 5, [6] * 5), ([-1, -2, -3], [-4, -5, -6]),
     ([1e15, -1e15], [1e-99, 0]), ([1e-300], [1e-300]), ([0, 0, 1], [1, 0, 0])],
)  # fmt: skip
@pytest.mark.parametrize("scale", ["count", "proportion", "percentage", "other"])
def test_what_breaks_formulas_gives_a_reason_instead(
    a: list[float | None], b: list[float | None], scale: str
) -> None:
    for goal in (None, 1.0):
        for figure in measure(series(a, b, scale=scale, intervals=20, goal=goal)):
            assert figure.value is not None or figure.warnings
            assert figure.value is None or math.isfinite(figure.value)


def test_all_alike_has_nothing_to_divide_by() -> None:
    made = figures([5] * 5, [5] * 5)
    assert made["NAP"].value == 0.5
    assert made["SMD"].value is None
    assert made["SMD"].warnings == ("The baseline never varies.",)
    assert made["autocorrelation lag1 A"].value is None


def test_one_point_in_a_phase_has_no_standard_error() -> None:
    nap = figures([1], [2, 3, 4])["NAP"]
    assert (nap.value, nap.se) == (1, None)
    assert nap.lo is not None


def test_abab_compares_each_baseline_with_the_support_after_it() -> None:
    outcomes = [1, 2, 5, 6, 2, 1, 7, 0]
    rows = [(c, Point(day, outcomes[day])) for day, c in enumerate("AABBAABB")]
    naps = {f.series_id: f.value for f in measure(make_series("Leo", rows)) if f.statistic == "NAP"}
    assert naps == {"Leo|1": 1, "Leo|2": 0.5}


def test_a_second_support_and_a_follow_up_are_left_out() -> None:
    rows = [(c, Point(day, y)) for day, (c, y) in enumerate(
        [("A", 1), ("A", 2), ("B", 5), ("C", 0), ("F", 9)])]  # fmt: skip
    [nap] = [f for f in measure(make_series("Leo", rows)) if f.statistic == "NAP"]
    assert (nap.series_id, nap.value) == ("Leo", 1)


def test_support_first_is_compared_but_not_by_what_needs_the_order() -> None:
    rows = [("B", Point(1, 5)), ("B", Point(2, 6)), ("A", Point(3, 1)), ("A", Point(4, 2))]
    made = {f.statistic: f for f in measure(make_series("Leo", rows))}
    assert made["NAP"].value == 1
    assert made["randomisation test p"].value is None
    assert "support came first" in made["PET %"].warnings[0]


def test_rows_out_of_order_are_put_in_order_of_their_sessions() -> None:
    rows = [("B", Point(4, 8)), ("A", Point(2, 1)), ("B", Point(3, 6)), ("A", Point(1, 3))]
    [pair] = make_series("Leo", rows).pairs()
    assert (pair.a, pair.b) == ([3, 1], [6, 8])


def test_sessions_that_start_again_in_each_phase_keep_the_order_of_lines() -> None:
    rows = [("A", Point(1, 3)), ("A", Point(2, 1)), ("B", Point(1, 6)), ("B", Point(2, 8))]
    [pair] = make_series("Leo", rows).pairs()
    assert (pair.a, pair.b) == ([3, 1], [6, 8])


def test_one_outlying_day_makes_pnd_nothing() -> None:
    made = values([1, 1, 1, 1, 99], [5] * 9)
    assert made["PND"] == 0
    assert made["NAP"] == pytest.approx(0.8)


def test_every_number_says_that_a_value_cannot_be() -> None:
    made = figures([50, 60, 70, 65, 55], [80, 100.3, 90, 95, 85], scale="percentage")
    assert "A percentage cannot be 100.3; it was used as it was given." in made["NAP"].warnings
    assert made["LOR"].value is None
