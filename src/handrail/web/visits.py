"""Visits: the list, one visit on a page that prints, its head-count, making and calling off."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handrail.core import clock
from handrail.core.ids import new_uuid
from handrail.entry.guards import STAFF, At, at_school, take_typed
from handrail.records.refusal import Refused
from handrail.school.models import School
from handrail.visits.listing import list_of, visits_now
from handrail.visits.models import Visit
from handrail.visits.planning import call_off, keep_visit, may_change, visits_open_to
from handrail.web.head_counts import Count, counting, counts_today
from handrail.web.visit_form import SEVERAL, VisitForm, opening_of

PAST = 30


@at_school(*STAFF)
@require_safe
def visits(request: At) -> HttpResponse:
    """What lies ahead, then what was."""
    rows = visits_open_to(request.reader, request.school).select_related("leader")
    today = clock.today()
    context = {
        "ahead": rows.filter(until__gte=today)[:100],
        "past": rows.filter(until__lt=today).order_by("-on", "-id")[:PAST],
    }
    return render(request, "web/visits.html", context)


def _find(request: At, uuid: UUID) -> Visit:
    rows = visits_open_to(request.reader, request.school).select_related("leader", "school")
    found = rows.filter(uuid=uuid).first()
    if found is None:
        raise Http404("No such visit.")
    return found


@at_school(*STAFF)
@require_safe
def visit(request: At, uuid: UUID) -> HttpResponse:
    """Everything that the adults need on the way."""
    found = _find(request, uuid)
    return render(request, "web/visit.html", _context(request, found))


def _context(request: At, found: Visit, error: str = "", because: str = "") -> dict[str, Any]:
    typed = {} if error else take_typed(request, f"/visits/{found.uuid}/")
    return {
        **_on_paper(found), "may_change": may_change(request.reader, found), "error": error,
        "because": because or (typed.get("because") or [""])[-1],
        "counts": counts_today(request, Count([], [], visit=found.uuid)),
        "author": request.reader.person.uuid,
    }  # fmt: skip


def _on_paper(found: Visit) -> dict[str, Any]:
    return {"visit": found, "rows": list_of(found), "adults": found.adults.all()}


@at_school(*STAFF)
@require_http_methods(["GET", "POST"])
def new_visit(request: At) -> HttpResponse:
    return _form(request, None)


@at_school(*STAFF)
@require_http_methods(["GET", "POST"])
def edit_visit(request: At, uuid: UUID) -> HttpResponse:
    found = _find(request, uuid)
    if not may_change(request.reader, found):
        raise Http404("It stays as it was.")
    return _form(request, found)


def _form(request: At, found: Visit | None) -> HttpResponse:
    if request.method == "POST":
        form = VisitForm(request.POST, request=request, visit=found)
        if form.is_valid():
            try:
                kept = keep_visit(request.reader, request.school, form.draft(), found)
            except Refused as refused:
                form.add_error(refused.field or None, refused.sentence)
            else:
                messages.success(request, "Kept. The adults on it see it under Today on the day.")
                return redirect(f"/visits/{kept.uuid}/")
    else:
        typed = take_typed(request, request.path)
        kept_words = {
            name: values if name in SEVERAL else values[-1]
            for name, values in typed.items()
            if isinstance(values, list)
        }
        opening = opening_of(found) if found else _opening(request)
        form = VisitForm(initial=opening | kept_words, request=request, visit=found)
    context = {"form": form, "visit": found, "author": request.reader.person.uuid}
    return render(request, "web/visit_form.html", context, status=422 if form.errors else 200)


def _opening(request: At) -> dict[str, Any]:
    me = str(request.reader.person.uuid)
    return {"number": new_uuid(), "on": clock.today(), "leader": me}


@at_school(*STAFF)
@require_http_methods(["GET", "POST"])
def visit_count(request: At, uuid: UUID) -> HttpResponse:
    """Count everybody who is on it."""
    found = _find(request, uuid)
    if found.called_off_at:
        raise Http404("It was called off.")
    posted = found.adults.filter(posts__school=request.school).distinct()
    people = list(found.pupils.order_by("given", "family"))
    count = Count(people, list({found.leader, *posted}), visit=found.uuid)
    page = {"title": found.what, "back": f"/visits/{found.uuid}/", "back_label": "The visit"}
    return counting(request, count, page)


@at_school(*STAFF)
@require_POST
def off(request: At, uuid: UUID) -> HttpResponse:
    """It does not take place, with a reason."""
    found, because = _find(request, uuid), request.POST.get("because", "")
    try:
        call_off(request.reader, found, because)
    except Refused as refused:
        context = _context(request, found, refused.sentence, because)
        return render(request, "web/visit.html", context, status=422)
    messages.success(request, "Called off. It stays here, with your reason.")
    return redirect(f"/visits/{uuid}/")


def visits_today(request: At) -> dict[str, Any]:
    """What Today shows of visits."""
    return {"visits": visits_now(request.reader, request.school)}


def visits_to_keep(request: At) -> list[dict[str, str]]:
    """Today's visits of the reader as a device keeps them, where the school lets it keep cards."""
    if request.school.offline_copy != School.OfflineCopy.CARDS:
        return []
    return [
        {
            "uuid": str(one.uuid),
            "page": render_to_string("web/visit_main.html", _on_paper(one), request),
        }
        for one in visits_now(request.reader, request.school)
    ]
