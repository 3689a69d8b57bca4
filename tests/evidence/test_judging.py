"""The three words, and what is said beside them."""

import pytest

from handrail_evidence import (
    Change,
    Pair,
    Phase,
    Point,
    Series,
    Verdict,
    demonstrations,
    judge,
    judge_each,
    make_series,
)  # fmt: skip
from handrail_evidence.cautions import holes


def series(a: list[float | None], b: list[float | None], **more: object) -> Series:
    rows = [("A", y) for y in a] + [("B", y) for y in b]
    points = [(condition, Point(day, y)) for day, (condition, y) in enumerate(rows, start=1)]
    return make_series("Leo", points, **more)


def codes(made: Series) -> set[str]:
    return {warning.code for warning in judge(made).warnings}


MANY, FEW = [8, 9, 7, 8, 6, 9, 8], [3, 2, 4, 3, 2, 3, 4]


def test_a_clear_fall_has_changed_for_the_better() -> None:
    made = judge(series(MANY, FEW, direction="decrease", scale="count", goal=2))
    assert (made.verdict, made.better, made.warnings) == (Verdict.CHANGED, True, ())
    assert made.change.value == pytest.approx(-34 / 7)
    assert made.percentage.value == pytest.approx(-61.8, abs=0.2)
    assert made.nap.value == 1
    assert made.goal_share.value == pytest.approx(100 * 34 / 41)
    assert (made.points_before, made.points_with, made.missed) == (7, 7, 0)


def test_the_same_fall_where_more_is_better_has_changed_for_the_worse() -> None:
    made = judge(series(MANY, FEW))
    assert (made.verdict, made.better) == (Verdict.CHANGED, False)


def test_four_points_are_never_enough() -> None:
    made = judge(series(MANY[:4], FEW, direction="decrease"))
    assert made.verdict is Verdict.CANNOT_TELL
    assert made.reason == "Each phase needs 5 points; there are 4 and 7."
    assert "short_baseline" in codes(series(MANY[:4], FEW))
    assert "few_points" in codes(series(MANY, FEW[:1]))


def test_many_points_alike_before_and_after_have_not_changed() -> None:
    made = judge(series([4, 6, 5, 3] * 6, [5, 4, 6, 3] * 6, direction="decrease"))
    assert (made.verdict, made.better) == (Verdict.NOT_CHANGED, None)


def test_few_points_alike_cannot_tell() -> None:
    made = judge(series([4, 6, 5, 3, 5], [5, 4, 6, 3, 4]))
    assert made.verdict is Verdict.CANNOT_TELL
    assert made.reason == "The points would fit with no change and with a large one."


def test_a_baseline_that_was_getting_better_anyway_explains_it() -> None:
    made = judge(series([1, 2, 3, 4, 5, 6], [7, 8, 9, 10, 11, 12]))
    assert made.verdict is Verdict.CANNOT_TELL
    assert made.reason == "Things were already getting better before support began."


def test_two_ways_of_recording_are_never_compared() -> None:
    days = [Point(day, float(y)) for day, y in enumerate(MANY + FEW)]
    phases = (
        Phase("A", tuple(days[:7]), method="partial interval, 10 s", observer="Sam Birch"),
        Phase("B", tuple(days[7:]), method="moments, 30 s", observer="Mr Patel"),
    )
    made = judge(Series("Leo", phases, "decrease"))
    assert made.verdict is Verdict.CANNOT_TELL
    assert "recorded differently" in made.reason
    assert [warning.code for warning in made.warnings][:2] == ["method", "observer"]


def test_longer_sessions_stop_counts_but_not_shares() -> None:
    days = [Point(day, y / 10) for day, y in enumerate(MANY + FEW)]
    phases = (
        Phase("A", tuple(days[:7]), session_length_min=30),
        Phase("B", tuple(days[7:]), session_length_min=15),
    )
    assert judge(Series("Leo", phases, "decrease", "count")).verdict is Verdict.CANNOT_TELL
    assert judge(Series("Leo", phases, "decrease", "proportion")).verdict is Verdict.CHANGED


def test_support_that_began_after_a_bad_spell() -> None:
    spell = series([3, 4, 3, 4, 3, 9, 8, 9], [4, 3, 4, 3, 4], direction="decrease")
    assert "bad_spell" in codes(spell)
    assert "bad_spell" in codes(series(MANY, FEW, started_after_bad_spell=True))
    assert "bad_spell" not in codes(series(MANY, FEW, direction="decrease"))


def test_another_change_at_the_same_time_is_named() -> None:
    near, far = Change(8, "moved to Mrs Ahmed's class"), Change(1, "new glasses")
    made = judge(series(MANY, FEW, direction="decrease", changes=(near, far)))
    [warning] = [w for w in made.warnings if w.code == "several_changes"]
    assert warning.words == "Something else changed then as well: moved to Mrs Ahmed's class."


def test_floor_missed_sessions_and_values_that_cannot_be() -> None:
    assert "floor" in codes(series(MANY, [0, 0, 1, 0, 0], direction="decrease", scale="count"))
    assert {"missed", "gap"} <= codes(series([*MANY, None, None, None], FEW))
    assert "beyond_scale" in codes(series([50, 60, 100.3], [70, 80], scale="percentage"))


def test_weeks_in_which_nobody_measured_are_a_gap_and_weekends_are_none() -> None:
    def on_days(days: list[int]) -> Series:
        points = [("A", Point(day, y)) for day, y in zip(days, MANY, strict=True)]
        points += [("B", Point(days[-1] + 1 + n, y)) for n, y in enumerate(FEW)]
        return make_series("Leo", points, direction="decrease")

    school_days, long_weekend = [1, 2, 3, 4, 5, 8, 9], [1, 2, 3, 4, 8, 9, 10]
    assert "gap" not in codes(on_days(school_days)) | codes(on_days(long_weekend))
    assert "gap" in codes(on_days([1, 2, 3, 4, 44, 45, 46]))
    assert holes([1, 2, 50]) == [False, False, False]  # three have no usual step


def test_points_that_lean_on_each_other_widen_the_interval() -> None:
    waves = [4, 4, 5, 5, 6, 6, 5, 5, 4, 4, 3, 3]
    drift = series(waves, [y + 1 for y in waves])
    mixed = series(sorted(waves, key=lambda y: (y * 7) % 5), [y + 1 for y in waves[::5] * 4])
    assert "dependence" in codes(drift)
    assert "dependence" not in codes(mixed)
    assert judge(drift).verdict is Verdict.CANNOT_TELL


def test_a_series_with_no_support_yet() -> None:
    made = judge(make_series("Leo", [("A", Point(1, 5))]))
    assert (made.verdict, made.points_before) == (Verdict.CANNOT_TELL, 1)
    assert judge(Series("Leo", ())).verdict is Verdict.CANNOT_TELL


def test_abab_counts_its_demonstrations() -> None:
    every = MANY + FEW + MANY + FEW
    points = [("ABAB"[day // 7], Point(day, y)) for day, y in enumerate(every)]
    made = judge_each(make_series("Leo", points, direction="decrease"))
    assert [judgement.series_id for judgement in made] == ["Leo|1", "Leo|2"]
    assert demonstrations(made) == 2


def test_any_two_phases_can_be_compared_on_purpose() -> None:
    from handrail_evidence import judge_pair

    outcomes = MANY + MANY + FEW
    rows = [("ABC"[day // 7], Point(day, y)) for day, y in enumerate(outcomes)]
    whole = make_series("Leo", rows)
    pair = Pair(whole, whole.phases[0], whole.phases[2])
    assert judge_pair(pair).points_with == 7
