"""The phase-change chart: where everything stands in our own picture, in its units, rounded to .1.

Plain numbers in, plain numbers out; the template draws them. No colour carries a meaning: points
before support are hollow and those with it filled, so that it reads in black and white.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import fmean

from handrail_evidence.cautions import holes

WIDTH, HEIGHT = 400, 240
LEFT, RIGHT, TOP, BOTTOM = 44, 388, 34, 200
MOST_TICKS = 6
LETTER = 6.4  # about the width of a letter of a phase's name
NAMES = {"A": "Before", "B": "With support", "F": "After"}
WITHOUT = "Without"
SHORT = {"With support": "With"}  # where the whole names would stand in each other


@dataclass(frozen=True)
class Seen:
    """One day: the condition's letter and the value, None where it was missed."""

    day: date
    condition: str
    value: float | None


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    condition: str
    words: str


@dataclass(frozen=True)
class Stretch:
    """A phase: its name above, its mean as a line from x1 to x2 at y, and the lines between
    neighbouring points, broken where a session was missed. `middle` is where the name stands: the
    middle of the phase, or as near to it as leaves room for the names beside it."""

    name: str
    middle: float
    x1: float
    x2: float
    y: float | None
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Flag:
    """Something at a place along an axis, with its label."""

    at: float
    label: str


@dataclass(frozen=True)
class Straight:
    """A straight line between two days: an aim line or a trend, in days and values."""

    first: date
    start: float
    last: date
    end: float


@dataclass(frozen=True)
class Segment:
    """A straight line in the picture, cut off where it would leave it."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Chart:
    dots: tuple[Dot, ...]
    missed: tuple[Flag, ...]
    phases: tuple[Stretch, ...]
    borders: tuple[float, ...]
    across: tuple[Flag, ...]
    up: tuple[Flag, ...]
    goal: Flag | None
    changes: tuple[Flag, ...]
    unit: str
    aim: Segment | None = None
    trends: tuple[Segment, ...] = ()


@dataclass(frozen=True)
class Frame:
    """The first and last day and the lowest and highest value; charts beneath each other share
    one, so that staggered starts can be seen."""

    first: date
    last: date
    low: float
    high: float

    def x(self, day: date, shift: float = 0.0) -> float:
        days = max(1, (self.last - self.first).days)
        return round(LEFT + 8 + (RIGHT - LEFT - 16) * ((day - self.first).days + shift) / days, 1)

    def y(self, value: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * (value - self.low) / (self.high - self.low), 1)


def frame_of(
    points: Sequence[Seen], goals: Sequence[float | None] = (), until: Sequence[date] = ()
) -> Frame | None:
    """The frame that holds all of these points and goals, and the days that it reaches to; none
    without a value."""
    values = [point.value for point in points if point.value is not None]
    if not values:
        return None
    values += [goal for goal in goals if goal is not None]
    step = step_of(max(*values, 0.0) - min(*values, 0.0))
    low, high = math.floor(min(*values, 0.0) / step) * step, math.ceil(max(values) / step) * step
    days = [*(point.day for point in points), *until]
    return Frame(min(days), max(days), low, max(high, low + step))


def step_of(span: float) -> float:
    """The distance of the axis' lines: 1, 2 or 5 times a power of ten, for at most six of them."""
    if span <= 0:
        return 1.0
    rough = span / (MOST_TICKS - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    return next(times * power for times in (1, 2, 5, 10) if times * power >= rough * 0.999)


def draw(
    points: Sequence[Seen], unit: str, *, goal: float | None = None,
    changes: Sequence[tuple[date, str]] = (), frame: Frame | None = None,
    aim: Straight | None = None, trends: Sequence[Straight] = (),
) -> Chart | None:  # fmt: skip
    """The chart of one pupil's points, in order of their days; nothing without a value."""
    frame = frame or frame_of(points, [goal], [aim.last] if aim else ())
    if frame is None or not points:
        return None
    runs = _runs(points)
    return Chart(
        dots=tuple(_dot(frame, point) for point in points if point.value is not None),
        missed=tuple(Flag(frame.x(point.day), said(point.day))
                     for point in points if point.value is None),
        phases=tuple(_fitting([_stretch(frame, run, name) for run, name in _named(runs)])),
        borders=tuple(frame.x(run[0].day, -0.5) for run in runs[1:]),
        across=_across(frame), up=_up(frame),
        goal=None if goal is None else Flag(frame.y(goal), f"Goal {goal:g}"),
        changes=tuple(
            Flag(frame.x(day), str(number)) for number, (day, _) in enumerate(changes, start=1)
            if frame.first <= day <= frame.last
        ),
        unit=unit,
        aim=_segment(frame, aim) if aim else None,
        trends=tuple(cut for one in trends if (cut := _segment(frame, one))),
    )  # fmt: skip


def _segment(frame: Frame, line: Straight) -> Segment | None:
    """The part of a straight line that lies within the frame; None where none does."""
    begin, finish = 0.0, 1.0
    rise, days = line.end - line.start, max(1, (line.last - line.first).days)
    if rise:
        ends = sorted(((frame.low - line.start) / rise, (frame.high - line.start) / rise))
        begin, finish = max(begin, ends[0]), min(finish, ends[1])
    elif not frame.low <= line.start <= frame.high:
        return None
    if begin >= finish:
        return None
    return Segment(*(
        number for part in (begin, finish)
        for number in (frame.x(line.first, part * days), frame.y(line.start + part * rise))
    ))  # fmt: skip


def _runs(points: Sequence[Seen]) -> list[list[Seen]]:
    runs: list[list[Seen]] = []
    for point in points:
        if not runs or runs[-1][0].condition != point.condition:
            runs.append([])
        runs[-1].append(point)
    return runs


def _named(runs: list[list[Seen]]) -> list[tuple[list[Seen], str]]:
    """Each phase with its name; what comes after support was stopped is no “before”."""
    return [
        (run, WITHOUT if place and run[0].condition == "A" else
         NAMES.get(run[0].condition, run[0].condition))
        for place, run in enumerate(runs)
    ]  # fmt: skip


def phases_of(points: Sequence[Seen]) -> list[tuple[list[Seen], str]]:
    """The phases that these points make, in order of their days, each with its name."""
    return _named(_runs(points))


def _dot(frame: Frame, point: Seen) -> Dot:
    value = point.value or 0.0
    return Dot(frame.x(point.day), frame.y(value), point.condition,
               f"{said(point.day)}: {value:g}")  # fmt: skip


def _stretch(frame: Frame, run: list[Seen], name: str) -> Stretch:
    x1, x2 = frame.x(run[0].day), frame.x(run[-1].day)
    values = [point.value for point in run if point.value is not None]
    return Stretch(
        name, round((x1 + x2) / 2, 1), x1, x2,
        frame.y(fmean(values)) if values else None, _lines(frame, run),
    )  # fmt: skip


def _fitting(phases: list[Stretch]) -> list[Stretch]:
    """The phases with their names beside each other; with shorter ones where they are too many."""
    whole = _apart(phases)
    starts = [phase.middle - len(phase.name) * LETTER / 2 for phase in whole]
    ends = [phase.middle + len(phase.name) * LETTER / 2 for phase in whole]
    if all(end <= start + 0.1 for end, start in zip(ends, starts[1:], strict=False)):
        return whole
    return _apart([replace(phase, name=SHORT.get(phase.name, phase.name)) for phase in phases])


def _apart(phases: list[Stretch]) -> list[Stretch]:
    """Phases whose names stand within the picture and, as far as it goes, beside each other."""
    from_right, edge = [], float(WIDTH)
    for phase in reversed(phases):
        half = len(phase.name) * LETTER / 2
        middle = max(min(phase.middle, edge - half), half)
        from_right.append(replace(phase, middle=round(middle, 1)))
        edge = middle - half - LETTER
    return from_right[::-1]


def _lines(frame: Frame, run: list[Seen]) -> tuple[str, ...]:
    """Polylines of neighbouring points: a missed session breaks the line, and so does a hole."""
    found: list[list[str]] = [[]]
    for point, after_hole in zip(run, holes([one.day.toordinal() for one in run]), strict=True):
        if point.value is None or after_hole:
            found.append([])
        if point.value is not None:
            found[-1].append(f"{frame.x(point.day)},{frame.y(point.value)}")
    return tuple(" ".join(line) for line in found if len(line) > 1)


def _across(frame: Frame) -> tuple[Flag, ...]:
    """Up to four days along the axis, first and last among them."""
    span = (frame.last - frame.first).days
    shown = sorted({round(span * part / 3) for part in range(4)})
    days = [frame.first + timedelta(days=ahead) for ahead in shown]
    return tuple(Flag(frame.x(day), f"{day.day} {day:%b}") for day in days)


def _up(frame: Frame) -> tuple[Flag, ...]:
    step = step_of(frame.high - frame.low)
    count = round((frame.high - frame.low) / step)
    values = [frame.low + turn * step for turn in range(count + 1)]
    return tuple(Flag(frame.y(value), f"{value:.10g}") for value in values)


def said(day: date) -> str:
    """ "3 March" """
    return f"{day.day} {day:%B}"
