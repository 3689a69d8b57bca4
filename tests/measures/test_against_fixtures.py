"""The numbers of monitoring agree with the reference values that R and its packages gave."""

import csv
import math
from pathlib import Path

import pytest

from handrail.measures.equality import compared
from handrail.measures.rates import PER, Rate
from handrail.measures.trend import judge
from handrail_evidence.rates import haldane_ratio

CLOSE = 1e-8


def rows_of(shared: Path, name: str) -> list[dict[str, str]]:
    with (shared / "data" / "fixtures" / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def number(text: str) -> float | None:
    return None if text in {"", "NA", "NaN", "Inf", "-Inf"} else float(text)


def test_a_rate_and_its_change_agree_with_poisson_test(shared: Path) -> None:
    for row in rows_of(shared, "poisson_rate_expected"):
        before = Rate(int(row["count_before"]), int(row["days_before"]))
        after = Rate(int(row["count_after"]), int(row["days_after"]))
        ratio = after.against(before)
        assert ratio is not None
        said = (ratio.ratio, ratio.lo, ratio.hi, ratio.p)
        for ours, column in zip(said, ("rate_ratio_after_over_before", "lo95", "hi95", "p"),
                                strict=True):  # fmt: skip
            assert same(ours, number(row[column])), (row, column, ours)
        for rate, name in ((before, "before"), (after, "after")):
            assert rate.estimate is not None
            assert same((rate.estimate.lo or 0) / PER, number(row[f"rate_{name}_lo"]))
            assert same((rate.estimate.hi or 0) / PER, number(row[f"rate_{name}_hi"]))


def same(ours: float | None, theirs: float | None) -> bool:
    if ours is None or theirs is None:
        return ours is theirs
    return math.isclose(ours, theirs, rel_tol=1e-6, abs_tol=CLOSE)


@pytest.mark.parametrize("name", ["risk_ratio_expected", "risk_ratio_small_cells"])
@pytest.mark.slow
def test_a_group_against_all_others_agrees_with_the_risk_ratio(shared: Path, name: str) -> None:
    tried = 0
    for row in rows_of(shared, name):
        cases, of = int(float(row["cases_group"])), int(float(row["n_group"]))
        others, of_others = int(float(row["cases_other"])), int(float(row["n_other"]))
        if cases > of or others > of_others:
            continue  # cases counted more than once, such as days lost: no share of pupils
        group, _ = compared([
            ("one", "One", of, cases, Rate(cases, of)),
            ("rest", "Rest", of_others, others, Rate(others, of_others)),
        ])  # fmt: skip
        assert group.risk is not None
        assert same(group.risk.ratio, number(row["risk_ratio"])), row
        assert same(group.risk.lo, number(row["lo95"])), row
        assert same(group.risk.hi, number(row["hi95"])), row
        if "passes_cell10_n30" in row:
            assert group.risk.enough == (row["passes_cell10_n30"] == "TRUE")
            assert same(haldane_ratio(cases, of, others, of_others).value,
                        number(row["rr_haldane"]))  # fmt: skip
        tried += 1
    assert tried


def test_the_weeks_are_judged_as_by_the_reference_charts(shared: Path) -> None:
    charts: dict[str, list[dict[str, str]]] = {}
    for row in rows_of(shared, "spc_expected"):
        if row["chart"] in {"up", "u'", "uprime"}:
            charts.setdefault(row["dataset"], []).append(row)
    if not charts:
        pytest.skip("The fixtures hold no chart with Laney’s limits.")
    for rows in charts.values():
        ours = judge([round(float(r["y.sum"])) for r in rows], [float(r["n"]) for r in rows])
        assert ours is not None
        for row, upper in zip(rows, ours.upper, strict=True):
            assert same(ours.centre, number(row["cl"]))
            assert same(upper, number(row["ucl"]))
            assert ours.runs.longest == int(row["longest.run"])


# ------------------------------------------------- worked values that stay in this checkout


def test_a_fall_from_twelve_to_five_is_not_yet_evidence() -> None:
    """12 in 20 days, then 5 in 20: ratio 0.417, 0.115 to 1.271, as R's poisson.test says."""
    ratio = Rate(5, 20).against(Rate(12, 20))
    assert ratio is not None
    assert (ratio.ratio, ratio.lo, ratio.hi) == pytest.approx((0.416667, 0.114996, 1.270574), 1e-5)


def test_none_in_sixty_days_has_an_upper_limit_alone() -> None:
    estimate = Rate(0, 60).estimate
    assert estimate is not None
    assert (estimate.lo, estimate.hi) == pytest.approx((0.0, 61.4813242), 1e-6)


def test_six_of_35_against_15_of_215_is_two_and_a_half_times() -> None:
    group, _ = compared([
        ("one", "One", 35, 6, Rate(6, 35)), ("rest", "Rest", 215, 15, Rate(15, 215)),
    ])  # fmt: skip
    assert group.risk is not None
    assert (group.risk.ratio, group.risk.lo, group.risk.hi) == pytest.approx(
        (2.457143, 1.022483, 5.904793), 1e-5
    )
    assert not group.risk.enough
