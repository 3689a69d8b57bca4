"""Reports: asking for a PDF, seeing how far it is, taking it, and looking at a parents' edition."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from handrail.entry.guards import STAFF, At, at_school
from handrail.entry.handing_out import shut
from handrail.entry.proof import prove_again
from handrail.records.accounts import KEPT_APART, kept_apart
from handrail.records.kind import kind_named
from handrail.records.models import Record, RegisterEntry
from handrail.records.refusal import Refused
from handrail.records.rules import PASTORAL
from handrail.registers.keeping import keeps_register, numbered_kind
from handrail.reports.making import (
    ask,
    ask_for_book,
    ask_for_record,
    hand_out,
    is_still_theirs,
    records_for,
    reports_of,
)
from handrail.reports.models import LeftOut, Report
from handrail.reports.pack import pupil_of_pack
from handrail.reports.parents import edition, fingerprint_of, has_edition
from handrail.web.record import readable


@at_school(*STAFF)
@require_POST
def print_record(request: At, uuid: UUID) -> HttpResponse:
    """A PDF of one record, for whoever may read it."""
    report = ask_for_record(request.reader, readable(request, uuid))
    return redirect(f"/reports/{report.uuid}/")


@at_school(*PASTORAL)
@require_POST
def print_book(request: At, slug: str) -> HttpResponse:
    """The bound book of a school year."""
    kind = numbered_kind(slug)
    if kind is None or not keeps_register(request.reader, request.school.pk, kind):
        raise Http404("No such register.")
    year = request.POST.get("year", "")
    try:
        if not year.isdecimal() or len(year) != 4:
            raise Refused("Choose a school year to print.")
        report = ask_for_book(request.reader, request.school, slug, int(year))
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect(f"/school/registers/{slug}/")
    return redirect(f"/reports/{report.uuid}/")


def _mine(request: At, uuid: UUID) -> tuple[Report, list[Record]]:
    """A report that this person asked for and may still read, with its records; else no such page.

    Where anything in it is restricted, only with fresh proof.
    """
    report = reports_of(request.reader, request.school.pk).filter(uuid=uuid).first()
    if report is None or not is_still_theirs(request.reader, report):
        raise Http404("No such report.")
    records = records_for(request.reader, report)
    if any(record.is_restricted for record in records):
        prove_again(request)
    return report, records


@at_school(*STAFF)
def report(request: At, uuid: UUID) -> HttpResponse:
    """How far it is, and the file once it is there."""
    found, _ = _mine(request, uuid)
    back, label = _back(found)
    context = {
        "report": found, "kind": kind_named(found.kind), "back": back, "back_label": label,
        "year": RegisterEntry.year_said(found.year) if found.year else "",
    }  # fmt: skip
    return render(request, "web/report.html", context)


def _back(report: Report) -> tuple[str, str]:
    """Where it was asked for."""
    if report.sort == Report.Sort.PACK:
        return f"/pupils/{pupil_of_pack(report).uuid}/support/", "Support"
    if report.sort == Report.Sort.FILING and report.pupil:
        return f"/pupils/{report.pupil.uuid}/cpoms/", "File for CPOMS"
    if report.record:
        return f"/records/{report.record.uuid}/", "Record"
    if report.sort in {Report.Sort.GOVERNORS, Report.Sort.MISSING}:
        days = {"range": "custom", "from": report.first_day, "to": report.last_day}
        query = urlencode({"kind": report.kind, **days})
        if report.sort == Report.Sort.MISSING:
            return f"/school/patterns/missing/?{query}", "What is missing"
        return f"/school/patterns/?{query}", "Patterns"
    return f"/school/registers/{report.kind}/", "Register"


@at_school(*STAFF)
def making(request: At, uuid: UUID) -> HttpResponse:
    """How far it is, for the page that waits."""
    found, _ = _mine(request, uuid)
    return render(request, "web/report_progress.html", {"report": found})


@at_school(*STAFF)
def file(request: At, uuid: UUID) -> HttpResponse:
    """The PDF, to whoever asked for it; the reading is written down."""
    found, _ = _mine(request, uuid)
    if found.state != Report.State.READY:
        raise Http404("No such file.")
    try:
        body = hand_out(request.reader, found)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect(f"/reports/{uuid}/")
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.filename}"'
    return shut(response)


@at_school(*STAFF)
@require_http_methods(["GET", "POST"])
def parents(request: At, uuid: UUID) -> HttpResponse:
    """The parents' edition as it would go: nothing to edit, but passages can be left out."""
    record = readable(request, uuid)
    if record.is_voided or not has_edition(record):
        raise Http404("No such edition.")
    if kept_apart(record, request.reader.person):
        messages.error(request, KEPT_APART)
        return redirect(f"/records/{uuid}/#my-account")
    names_staff = (request.POST or request.GET).get("staff") == "named"
    shown = edition(record, names_staff=names_staff)
    if request.method == "POST" and request.POST.get("make"):
        try:
            made = _make(request, record, shown, names_staff=names_staff)
        except Refused as refused:
            return _preview(request, record, shown, names_staff, refused)
        return redirect(f"/reports/{made.uuid}/")
    return _preview(request, record, shown, names_staff, None)


def _make(request: At, record: Record, shown: Any, *, names_staff: bool) -> Report:
    """Make it as it was looked at. Raises Refused for what was left out without a reason."""
    if request.POST.get("seen") != fingerprint_of(shown):
        raise Refused("The record changed since you looked. Look at it again, then make it.")
    out = []
    for row in shown:
        if request.POST.get(f"out-{row.number}") != "on":
            continue
        because = request.POST.get(f"because-{row.number}", "").strip()
        if len(because) < 8:
            raise Refused("Say why, in a few words.", f"because-{row.number}")
        out.append(LeftOut(passage=row.number, label=row.label[:200], because=because[:300]))
    report = Report(school=record.school, sort=Report.Sort.PARENTS, kind=record.kind,
                    record=record, names_staff=names_staff,
                    fingerprint=fingerprint_of(shown))  # fmt: skip
    return ask(request.reader, report, out)


def _preview(
    request: At, record: Record, shown: Any, names_staff: bool, refused: Refused | None
) -> HttpResponse:
    sent = request.POST
    field = refused.field if refused else ""
    context = {
        "record": record, "kind": kind_named(record.kind), "names_staff": names_staff,
        "seen": fingerprint_of(shown), "record_page": f"/records/{record.uuid}/",
        "rows": [
            {
                "row": row, "out": sent.get(f"out-{row.number}") == "on",
                "because": sent.get(f"because-{row.number}", ""),
                "error": refused.sentence if refused and field == f"because-{row.number}" else "",
            }
            for row in shown
        ],
        "error": refused.sentence if refused and not field else "",
    }  # fmt: skip
    return render(request, "web/parents_edition.html", context, status=422 if refused else 200)
