"""What is measured: a pupil's sessions in phases, and the pairs of phases to compare."""

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, pairwise
from typing import Literal

Direction = Literal["increase", "decrease"]
Scale = Literal["count", "proportion", "percentage", "other"]

BASELINE, FOLLOW_UP = "A", "F"
LARGEST = 1e15
_DIGITS = 10
_NOTHING = 1e-100


class Unusable(ValueError):
    """Input of which no series can be made; says why in one sentence."""


def as_recorded(value: float) -> float:
    """`value` to 10 significant digits, so that what was recorded alike ties.

    12/20 and 0.6 differ in the last digit of a float, and then would not count as a tie.
    Refuses what is no finite number, or is beyond 10^15.
    """
    if not math.isfinite(value) or abs(value) > LARGEST:
        raise Unusable("An outcome must be a number between -10^15 and 10^15.")
    return 0.0 if abs(value) < _NOTHING else float(f"{value:.{_DIGITS}g}")


@dataclass(frozen=True)
class Point:
    """One session: its number or day, and what was measured; None where it was missed."""

    session: float
    outcome: float | None

    def __post_init__(self) -> None:
        if not math.isfinite(self.session) or abs(self.session) > LARGEST:
            raise Unusable("A session must be a number between -10^15 and 10^15.")
        if self.outcome is not None:
            object.__setattr__(self, "outcome", as_recorded(self.outcome))


@dataclass(frozen=True)
class Phase:
    """A stretch of sessions under one condition: A baseline, F follow-up, any other a support.

    `observer`, `setting` and `method` (with its interval length) are words that are only compared,
    and so is `session_length_min`: where they differ between two phases, judge() says so, and also
    where `lengths_vary` within one.
    """

    condition: str
    points: tuple[Point, ...]
    observer: str = ""
    setting: str = ""
    method: str = ""
    session_length_min: float | None = None
    lengths_vary: bool = False

    @property
    def kind(self) -> str:
        """The condition's letter: A for A, A1 and A2."""
        return self.condition.strip().upper().rstrip("0123456789") or BASELINE

    @cached_property
    def seen(self) -> tuple[Point, ...]:
        """The sessions that were not missed."""
        return tuple(point for point in self.points if point.outcome is not None)

    @cached_property
    def outcomes(self) -> list[float]:
        return [point.outcome for point in self.points if point.outcome is not None]

    @cached_property
    def sessions(self) -> list[float]:
        return [point.session for point in self.seen]

    @property
    def missed(self) -> int:
        return len(self.points) - len(self.outcomes)


@dataclass(frozen=True)
class Change:
    """Something else that changed (a new class, medication): when, and in whose words."""

    session: float
    words: str


@dataclass(frozen=True)
class Series:
    """One pupil's outcome over time, in the order it was recorded.

    `direction` is the way of improvement. Units: `scale` "percentage" is 0 to 100, "proportion" 0
    to 1; `session_length_min` in minutes; `intervals` per session; `goal` in units of the outcome.
    """

    series_id: str
    phases: tuple[Phase, ...]
    direction: Direction = "increase"
    scale: Scale = "other"
    session_length_min: float | None = None
    intervals: float | None = None
    goal: float | None = None
    changes: tuple[Change, ...] = ()
    started_after_bad_spell: bool = False
    notes: tuple[str, ...] = ()

    def pairs(self) -> "list[Pair]":
        """The phases to compare: each baseline with the support that follows it.

        A series that starts with support (BAB...) compares that first support with the baseline
        after it, where no support follows that baseline. Later supports of a run (ABC) and
        follow-up phases are compared with nothing here: make a Pair of them for that.
        """
        found: list[Pair] = []
        for place, phase in enumerate(self.phases):
            if phase.kind != BASELINE:
                continue
            after = self._support(place + 1)
            before = None if after or found else self._support(place - 1)
            if support := after or before:
                found.append(Pair(self, phase, support, started_with_support=bool(before)))
        return [_named(pair, place, len(found)) for place, pair in enumerate(found, start=1)]

    def _support(self, place: int) -> Phase | None:
        if not 0 <= place < len(self.phases):
            return None
        phase = self.phases[place]
        return None if phase.kind in (BASELINE, FOLLOW_UP) else phase

    @property
    def limits(self) -> tuple[float, float] | None:
        """The smallest and largest outcome the scale knows."""
        ends = {"proportion": (0.0, 1.0), "percentage": (0.0, 100.0), "count": (0.0, math.inf)}
        return ends.get(self.scale)


def make_series(series_id: str, rows: list[tuple[str, Point]], **more: object) -> Series:
    """A series of (condition, point) rows; neighbours of one condition make a phase.

    Where no session's number comes twice, rows are first put in its order. Otherwise (numbers start
    again in each phase, or several points are of one day) the order of the rows makes the phases,
    and each phase is put in order by itself; but for rows in no order at all, whose numbers each
    belong to one condition: they are put in the order of their numbers.
    """
    if not comes_twice(rows) or _scattered(rows):
        rows = sorted(rows, key=lambda row: row[1].session)
    phases = tuple(_phase([point for _, point in run], run[0][0]) for run in _runs(rows))
    return Series(series_id, phases, **more)  # type: ignore[arg-type]


def comes_twice(rows: list[tuple[str, Point]]) -> bool:
    """Whether a session's number stands on more than one row."""
    return len({point.session for _, point in rows}) < len(rows)


def _runs(rows: list[tuple[str, Point]]) -> list[list[tuple[str, Point]]]:
    return [list(run) for _, run in groupby(rows, key=lambda row: row[0])]


def _scattered(rows: list[tuple[str, Point]]) -> bool:
    """Whether numbers go back within a run of rows, and none is of two conditions."""
    if len({(point.session, condition) for condition, point in rows}) > len(
        {point.session for _, point in rows}
    ):
        return False
    steps = (pairwise(point.session for _, point in run) for run in _runs(rows))
    return any(later < sooner for run in steps for sooner, later in run)


def _phase(points: list[Point], condition: str) -> Phase:
    return Phase(condition, tuple(sorted(points, key=lambda point: point.session)))


@dataclass(frozen=True)
class Pair:
    """A baseline and the support it is compared with, ready for every measure."""

    series: Series
    baseline: Phase
    support: Phase
    started_with_support: bool = False
    name: str = ""

    @property
    def sign(self) -> int:
        """1 where more is better, -1 where less is."""
        return -1 if self.series.direction == "decrease" else 1

    @cached_property
    def a(self) -> list[float]:
        """Baseline outcomes as recorded."""
        return self.baseline.outcomes

    @cached_property
    def b(self) -> list[float]:
        """Outcomes with support as recorded."""
        return self.support.outcomes

    @cached_property
    def beyond_scale(self) -> str:
        """A sentence where a value is one its scale does not know; it is used as given."""
        limits = self.series.limits
        outside = [y for y in [*self.a, *self.b] if limits and not limits[0] <= y <= limits[1]]
        if not outside:
            return ""
        return f"A {self.series.scale} cannot be {outside[0]:g}; it was used as it was given."

    @cached_property
    def a_up(self) -> list[float]:
        """Baseline outcomes, turned so that + is better."""
        return [self.sign * y for y in self.a]

    @cached_property
    def b_up(self) -> list[float]:
        """Outcomes with support, turned so that + is better."""
        return [self.sign * y for y in self.b]


def _named(pair: Pair, place: int, of: int) -> Pair:
    """ABAB compares twice: then each pair adds its number to the name, as in "Leo|2"."""
    name = pair.series.series_id if of == 1 else f"{pair.series.series_id}|{place}"
    return Pair(pair.series, pair.baseline, pair.support, pair.started_with_support, name)
