"""Reading series from a CSV file, and saying in plain sentences what is wrong with one."""

import csv
import io
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import fmean

from handrail_evidence.series import LARGEST, Phase, Point, Series, comes_twice, make_series

NEEDED = ("series_id", "condition", "session", "outcome")
OPTIONAL = ("direction", "scale", "session_length_min", "intervals", "goal")
DIRECTIONS = ("increase", "decrease")
SCALES = ("count", "proportion", "percentage", "other")
WORDS = {"BASELINE": "A", "TREATMENT": "B", "INTERVENTION": "B", "SUPPORT": "B", "FOLLOW-UP": "F"}
VARYING = {
    "session_length_min": "The sessions were not equally long ({:g} to {:g} minutes)",
    "intervals": "The sessions had from {:g} to {:g} intervals",
}
APART = {";": "semicolons", "\t": "tabs"}
NO_DIRECTION = "No direction was given, so more is taken to be better."
_LONGEST = 60
_Check = Callable[[str], object]


@dataclass(frozen=True)
class BadCell:
    """One thing wrong with a file: where, what stands there, and why it cannot be used."""

    file: str
    line: int
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        shown = f", {self.value!r}" if self.value else ""
        return f"{self.file}, line {self.line}, {self.column or 'the line'}{shown}: {self.reason}"


@dataclass
class Reading:
    """What a file held. `series` is empty where `bad` is not: nothing is read by half."""

    series: list[Series] = field(default_factory=list)
    bad: list[BadCell] = field(default_factory=list)


class _Bad(Exception):
    """A cell that cannot be used; its words are the reason."""


def read_csv(path: Path) -> Reading:
    """All series of a CSV file (UTF-8), or everything that is wrong with it; never raises.

    Columns: series_id, condition (A baseline, B to Z a support, F follow-up), session, outcome
    (blank = missing), and if wanted direction, scale, session_length_min, intervals and goal.
    Direction, scale and goal must be alike within a series; of lengths and intervals that are not,
    the mean is used and a warning says so. Other columns are left alone.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        return _wrong(path.name, "This is not text in UTF-8. Save it as CSV UTF-8 and try again.")
    except OSError as problem:
        return _wrong(path.name, f"It cannot be read: {problem.strerror or problem}.")
    return read_text(text, path.name)


def _wrong(file: str, reason: str, line: int = 1) -> Reading:
    return Reading(bad=[BadCell(file, line, "", "", reason)])


def read_text(text: str, file: str = "input") -> Reading:
    """As read_csv, for text that is already here; `file` is what it is called in sentences."""
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip().lower() for name in next(rows, [])]
        if wrong := _header(header, file):
            return Reading(bad=wrong)
        return _Reader(file, header).read((rows.line_num, row) for row in rows if any(row))
    except csv.Error as problem:
        return _wrong(file, f"It is not proper CSV ({problem}).", rows.line_num or 1)


def _header(header: list[str], file: str) -> list[BadCell]:
    if not any(header):
        return [BadCell(file, 1, "", "", "The file is empty; the first line must name columns.")]
    for mark, words in APART.items():
        if mark in header[0]:
            why = f"The cells are parted by {words}. Save the file with commas between them."
            return [BadCell(file, 1, "", "", why)]
    missing = [
        BadCell(file, 1, name, "", f"There is no column called {name}.")
        for name in NEEDED
        if name not in header
    ]
    twice = [name for name in (*NEEDED, *OPTIONAL) if header.count(name) > 1]
    return missing + [BadCell(file, 1, n, n, "This column is there twice.") for n in twice]


class _Reader:
    """Goes through the lines of one file and gathers series, or what is wrong."""

    def __init__(self, file: str, header: list[str]) -> None:
        self.file, self.header = file, header
        self.rows: dict[str, list[tuple[str, Point]]] = {}
        self.facts: dict[str, dict[str, str | float]] = {}
        self.varying: dict[tuple[str, str], list[tuple[str, float, float]]] = {}
        self.bad: list[BadCell] = []

    def read(self, rows: Iterable[tuple[int, list[str]]]) -> Reading:
        for line, row in rows:
            self._line(line, row)
        if self.bad:
            return Reading(bad=self.bad)
        if not self.rows:
            return _wrong(self.file, "There is no line below the names of the columns.")
        return Reading(series=list(self._series()))

    def _line(self, line: int, row: list[str]) -> None:
        if len(row) != len(self.header):
            many = f"This line has {len(row)} cells; the first line names {len(self.header)}."
            self._refuse(line, "", "", many)
            return
        cells = {name: cell.strip() for name, cell in zip(self.header, row, strict=True)}
        name = self._take(line, cells, "series_id", _text)
        condition = self._take(line, cells, "condition", _condition)
        session = self._take(line, cells, "session", _number)
        outcome = self._take(line, cells, "outcome", _number_or_none)
        facts = {key: self._take(line, cells, key, check) for key, check in _CHECKS.items()}
        if isinstance(name, str) and isinstance(condition, str) and isinstance(session, float):
            point = Point(session, outcome if isinstance(outcome, float) else None)
            self.rows.setdefault(name, []).append((condition, point))
            for column in VARYING:
                value = facts.pop(column)
                if isinstance(value, float):
                    said = self.varying.setdefault((name, column), [])
                    said.append((condition, session, value))
            self._agree(line, name, facts)

    def _take(self, line: int, cells: dict[str, str], column: str, check: _Check) -> object:
        value = cells.get(column, "")
        try:
            return check(value)
        except _Bad as problem:
            self._refuse(line, column, value, str(problem))
            return None

    def _refuse(self, line: int, column: str, value: str, reason: str) -> None:
        shown = value if len(value) <= _LONGEST else value[:_LONGEST] + "..."
        self.bad.append(BadCell(self.file, line, column, shown, reason))

    def _agree(self, line: int, name: str, facts: dict[str, object]) -> None:
        """What a series is, is the same on all its lines; a blank says nothing."""
        known = self.facts.setdefault(name, {})
        for column, value in facts.items():
            if not isinstance(value, str | float):
                continue
            if known.setdefault(column, value) != value:
                why = f"An earlier line of this series says {known[column]}."
                self._refuse(line, column, str(value), why)

    def _series(self) -> Iterator[Series]:
        for name, rows in self.rows.items():
            facts: dict[str, str | float] = dict(self.facts[name])
            notes = [] if "direction" in facts else [NO_DIRECTION]
            for column, words in VARYING.items():
                values = [value for _, _, value in self.varying.get((name, column), [])]
                if values:
                    facts[column] = values[0] if len(set(values)) == 1 else fmean(values)
                if len(set(values)) > 1:
                    mean = f"the mean, {fmean(values):.4g}, was used."
                    notes.append(f"{words.format(min(values), max(values))}; {mean}")
            series = make_series(name, rows, **facts)
            lengths = self.varying.get((name, "session_length_min"), [])
            phases = tuple(_with_length(phase, lengths) for phase in series.phases)
            series = replace(series, phases=phases)
            notes += [*_order_of_lines(series, rows), *_left_out(series)]
            yield replace(series, notes=tuple(notes))


def _with_length(phase: Phase, lengths: list[tuple[str, float, float]]) -> Phase:
    """The phase with how long its sessions were, so that what was counted longer is noticed."""
    sessions = set(phase.sessions)
    here = {
        minutes
        for condition, session, minutes in lengths
        if condition == phase.condition and session in sessions
    }
    alike = next(iter(here)) if len(here) == 1 else None
    return replace(phase, session_length_min=alike, lengths_vary=len(here) > 1)


def _order_of_lines(series: Series, rows: list[tuple[str, Point]]) -> list[str]:
    """Where numbers come twice and a condition comes back, the lines alone say that it does."""
    made = [phase.condition for phase in series.phases]
    if len(set(made)) == len(made) or not comes_twice(rows):
        return []
    shown = ", ".join(made[:8]) + (" ..." if len(made) > 8 else "")
    return [f"Session numbers come twice, so the order of the lines made the phases: {shown}."]


def _left_out(series: Series) -> list[str]:
    pairs = series.pairs()
    compared = [phase for pair in pairs for phase in (pair.baseline, pair.support)]
    left = [
        f"{phase.condition} (sessions {phase.sessions[0]:g} to {phase.sessions[-1]:g})"
        for phase in series.phases
        if phase.outcomes and not any(phase is one for one in compared)
    ]
    if not pairs or not left:
        return []
    return [f"What was recorded under {', '.join(left)} is compared with nothing."]


def _text(value: str) -> str:
    if not value:
        raise _Bad("Every line needs the name of its series.")
    return value


def _condition(value: str) -> str:
    known = WORDS.get(value.upper(), value.upper())
    if not (known[:1].isascii() and known[:1].isalpha() and (known[1:].isdigit() or not known[1:])):
        raise _Bad("Write A for baseline, B (or C, D ...) for a support, F for follow-up.")
    return known


def _number(value: str) -> float:
    try:
        number = float(value.replace("_", "x"))
    except ValueError:
        raise _Bad("This must be a number, as in 3 or 2.5.") from None
    if not math.isfinite(number) or abs(number) > LARGEST:
        raise _Bad("This number is too large.")
    return number


def _number_or_none(value: str) -> float | None:
    if value.upper() in ("NA", "N/A", "NAN", "-", "NULL"):
        raise _Bad("Leave the cell blank where a session was missed.")
    return _number(value) if value else None


def _above_zero(value: str) -> float | None:
    number = _number_or_none(value)
    if number is not None and number <= 0:
        raise _Bad("This must be more than 0.")
    return number


def _one_of(words: tuple[str, ...]) -> _Check:
    def check(value: str) -> str | None:
        if value and value.lower() not in words:
            raise _Bad(f"Write one of: {', '.join(words)}.")
        return value.lower() or None

    return check


_CHECKS: dict[str, _Check] = {
    "direction": _one_of(DIRECTIONS),
    "scale": _one_of(SCALES),
    "session_length_min": _above_zero,
    "intervals": _above_zero,
    "goal": _number_or_none,
}
