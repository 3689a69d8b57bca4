"""Equipment: what is to be checked, open faults, reporting one; and one fault's page."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from handrail.core import clock
from handrail.core.ids import new_uuid
from handrail.entry.guards import STAFF, At, at_school, take_typed
from handrail.equipment.checking import (
    KEEPERS,
    CheckDraft,
    checks_at,
    days_due,
    keep_check,
    look,
    turn_check,
)
from handrail.equipment.mending import (
    Report,
    arrange,
    close,
    faults_at,
    may_settle,
    page_of,
    report,
)
from handrail.equipment.models import Check, Fault, FaultPhoto, FaultStep, Look
from handrail.learning.planning import assistants_at
from handrail.notify.telling import seen_at_page
from handrail.records.refusal import Refused
from handrail.school.models import Place
from handrail.web.keys import is_key
from handrail.web.patterns import as_csv

HOME = "/equipment/"
MOST_NEXT, MOST_PAST = 12, 60
BAD_DAY = "That is not a date. Give day, month and year."


@at_school(*STAFF)
@require_http_methods(["GET", "POST"])
def equipment(request: At) -> HttpResponse:
    """What is due, what is broken; by posting, a look in order, or the report of a fault."""
    if request.method == "GET":
        if request.GET.get("show") == "past":
            return _past(request)
        return _page(request, take_typed(request, HOME) or _opening(request))
    if "in-order" in request.POST:
        row = _check(request, request.POST["in-order"])
        if row is None:
            raise Http404("No such check.")
        number = _uuid(request.POST.get(f"number-{row.uuid}", "")) or new_uuid()
        look(request.reader, row, number, in_order=True)
        messages.success(request, f"{row.what}: in order.")
        return redirect(HOME)
    try:
        fault = report(request.reader, request.school, _said(request))
    except Refused as refused:
        return _page(request, request.POST, {refused.field or "fault_what": refused.sentence})
    messages.success(request, "Reported. It stands with the open faults until it is mended.")
    return redirect(page_of(fault))


def equipment_today(request: At) -> dict[str, Any]:
    """For Today: how much is due for this reader, and for keepers how many faults are open."""
    reader, school = request.reader, request.school
    if not reader.holds(school.pk, *STAFF):
        return {}
    days = days_due(reader, school, reader.day)
    faults = 0
    if reader.holds(school.pk, *KEEPERS):
        faults = Fault.objects.filter(school=school, closed_at=None).count()
    late = sum(day < reader.day for day in days)
    if not days and not faults:
        return {}
    return {"equipment": {"due": len(days) - late, "late": late, "faults": faults}}


def _opening(request: At) -> dict[str, Any]:
    row = _check(request, request.GET.get("check", ""))
    if row is None:
        return {}
    place = str(row.place.uuid) if row.place else ""
    return {"check": str(row.uuid), "fault_what": row.what, "place": place}


def _check(request: At, number: str) -> Check | None:
    uuid = _uuid(number)
    return checks_at(request.school).filter(uuid=uuid).first() if uuid else None


def _said(request: At) -> Report:
    sent = request.POST
    return Report(
        number=_uuid(sent.get("number", "")) or new_uuid(), what=sent.get("fault_what", ""),
        words=sent.get("words", ""), how_bad=sent.get("how_bad", ""),
        place=_place(request, sent.get("place", "")), out_of_use="out_of_use" in sent,
        found_at=_check(request, sent.get("check", "")),
        photo=request.FILES.get("photo"),  # type: ignore[arg-type]
    )  # fmt: skip


def _place(request: At, number: str) -> Place | None:
    uuid = _uuid(number)
    return request.school.places.filter(uuid=uuid).first() if uuid else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _day(text: str, field: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(BAD_DAY, field) from None


def one_of(data: Any, name: str) -> str:
    """A value as it was typed, from a form or from what was kept of one."""
    value = data.get(name, "")
    return str(value[0] if value else "") if isinstance(value, list) else str(value)


def _page(request: At, data: Any, errors: dict[str, str] | None = None) -> HttpResponse:
    today = request.reader.day
    rows = list(checks_at(request.school))
    faults = list(faults_at(request.school).filter(closed_at=None))
    places = {row.place for row in rows} | {row.place for row in faults}
    used = {place for place in places if place}
    only = next((one for one in used if str(one.uuid) == request.GET.get("place")), None)
    if only:  # what has no place is everywhere
        rows = [row for row in rows if row.place in {only, None}]
        faults = [row for row in faults if row.place in {only, None}]
    mine = request.reader.person_id
    due = [(row, new_uuid(), row.due_on < today, row.who_id == mine)
           for row in rows if row.due_on <= today]  # fmt: skip
    names = ("check", "fault_what", "place", "words", "how_bad", "out_of_use", "number")
    said = {name: one_of(data, name) for name in names}
    context = {
        "due": due, "next": [row for row in rows if row.due_on > today][:MOST_NEXT],
        "faults": faults, "only": only, "used": sorted(used, key=lambda one: one.name),
        "said": said | {"number": said["number"] or str(new_uuid())}, "errors": errors or {},
        "author": request.reader.person.uuid, "how_bad": Fault.HowBad.choices,
        "places": request.school.places.filter(retired_on=None),
        "keeps": request.reader.holds(request.school.pk, *KEEPERS),
    }  # fmt: skip
    return render(request, "web/equipment.html", context, status=422 if errors else 200)


def _past(request: At) -> HttpResponse:
    looks = Look.objects.filter(check_of__school=request.school)
    context = {
        "looks": looks.select_related("check_of__place", "by", "fault").order_by("-at")[:MOST_PAST],
        "faults": faults_at(request.school).exclude(closed_at=None)[:MOST_PAST],
        "keeps": request.reader.holds(request.school.pk, *KEEPERS),
    }
    return render(request, "web/equipment_past.html", context)


@at_school(*STAFF)
@require_http_methods(["GET", "POST"])
def fault(request: At, uuid: UUID) -> HttpResponse:
    """One fault with its steps; by posting, who mends it, a word, or its end."""
    row = faults_at(request.school).filter(uuid=uuid).first()
    if row is None:
        raise Http404("No such fault.")
    seen_at_page(request.reader, page_of(row))
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            messages.success(request, _settle(request, row))
            return redirect(page_of(row))
        except Refused as refused:
            errors = {refused.field or "step": refused.sentence}
    data = _settling(row, request.POST if errors else take_typed(request, request.path))
    context = {
        "fault": row, "steps": row.steps.select_related("by"), "errors": errors,
        "has_photo": FaultPhoto.objects.filter(fault=row).exists(),
        "may_settle": may_settle(request.reader, row) and row.closed_at is None,
        "said": data,
        "author": request.reader.person.uuid,
    }  # fmt: skip
    return render(request, "web/fault.html", context, status=422 if errors else 200)


ARRANGING, CLOSING = ("mender", "mend_by", "words", "out_of_use"), ("mended_on", "closed_words")


def _settling(row: Fault, typed: Any) -> dict[str, str]:
    """What both forms of a fault begin with: as it stands, and the one that was sent as typed."""
    data = {
        "mender": row.mender, "mend_by": row.mend_by.isoformat() if row.mend_by else "",
        "out_of_use": "on" if row.out_of_use else "", "words": "", "closed_words": "",
        "mended_on": clock.today().isoformat(),
    }  # fmt: skip
    sent = (CLOSING if "close" in typed else ARRANGING) if typed else ()
    return data | {name: one_of(typed, name) for name in sent}


def _settle(request: At, row: Fault) -> str:
    sent = request.POST
    if "close" in sent:
        day = _day(sent.get("mended_on", ""), "mended_on")
        close(request.reader, row, mended_on=day, words=sent.get("closed_words", ""))
        return "Closed. It stands under Gone by."
    arrange(
        request.reader, row, mender=sent.get("mender", ""), words=sent.get("words", ""),
        mend_by=_day(sent.get("mend_by", ""), "mend_by"), out_of_use="out_of_use" in sent,
    )  # fmt: skip
    return "Kept."


@at_school(*STAFF)
@require_safe
def photo(request: At, uuid: UUID) -> HttpResponse:
    """The photo of a fault, as it was drawn again."""
    row = FaultPhoto.objects.filter(fault__school=request.school, fault__uuid=uuid).first()
    if row is None:
        raise Http404("No such photo.")
    response = HttpResponse(bytes(row.jpeg), content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    return response


@at_school(*KEEPERS)
@require_http_methods(["GET", "POST"])
def checks(request: At) -> HttpResponse:
    """The list of what is checked: add, change, retire, bring back."""
    rows = Check.objects.filter(school=request.school).select_related("place", "who")
    number = _uuid(request.POST.get("check", "") or request.GET.get("check", ""))
    row = rows.filter(uuid=number).first() if number else None
    errors: dict[str, str] = {}
    if request.method == "POST" and "turn" in request.POST:
        if row is None:
            raise Http404("No such check.")
        turn_check(request.reader, row)
        messages.success(request, "Retired. Its looks stay." if row.retired_on else "In use again.")
        return redirect(f"{HOME}checks/")
    if request.method == "POST":
        try:
            kept = keep_check(request.reader, request.school, row, _draft(request))
            messages.success(request, f"{kept.what} is on the list.")
            return redirect(f"{HOME}checks/")
        except Refused as refused:
            errors = {refused.field or "what": refused.sentence}
    data = request.POST if errors else take_typed(request, request.path) or _as_typed(row)
    names = ("what", "place", "look_at", "every", "who", "due_on")
    context = {
        "row": row, "errors": errors, "said": {name: one_of(data, name) for name in names},
        "rows": rows.order_by("retired_on", "what"), "every": Check.Every.choices,
        "places": request.school.places.filter(retired_on=None),
        "staff": assistants_at(request.school, clock.today()),
        "author": request.reader.person.uuid,
    }  # fmt: skip
    return render(request, "web/equipment_checks.html", context, status=422 if errors else 200)


def _as_typed(row: Check | None) -> dict[str, str]:
    if row is None:
        return {"every": "7", "due_on": clock.today().isoformat()}
    return {
        "what": row.what, "place": str(row.place.uuid) if row.place else "",
        "look_at": row.look_at, "every": str(row.every),
        "who": str(row.who.uuid) if row.who else "", "due_on": row.due_on.isoformat(),
    }  # fmt: skip


def _draft(request: At) -> CheckDraft:
    sent = request.POST
    every = sent.get("every", "")
    staff = {str(one.uuid): one for one in assistants_at(request.school, clock.today())}
    return CheckDraft(
        what=sent.get("what", ""), every=int(every) if is_key(every) else 0,
        due_on=_day(sent.get("due_on", ""), "due_on") or clock.today(),
        place=_place(request, sent.get("place", "")), look_at=sent.get("look_at", ""),
        who=staff.get(sent.get("who", "")),
    )  # fmt: skip


@at_school(*KEEPERS)
@require_safe
def table(request: At) -> HttpResponse:
    """Every look and every fault as a file for a spreadsheet."""
    return as_csv(f"equipment-{request.reader.day}.csv", _cells(request))


def _cells(request: At) -> Iterator[list[Any]]:
    yield ["Sort", "What", "Place", "When", "By", "In order, or how bad", "Was due, or out of use",
           "What is wrong", "Who mends it", "By when", "Mended on", "Closed", "Closed by",
           "Closed with", "Steps"]  # fmt: skip
    looks = Look.objects.filter(check_of__school=request.school).order_by("at", "pk")
    for seen in looks.select_related("check_of__place", "by"):
        result = "in order" if seen.in_order else "fault"
        yield ["Check", seen.check_of.what, seen.check_of.place or "", clock.local(seen.at),
               seen.by.formal, result, seen.was_due_on]  # fmt: skip
    steps: dict[int, list[str]] = {}
    for step in FaultStep.objects.filter(fault__school=request.school).select_related("by"):
        said = f"{clock.local(step.at):%Y-%m-%d} {step.by.formal}: {step.words}"
        steps.setdefault(step.fault_id, []).append(said)
    for row in faults_at(request.school).order_by("reported_at", "pk"):
        yield ["Fault", row.what, row.place or "", clock.local(row.reported_at),
               row.reported_by.formal, row.get_how_bad_display(),
               "out of use" if row.out_of_use else "", row.words, row.mender, row.mend_by or "",
               row.mended_on or "", clock.local(row.closed_at) if row.closed_at else "",
               row.closed_by.formal if row.closed_by else "", row.closed_words,
               "; ".join(steps.get(row.pk, []))]  # fmt: skip
