"""The desk: a kind that is written on a page of its own, and completing what was filed in haste."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from handrail.capture.again import answers_of, offered_to, opening_answers, opening_rows
from handrail.capture.checking import checks_of
from handrail.capture.saving import SavedOtherwise, keep_files, save_sheet, with_new_number
from handrail.capture.sheet import Sheet, chosen_people, kinds_written_by, read_answers, read_sheet
from handrail.capture.views import NO_ANSWER, SOMEBODY_ELSES, opening_sheet, sheet_context
from handrail.core.numbers import counted
from handrail.entry.guards import At, at_school, take_typed
from handrail.entry.proof import prove_for
from handrail.people.models import Person
from handrail.records.accounts import give_account
from handrail.records.completing import complete_record, may_complete
from handrail.records.fitness import why_not_about
from handrail.records.kind import Kind
from handrail.records.models import Record
from handrail.records.refusal import Refused


def _kind(request: At, slug: str) -> Kind:
    mine = kinds_written_by(request.reader, request.school)
    kind = next((kind for kind in mine if kind.slug == slug), None)
    if kind is None:
        raise Http404("No such page for this post.")
    return kind


@at_school()
@require_http_methods(["GET", "POST"])
def desk(request: At, slug: str) -> HttpResponse:
    """One kind on a page of its own; begun from the last one about the pupil where it goes on."""
    kind = _kind(request, slug)
    if request.method == "POST":
        return _save(request, kind)
    data = _opening(request, kind)
    if kept := take_typed(request, request.path):
        data = _as_data(kept)
    return _page(request, Sheet(request.reader, request.school, data, desk=kind))


def _as_data(kept: dict[str, Any]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, values in kept.items():
        if isinstance(values, list):
            data.setlist(name, values)
    return data


def _opening(request: At, kind: Kind) -> QueryDict:
    data = opening_sheet(request)
    data["kind"] = kind.slug
    if kind.goes_on and data.get("who"):
        opening_answers(data, kind, request.reader, request.school, str(data["who"]))
    if kind.opens_with and data.get("who"):
        opening_rows(data, kind, request.reader, request.school, str(data["who"]))
    return data


def _save(request: At, kind: Kind) -> HttpResponse:
    sheet = Sheet(request.reader, request.school, request.POST, desk=kind)
    if request.POST.get("author") not in ("", None, str(request.reader.person.uuid)):
        fresh = Sheet(request.reader, request.school, _opening(request, kind), desk=kind)
        fresh.errors["kind"] = SOMEBODY_ELSES
        return _page(request, fresh, status=422)
    if {"look", "more"} & set(request.POST):
        return _page(request, sheet)
    drafts = read_sheet(sheet)
    try:
        records = save_sheet(sheet, drafts) if not sheet.errors else []
    except SavedOtherwise as refused:
        sheet.errors["kind"] = refused.sentence
        sheet.data = with_new_number(sheet.data)
    except Refused as refused:
        sheet.errors[refused.field or "kind"] = refused.sentence
    except (OperationalError, InterfaceError):
        sheet.errors["kind"] = NO_ANSWER
    if sheet.errors:
        return _page(request, sheet, status=422)
    for sentence in keep_files(request, records[0]):
        messages.error(request, sentence)
    return redirect(f"/log/{records[0].uuid}/saved/")


def _why_not_about(request: At, kind: Kind, sheet: Sheet) -> str:
    """Said before anything is written, not only after."""
    people = chosen_people(sheet)
    pupils = {one.pk for one in people if one.is_pupil_here}  # type: ignore[attr-defined]
    return why_not_about(kind, request.school, request.reader, pupils)


def _page(request: At, sheet: Sheet, *, status: int = 200) -> HttpResponse:
    kind = sheet.desk
    if kind is not None and (why := _why_not_about(request, kind, sheet)):
        sheet.errors.setdefault("who", why)
    context = sheet_context(request, sheet)
    begun = request.method == "GET" and kind is not None and f"{kind.slug}-words" in sheet.data
    context["goes_on"] = begun and kind is not None and kind.goes_on
    context["offered"] = offered_to(kind, sheet) if kind else {}
    return render(request, "capture/desk.html", context, status=status)


def _readable(request: At, uuid: UUID) -> Record:
    rows = Record.objects.readable_by(request.reader).select_related("school", "author", "group")
    record = rows.filter(uuid=uuid).first()
    if record is None:
        raise Http404("No such record.")
    prove_for(request, record)
    return record


@at_school()
@require_http_methods(["GET", "POST"])
def complete(request: At, uuid: UUID) -> HttpResponse:
    """What was left open, to be answered; what stands is shown and stays."""
    record = _readable(request, uuid)
    if not may_complete(record, request.reader):
        raise Http404("Not for this reader.")
    kind: Kind = record.declared
    data = request.POST if request.method == "POST" else None
    if data is None and (kept := take_typed(request, request.path)):
        return _complete_page(request, record, _as_data(kept))
    if data is None or "more" in data or "look" in data:
        return _complete_page(request, record, data)
    sheet = Sheet(request.reader, request.school, data, desk=kind)
    answers = read_answers(sheet, record)
    if not sheet.errors:
        try:
            left = complete_record(record, request.reader, answers)
        except Refused as refused:
            sheet.errors[f"{kind.slug}-{refused.field}"] = refused.sentence
        else:
            return _completed(request, record, left)
    return _complete_page(request, record, data, sheet.errors, status=422)


@at_school()
@require_POST
def complete_will(request: At, uuid: UUID) -> HttpResponse:
    """The part of that page that says what was looked up and what saving will do."""
    record = _readable(request, uuid)
    if not may_complete(record, request.reader):
        raise Http404("Not for this reader.")
    checks = checks_of(record, Sheet(request.reader, request.school, request.POST))
    return render(request, "capture/will.html", checks)


def _completed(request: At, record: Record, left: list[str]) -> HttpResponse:
    if left:
        messages.success(request, f"Kept. {counted(len(left), 'question')} still to answer.")
    else:
        messages.success(request, "Complete. Nothing that is asked for is missing.")
    return redirect(f"/records/{record.uuid}/")


def _complete_page(
    request: At,
    record: Record,
    data: QueryDict | None,
    errors: dict[str, str] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = answers_of(request, record, data, errors or {})
    context["version"] = record.revisions.count()
    context |= checks_of(record, Sheet(request.reader, request.school, context["data"]))
    return render(request, "capture/complete.html", context, status=status)


@at_school()
@require_POST
def account(request: At, uuid: UUID) -> HttpResponse:
    """Somebody's own account of what happened, given once."""
    record = _readable(request, uuid)
    of = None
    if number := request.POST.get("of", ""):
        of = _pupil_in(record, number)
    try:
        give_account(record, request.reader, request.POST.get("account", ""), of=of)
        messages.success(
            request, "Your account is kept." if of is None else "Kept, in their words."
        )
    except Refused as refused:
        messages.error(request, refused.sentence)
        request.session["account_typed"] = {str(uuid): request.POST.get("account", "")[:10_000]}
    return redirect(f"/records/{uuid}/#accounts")


def _pupil_in(record: Record, number: str) -> Person:
    rows = record.involvements.filter(as_pupil=True).select_related("person")
    found = next((row.person for row in rows if str(row.person.uuid) == number), None)
    if found is None:
        raise Http404("Nobody of that number is in this record.")
    return found
