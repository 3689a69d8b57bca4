"""Where it is heading: aim line and trends of one pupil, as lines to draw and as words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from statistics import median

from handrail.programmes.aiming import (
    BASE,
    WEEK,
    Measured,
    Slope,
    aim_of,
    course_of,
    goal_day,
    slope_of,
)
from handrail.programmes.chart import Seen, Straight, said
from handrail.programmes.judging import Answer
from handrail.programmes.saying import Line, written
from handrail_evidence.progress import AimLine, Course

BEWARE = "A trend of few points swings widely, and says nothing of what made it."
COURSES = {
    "too early": "Too early to say whether the trend reaches the goal.",
    "below": "The trend falls short of the aim line.",
    "above": "The trend is ahead of the aim line.",
}


@dataclass(frozen=True)
class Heading:
    """The lines as days and values, the rows for the table, and the sentence beside the chart."""

    aim: Straight | None
    trends: tuple[Straight, ...]
    lines: list[Line]
    words: str


def heading_of(answer: Answer, points: Sequence[Seen]) -> Heading:
    """The aim line to the goal on its day, and a Theil-Sen trend of each phase of five points.
    The last phase with support is what is held against the aim line."""
    known = [(one.day, one.condition, one.value) for one in points if one.value is not None]
    runs = [(condition, [(day, value) for day, _, value in run])
            for condition, run in groupby(known, key=lambda one: one[1])]  # fmt: skip
    slopes = [slope for condition, run in runs if (slope := slope_of(condition, run))]
    aim = aim_of(answer.place, [(day, value) for day, _, value in known])
    given: list[Measured] = next((run for condition, run in reversed(runs) if condition == "B"), [])
    way = course_of(aim, given) if aim and given else None
    done = bool(aim and given) and _reached(answer, aim, [value for _, value in given])
    words = [_aimed(answer, aim), _course(way, reached=done), *([BEWARE] if slopes else [])]
    return Heading(
        _straight(answer, aim), tuple(_drawn(slope) for slope in slopes),
        _lines(answer, slopes, aim, way), " ".join(part for part in words if part),
    )  # fmt: skip


def aimed_until(answer: Answer) -> date | None:
    """The day on which the aim line ends, where one is drawn."""
    rows = [(row.date, row.value) for row in answer.standing if row.value is not None]
    return goal_day(answer.place) if aim_of(answer.place, rows) else None


def _reached(answer: Answer, aim: AimLine | None, values: list[float]) -> bool:
    goal = answer.place.goal
    if aim is None or goal is None or len(values) < BASE:
        return False
    return (median(values[-BASE:]) - goal) * aim.slope >= 0


def _aimed(answer: Answer, aim: AimLine | None) -> str:
    by = goal_day(answer.place)
    if aim is None or by is None:
        return ""
    return f"The aim line goes from {written(aim.level)} to {answer.place.goal:g} on {said(by)}."


def _course(way: Course | None, *, reached: bool) -> str:
    if reached:
        return "The last three measurements reached the goal."
    return COURSES[way.word] if way else ""


def _straight(answer: Answer, aim: AimLine | None) -> Straight | None:
    by = goal_day(answer.place)
    if aim is None or by is None or answer.place.goal is None:
        return None
    return Straight(by.fromordinal(round(aim.start)), aim.level, by, answer.place.goal)


def _drawn(slope: Slope) -> Straight:
    return Straight(slope.first, slope.at(slope.first), slope.last, slope.at(slope.last))


def _lines(
    answer: Answer, slopes: Sequence[Slope], aim: AimLine | None, way: Course | None
) -> list[Line]:
    unit = answer.place.programme.unit
    names = {"A": "Trend before support, a week", "B": "Trend with support, a week"}
    if answer.place.paused:  # the trends below are of the last stretch of each
        names = {"A": "Latest trend without support, a week",
                 "B": "Latest trend with support, a week"}  # fmt: skip
    latest = {slope.condition: slope for slope in slopes}
    rows = [
        Line(names[letter], latest[letter].a_day * WEEK, written(latest[letter].a_day * WEEK),
             f"{unit}; middle of all slopes (Theil–Sen){_limits(way) if letter == 'B' else ''}")
        for letter in names if letter in latest
    ]  # fmt: skip
    if aim:
        rows.append(Line("The aim line, a week", aim.slope * WEEK, written(aim.slope * WEEK), unit))
    return rows


def _limits(way: Course | None) -> str:
    if way is None or way.slope.lo is None or way.slope.hi is None:
        return ""
    lo, hi = written(way.slope.lo * WEEK), written(way.slope.hi * WEEK)
    return f"; least squares 90% interval {lo} to {hi}"
