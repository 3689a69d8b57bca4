"""What was chosen and written in a kind's own columns, as pairs of label and words."""

from collections.abc import Sequence
from typing import Any

from django.db import models

from handrail.records.kind import Kind
from handrail.records.models import ChosenWord


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


def _said(detail: models.Model, field: Any) -> str:
    value = getattr(detail, field.name)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if value in (None, ""):
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return value.strftime("%H:%M") if hasattr(value, "strftime") else str(value)
