"""The bound book of a register, and one record alone, as plain data for the template."""

from typing import Any

from handrail.core import clock
from handrail.core.dates import said_day, said_in_full
from handrail.core.progress import Progress
from handrail.records.kind import kind_named
from handrail.records.models import ChainHead, Record, RegisterEntry
from handrail.records.reader import Reader
from handrail.records.refusal import Refused
from handrail.registers.keeping import keeps_register
from handrail.reports.entries import BATCH, entries_of, value_said, whole
from handrail.reports.models import Report
from handrail.school.logos import logo_for_print
from handrail.school.models import School


def records_in(report: Report) -> list[int]:
    """The records that a report is made of, in the order of its pages."""
    if report.record_id:
        return [report.record_id]
    if report.sort in {Report.Sort.MISSING, Report.Sort.FILING}:
        return list(report.listed)
    if report.sort != Report.Sort.BOOK:
        return []
    rows = RegisterEntry.objects.filter(
        school=report.school_id, kind=report.kind, year=report.year or 0
    )
    return list(rows.order_by("number").values_list("record_id", flat=True))


def book_body(reader: Reader, report: Report, progress: Progress) -> dict[str, Any]:
    """Cover, index and every entry of a school year. Raises Refused when it is not theirs."""
    kind = kind_named(report.kind)
    if not keeps_register(reader, report.school_id, kind) or kind.register is None:
        raise Refused("Only who keeps the register can print it.")
    year = RegisterEntry.year_said(report.year or 0)
    head = ChainHead.objects.filter(school=report.school_id).first()
    return {
        **frame(report.school, f"{kind.register.title} {year}"),
        "cover": [
            ["School", report.school.name],
            ["School year", year],
            ["Entries", str(report.total)],
            ["Printed", said_in_full(clock.now())],
            ["Why there is one", kind.register.basis],
            ["The chain", f"{value_said(head.hash)}, at {head.seq}" if head else "empty"],
        ],
        "how": "Each entry ends with a value. Type its number and value under the register, Check "
        "a printed entry, or run handrail verify, and Handrail says whether the paper says what "
        "the record said. Numbers have no gap; a void entry keeps its number and its reason.",
        "entries": _entries(reader, records_in(report), progress),
    }


def record_body(reader: Reader, report: Report, progress: Progress) -> dict[str, Any]:
    """One record alone. Raises Refused when it may not be read."""
    entries = _entries(reader, [report.record_id or 0], progress)
    kind = kind_named(report.kind)
    return {**frame(report.school, kind.label), "cover": [], "how": "", "entries": entries}


def frame(school: School, title: str) -> dict[str, Any]:
    """What stands on every page of every report; no name of a pupil in it."""
    plain = {"school": school.name, "title": title, "made_on": said_day(clock.today())}
    logo = logo_for_print(school)
    return {**plain, "logo": logo} if logo else plain


def _entries(reader: Reader, keys: list[int], progress: Progress) -> list[dict[str, Any]]:
    """In batches, so that a large book needs no more memory than its text."""
    out: list[dict[str, Any]] = []
    for start in range(0, len(keys), BATCH):
        wanted = keys[start : start + BATCH]
        rows = {
            row.pk: row for row in whole(Record.objects.readable_by(reader).filter(pk__in=wanted))
        }
        if len(rows) != len(wanted):
            raise Refused("You may not read everything in it.")
        for entry in entries_of(reader, [rows[key] for key in wanted]):
            out.append(entry)
            progress.step()
    return out
