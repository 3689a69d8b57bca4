"""The chart: values at their places, lines that break where something was missed."""

import itertools
from datetime import date, timedelta

from django.template.loader import render_to_string

from handrail.programmes.chart import (
    BOTTOM,
    LEFT,
    LETTER,
    RIGHT,
    TOP,
    WIDTH,
    Seen,
    Straight,
    draw,
    frame_of,
    step_of,
)  # fmt: skip

FIRST = date(2026, 9, 7)


def points(text: str) -> list[Seen]:
    """ "A4 A- B1": a point a day, - for missed."""
    return [
        Seen(FIRST + timedelta(days=n), word[0], None if word[1:] == "-" else float(word[1:]))
        for n, word in enumerate(text.split())
    ]


def test_each_value_stands_at_its_place() -> None:
    chart = draw(points("A10 A8 A10 B4 B2"), "calls", goal=0)
    assert chart is not None
    width, height = RIGHT - LEFT - 16, BOTTOM - TOP
    assert [(dot.x, dot.y) for dot in chart.dots] == [
        (round(LEFT + 8 + width * n / 4, 1), round(BOTTOM - height * value / 10, 1))
        for n, value in enumerate((10, 8, 10, 4, 2))
    ]
    assert [(dot.x, dot.y) for dot in chart.dots][:2] == [(52.0, 34.0), (134.0, 67.2)]
    assert chart.goal is not None
    assert chart.goal.at == BOTTOM


def test_the_phase_line_stands_between_the_last_day_before_and_the_first_with() -> None:
    chart = draw(points("A10 A8 A10 B4 B2"), "calls")
    assert chart is not None
    before, first = chart.dots[2].x, chart.dots[3].x
    assert chart.borders == (round((before + first) / 2, 1),)
    assert [phase.name for phase in chart.phases] == ["Before", "With support"]


def test_a_missed_session_breaks_the_line_and_is_marked_on_the_axis() -> None:
    chart = draw(points("A4 A6 A- A5 A3 B2"), "calls")
    assert chart is not None
    assert [len(line.split()) for line in chart.phases[0].lines] == [2, 2]
    assert chart.phases[1].lines == ()  # a single point has no line
    assert len(chart.missed) == 1
    assert chart.dots[1].x < chart.missed[0].at < chart.dots[2].x


def test_weeks_in_which_nobody_measured_break_the_line_too() -> None:
    days = [0, 1, 2, 3, 44, 45, 46]
    run = [Seen(FIRST + timedelta(days=day), "A", 5.0) for day in days]
    chart = draw(run, "calls")
    assert chart is not None
    assert [len(line.split()) for line in chart.phases[0].lines] == [4, 3]
    assert chart.missed == ()


def test_the_line_of_the_average_stands_at_the_average() -> None:
    chart = draw(points("A4 A6 B0 B10"), "calls")
    frame = frame_of(points("A4 A6 B0 B10"))
    assert chart is not None
    assert frame is not None
    assert [phase.y for phase in chart.phases] == [frame.y(5), frame.y(5)]


def test_axis_lines_are_round_numbers_and_few() -> None:
    for span in (0, 0.3, 1, 3, 7, 12, 60, 99, 100, 101, 12_345):
        step = step_of(span)
        assert float(f"{step:e}".split("e")[0]) in {1.0, 2.0, 5.0}
        assert span / step <= 5.01


def test_axis_shows_values_below_nothing_too() -> None:
    chart = draw(points("A-3 B4"), "points")
    assert chart is not None
    assert [tick.label for tick in chart.up] == ["-4", "-2", "0", "2", "4"]


def test_nothing_measured_draws_nothing() -> None:
    assert draw(points("A- A-"), "calls") is None
    assert draw([], "calls") is None


def test_one_point_and_equal_points_are_drawn() -> None:
    for text in ("A0", "A5", "A0 A0 B0", "A-2 B-2"):
        chart = draw(points(text), "calls")
        assert chart is not None
        assert all(TOP <= dot.y <= BOTTOM for dot in chart.dots)


def test_charts_that_share_a_frame_put_the_same_day_at_the_same_place() -> None:
    both = points("A4 A6 B2 B1 B1 B0")
    frame = frame_of(both)
    one, other = draw(both[:3], "calls", frame=frame), draw(both[1:], "calls", frame=frame)
    assert one is not None
    assert other is not None
    assert one.dots[1].x == other.dots[0].x


def test_names_of_short_phases_stand_beside_each_other_within_the_picture() -> None:
    many = " ".join(["A4"] * 40)
    for text in (f"{many} B2", f"A4 {many.replace('A', 'B')}", f"{many} B2 F1", "A4 B2"):
        chart = draw(points(text), "calls")
        assert chart is not None
        spans = [(one.middle - len(one.name) * LETTER / 2, one.middle + len(one.name) * LETTER / 2)
                 for one in chart.phases]  # fmt: skip
        assert all(left >= -0.1 and right <= WIDTH + 0.1 for left, right in spans)
        assert all(one[1] <= two[0] for one, two in itertools.pairwise(spans))


def test_an_aim_line_reaches_its_day_and_a_trend_is_cut_off_at_the_edge() -> None:
    until = FIRST + timedelta(days=10)
    aim = Straight(FIRST, 10.0, until, 0.0)
    steep = Straight(FIRST, 8.0, FIRST + timedelta(days=4), -8.0)  # leaves the picture half way
    away = Straight(FIRST, 90.0, until, 80.0)
    chart = draw(points("A10 A8 A10 B4 B2"), "calls", aim=aim, trends=(steep, away))
    assert chart is not None
    assert chart.aim is not None
    assert (chart.aim.x2, chart.aim.y2) == (RIGHT - 8, BOTTOM)
    assert [(one.x2, one.y2) for one in chart.trends] == [(chart.dots[2].x, BOTTOM)]


def test_many_short_phases_have_short_names_that_do_not_stand_in_each_other() -> None:
    four = "A64 A63 A44 A63 B213 B220 B213 B218 A62 A72 A62 B190 B179 B181"
    rest = [Seen(FIRST + timedelta(days=27), "B", 1.0)]
    chart = draw(points(four), "seconds", frame=frame_of([*points(four), *rest]))
    assert chart is not None
    assert [one.name for one in chart.phases] == ["Before", "With", "Without", "With"]
    edges = [(one.middle - len(one.name) * LETTER / 2, one.middle + len(one.name) * LETTER / 2)
             for one in chart.phases]  # fmt: skip
    assert edges[0][0] >= 0
    assert all(one[1] <= two[0] + 0.1 for one, two in itertools.pairwise(edges))


def test_the_name_of_a_goal_at_the_top_stands_below_its_line() -> None:
    """Above it is the name of the phase."""
    for goal, lift in ((10.0, "12"), (4.0, "-4")):
        chart = draw(points("A2 A3 B4 B9"), "words", goal=goal)
        context = {"chart": chart, "words": "", "id": 1, "title": "Words"}
        html = render_to_string("web/working_chart.html", context)
        assert f'dy="{lift}">Goal {goal:g}<' in html
