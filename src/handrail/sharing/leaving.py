"""Leaving: everything of a school as files that other programs can read, with checksums."""

import csv
import json
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage

from handrail.core import clock
from handrail.core.dates import said_day
from handrail.core.hashing import canonical_json, sha256_hex
from handrail.core.progress import Progress, silent
from handrail.records.attaching import path_of
from handrail.records.beside import Tables, tables_of
from handrail.records.models import AccessEntry, Action, Attachment, Record, Revision
from handrail.records.reading import details_of
from handrail.records.snapshots import PREFETCH_FOR_SNAPSHOT, snapshot_from_rows
from handrail.school.models import Logo, School
from handrail.sharing.roll_tables import LEFT_OUT, WHAT, roll_tables

README = """# Everything of {school}

Written by Handrail on {day}. Tables are CSV in UTF-8; `records.jsonl` and `chain.jsonl` hold one
JSON object a line. Cells that a spreadsheet would run begin with an apostrophe.

| file | what |
|---|---|
| records.jsonl | every record whole: spine, details by column, who was in it, words, amendments |
| chain.jsonl | every revision in order |
| attachments/ | the files, each under its number; names and fingerprints stand in records.jsonl |
| logo.png | the school's logo, where there is one |
| manifest.json | the SHA-256 of every file here |
{tables}

`number` is the lasting number of a person, group, place, word or record; other tables name it under
`pupil`, `person`, `group`, `place` and the like. `mis_id` is the id in the management system
(OneRoster: sourcedId); those of people stand in identifiers.csv.

In the chain, `hash` is the SHA-256 of the `hash` before it (64 zeros at the start), a line end,
and the JSON list, without spaces, of `seq`, `record_id`, `act`, `at`, `by_id`, `why` and
`body_hash`, where `why` is the `reason_hash` where there is one, else the `reason`. Anybody can
check it without Handrail.

## What is not here

{left_out}
"""
OF_RECORDS = {
    "actions.csv": "what had to follow, by when, and how it was closed",
    "access.csv": "who opened what, when",
}
# What begins a formula, in plain and in full width, after whatever a spreadsheet does not show.
UNSEEN = r"[\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2060\ufeff]*"
RISKY = re.compile(rf"{UNSEEN}[=+\-@\uff1d\uff0b\uff0d\uff20\u2212]|[\t\r\n]")


def safe_cell(value: object) -> str:
    """A cell that no spreadsheet runs as a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if RISKY.match(text) else text


def export_school(school: School, folder: Path, *, progress: Progress = silent) -> dict[str, int]:
    """Write everything of a school into an empty folder; returns rows by file.

    For whoever holds the installation: it narrows nothing and must be kept as safe as the
    database. Raises FileExistsError when the folder holds anything.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty. Name a new folder.")
    (folder / "attachments").mkdir(parents=True, exist_ok=True)
    tables = tables_to_write(school)
    counts = {name: _write_table(folder / name, header, rows, progress)
              for name, (header, rows) in tables.items()}  # fmt: skip
    counts["records.jsonl"] = _write_lines(folder / "records.jsonl", _records(school), progress)
    counts["chain.jsonl"] = _write_lines(folder / "chain.jsonl", _chain(school), progress)
    counts["attachments"] = _copy_attachments(school, folder / "attachments")
    day = said_day(clock.today())
    if logo := Logo.objects.filter(school=school).first():
        (folder / "logo.png").write_bytes(bytes(logo.png))
    listed = "\n".join(
        f"| {name} | {_what(name, header)} |" for name, (header, _) in tables.items()
    )
    missing = "\n".join(f"- {name}: {why}." for name, why in LEFT_OUT.items())
    (folder / "README.md").write_text(
        README.format(school=school.name, day=day, tables=listed, left_out=missing)
    )
    _write_manifest(folder)
    return counts


def tables_to_write(school: School) -> Tables:
    """Every table of the export: header and rows by file."""
    return {**roll_tables(school), **_of_records(school), **tables_of(school)}


def _what(name: str, header: list[str]) -> str:
    """What a table is, and its columns: each explains itself where no sentence was written."""
    said = {**WHAT, **OF_RECORDS}.get(name)
    return f"{said}: {', '.join(header)}" if said else ", ".join(header)


def _of_records(school: School) -> Tables:
    return {
        "actions.csv": (
            ["number", "record", "what", "post", "person", "due", "state", "closed", "because"],
            Action.objects.filter(school=school).values_list(
                "uuid", "record__uuid", "duty", "owner_role", "owner_person__uuid", "due",
                "state", "closed_at", "because"),
        ),
        "access.csv": (
            ["record", "person", "at", "how"],
            AccessEntry.objects.filter(record__school=school).values_list(
                "record__uuid", "person__uuid", "at", "how"),
        ),
    }  # fmt: skip


def _write_table(
    path: Path, header: list[str], rows: Iterable[Iterable[object]], progress: Progress
) -> int:
    count = 0
    with path.open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(header)
        for row in rows:
            table.writerow([safe_cell(cell) for cell in row])
            count += 1
            progress.step()
    return count


def _write_lines(path: Path, rows: Iterator[dict[str, Any]], progress: Progress) -> int:
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(canonical_json(row).decode() + "\n")
            count += 1
            progress.step()
    return count


def _records(school: School) -> Iterator[dict[str, Any]]:
    """Every record as the chain sees it, with numbers of people instead of keys."""
    rows = Record.everything.filter(school=school).order_by("pk")
    rows = rows.prefetch_related(*PREFETCH_FOR_SNAPSHOT, "involvements__person")
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:500]):
        details_of(batch)
        for record in batch:
            body = json.loads(snapshot_from_rows(record, getattr(record, "detail", None)))
            body["people"] = [str(row.person.uuid) for row in record.involvements.all()]
            yield body
        last = batch[-1].pk


def _chain(school: School) -> Iterator[dict[str, Any]]:
    rows = (
        Revision.objects.filter(school=school)
        .order_by("seq")
        .values(
            "seq", "record_id", "record__uuid", "act", "at", "by_id", "by__uuid", "reason",
            "reason_hash", "body_hash", "hash",
        )
    )  # fmt: skip
    for row in rows.iterator(chunk_size=1000):
        yield dict(row)


def _copy_attachments(school: School, folder: Path) -> int:
    count = 0
    for row in Attachment.objects.filter(record__school=school):
        if default_storage.exists(path_of(row)):
            with (
                default_storage.open(path_of(row)) as source,
                (folder / str(row.uuid)).open("wb") as to,
            ):
                shutil.copyfileobj(source, to)
            count += 1
    return count


def _write_manifest(folder: Path) -> None:
    files = {
        str(path.relative_to(folder)): sha256_hex(path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    (folder / "manifest.json").write_text(json.dumps(files, indent=1))
