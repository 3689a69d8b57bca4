"""Reads one CSV file into rows that know where they stand; passwords never get this far."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from handrail.core.names import clean, looks_broken
from handrail.roll.bundle import RollBundle, Where
from handrail.roll.faults import RollRefused
from handrail.roll.reading.decoding import broken_letters, decode
from handrail.roll.reading.package import TOO_LARGE
from handrail.roll.reading.records import records, with_heading

MAX_ROWS = 10_000
MAX_MEMBER_ROWS = 200_000  # class lists: a large secondary has a dozen rows a pupil

_DAMAGE = re.compile(r"^\d([.,]\d+)?E\+\d+$|^\d+\.0$", re.IGNORECASE)
_FORMULA = re.compile(r"^[=@]|^[+-](?![\d\s().\-]*$)")
_PHONES = ("phone", "sms", "mobile", "telephone", "tel")


@lru_cache(maxsize=4096)
def key_of(header: str) -> str:
    """A heading as compared: "First Name", "first_name" and "FIRSTNAME" are one."""
    return "".join(letter for letter in header.casefold() if letter.isalnum())


@dataclass(frozen=True)
class Row:
    """One row. Cells are asked for by heading, in any spelling of its capitals; "" if absent."""

    where: Where
    cells: Mapping[str, str]
    labels: Mapping[str, str] = field(default_factory=dict)  # our column: how the file heads it

    def __getitem__(self, column: str) -> str:
        return self.cells.get(key_of(column), "")

    def first(self, *columns: str) -> str:
        """The first filled one of some columns."""
        return next((self[column] for column in columns if self[column]), "")

    def label(self, column: str) -> str:
        """The heading of a column as the file has it."""
        return self.labels.get(key_of(column), column)

    @property
    def said(self) -> str:
        """How a sentence names the row."""
        return f"Row {self.where.line}"


@dataclass
class Table:
    name: str
    headers: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    passwords: int = 0
    short_rows: int = 0
    spoilt: list[Row] = field(default_factory=list)  # rows with too many cells, left out

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def has(self, column: str) -> bool:
        return key_of(column) in {key_of(header) for header in self.headers}

    def need(self, *columns: str) -> None:
        """Refuse the file where a column is missing, with the nearest heading as a hint."""
        for column in columns:
            if not self.has(column):
                hint = nearest(column, self.headers)
                raise RollRefused(
                    f"The column '{column}' is missing from {self.name}. Nothing was changed."
                    + (f" Is it the one headed '{hint}'?" if hint else ""),
                    file=self.name,
                    column=column,
                )


def nearest(column: str, headers: Sequence[str]) -> str:
    """The heading that looks most like a column, or ""."""
    spelt = {key_of(header): header for header in headers}
    close = difflib.get_close_matches(key_of(column), list(spelt), n=1, cutoff=0.8)
    return spelt[close[0]] if close else ""


def read_table(
    name: str,
    data: bytes,
    bundle: RollBundle,
    mapping: Mapping[str, str] | None = None,
    ceiling: int = MAX_ROWS,
) -> Table:
    """A file's rows, with its warnings noted in the bundle; RollRefused where it cannot be read.

    `mapping` says {our column: their heading} and is applied before anything else.
    """
    text, guessed = decode(data, name)
    if guessed:
        bundle.warn(
            f"{name} is saved in an old coding of letters (Windows-1252). Look over a few names "
            "with accents.",
            Where(name, 0),
        )
    (top, cells), lines = with_heading(records(text, name), name)
    headers = _headings(cells, Where(name, top), mapping or {})
    if "" in headers:
        bundle.warn(
            f"The heading of {name} has {headers.count('')} empty columns. They were passed over.",
            Where(name, top),
        )
    table = Table(name, [header for header in headers if header and not _is_password(header)])
    _fill(table, headers, _sound(lines, name, looks_broken(text)), bundle, ceiling)
    _note_short(table, bundle)
    _note_formulas(table, bundle)
    return _without_damage(table, bundle)


def headings_in(name: str, data: bytes) -> list[str]:
    """The headings of a file as they are written; RollRefused where it cannot be read."""
    text, _ = decode(data, name)
    (_, cells), _ = with_heading(records(text, name), name)
    return [clean(cell) for cell in cells]


def _fill(
    table: Table,
    headers: list[str],
    lines: Iterator[tuple[int, list[str]]],
    bundle: RollBundle,
    ceiling: int,
) -> None:
    """Turn raw lines into rows. Passwords are counted and let go of here."""
    keys = [key_of(header) for header in headers]
    secret = [_is_password(header) for header in headers]
    wanted = max((place for place, header in enumerate(headers, 1) if header), default=0)
    for line, cells in lines:
        if len(table.rows) >= ceiling:
            raise RollRefused(TOO_LARGE, file=table.name)
        where = Where(table.name, line)
        too_long = len(cells) > len(headers) and any(cells[len(headers) :])
        table.short_rows += len(cells) < wanted
        kept: dict[str, str] = {}
        for key, hidden, cell in zip(keys, secret, cells, strict=False):
            if hidden:
                table.passwords += bool(cell)
            elif key:
                kept[key] = clean(cell) if cell else ""
        if too_long:
            bundle.refuse(
                f"Row {line} has more cells than the heading has columns. It was left out: put "
                "cells with a comma in them in quotation marks.",
                where,
                value=clean(cells[len(headers)]),
            )
        (table.spoilt if too_long else table.rows).append(Row(where, kept))


def _sound(
    lines: Iterator[tuple[int, list[str]]], name: str, broken: bool
) -> Iterator[tuple[int, list[str]]]:
    """Lines with something in them, without blanks at the ends of cells; no broken letters."""
    for line, raw in lines:
        cells = [cell.strip() for cell in raw]
        if not any(cells):
            continue
        if broken:
            _refuse_broken(cells, name, line)
        yield line, cells


def _headings(cells: list[str], where: Where, mapping: Mapping[str, str]) -> list[str]:
    name = where.file
    headers = [clean(cell) for cell in cells]
    for header in headers:
        if looks_broken(header):
            raise RollRefused(broken_letters(header[:40]), file=name, line=where.line)
    ours = {key_of(theirs): column for column, theirs in mapping.items()}
    chosen = {key_of(column) for column in ours.values()}
    headers = [_renamed(header, ours, chosen) for header in headers]
    keys = [key_of(header) for header in headers if key_of(header)]
    for header in headers:
        if keys.count(key_of(header)) > 1:
            raise RollRefused(
                f"The column '{header}' is there twice in {name}. Nothing was changed. "
                "Take one away and try again.",
                file=name,
                column=header,
                line=where.line,
            )
    return [header if key_of(header) else "" for header in headers]


def _renamed(header: str, ours: Mapping[str, str], chosen: set[str]) -> str:
    """A heading as somebody matched it; what bore our column's name until then steps back."""
    key = key_of(header)
    return ours.get(key) or (f"{header} (not the one chosen)" if key in chosen else header)


def _is_password(header: str) -> bool:
    key = key_of(header)
    return "password" in key or key in ("pwd", "passwd", "passphrase", "initialpin")


def _refuse_broken(cells: list[str], name: str, line: int) -> None:
    for cell in cells:
        if looks_broken(cell):
            raise RollRefused(broken_letters(clean(cell)[:40]), file=name, value=cell, line=line)


def _note_short(table: Table, bundle: RollBundle) -> None:
    if table.short_rows:
        many = table.short_rows
        bundle.warn(
            f"{many} {'row is' if many == 1 else 'rows are'} shorter than the heading in "
            f"{table.name}. The missing cells were read as empty.",
            Where(table.name, 0),
        )


def _note_formulas(table: Table, bundle: RollBundle) -> None:
    """Text that a spreadsheet would run is kept as text, and said."""
    headings = {key_of(header): header for header in table.headers}
    for row in table:
        for key, cell in row.cells.items():
            if cell and cell[0] in "=+-@" and _FORMULA.match(cell):
                header = headings[key]
                bundle.warn(
                    f"{row.said} began with '{cell[0]}'. It was kept as plain text.",
                    row.where,
                    header,
                    cell,
                )


def _damaged(cell: str) -> bool:
    return cell[:1].isdigit() and ("+" in cell or "." in cell) and bool(_DAMAGE.match(cell))


def _without_damage(table: Table, bundle: RollBundle) -> Table:
    """Blank the columns whose numbers a spreadsheet has spoilt, and refuse them by name."""
    if table.name.lower() == "manifest.csv":
        return table
    for header in table.headers:
        key = key_of(header)
        hit = next((row for row in table if _damaged(row.cells.get(key, ""))), None)
        if hit is None:
            continue
        value = hit[header]
        what = "Telephone numbers" if key.endswith(_PHONES) else f"Values in '{header}'"
        sentence = (
            f"{what} were damaged by a spreadsheet ({value}). "
            "Export again without opening in Excel."
        )
        if key == "id" or key.endswith(("sourcedid", "pupilid", "contactid")):
            raise RollRefused(sentence, table.name, header, value, hit.where.line)
        bundle.refuse(sentence, hit.where, header, value)
        table.rows = [Row(row.where, {**row.cells, key: ""}) for row in table.rows]
    return table
