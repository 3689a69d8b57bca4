"""The numbers of monitoring agree with the reference values that R and its packages gave."""

import csv
import math
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.measures.asking import Asked
from handrail.measures.equality import compared
from handrail.measures.figures import figures
from handrail.measures.ranges import Range
from handrail.measures.rates import PER, Rate
from handrail.measures.trend import judge
from handrail.people.models import Enrolment
from handrail.records.kind import kind_named
from handrail.records.reader import reader_for
from handrail.school.calendars import calendar_of
from handrail_evidence.rates import haldane_ratio
from tests.filing import file

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
    """Every line of every chart with Laney's limits: what the trend draws and what it says."""
    charts: dict[str, list[dict[str, str]]] = {}
    for row in rows_of(shared, "spc_expected"):
        if row["chart"] == "u'":
            charts.setdefault(row["dataset"], []).append(row)
    assert charts
    for rows in charts.values():
        ours = judge([round(float(r["y.sum"])) for r in rows], [float(r["n"]) for r in rows])
        assert ours is not None
        for place, row in enumerate(rows):
            drawn = (ours.points[place], ours.centre, ours.lower[place], ours.upper[place])
            for number_of_ours, column in zip(drawn, ("y", "cl", "lcl", "ucl"), strict=True):
                assert same(number_of_ours, number(row[column])), (row, column)
            runs = (ours.runs.longest, ours.runs.longest_allowed, ours.runs.crossings,
                    ours.runs.crossings_needed)  # fmt: skip
            keys = ("longest.run", "longest.run.max", "n.crossings", "n.crossings.min")
            assert runs == tuple(int(row[key]) for key in keys)
            signals = (ours.runs.signal, bool(ours.outside[place]))
            assert signals == (row["runs.signal"] == "TRUE", row["sigma.signal"] == "TRUE")


def test_how_long_a_run_may_be_is_as_the_reference_says(shared: Path) -> None:
    """For as many weeks as a trend can have, none of which lies on the middle itself."""
    for row in rows_of(shared, "run_rule_limits"):
        weeks = int(row["n"])
        if weeks % 2:
            continue  # as many above as below the middle
        ours = judge([1, 3] * (weeks // 2), [1.0] * weeks)
        assert ours is not None
        allowed = (ours.runs.longest_allowed, ours.runs.crossings_needed)
        assert allowed == (int(row["longest_run_max"]), int(row["min_crossings"])), row


def test_what_the_patterns_page_shows_is_the_reference_rate(shared: Path, cast: Cast) -> None:
    """From records and the roll to the page: the rate and its limits of the fixture with as few
    days, where one pupil is on roll on each of them."""
    rows = rows_of(shared, "poisson_rate_expected")
    row = next(one for one in rows if one["count_after"] == "5" and one["days_after"] == "20")
    Enrolment.objects.filter(school=cast.school).exclude(pupil=cast.leo.pupil).delete()
    days = [day for day in _school_days(cast) if day < clock.today()][-20:]
    for day in days[-5:]:
        file(cast, "hold", cast.sam, cast.leo, happened_at=clock.at_local(day, time(10, 0)))
    span = Range(days[0], days[-1])
    asked = Asked(kind_named("hold"), cast.school, span, reader_for(cast.khan))
    found = figures(asked, calendar_of(cast.school), (), care=False)
    assert (found.counted.total, found.rate.pupil_days) == (5, 20)
    estimate = found.rate.estimate
    assert estimate is not None
    for ours, column in ((estimate.lo, "rate_after_lo"), (estimate.hi, "rate_after_hi")):
        assert same((ours or 0) / PER, number(row[column]))
    for one in (*found.places, *found.by_hour, *found.by_pupil):
        assert one.rate.estimate == estimate


def _school_days(cast: Cast) -> list[date]:
    calendar, first = calendar_of(cast.school), clock.today() - timedelta(days=60)
    days = (first + timedelta(days=n) for n in range(60))
    return [day for day in days if calendar.is_school_day(day)]


def test_weeks_most_of_which_have_none_are_not_judged(cast: Cast) -> None:
    """The picture marks no week as far from a middle that is nought, and the words say why."""
    days = [day for day in _school_days(cast) if day < clock.today()]
    file(cast, "hold", cast.sam, cast.leo, happened_at=clock.at_local(days[-1], time(10, 0)))
    span = Range(clock.today() - timedelta(days=365), clock.today())
    asked = Asked(kind_named("hold"), cast.school, span, reader_for(cast.khan))
    weeks = figures(asked, calendar_of(cast.school), (), care=False).trend
    assert (len(weeks.weeks) >= 10, weeks.judged) == (True, None)
    assert weeks.words == "Too few to judge a change: most weeks have none."


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
