"""A file of attendance, line by line: every cell that cannot be kept, with its place and reason."""

import csv
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from handrail.attendance.codes import code_of
from handrail.attendance.finding import Finder
from handrail.core.names import clean
from handrail.learning.importing import Fault

MOST_ROWS, MOST_FAULTS = 300_000, 1_000
WHO = ("pupil", "upn", "id", "name")
ALIASES = {
    "admission number": "id", "pupil id": "id", "mis id": "id", "number": "id",
    "unique pupil number": "upn", "pupil name": "name", "attendance": "per_cent",
    "percentage": "per_cent", "percent": "per_cent", "per cent": "per_cent", "%": "per_cent",
    "half": "session", "mark": "code", "from": "first", "start": "first", "to": "last",
    "end": "last", "am": "AM", "pm": "PM",
}  # fmt: skip
HALVES = {"am": "AM", "pm": "PM", "morning": "AM", "afternoon": "PM", "1": "AM", "2": "PM"}
NO_HEADINGS = (
    "The first line must name the pupil (upn, id, pupil or name) and either date with session and "
    "code, or date with am and pm, or from, to and percentage."
)
BLANK = {"", "-"}  # no register was taken


@dataclass(frozen=True)
class Code:
    line: int
    pupil: int
    date: date
    half: str
    code: str


@dataclass(frozen=True)
class Percentage:
    line: int
    pupil: int
    first: date
    last: date
    per_cent: float


@dataclass
class Read:
    """A whole file: the rows that can be kept, and everything that is amiss with the others."""

    file: str
    codes: list[Code] = field(default_factory=list)
    shares: list[Percentage] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def amiss(self, reason: str, line: int = 0, column: str = "", value: str = "") -> None:
        self.faults.append(Fault(reason, self.file, line, column, value[:200]))


def read_attendance(name: str, body: bytes, finder: Finder, gone: date, today: date) -> Read:
    """Never raises for what is in the file. `gone` is the newest day that is not kept any more."""
    read = Read(name)
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        read.amiss("The letters of this file cannot be read. Save it as “CSV UTF-8”.")
        return read
    seen: dict[tuple[object, ...], int] = {}
    for line, cells in _lines(text, read):
        _take(line, cells, finder, (gone, today), read, seen)
        if len(read.faults) >= MOST_FAULTS:
            read.amiss("There is more to put right than is listed here.")
            break
    if not read.codes and not read.shares and not read.faults:
        read.amiss("There is no attendance in this file.")
    return read


def _lines(text: str, read: Read) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each filled line with the number it begins on, its cells by heading."""
    table = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        said = [" ".join(clean(cell).casefold().replace("_", " ").split())
                for cell in next(table, [])]  # fmt: skip
        heads = [ALIASES.get(head, head) for head in said]
        if not _whole(set(heads)):
            read.amiss(NO_HEADINGS, 1, value=", ".join(said))
            return
        yield from _filled(table, heads, read)
    except csv.Error as trouble:
        read.amiss(f"This line is not CSV ({trouble}).", table.line_num)


def _whole(heads: set[str]) -> bool:
    shapes = ({"date", "session", "code"}, {"date", "AM", "PM"}, {"first", "last", "per_cent"})
    return bool(heads & set(WHO)) and any(shape <= heads for shape in shapes)


def _filled(
    table: Iterator[list[str]], heads: Sequence[str], read: Read
) -> Iterator[tuple[int, Mapping[str, str]]]:
    before = table.line_num  # type: ignore[attr-defined]
    for count, cells in enumerate(table):
        line, before = before + 1, table.line_num  # type: ignore[attr-defined]
        if not any(cell.strip() for cell in cells):
            continue
        if count >= MOST_ROWS:
            read.amiss(f"A file holds at most {MOST_ROWS:,} lines.", line)
            return
        if any(cell.strip() for cell in cells[len(heads) :]):
            read.amiss("There are more cells than headings.", line, value=cells[len(heads)])
        yield line, dict(zip(heads, (clean(cell) for cell in cells), strict=False))


def _take(
    line: int, cells: Mapping[str, str], finder: Finder, days: tuple[date, date], read: Read,
    seen: dict[tuple[object, ...], int],
) -> None:  # fmt: skip
    """Keep what a line says, or say of each cell why it cannot be kept."""
    found = finder.find(cells)
    if isinstance(found, str):
        named = [name for name in WHO if name in cells]
        column = next((name for name in named if cells[name]), named[0])
        read.amiss(found, line, column, cells.get(column, ""))
    pupil = found if isinstance(found, int) else 0
    rows = _share(line, cells, pupil, days, read) if "per_cent" in cells else _codes(
        line, cells, pupil, days, read)  # fmt: skip
    for key in rows:
        if pupil and key in seen:
            read.amiss(f"The same pupil and time stand on line {seen[key]}.", line,
                       "first" if "per_cent" in cells else "date", str(key[1]))  # fmt: skip
        seen.setdefault(key, line)


def _codes(
    line: int, cells: Mapping[str, str], pupil: int, days: tuple[date, date], read: Read
) -> list[tuple[object, ...]]:
    day = _day(line, "date", cells.get("date", ""), days, read)
    keys: list[tuple[object, ...]] = []
    for column, half, text in _halves(line, cells, read):
        code = code_of(text)
        if text in BLANK and column != "code":
            continue
        if not code:
            reason = "Say the code." if text in BLANK else "This is no national attendance code."
            read.amiss(reason, line, column.casefold(), text)
        elif half and day:
            read.codes.append(Code(line, pupil, day, half, code))
            keys.append((pupil, day, half))
    return keys


def _halves(line: int, cells: Mapping[str, str], read: Read) -> list[tuple[str, str, str]]:
    """Column, half of the day and code: one where a line is a session, two where it is a day."""
    if "code" not in cells:
        return [(half, half, cells.get(half, "")) for half in ("AM", "PM")]
    half = HALVES.get(cells.get("session", "").casefold(), "")
    if not half:
        read.amiss("Say AM or PM.", line, "session", cells.get("session", ""))
    return [("code", half, cells["code"])]


def _share(
    line: int, cells: Mapping[str, str], pupil: int, days: tuple[date, date], read: Read
) -> list[tuple[object, ...]]:
    first = _day(line, "first", cells.get("first", ""), days, read)
    last = _day(line, "last", cells.get("last", ""), days, read)
    text = cells["per_cent"].removesuffix("%").strip()
    try:
        value = float(text) if text.isascii() and "_" not in text else math.nan
    except ValueError:
        value = math.nan
    if not 0 <= value <= 100:
        read.amiss("This is not a percentage from 0 to 100.", line, "percentage", text)
    if first and last and last < first:
        read.amiss("The period ends before it begins.", line, "last", cells["last"])
    elif first and last and 0 <= value <= 100:
        read.shares.append(Percentage(line, pupil, first, last, value))
        return [(pupil, first, last)]
    return []


def _day(line: int, column: str, text: str, days: tuple[date, date], read: Read) -> date | None:
    """A day as spreadsheets write it here: 23/11/2026 or 2026-11-23."""
    parts = text.split("/")
    try:
        if len(parts) == 3 and all(part.isascii() and part.isdigit() for part in parts):
            day = date(int(parts[2]), int(parts[1]), int(parts[0]))
        else:
            day = date.fromisoformat(text)
    except ValueError:
        read.amiss("This is not a date such as 23/11/2026.", line, column, text)
        return None
    gone, today = days
    if day > today:
        read.amiss("This day has not come yet.", line, column, text)
    elif day <= gone:
        read.amiss("Days as old as this are not kept here. Leave them out.", line, column, text)
    else:
        return day
    return None
