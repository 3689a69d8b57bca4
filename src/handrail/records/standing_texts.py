"""The kept text of many records as they stand now, read from columns alone.

Making rows of models and moments of text, only to write them as text again, was most of what it
cost to verify a register. `snapshots.py` says what is kept; this is the quick way to read it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from functools import lru_cache
from typing import Any

from django.db import connection, models
from django.db.models.functions import Cast
from django.utils.dateparse import parse_datetime

from handrail.records.kind import Kind
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
)
from handrail.records.snapshots import (
    KEPT,
    RECORD_FIELDS,
    REGISTER_FIELDS,
    kind_of,
    own_fields,
    written,
)
from handrail.school.models import School

_CHUNK = 2000
_HUNG: dict[str, tuple[type[models.Model], str]] = {
    "involvements": (Involvement, "record_id"), "chosen": (ChosenWord, "record_id"),
    "amendments": (Amendment, "record_id"), "attachments": (Attachment, "record_id"),
    "links": (Link, "source_id"), "actions": (Action, "record_id"),
    "audience": (Audience, "record_id"), "findings": (Finding, "record_id"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """One record as it stands: which, and its text."""

    pk: int
    text: str


def texts_now(school: School, keys: Sequence[int]) -> Iterator[Standing]:
    """The text of each of these records of a school, the same that `snapshot` writes.

    One query a table, for all of the school's records from the first key to the last: to name
    each key in each query costs more than to read. So `keys` are neighbours, in order.
    """
    span = _Span(school, keys[0], keys[-1])
    found = list(span.of(Record, RECORD_FIELDS, "pk", "pk"))
    hung = {name: _hung_on(name, span) for name in _HUNG}
    numbers = {pk: number for pk, *number in span.of(RegisterEntry, REGISTER_FIELDS, "pk")}
    at = RECORD_FIELDS.index("kind") + 1
    kinds = {slug: kind_of(slug) for slug in {row[at] for row in found}}
    details, rows = _declared(span, [kind for kind in kinds.values() if kind])
    for pk, *columns in found:
        kind = kinds[columns[at - 1]]
        own = rows.get(pk, {})
        yield Standing(pk, written(
            kind, dict(zip(RECORD_FIELDS, columns, strict=True)), details.get(pk),
            {name: of.get(pk, ()) for name, of in hung.items()},
            {one.slug: own.get(one.slug, ()) for one in (kind.rows if kind else ())},
            numbers.get(pk),
        ))  # fmt: skip


@dataclass(frozen=True)
class _Span:
    """A school's records from one to another."""

    school: School
    first: int
    last: int

    def of(
        self,
        table: type[models.Model],
        names: Sequence[str],
        order: str,
        key: str = "record_id",
        **only: str,
    ) -> Iterator[list[Any]]:
        """Rows of a table that are of these records: the record's key, then the columns."""
        school = "school" if key == "pk" else f"{key.removesuffix('_id')}__school"
        rows = _all_of(table).filter(
            **{school: self.school, f"{key}__gte": self.first, f"{key}__lte": self.last, **only}
        )
        return Columns(table, (key, *names)).of(rows.order_by(order))


def _all_of(table: type[models.Model]) -> models.QuerySet[Any]:
    return Record.everything.all() if table is Record else table._default_manager.all()


def _hung_on(name: str, span: _Span) -> dict[int, list[Any]]:
    table, key = _HUNG[name]
    out: dict[int, list[Any]] = {}
    for record, *columns in span.of(table, KEPT[name], "pk", key):
        out.setdefault(record, []).append(columns)
    return out


def _declared(
    span: _Span, kinds: Iterable[Kind]
) -> tuple[dict[int, dict[str, Any]], dict[int, dict[str, list[Any]]]]:
    """What stands in the tables of the kinds: details and rows, each by record."""
    details: dict[int, dict[str, Any]] = {}
    rows: dict[int, dict[str, list[Any]]] = {}
    for kind in kinds:
        for pk, columns in _named(span, kind, kind.detail, "record_id"):
            details[pk] = columns
        for one in kind.rows:
            for pk, columns in _named(span, kind, one.table, "position"):
                rows.setdefault(pk, {}).setdefault(one.slug, []).append(columns)
    return details, rows


def _named(
    span: _Span, kind: Kind, table: type[models.Model], order: str
) -> Iterator[tuple[int, dict[str, Any]]]:
    names = [field.attname for field in own_fields(table)]
    for pk, *columns in span.of(table, names, order, record__kind=kind.slug):
        yield pk, dict(zip(names, columns, strict=True))


class Columns:
    """Some columns of a table, each row a list of what `canonical_json` would write of it.

    Where the database keeps moments and long ids as text, they are read as text, and only turned
    into the way they are written. A text that is none stays what it is, and so matches nothing.
    """

    def __init__(self, table: type[models.Model], names: Sequence[str]) -> None:
        self.asked: list[Any] = []
        self.writers: list[tuple[int, Callable[[Any], Any]]] = []
        for at, name in enumerate(names):
            path = name.replace(".", "__")
            writer, read_as = _quicker(table, path)
            self.asked.append(Cast(path, read_as) if read_as else path)
            if writer:
                self.writers.append((at, writer))

    def of(self, rows: models.QuerySet[Any]) -> Iterator[list[Any]]:
        for found in rows.values_list(*self.asked).iterator(_CHUNK):
            row = list(found)
            for at, writer in self.writers:
                if row[at] is not None:
                    row[at] = writer(row[at])
            yield row


def _quicker(
    table: type[models.Model], path: str
) -> "tuple[Callable[[Any], Any] | None, models.Field[Any, Any] | None]":
    """How a column is written, and as what it is read; nothing for one that is quick already."""
    if "__" in path or connection.features.supports_timezones or connection.timezone != UTC:
        return None, None
    field = table._meta.pk if path == "pk" else _field(table, path)
    if isinstance(field, models.DateTimeField):
        return _moment, models.TextField()
    if isinstance(field, models.UUIDField):
        return _long_id, models.TextField()
    if isinstance(field, models.BooleanField):
        return _yes_or_no, models.TextField()
    return None, None


def _field(table: type[models.Model], attname: str) -> "models.Field[Any, Any]":
    return next(one for one in table._meta.concrete_fields if one.attname == attname)


@lru_cache(maxsize=4096)
def _moment(kept: str) -> str:
    """ "2026-04-01 09:30:00" as it is written: in UTC, to the microsecond."""
    if len(kept) == 19 and kept[10] == " ":
        return f"{kept[:10]}T{kept[11:]}.000000+00:00"
    if len(kept) == 26 and kept[10] == " ":
        return f"{kept[:10]}T{kept[11:]}+00:00"
    try:
        moment = parse_datetime(kept)
    except ValueError:
        return kept
    if moment is None:
        return kept
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec="microseconds")


def _long_id(kept: str) -> str:
    if len(kept) != 32:
        return kept
    return f"{kept[:8]}-{kept[8:12]}-{kept[12:16]}-{kept[16:20]}-{kept[20:]}"


def _yes_or_no(kept: str) -> Any:
    return {"1": True, "0": False}.get(kept, kept)
