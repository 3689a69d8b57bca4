"""Making a report: asked for, made at once or on the rounds, kept for a day, handed out."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import typst
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from handrail.core import clock
from handrail.core.hashing import sha256_hex
from handrail.core.progress import Progress
from handrail.records.kind import kind_named
from handrail.records.models import AccessEntry, Record
from handrail.records.reader import Reader, reader_for
from handrail.records.reading import note_reading
from handrail.records.refusal import Refused
from handrail.registers.keeping import keeps_register
from handrail.reports.book import book_body, record_body, records_in
from handrail.reports.filing import filing_body
from handrail.reports.governors import asked_of, governors_body, may_report
from handrail.reports.missing import may_have_missing, missing_body
from handrail.reports.models import LeftOut, Report
from handrail.reports.pack import fingerprint_of_pack, pack_body, pack_records
from handrail.reports.parents import parents_body
from handrail.reports.printing import GOVERNORS, MISSING, PACK, RECORDS, printed_report
from handrail.school.models import School
from handrail.support.whole import Whole

AT_ONCE = 12  # records whose report is made in well under a second
KEPT_FOR = timedelta(hours=24)
GIVEN_UP_AFTER = timedelta(minutes=10)
STEPS = 50  # that are written down of a long one
FAILED = "The file could not be made. Ask for it again; if it stays so, tell whoever runs Handrail."
NOT_YOURS = "You may not read everything in it."
Sort, State = Report.Sort, Report.State


def ask_for_record(reader: Reader, record: Record) -> Report:
    """A PDF of one record that the reader may read; made at once."""
    return ask(reader, Report(school=record.school, sort=Sort.RECORD, kind=record.kind,
                              record=record))  # fmt: skip


def ask_for_book(reader: Reader, school: School, kind: str, year: int) -> Report:
    """The bound book of a school year. Raises Refused to who does not keep the register."""
    if not keeps_register(reader, school.pk, kind_named(kind)):
        raise Refused("Only who keeps the register can print it.")
    return ask(reader, Report(school=school, sort=Sort.BOOK, kind=kind, year=year))


def ask_for_pack(reader: Reader, whole: Whole) -> Report:
    """The pack for a review of a pupil's support. Raises Refused where there is no plan to read."""
    if whole.plan is None:
        raise Refused("There is no support plan in force. Write one first.")
    plan = whole.plan.record
    return ask(reader, Report(school=plan.school, sort=Sort.PACK, kind=plan.kind, record=plan,
                              fingerprint=fingerprint_of_pack(whole)))  # fmt: skip


def ask(reader: Reader, report: Report, left_out: Sequence[LeftOut] = ()) -> Report:
    """Keep what was asked for, and make it now when it is small."""
    report.asked_by, report.asked_at = reader.person, clock.now()
    if report.sort in {Sort.GOVERNORS, Sort.MISSING}:
        size = asked_of(reader, report).records().count()
    else:
        size = report.total = len(_keys(report))
        if not size:
            raise Refused("There is nothing to print.")
    with transaction.atomic():
        report.save()
        for one in left_out:
            one.report = report
        LeftOut.objects.bulk_create(left_out)
    if size <= AT_ONCE:
        make(report)
    return report


def make_waiting() -> int:
    """Make every report that waits, and those that a stopped server left half made; let go of
    what is older than a day."""
    now = clock.now()
    Report.objects.filter(state=State.MAKING, begun_at__lt=now - GIVEN_UP_AFTER).update(
        state=State.WAITING
    )
    for old in Report.objects.filter(state=State.READY, ready_at__lt=now - KEPT_FOR):
        let_go(old)
    waiting = Report.objects.filter(state=State.WAITING).select_related("school", "asked_by")
    return sum(make(report) for report in waiting.order_by("pk"))


def let_go(report: Report) -> None:
    """Delete the file; that it was asked for stays."""
    default_storage.delete(report.path)
    Report.objects.filter(pk=report.pk).update(state=State.GONE)


class _Counted:
    """Writes down how far a report is, for whoever waits."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.every = max(1, report.total // STEPS)

    def step(self, n: int = 1) -> None:
        self.report.done += n
        if self.report.done % self.every == 0:
            self.report.save(update_fields=["done"])


def make(report: Report) -> bool:
    """Make one and keep it with its fingerprint; whether it is ready. Whoever takes it first does.

    It is made with the rights that whoever asked has now. What goes wrong is kept in words.
    """
    taken = Report.objects.filter(pk=report.pk, state=State.WAITING).update(
        state=State.MAKING, begun_at=clock.now(), done=0
    )
    if not taken:
        return False
    report.refresh_from_db()
    try:
        file = printed_report(*_body(report))
        default_storage.save(report.path, ContentFile(file))
        report.sha256, report.size = sha256_hex(file), len(file)
        report.state, report.ready_at, report.done = State.READY, clock.now(), report.total
    except Refused as refused:
        report.state, report.problem = State.FAILED, refused.sentence
    except (OSError, ValueError, typst.TypstError):
        report.state, report.problem = State.FAILED, FAILED
    report.save()
    return report.state == State.READY


def _body(report: Report) -> tuple[dict[str, Any], Path]:
    """What it says, made with the rights that whoever asked has now, and the template of it."""
    body, template = _MADE_OF[Sort(report.sort)]
    return body(reader_for(report.asked_by), report, _Counted(report)), template


_MADE_OF: dict[Report.Sort, tuple[Callable[[Reader, Report, Progress], dict[str, Any]], Path]] = {
    Sort.RECORD: (record_body, RECORDS),
    Sort.BOOK: (book_body, RECORDS),
    Sort.PARENTS: (parents_body, RECORDS),
    Sort.GOVERNORS: (governors_body, GOVERNORS),
    Sort.PACK: (pack_body, PACK),
    Sort.MISSING: (missing_body, MISSING),
    Sort.FILING: (filing_body, RECORDS),
}


def _keys(report: Report) -> list[int]:
    return pack_records(report) if report.sort == Sort.PACK else records_in(report)


def reports_of(reader: Reader, school_id: int) -> Any:
    """What this person asked for at this school, newest first. Nobody else has it."""
    rows = Report.objects.filter(asked_by=reader.person, school=school_id)
    return rows.select_related("school", "record")


def is_still_theirs(reader: Reader, report: Report) -> bool:
    """Whether this reader may have today what they asked for."""
    if report.sort == Sort.GOVERNORS:
        return may_report(reader, report.school_id)
    if report.sort == Sort.MISSING and not report.listed:
        return may_have_missing(reader, report.school_id)
    return bool(records_for(reader, report))


def records_for(reader: Reader, report: Report) -> list[Record]:
    """The records whose words are in it, while this reader may read every one; else an empty
    list. None are in what governors are told."""
    keys = _keys(report)
    found = list(Record.objects.readable_by(reader).filter(pk__in=keys))
    kind = kind_named(report.kind)
    if report.sort == Sort.BOOK and not keeps_register(reader, report.school_id, kind):
        return []
    if report.sort == Sort.MISSING and not may_have_missing(reader, report.school_id):
        return []
    return found if len(found) == len(keys) else []


@transaction.atomic
def hand_out(reader: Reader, report: Report) -> bytes:
    """The bytes of a report, to whoever asked for it; each reading of each record is written down.

    Raises Refused when it is not ready, no longer what was made, or no longer theirs to read.
    """
    theirs = report.asked_by_id == reader.person_id and is_still_theirs(reader, report)
    if report.state != State.READY or not theirs:
        raise Refused(NOT_YOURS)
    records = records_for(reader, report)
    with default_storage.open(report.path) as kept:
        body: bytes = kept.read()
    if sha256_hex(body) != report.sha256:
        raise Refused("This file is not as it was made. Tell whoever runs Handrail.")
    if report.record_id:
        for record in records:
            note_reading(reader, record, AccessEntry.How.PRINTED)
    else:
        entry = partial(AccessEntry, person=reader.person, at=clock.now(),
                        how=AccessEntry.How.PRINTED)  # fmt: skip
        AccessEntry.objects.bulk_create(entry(record=record) for record in records)
    return body
