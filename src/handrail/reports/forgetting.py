"""Forgetting: a report of a record that is being destroyed goes with it."""

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from handrail.records.models import Record, RegisterEntry
from handrail.reports.models import FiledThere, LeftOut, Report

GONE = "A record in it has since been destroyed by law."


def on_destroyed(record: Record) -> None:
    """Let go of the files that hold its text, and of words about its passages."""
    held = Q(record=record)
    if entry := RegisterEntry.objects.filter(record=record).first():
        held |= Q(sort=Report.Sort.BOOK, school=entry.school_id, kind=entry.kind, year=entry.year)
    about = record.involvements.filter(as_pupil=True).values("person")
    held |= Q(sort=Report.Sort.PACK, school=record.school_id,
              record__involvements__person__in=about)  # fmt: skip
    lists = Report.objects.filter(
        sort__in=[Report.Sort.MISSING, Report.Sort.FILING], school=record.school_id,
        state__in=[Report.State.READY, Report.State.WAITING],
    )  # fmt: skip
    held |= Q(pk__in=[one.pk for one in lists if record.pk in one.listed])
    reports = Report.objects.filter(pk__in=Report.objects.filter(held).values("pk"))
    FiledThere.objects.filter(record=record).delete()
    LeftOut.objects.filter(report__record=record).update(label="", because="")
    for path in [one.path for one in reports.filter(state=Report.State.READY)]:
        transaction.on_commit(lambda path=path: default_storage.delete(path))  # type: ignore[misc]
    reports.exclude(state=Report.State.GONE).update(state=Report.State.GONE, problem=GONE)
