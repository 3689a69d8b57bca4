"""What a revision keeps: the whole record as it stood, in one canonical text."""

import json
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any

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

RECORD_FIELDS = (
    "uuid", "reference", "kind", "kind_version", "happened_at", "precision", "captured_at",
    "filed_at", "author_name", "author_post", "headline", "words", "sensitivity", "state",
    "void_reason", "place_id", "group_id", "author_id", "school_id",
)  # fmt: skip

# What is kept of each thing that hangs on a record, in the order it is written.
KEPT: dict[str, tuple[str, ...]] = {
    "involvements": ("person_id", "role", "as_pupil", "outcome", "account", "happened_at"),
    "chosen": ("list", "word_id", "word.label"),
    "amendments": ("uuid", "author_name", "at", "words", "author_id"),
    "attachments": (
        "uuid", "name", "sha256", "content_type", "size", "added_at", "added_by_id"),
    "links": ("sort", "target_id"),
    "actions": (
        "uuid", "duty", "what", "owner_role", "owner_person_id", "pupil_id", "due", "evidence",
        "basis", "state", "closed_at", "closed_by_id", "evidence_record_id", "because", "urgent",
        "school_id", "carer_id", "ground", "private"),
    "audience": ("person_id", "granted_by_id", "granted_at", "why", "until"),
    "findings": ("slug", "label", "said", "verdict", "person_id", "at", "private"),
}  # fmt: skip
REGISTER_FIELDS = ("kind", "year", "number")
_TAKE = {name: attrgetter(*columns) for name, columns in KEPT.items()}
_NUMBER = attrgetter(*REGISTER_FIELDS)


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
    hung: dict[str, Sequence[Any]] = {
        "involvements": involvements, "chosen": chosen, "amendments": amendments or (),
        "attachments": attachments or (), "links": links or (), "actions": actions or (),
        "audience": audience or (), "findings": findings or (),
    }  # fmt: skip
    kind = kind_of(record.kind)
    return written(
        kind,
        {name: getattr(record, name) for name in RECORD_FIELDS},
        _columns(detail),
        {name: [_TAKE[name](row) for row in found] for name, found in hung.items()},
        {
            declared.slug: [_columns(row) for row in rows or () if type(row) is declared.table]
            for declared in (kind.rows if kind else ())
        },
        _NUMBER(entry) if entry else None,
    )


def written(
    kind: Kind | None,
    record: Mapping[str, Any],
    detail: Mapping[str, Any] | None,
    hung: Mapping[str, Sequence[Sequence[Any]]],
    rows: Mapping[str, Sequence[Any]],
    number: Sequence[Any] | None,
) -> str:
    """The text of columns that somebody has read, `hung` by the names and in the order of `KEPT`.

    Of rows, findings and numbers nothing is said where a kind or a record has none.
    """
    body: dict[str, Any] = {"record": record, "detail": detail, **hung}
    if not body["findings"]:
        del body["findings"]
    if kind and kind.rows:
        body["rows"] = rows
    if number:
        body["register"] = number
    return canonical_json(body).decode()


def kind_of(slug: str) -> Kind | None:
    """The declaration of a kind, or nothing when it is declared no more."""
    return next((kind for kind in all_kinds() if kind.slug == slug), None)


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


def own_fields(table: type[models.Model]) -> "list[models.Field[Any, Any]]":
    """The columns of a kind's table that are kept: all but which record it is of."""
    return [
        field
        for field in table._meta.concrete_fields
        if not field.primary_key and field.attname != "record_id"
    ]


def _columns(detail: models.Model | None) -> dict[str, Any] | None:
    """Every column of the kind's own table, by its database name."""
    if detail is None:
        return None
    return {field.attname: getattr(detail, field.attname) for field in own_fields(type(detail))}


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


PREFETCH_FOR_SNAPSHOT = (
    "involvements", "chosen__word", "amendments", "attachments", "links", "actions",
    "audience", "findings", "register_entry",
)  # fmt: skip
