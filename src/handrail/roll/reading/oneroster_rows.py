"""Rows of a OneRoster file that count: their status, their ids, and what strictness refuses."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from handrail.roll.bundle import Where
from handrail.roll.reading.context import Reading
from handrail.roll.reading.manifest import Manifest
from handrail.roll.reading.oneroster_columns import columns_of, needed_of
from handrail.roll.reading.table import MAX_MEMBER_ROWS, MAX_ROWS, Row, Table

_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$")
_GUID = re.compile(r"[0-9A-Za-z./@_\-]{1,255}$")
PUPIL, STAFF, CARER = "pupil", "staff", "carer"


@dataclass
class Roster:
    """What is known of a roster so far. `hats` says what each person is: pupil, staff, carer."""

    reading: Reading
    manifest: Manifest
    school_ids: set[str] = field(default_factory=set)  # empty where the files name no school
    hats: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    elsewhere: set[str] = field(default_factory=set)  # people of other schools
    groups_elsewhere: set[str] = field(default_factory=set)
    gone_rows: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    relationships: dict[tuple[str, str], str] = field(default_factory=dict)  # (pupil, carer)
    opened: dict[str, Table] = field(default_factory=dict)

    def gone(self, name: str) -> set[str]:
        """Ids that a file takes away."""
        return {row["sourcedId"] for row in self.gone_rows[name]}

    def ours(self, ids: str) -> bool:
        """Whether a list of organisations names the school that is being read."""
        named = {one.strip() for one in ids.split(",") if one.strip()}
        return not self.school_ids or not named or bool(named & self.school_ids)


def open_table(roster: Roster, name: str) -> Table:
    """A file's table, with its columns checked; an empty one where it is not to be read."""
    if name not in roster.opened:
        roster.opened[name] = _open(roster, name)
    return roster.opened[name]


def _open(roster: Roster, name: str) -> Table:
    if not roster.manifest.reads(name):
        return Table(f"{name}.csv")
    ceiling = MAX_MEMBER_ROWS if name == "enrollments" else MAX_ROWS
    table = roster.reading.table(f"{name}.csv", ceiling)
    known = columns_of(name, roster.manifest.version)
    if roster.reading.strict:
        _check_headings(roster, table, known)
    table.need(*needed_of(name, roster.manifest.version))
    roster.reading.note_strange_columns(table, known)
    if name in ("users", "classes"):
        roster.reading.bundle.refused_ids |= {row["sourcedId"] for row in table.spoilt} - {""}
    return table


def _check_headings(roster: Roster, table: Table, known: tuple[str, ...]) -> None:
    """Passwords are gone from the headings by now; demographics of 1.1 spell two in two ways."""
    standard = [header for header in table.headers if not header.startswith("metadata.")]
    wanted = [column for column in known if column != "password"]
    if table.name.lower() == "demographics.csv":
        wanted.remove("userSourcedId")
        standard = ["sourcedId" if head == "userSourcedId" else head for head in standard]
        standard = ["birthDate" if head == "birthdate" else head for head in standard]
    if standard != wanted:
        roster.reading.strictly(
            f"The columns of {table.name} are not those of the standard, in its order.",
            Where(table.name, 1),
        )


def current_rows(roster: Roster, name: str) -> Iterator[Row]:
    """The rows that are to be kept. What a row takes away goes to `roster.gone`."""
    table = open_table(roster, name)
    bulk = roster.manifest.is_bulk(name)
    if bulk:
        _note_status(roster, table)
    inactive: list[Row] = []
    removed: list[Row] = []
    for row in table:
        status = row["status"].lower()
        ident = row["sourcedId"] if name in ("users", "classes") else ""
        if status in ("", "active"):
            if status or bulk:
                yield row
                continue
            sentence = f"{row.said}: the status is empty, which a list of changes must give."
            roster.reading.refuse(row, sentence, "status", ident)
        elif status == "tobedeleted":
            removed.append(row)
        elif status == "inactive":
            inactive.append(row)
        else:
            sentence = f"{row.said}: '{status[:40]}' is not a status we know. It was left out."
            roster.reading.refuse(row, sentence, "status", ident)
    roster.gone_rows[name] = removed
    _note_rows(roster, removed, "marked as to be deleted and taken as gone")
    _note_rows(roster, inactive, "marked as inactive and not loaded")


def _note_rows(roster: Roster, rows: list[Row], what: str) -> None:
    if rows:
        lines = ", ".join(str(row.where.line) for row in rows[:10])
        many = f"Row {lines} of" if len(rows) == 1 else f"Rows {lines} of"
        verb = "is" if len(rows) == 1 else "are"
        sentence = f"{many} {rows[0].where.file} {verb} {what}."
        roster.reading.warn(sentence, rows[0], "status")


def _note_status(roster: Roster, table: Table) -> None:
    """A full list should leave both columns empty; most do not."""
    filled = [row for row in table if row["status"] or row["dateLastModified"]]
    if not filled:
        return
    first = filled[0]
    roster.reading.strictly(
        f"{first.said} of {table.name}: status and dateLastModified must be empty in a full list.",
        first.where,
        "status",
        first["status"],
    )
    roster.reading.warn(
        f"{table.name} is a full list, but has status and dates of change. They were not needed.",
        first,
        "status",
    )
    blank = next((row for row in table if not row["status"]), None)
    if blank and any(row["status"] for row in filled):
        sentence = f"{blank.said} of {table.name} has no status among rows that have. It was kept."
        roster.reading.warn(sentence, blank, "status")
    odd = next((row for row in filled if not _MOMENT.match(row["dateLastModified"])), None)
    if odd and odd["dateLastModified"]:
        roster.reading.warn(
            f"{odd.said} of {table.name}: '{odd['dateLastModified'][:40]}' is not a moment as the "
            "standard writes it. It was not needed.",
            odd,
            "dateLastModified",
        )


def unique_rows(roster: Roster, rows: Iterator[Row], people: bool = False) -> list[Row]:
    """Rows whose id is theirs alone. Two that share one are both refused, unless they are alike."""
    by_id: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_id[row["sourcedId"]].append(row)
    kept: list[Row] = []
    for ident, same in by_id.items():
        if not ident:
            kept += same  # no id is not a shared one: each is named by itself
        elif len(same) == 1 or all(row.cells == same[0].cells for row in same):
            kept.append(same[0])
        else:
            _refuse_shared(roster, ident, same, people)
    return kept


def _refuse_shared(roster: Roster, ident: str, same: list[Row], people: bool) -> None:
    what = "people share" if people else f"rows of {same[0].where.file} share"
    how_many = {2: "Two"}.get(len(same), str(len(same)))
    neither = "Neither was" if len(same) == 2 else "None was"
    for row in same:
        sentence = f"{how_many} different {what} the id {ident}. {neither} imported."
        roster.reading.refuse(row, sentence, "sourcedId", ident)


def check_id(roster: Roster, row: Row) -> None:
    """An id as the standard allows, where strict."""
    if not _GUID.match(row["sourcedId"]):
        roster.reading.strictly(
            f"{row.said}: the id is not one that the standard allows.",
            row.where,
            "sourcedId",
            row["sourcedId"],
        )


def match_case(roster: Roster, row: Row, column: str, known: tuple[str, ...]) -> str:
    """A value of a list, whatever its capitals; "" where it is none of them."""
    text = row[column]
    if text in known:
        return text
    found = next((value for value in known if value.lower() == text.lower()), "")
    sentence = f"{row.said}: '{text[:40]}' is not written as the standard has it."
    roster.reading.strictly(sentence, row.where, column, text)
    if found:
        roster.reading.warn(f"{row.said}: '{text}' was read as '{found}'.", row, column)
    return found
