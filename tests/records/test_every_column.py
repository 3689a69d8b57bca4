"""Every column of every table of the spine and the kinds is changed; `handrail verify` says so."""

import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, models, transaction

from handrail.demo.cast import Cast
from handrail.records.kind import all_kinds
from handrail.records.models import (
    Action,
    Amendment,
    Attachment,
    Audience,
    ChainHead,
    ChosenWord,
    Involvement,
    Link,
    Record,
    Revision,
)
from handrail.records.verifying import verify_school
from handrail.school.models import School
from tests.counting import Count
from tests.records.test_chain import full

__all__ = ["full"]  # four records with everything that can hang on one
SPINE = (Record, Involvement, ChosenWord, Amendment, Attachment, Audience, Link, Action, Revision,
         ChainHead)  # fmt: skip
# What nobody vouches for, each with its reason; anything else that goes unseen is a leak.
FREE = {
    "records_action.steps_told": "how far the ladder was climbed: moves by itself",
    "records_action.next_step_at": "when the ladder moves next: moves by itself",
}


@pytest.mark.slow
def test_every_changed_column_and_deleted_row_is_found(full: Cast, count: Count) -> None:
    tried, unseen, free = 0, [], set()
    School.objects.create(name="Elm Park Primary")  # a record may be moved to another school
    for model in (*SPINE, *(kind.detail for kind in all_kinds())):
        for pk in _keys(model):
            for what, harm in _harms(model, pk):
                with transaction.atomic():
                    harmed = _allowed(harm)
                    found = harmed and verify_school(full.school).breaks
                    transaction.set_rollback(True)
                if not harmed:
                    continue
                tried += 1
                if not found and what in FREE:
                    free.add(what)
                elif not found:
                    unseen.append(f"{what} of {pk}")
    count("C6", "columns changed and rows deleted behind the program", tried, len(unseen))
    assert (unseen, free) == ([], set(FREE))


def _allowed(harm: Callable[[], int | None]) -> int:
    """How many rows were harmed: none, when the database itself refuses."""
    try:
        with transaction.atomic():
            return harm() or 0
    except IntegrityError:
        return 0


def _keys(model: type[models.Model]) -> list[Any]:
    """The first row and the last: enough to find a column that nobody looks at."""
    keys = list(model._base_manager.order_by("pk").values_list("pk", flat=True))
    return list(dict.fromkeys([*keys[:1], *keys[-1:]]))


def _harms(model: type[models.Model], pk: Any) -> Iterator[tuple[str, Any]]:
    """Each column set to something else of its own sort, and the row taken out."""
    rows = model._base_manager.filter(pk=pk)
    for column in model._meta.concrete_fields:
        if column.primary_key:
            continue
        value = rows.values_list(column.attname, flat=True).get()
        name = f"{model._meta.db_table}.{column.column}"
        yield name, lambda c=column, v=value: rows.update(**{c.attname: _other(c, v)})
    yield f"{model._meta.db_table} deleted", lambda: rows._raw_delete(rows.db)


def _other(column: Any, value: Any) -> Any:
    """Another value that the column can hold: what somebody with the password would write."""
    if column.choices and not isinstance(column, models.IntegerField):
        return next(slug for slug, _ in column.flatchoices if slug != value)
    if column.is_relation:
        table = column.related_model._base_manager
        return table.exclude(pk=value).order_by("-pk").values_list("pk", flat=True).first()
    if value is None:
        return {"DateTimeField": datetime(2020, 1, 1, tzinfo=_UTC), "TimeField": time(3, 14)}.get(
            column.get_internal_type(), 1
        )
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return (value + "x")[-(column.max_length or 999_999) :]
    if isinstance(value, uuid.UUID | time):
        return uuid.uuid4() if isinstance(value, uuid.UUID) else time(3, 14)
    return value + (timedelta(days=1) if isinstance(value, date | datetime) else 1)


_UTC = datetime.now().astimezone().tzinfo


@pytest.mark.parametrize("how", ["swapped", "of another record"])
def test_an_attachment_swapped_for_another_is_found(
    full: Cast, settings: LazySettings, how: str, count: Count
) -> None:
    from io import BytesIO

    from django.core.files.storage import default_storage

    from handrail.records.attaching import attach, path_of
    from handrail.records.reader import reader_for
    from tests.records import pictures

    one = Attachment.objects.get()
    other_record = Record.everything.get(kind="behaviour")
    photo = BytesIO(pictures.photo("PNG", size=(9, 9)))
    two = attach(other_record, reader_for(full.sam), "b.png", photo)
    assert verify_school(full.school).breaks == ()
    if how == "swapped":
        paths = [default_storage.path(path_of(row)) for row in (one, two)]
        bodies = [Path(path).read_bytes() for path in paths]
        for path, body in zip(paths, reversed(bodies), strict=True):
            Path(path).write_bytes(body)
    else:
        Attachment.objects.filter(pk=one.pk).update(record=two.record_id)
    broken = verify_school(full.school).breaks
    count("C6", "attachments swapped", 2, 2 - min(len(broken), 2))
    assert len(broken) >= 2
