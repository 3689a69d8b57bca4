"""A file of scores, line by line: every cell that cannot be kept, with its place and its reason."""

import csv
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from handrail.core.names import clean
from handrail.scores.models import Batch

COLUMNS = ("pupil", "date", "score", "part")
MOST_ROWS, MOST_BYTES, LONGEST_PART = 5_000, 2_000_000, 80
NO_LETTERS = "The letters of this file cannot be read. Save it as “CSV UTF-8”."
NO_HEADINGS = "The first line must hold the headings pupil, date and score; part is optional."
NOBODY = "No such pupil here. Give the UPN, or the number from the pupil’s page."


@dataclass(frozen=True)
class Bad:
    """What cannot be kept and where; line 1 is the headings, 0 the file as a whole."""

    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class Row:
    line: int
    pupil: int
    date: date
    part: str
    value: float


@dataclass
class Read:
    """A whole file: the rows that can be kept, and everything that is amiss with the others."""

    rows: list[Row] = field(default_factory=list)
    bad: list[Bad] = field(default_factory=list)

    def amiss(self, reason: str, line: int = 0, column: str = "", value: str = "") -> None:
        self.bad.append(Bad(line, column, value[:200], reason))


def read_scores(body: bytes, batch: Batch, pupils: Mapping[str, int], today: date) -> Read:
    """Never raises for what is in the file. `pupils` gives the key by UPN and by public number, of
    the pupils that whoever brings it may write about."""
    read = Read()
    if len(body) > MOST_BYTES:
        read.amiss("This file is larger than 2 MB.")
        return read
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        read.amiss(NO_LETTERS)
        return read
    seen: dict[tuple[int, date, str], int] = {}
    for line, cells in _lines(text, read):
        row = _row(line, cells, batch, pupils, today, read)
        if row is None:
            continue
        key = (row.pupil, row.date, row.part)
        if key in seen:
            read.amiss(f"The same pupil, day and part stand on line {seen[key]}.", line, "pupil",
                       cells.get("pupil", ""))  # fmt: skip
        seen.setdefault(key, line)
        read.rows.append(row)
    if not read.rows and not read.bad:
        read.amiss("There are no scores in this file.")
    return read


def _lines(text: str, read: Read) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each filled line with the number it begins on, its cells by heading."""
    table = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        heads = [clean(cell).casefold() for cell in next(table, [])]
        if not {"pupil", "date", "score"} <= set(heads):
            read.amiss(NO_HEADINGS, 1, value=", ".join(heads))
            return
        for head in set(heads) - set(COLUMNS):
            if head:
                read.amiss("There is no such column. Leave it out.", 1, head)
        yield from _filled(table, heads, read)
    except csv.Error as trouble:
        read.amiss(f"This line is not CSV ({trouble}).", table.line_num)


def _filled(
    table: Iterator[list[str]], heads: Sequence[str], read: Read
) -> Iterator[tuple[int, Mapping[str, str]]]:
    before, count = table.line_num, 0  # type: ignore[attr-defined]
    for cells in table:
        line, before = before + 1, table.line_num  # type: ignore[attr-defined]
        if not any(cell.strip() for cell in cells):
            continue
        count += 1
        if count > MOST_ROWS:
            read.amiss(f"A file holds at most {MOST_ROWS:,} scores.", line)
            return
        if any(cell.strip() for cell in cells[len(heads) :]):
            read.amiss("There are more cells than headings.", line, value=cells[len(heads)])
        yield line, dict(zip(heads, (clean(cell) for cell in cells), strict=False))


def _row(
    line: int, cells: Mapping[str, str], batch: Batch, pupils: Mapping[str, int], today: date,
    read: Read,
) -> Row | None:  # fmt: skip
    """The line as a row; None when anything in it cannot be kept, each cell with its reason."""
    before = len(read.bad)
    said, part = cells.get("pupil", ""), cells.get("part", "")
    pupil = pupils.get(said.upper()) or pupils.get(said.lower())
    if pupil is None:
        read.amiss(NOBODY if said else "Say whose score it is.", line, "pupil", said)
    day = _day(line, cells.get("date", ""), today, read)
    value = _value(line, cells.get("score", ""), batch, read)
    if part and batch.licensed:
        read.amiss("Of a licensed instrument only totals are kept. Leave the part out.", line,
                   "part", part)  # fmt: skip
    if len(part) > LONGEST_PART:
        read.amiss(f"This is longer than {LONGEST_PART} characters.", line, "part", part)
    if len(read.bad) > before or pupil is None or day is None or value is None:
        return None
    return Row(line, pupil, day, part, value)


def _day(line: int, text: str, today: date, read: Read) -> date | None:
    """A day as spreadsheets write it here: 23/11/2026 or 2026-11-23."""
    parts = text.split("/")
    try:
        if len(parts) == 3 and all(part.isascii() and part.isdigit() for part in parts):
            day = date(int(parts[2]), int(parts[1]), int(parts[0]))
        else:
            day = date.fromisoformat(text)
    except ValueError:
        read.amiss("This is not a date such as 23/11/2026.", line, "date", text)
        return None
    if day > today or day.year < today.year - 25:
        reason = "This day has not come yet." if day > today else "This is too long ago."
        read.amiss(reason, line, "date", text)
        return None
    return day


def _value(line: int, text: str, batch: Batch, read: Read) -> float | None:
    try:
        value = float(text) if text.isascii() and "_" not in text else math.nan
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        read.amiss("This is not a number.", line, "score", text)
        return None
    if not batch.lowest <= value <= batch.highest:
        read.amiss(
            f"The scores go from {batch.lowest:g} to {batch.highest:g}.", line, "score", text
        )
        return None
    return value
