"""What was chosen and written in a kind's own columns, as pairs of label and words."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import models

from handrail.core import clock
from handrail.core.dates import said_day
from handrail.people.models import Person
from handrail.records.kind import Kind, Rows
from handrail.records.models import ChosenWord, Record, Row
from handrail.records.snapshots import rows_of
from handrail.records.standing_facts import rows_by_slug


def facts_said(
    kind: Kind, detail: models.Model | None, chosen: Sequence[ChosenWord]
) -> list[tuple[str, str]]:
    """The words of each list, then each filled column, in the order of the kind's form."""
    rows = []
    for words in kind.words:
        labels = [row.word.label for row in chosen if row.list == words.name(kind.slug)]
        if labels:
            rows.append((words.question, ", ".join(labels)))
    if detail is None:
        return rows
    labels_of = kind.form._meta.labels or {}
    for name in kind.form._meta.fields or ():
        field = detail._meta.get_field(name)
        if said := _said(detail, field):
            label = labels_of.get(name) or str(kind.form.base_fields[name].label)
            rows.append((label or str(field.verbose_name).capitalize(), said))  # type: ignore[union-attr]
    return rows


def rows_said_of(record: Record) -> list[tuple[Rows, list[list[tuple[str, str]]]]]:
    """Every row that a record has, table by table: pairs of label and words for each."""
    kind: Kind = record.declared
    kept = getattr(record, "kept_rows", None)
    rows = rows_of([record]).get(record.pk, []) if kept is None and kind.rows else kept or []
    by_slug = rows_by_slug(kind, rows)
    return [
        (declared, [said_of_row(declared, row) for row in by_slug[declared.slug]])
        for declared in kind.rows
        if by_slug[declared.slug]
    ]


def said_of_row(declared: Rows, row: Row) -> list[tuple[str, str]]:
    """One row as pairs of label and words, in the order of its form, without what is empty."""
    said = []
    for name in declared.form._meta.fields or ():
        asked = declared.form.base_fields[name]
        if words := _said(row, row._meta.get_field(name)):
            said.append((str(asked.label or name.replace("_", " ").capitalize()), words))
    return said


def _said(detail: models.Model, field: Any) -> str:
    value = getattr(detail, field.name)
    if isinstance(value, Person):
        return value.formal
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if value in (None, ""):
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, datetime):
        return f"{clock.local(value):%H:%M}"
    if isinstance(value, date):
        return said_day(value)
    return value.strftime("%H:%M") if hasattr(value, "strftime") else str(value)
