"""Reads objectives from CSV: our own template, or the national curriculum's statements."""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from handrail.core.names import clean, looks_broken
from handrail.learning.importing.rows import RawFramework, RawObjective

OURS = ("code", "text", "subject", "stage", "year", "strand", "parent", "needs", "retired")
NATIONAL = {"id", "subject", "key_stage", "nc_years", "strand", "substrand", "statement"}
NATIONAL_NAME = "National curriculum, key stages 1 to 3"
LICENCE = (
    "Contains public sector information licensed under the Open Government Licence v3.0. "
    "National curriculum in England, statutory statements."
)
MOST_ROWS = 20_000
YES = {"yes", "y", "true", "1"}
NO_TEXT = (
    "The first line must hold the headings, with at least “code” and “text”. "
    "Save the file as “CSV UTF-8”."
)


def read_csv(path: Path) -> RawFramework:
    """The rows of a file with the faults found while reading. Never raises for what is in it."""
    read = RawFramework(path.name, clean(path.stem.replace("_", " ").replace("-", " "))[:120])
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        read.amiss("The letters of this file cannot be read. Save it as “CSV UTF-8”.")
        return read
    rows = _rows(text, read)
    if rows is None:
        return read
    headings, lines = rows
    if headings >= NATIONAL:
        read.name, read.sort, read.source = NATIONAL_NAME, "curriculum", LICENCE
        read.rows = [_national(line, row) for line, row in lines]
    elif {"code", "text"} <= headings:
        read.rows = [_ours(line, row) for line, row in lines]
    else:
        read.amiss(NO_TEXT, 1, value=", ".join(sorted(headings))[:200])
    for raw in read.rows:
        if looks_broken(raw.text):
            read.amiss("Some letters were lost. Save the file as “CSV UTF-8”.", raw.line, "text",
                       raw.text)  # fmt: skip
    return read


def _rows(
    text: str, read: RawFramework
) -> tuple[set[str], list[tuple[int, Mapping[str, str]]]] | None:
    """Headings, and each filled row with the line it begins on."""
    table = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        heads = [_key(cell) for cell in next(table, [])]
        lines = list(_numbered(table, heads, read))
    except csv.Error as trouble:
        read.amiss(f"This line is not CSV ({trouble}).", table.line_num)
        return None
    if len(lines) > MOST_ROWS:
        read.amiss(f"A file holds at most {MOST_ROWS:,} objectives.")
        return None
    return {head for head in heads if head}, lines


def _numbered(
    table: Iterator[list[str]], heads: list[str], read: RawFramework
) -> Iterator[tuple[int, Mapping[str, str]]]:
    before = table.line_num  # type: ignore[attr-defined]
    for cells in table:
        line, before = before + 1, table.line_num  # type: ignore[attr-defined]
        if not any(cell.strip() for cell in cells):
            continue
        if any(cell.strip() for cell in cells[len(heads) :]):
            read.amiss("This line has more cells than there are headings.", line,
                       value=cells[len(heads)])  # fmt: skip
        yield line, dict(zip(heads, (clean(cell) for cell in cells), strict=False))


def _key(heading: str) -> str:
    return "_".join(clean(heading).casefold().replace("-", " ").replace("_", " ").split())


def _ours(line: int, row: Mapping[str, str]) -> RawObjective:
    told = {name: row.get(name, "") for name in OURS}
    needs = tuple(part for code in told["needs"].split(";") if (part := code.strip()))
    return RawObjective(
        line, told["code"], told["text"], told["subject"], told["stage"], told["year"],
        told["strand"], told["parent"], needs, told["retired"].casefold() in YES,
    )  # fmt: skip


def _national(line: int, row: Mapping[str, str]) -> RawObjective:
    """One statement. The same id stands in several years or subjects, so all four make the code."""
    get = row.get
    parts = (get("id", ""), get("subject", ""), get("key_stage", ""), get("nc_years", ""))
    code = " | ".join(part for part in parts if part) if parts[0] else ""
    subject = get("curriculum_subject") or get("subject", "")
    strands = (get("subject", ""), get("strand", ""), get("substrand", ""))
    strand = " · ".join(part for part in dict.fromkeys(strands) if part and part != subject)
    return RawObjective(
        line, code, get("statement", ""), subject, get("key_stage", ""), get("nc_years", ""),
        strand, get("parent_id", ""),
    )  # fmt: skip
