"""The zone log: how a zone was, in a tap, during a turn or after it; and the list of a day."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST

from handrail.capture.times import read_captured
from handrail.core import clock
from handrail.core.ids import new_uuid
from handrail.entry.guards import STAFF, At, at_school, take_typed
from handrail.records.refusal import Refused
from handrail.rota.models import ZoneNote
from handrail.rota.today import own_turns
from handrail.rota.zones import LOST, ZoneDraft, log_zone, notes_of, withdraw_note
from handrail.school.models import Place

CALM = {"yes": True, "no": False}
TYPED = ("number", "place", "children", "words", "hazard")


@at_school(*STAFF)
@require_http_methods(["GET", "POST"])
def zones(request: At) -> HttpResponse:
    """Say how a zone was; below it the day, zone by zone."""
    if request.method == "GET":
        typed = take_typed(request, request.path)
        return render(request, "web/zones.html", _context(request, typed))
    try:
        if "withdraw" in request.POST:
            _withdraw(request)
            messages.success(request, "Withdrawn. It stays to be seen, with your reason.")
        else:
            log_zone(request.reader, request.school, _draft(request, new_uuid()))
            messages.success(request, "Kept.")
    except Refused as refused:
        typed = {name: request.POST.getlist(name) for name in TYPED}
        context = _context(request, typed) | {"errors": [refused.sentence]}
        return render(request, "web/zones.html", context, status=422)
    return redirect(request.path)


def _withdraw(request: At) -> None:
    try:
        number = UUID(request.POST.get("withdraw", ""))
    except ValueError:
        raise Refused(LOST) from None
    note = ZoneNote.objects.filter(uuid=number, school=request.school).first()
    if note is None:
        raise Refused(LOST)
    withdraw_note(request.reader, note, request.POST.get("because", ""))


def _draft(request: At, otherwise: UUID | None = None) -> ZoneDraft:
    sent = request.POST
    try:
        number = UUID(sent.get("number", ""))
    except ValueError:
        if otherwise is None:
            raise Refused(LOST) from None
        number = otherwise
    return ZoneDraft(
        number, _place(request, sent.get("place", "")), read_captured(sent).at,
        CALM.get(sent.get("calm", "")), sent.get("children", ""), sent.get("words", ""),
        sent.get("hazard", ""),
    )  # fmt: skip


def _place(request: At, number: str) -> Place | None:
    try:
        return Place.objects.filter(school=request.school, uuid=UUID(number)).first()
    except ValueError:
        return None


def _context(request: At, typed: dict[str, Any]) -> dict[str, Any]:
    today = clock.today()
    day = min(_day(request.GET.get("day", "")) or today, today)
    said = {name: next(iter(typed.get(name, ())), "") for name in TYPED}
    return {
        **form_context(request, said["place"] or request.GET.get("place", "")),
        "said": said, "number": said["number"] or new_uuid(), "errors": [],
        "author": request.reader.person.uuid, "own": request.reader.person_id,
        "day": day, "before": day - timedelta(days=1),
        "after": day + timedelta(days=1) if day < today else None,
        "zones": notes_of(request.school, day),
    }  # fmt: skip


def zones_to_keep(request: At) -> str:
    """The form that a device keeps to log a zone without signal; nothing for who has none."""
    if not request.reader.holds(request.school.pk, *STAFF):
        return ""
    return render_to_string("web/zone_form.html", form_context(request), request)


def form_context(request: At, chosen: str = "") -> dict[str, Any]:
    """What the form needs, also where a device keeps it: the zones, the reader's own today first,
    and which of them is chosen."""
    turns = own_turns(request.reader, request.school).mine
    at = clock.local(clock.now()).time()
    now = next((turn for turn in turns if turn.ends >= at), turns[-1] if turns else None)
    mine = {turn.place_id for turn in turns}
    places = list(Place.objects.filter(school=request.school, retired_on=None))
    return {
        "places": sorted(places, key=lambda place: (place.pk not in mine, place.name)),
        "chosen": chosen or (str(now.place.uuid) if now else ""),
    }


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if found.year > 2000 else None


@at_school()
@require_POST
def send_zone(request: At) -> JsonResponse:
    """A note from a device's outbox. The answer repeats its number."""
    number = request.POST.get("number", "")
    if request.POST.get("author") != str(request.reader.person.uuid):
        return JsonResponse({"number": number, "state": "somebody-elses"}, status=403)
    try:
        if not request.reader.holds(request.school.pk, *STAFF):
            raise Refused("The zone log is for staff.")
        log_zone(request.reader, request.school, _draft(request))
    except Refused as refused:
        reasons = {"zone": refused.sentence}
        answer = {"number": number, "state": "refused", "reasons": reasons}
        return JsonResponse(answer, status=422)
    return JsonResponse({"number": number, "state": "filed"})
