"""Making a programme and changing it: its purpose, dose, cost, and the measure, chosen first."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from handrail.entry.guards import At, at_school, take_typed
from handrail.learning.reading import HAS_LEARNING
from handrail.programmes.making import change_programme, make_programme, staff_to_lead
from handrail.programmes.models import Measurement, Programme
from handrail.programmes.reading import MAKERS, may_steer
from handrail.records.refusal import Refused
from handrail.training.models import Course
from handrail.web.programmes import find_programme

WORDS = ("name", "sort", "purpose", "method", "measure", "unit", "direction", "scale", "how")
WHOLE = ("times_a_week", "minutes", "weeks", "steps", "watched_minutes")
MONEY = ("cost_once", "cost_a_session")
BEGIN = {"times_a_week": "3", "minutes": "20", "weeks": "10", "steps": "0", "cost_once": "0",
         "cost_a_session": "0"}  # fmt: skip


@at_school(*MAKERS)
@require_http_methods(["GET", "POST"])
def new_programme(request: At) -> HttpResponse:
    """A new programme; the measure is part of it, so that it is chosen before anybody starts."""
    if request.method == "POST":
        return _keep(request, None)
    typed = _typed(request)
    return _page(request, None, typed or {**BEGIN, "led_by": str(request.reader.person.uuid)})


@at_school(*HAS_LEARNING)
@require_http_methods(["GET", "POST"])
def edit_programme(request: At, uuid: UUID) -> HttpResponse:
    """Change a programme; its measure only while nothing was measured."""
    found = find_programme(request, uuid)
    if not may_steer(request.reader, found):
        raise Http404("Not to be changed by this reader.")
    if request.method == "POST":
        return _keep(request, found)
    return _page(request, found, _typed(request) or _as_typed(found))


def _typed(request: At) -> dict[str, str]:
    """What was typed here when the session ended, each field once."""
    kept = take_typed(request, request.path)
    return {name: value[0] for name, value in kept.items() if name != "path" and value}


def _as_typed(found: Programme) -> dict[str, str]:
    said = {name: getattr(found, name) for name in (*WORDS, *WHOLE, *MONEY)}
    typed = {name: "" if value is None else str(value) for name, value in said.items()}
    course = str(found.course.uuid) if found.course else ""
    return typed | {"led_by": str(found.led_by.uuid), "course": course}


def _keep(request: At, found: Programme | None) -> HttpResponse:
    try:
        programme = _filled(request, found or Programme(school=request.school))
        if found:
            change_programme(request.reader, programme)
        else:
            make_programme(request.reader, programme)
    except Refused as refused:
        errors = {refused.field or "name": refused.sentence}
        return _page(request, found, request.POST, errors)
    return redirect(f"/programmes/{programme.uuid}/")


def _filled(request: At, programme: Programme) -> Programme:
    sent = request.POST
    fixed = _is_fixed(programme)
    measured = {"measure", "unit", "direction", "scale", "how", "watched_minutes"}
    for name in (*WORDS, *WHOLE, *MONEY):
        if fixed and name in measured:
            continue
        value: Any = sent.get(name, "").strip()
        if name in WHOLE:
            value = _whole(value, name)
        setattr(programme, name, value or "0" if name in MONEY else value)
    staff = {str(person.uuid): person for person in staff_to_lead(request.school)}
    leader = staff.get(sent.get("led_by", ""))
    if leader is None and programme.pk is None:
        raise Refused("Say who leads it.", "led_by")
    programme.led_by = leader or programme.led_by
    programme.course = next((one for one in _courses(request)
                             if str(one.uuid) == sent.get("course")), None)  # fmt: skip
    return programme


def _whole(text: str, name: str) -> int | None:
    if not text and name in {"steps", "watched_minutes"}:
        return 0 if name == "steps" else None
    if not (text.isascii() and text.isdigit() and len(text) < 5):
        raise Refused("Give a whole number.", name)
    return int(text)


def _courses(request: At) -> list[Course]:
    return list(Course.objects.filter(school=request.school, retired_on=None))


def _is_fixed(programme: Programme | None) -> bool:
    return bool(
        programme and programme.pk
        and Measurement.objects.filter(place__programme=programme).exists()
    )  # fmt: skip


def _page(
    request: At, found: Programme | None, typed: Any, errors: dict[str, str] | None = None
) -> HttpResponse:
    said = {name: typed.get(name, "") for name in (*WORDS, *WHOLE, *MONEY, "led_by", "course")}
    context = {
        "programme": found, "said": said, "errors": errors or {}, "fixed": _is_fixed(found),
        "author": request.reader.person.uuid,
        "sorts": Programme.Sort.choices, "scales": Programme.Scale.choices,
        "directions": Programme.Direction.choices,
        "staff": [(one, str(one.uuid)) for one in staff_to_lead(request.school)],
        "courses": [(one, str(one.uuid)) for one in _courses(request)],
    }  # fmt: skip
    return render(request, "web/programme_form.html", context, status=422 if errors else 200)
