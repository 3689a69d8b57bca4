"""What a revision keeps: the whole record as it stood, in one canonical text."""

import json
from collections import namedtuple
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from django.db import models

from handrail.core.hashing import canonical_json
from handrail.records.kind import Kind, all_kinds
from handrail.records.models import (
    Action,
    Amendment,
    Attachment,
    Audience,
    ChosenWord,
    Finding,
    Involvement,
    Link,
    Record,
    RegisterEntry,
    Row,
)  # fmt: skip

_RECORD_FIELDS = (
    "uuid", "reference", "kind", "kind_version", "happened_at", "precision", "captured_at",
    "filed_at", "author_name", "author_post", "headline", "words", "sensitivity", "state",
    "void_reason", "place_id", "group_id", "author_id", "school_id",
)  # fmt: skip


def snapshot(
    record: Record,
    detail: models.Model | None,
    *,
    involvements: list[Involvement],
    chosen: list[ChosenWord],
    amendments: list[Amendment] | None = None,
    attachments: list[Attachment] | None = None,
    links: list[Link] | None = None,
    actions: list[Action] | None = None,
    audience: list[Audience] | None = None,
    rows: list[Row] | None = None,
    findings: list[Finding] | None = None,
    entry: RegisterEntry | None = None,
) -> str:
    """The canonical text of a record and all that hangs on it, the same from rows or memory."""
    body = {
        "record": {name: getattr(record, name) for name in _RECORD_FIELDS},
        "detail": _columns(detail),
        "involvements": [
            [row.person_id, row.role, row.as_pupil, row.outcome, row.account, row.happened_at]
            for row in involvements
        ],
        "chosen": [[row.list, row.word_id, row.word.label] for row in chosen],
        "amendments": [
            [row.uuid, row.author_name, row.at, row.words, row.author_id]
            for row in amendments or ()
        ],
        "attachments": [
            [row.uuid, row.name, row.sha256, row.content_type, row.size, row.added_at,
             row.added_by_id]
            for row in attachments or ()
        ],
        "links": [[row.sort, row.target_id] for row in links or ()],
        "actions": [
            [row.uuid, row.duty, row.what, row.owner_role, row.owner_person_id, row.pupil_id,
             row.due, row.evidence, row.basis, row.state, row.closed_at, row.closed_by_id,
             row.evidence_record_id, row.because, row.urgent, row.school_id, row.carer_id,
             row.ground, row.private]
            for row in actions or ()
        ],
        "audience": [
            [row.person_id, row.granted_by_id, row.granted_at, row.why, row.until]
            for row in audience or ()
        ],
    }  # fmt: skip
    return canonical_json({**body, **_where_declared(record, rows, findings, entry)}).decode()


def _where_declared(
    record: Record,
    rows: list[Row] | None,
    findings: list[Finding] | None,
    entry: RegisterEntry | None,
) -> dict[str, Any]:
    """What only some kinds have. Nothing is said of it in the text of a kind without."""
    kind = kind_of(record)
    kept: dict[str, Any] = {}
    if kind and kind.rows:
        kept["rows"] = {
            declared.slug: [_columns(row) for row in rows or () if type(row) is declared.table]
            for declared in kind.rows
        }
    if findings:
        kept["findings"] = [
            [row.slug, row.label, row.said, row.verdict, row.person_id, row.at, row.private]
            for row in findings
        ]
    if entry:
        kept["register"] = [entry.kind, entry.year, entry.number]
    return kept


def kind_of(record: Record) -> Kind | None:
    """The declaration of a record's kind, or nothing when it is declared no more."""
    return next((kind for kind in all_kinds() if kind.slug == record.kind), None)


def says_the_same(now: str, kept: str) -> bool:
    """Whether a record as it stands still says all that a kept text of it says.

    A later version of Handrail may keep more of a record: a column more in a kind's table, or at
    the end of a row. What an older text never held, it cannot vouch for, until the record is next
    revised; all that it did hold must stand as it was, and nothing may have been hung on since.
    """
    if now == kept:
        return True
    stands, held = json.loads(now), json.loads(kept)
    return held.keys() <= stands.keys() and all(
        _part_holds(stands[part], held[part]) if part in held else not stands[part]
        for part in stands
    )


def _part_holds(now: Any, held: Any) -> bool:
    """A later version may know one column more of it; a table more only if it is empty."""
    if isinstance(now, dict) and isinstance(held, dict):
        return held.keys() <= now.keys() and all(
            _part_holds(now[name], held[name])
            if name in held
            else not isinstance(now[name], list) or not now[name]
            for name in now
        )
    if isinstance(now, list) and isinstance(held, list):
        return len(now) == len(held) and all(
            row[: len(old)] == old if isinstance(row, list) and isinstance(old, list)
            else _part_holds(row, old)
            for row, old in zip(now, held, strict=True)
        )  # fmt: skip
    return bool(now == held)


def _columns(detail: models.Model | None) -> dict[str, Any] | None:
    """Every column of the kind's own table, by its database name."""
    if detail is None:
        return None
    return {
        field.attname: getattr(detail, field.attname)
        for field in detail._meta.concrete_fields
        if not field.primary_key and field.attname != "record_id"
    }


def snapshot_from_rows(record: Record, detail: models.Model | None) -> str:
    """The same text from what stands in the database now; expects `prefetch_for_snapshot`."""
    return snapshot(
        record,
        detail,
        involvements=list(record.involvements.all()),
        chosen=list(record.chosen.all()),
        amendments=list(record.amendments.all()),
        attachments=list(record.attachments.all()),
        links=list(record.links.all()),
        actions=sorted(record.actions.all(), key=lambda action: action.pk),
        audience=sorted(record.audience.all(), key=lambda row: row.pk),
        rows=rows_of([record]).get(record.pk),
        findings=sorted(record.findings.all(), key=lambda row: row.pk),
        entry=getattr(record, "register_entry", None),
    )


def snapshots_from_rows(records: Sequence[Record]) -> Iterator[tuple[Record, str]]:
    """The same texts for many records that carry their `detail`; one query a table.

    Three times as fast as prefetching, which makes a queryset for every relation of every record.
    """
    parts = {name: _by_record(name, records) for name in _PARTS}
    rows = rows_of(records)
    entries = RegisterEntry.objects.in_bulk(
        [record.pk for record in records], field_name="record_id"
    )
    for record in records:
        own = {name: found.get(record.pk, []) for name, found in parts.items()}
        yield record, snapshot(
            record, getattr(record, "detail", None), **own,
            rows=rows.get(record.pk), entry=entries.get(record.pk),
        )  # fmt: skip


def rows_of(records: Iterable[Record]) -> dict[int, list[Row]]:
    """The rows of records whose kinds have several of something; one query a table."""
    found: dict[int, list[Row]] = {}
    by_kind: dict[str, list[int]] = {}
    for record in records:
        by_kind.setdefault(record.kind, []).append(record.pk)
    for kind in all_kinds():
        keys = by_kind.get(kind.slug, [])
        for declared in kind.rows if keys else ():
            rows = declared.table._default_manager.filter(record_id__in=keys)
            for row in rows.order_by("record_id", "position"):
                found.setdefault(row.record_id, []).append(row)
    return found


class _Word(NamedTuple):
    """A chosen word as `snapshot` reads it: its label stands on the word."""

    list: str
    word_id: int
    label: str

    @property
    def word(self) -> "_Word":
        return self


def _light(name: str, columns: str) -> Any:
    return namedtuple(name, columns.split())  # noqa: PYI024 - made from the names of columns


# What hangs on a record, by its name in `snapshot`: its table, the column that says on which, what
# of it is kept, and the light row that holds that. A row of a model costs five times as much.
_PARTS: dict[str, tuple[Any, str, tuple[str, ...], Any]] = {
    name: (table, key, row._fields, row)
    for name, table, key, row in (
        ("involvements", Involvement, "record_id", _light(
            "Involved", "person_id role as_pupil outcome account happened_at")),
        ("amendments", Amendment, "record_id", _light(
            "Amended", "uuid author_name at words author_id")),
        ("attachments", Attachment, "record_id", _light(
            "Attached", "uuid name sha256 content_type size added_at added_by_id")),
        ("links", Link, "source_id", _light("Linked", "sort target_id")),
        ("actions", Action, "record_id", _light(
            "Acted", "uuid duty what owner_role owner_person_id pupil_id due evidence basis state "
            "closed_at closed_by_id evidence_record_id because urgent school_id carer_id ground "
            "private")),
        ("audience", Audience, "record_id", _light(
            "Heard", "person_id granted_by_id granted_at why until")),
        ("findings", Finding, "record_id", _light(
            "Found", "slug label said verdict person_id at private")),
    )
}  # fmt: skip
_PARTS["chosen"] = (ChosenWord, "record_id", ("list", "word_id", "word__label"), _Word)


def _by_record(name: str, records: Sequence[Record]) -> dict[int, list[Any]]:
    table, key, columns, row = _PARTS[name]
    found: dict[int, list[Any]] = {}
    rows = table.objects.filter(**{f"{key}__in": [record.pk for record in records]})
    for record, *values in rows.order_by("pk").values_list(key, *columns).iterator(2000):
        found.setdefault(record, []).append(row._make(values))
    return found


PREFETCH_FOR_SNAPSHOT = (
    "involvements", "chosen__word", "amendments", "attachments", "links", "actions",
    "audience", "findings", "register_entry",
)  # fmt: skip
