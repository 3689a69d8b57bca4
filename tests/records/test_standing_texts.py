"""Reading columns alone gives the very text that rows of models give."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handrail.demo.cast import Cast
from handrail.records.models import Record
from handrail.records.snapshots import PREFETCH_FOR_SNAPSHOT, snapshot_from_rows
from handrail.records.standing_texts import Standing, texts_now
from handrail.school.models import School
from tests.records.test_chain import full

__all__ = ["full"]  # four records with everything that can hang on one


def slow(record: Record) -> str:
    fresh = Record.everything.prefetch_related(*PREFETCH_FOR_SNAPSHOT).get(pk=record.pk)
    return snapshot_from_rows(
        fresh, fresh.declared.detail._default_manager.filter(pk=record.pk).first()
    )


def all_of(cast: Cast) -> list[Record]:
    return list(Record.everything.filter(school=cast.school).order_by("pk"))


def quick(cast: Cast) -> dict[int, str]:
    keys = [record.pk for record in all_of(cast)]
    return {one.pk: one.text for one in texts_now(cast.school, keys)}


def test_both_ways_of_reading_write_the_same(full: Cast) -> None:
    records = all_of(full)
    assert quick(full) == {record.pk: slow(record) for record in records}
    assert len(records) > 3


def test_records_of_another_school_between_them_are_not_read(full: Cast) -> None:
    between = all_of(full)[1]
    elm = School.objects.create(name="Elm Park Primary")
    Record.everything.filter(pk=between.pk).update(school=elm)
    assert between.pk not in quick(full)
    (one,) = texts_now(elm, [between.pk])
    between.refresh_from_db()
    assert one == Standing(between.pk, slow(between))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="others keep no moment as text")
@pytest.mark.parametrize(
    ("kept", "same"),
    [("2026-11-03 10:40:00+00:00", True), ("2026-11-03T10:40:00.000000", True),
     ("2026-11-03 10:40:01", False), ("2026-11-03 10:4O:00", False), ("", False)],
)  # fmt: skip
def test_a_moment_put_into_the_database_by_hand(full: Cast, kept: str, *, same: bool) -> None:
    record = all_of(full)[0]
    write = "UPDATE records_record SET happened_at = %s WHERE id = %s"
    with connection.cursor() as cursor:
        cursor.execute(write, ["2026-11-03 10:40:00", record.pk])
        before = quick(full)[record.pk]
        cursor.execute(write, [kept, record.pk])
    assert (quick(full)[record.pk] == before) is same


def test_records_more_ask_no_more_often(full: Cast) -> None:
    records = all_of(full)
    with CaptureQueriesContext(connection) as asked:
        list(texts_now(full.school, [record.pk for record in records]))
    kinds = {record.kind: record.declared for record in records}.values()
    assert len(asked) == 10 + sum(1 + len(kind.rows) for kind in kinds)
