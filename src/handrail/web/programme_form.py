"""Making a programme and changing it: its purpose, dose, cost, and the measure, chosen first."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from handrail.entry.guards import At, at_school, take_typed
from handrail.learning.planning import groups_to_plan_for
from handrail.learning.reading import HAS_LEARNING
from handrail.programmes.grouping import join_group
from handrail.programmes.making import change_programme, make_programme, staff_to_lead
from handrail.programmes.marking import MOST_OBJECTIVES, objectives_of
from handrail.programmes.models import Measurement, Programme
from handrail.programmes.reading import MAKERS, may_steer
from handrail.records.refusal import Refused
from handrail.school.models import Group, Place
from handrail.training.models import Course
from handrail.web.picking import chosen_objectives, objectives_offered
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
        return _page(request, None, request.POST) if "look" in request.POST else _keep(request)
    typed = _typed(request)
    return _page(request, None, typed or {**BEGIN, "led_by": str(request.reader.person.uuid)})


@at_school(*HAS_LEARNING)
@require_http_methods(["GET", "POST"])
def edit_programme(request: At, uuid: UUID) -> HttpResponse:
    """Change a programme; its measure only while nothing was measured."""
    found = find_programme(request, uuid)
    if not may_steer(request.reader, found):
        raise Http404("Not to be changed by this reader.")
    if request.method == "POST" and "look" in request.POST:
        return _page(request, found, request.POST)
    if request.method == "POST":
        return _keep(request, found)
    return _page(request, found, _typed(request) or _as_typed(found))


def _typed(request: At) -> dict[str, Any]:
    """What was typed here when the session ended, each field once, and every objective."""
    kept = take_typed(request, request.path)
    return {name: value if name == "objectives" else value[0]
            for name, value in kept.items() if name != "path" and value}  # fmt: skip


def _as_typed(found: Programme) -> dict[str, Any]:
    said = {name: getattr(found, name) for name in (*WORDS, *WHOLE, *MONEY)}
    typed = {name: "" if value is None else str(value) for name, value in said.items()}
    chosen = {"led_by": found.led_by, "course": found.course, "group": found.group,
              "held_in": found.held_in}  # fmt: skip
    numbers = {name: str(one.uuid) if one else "" for name, one in chosen.items()}
    return typed | numbers | {"objectives": [str(one.uuid) for one in objectives_of(found)]}


def _keep(request: At, found: Programme | None = None) -> HttpResponse:
    try:
        aims = chosen_objectives(request, request.POST)
        if len(aims) > MOST_OBJECTIVES:
            raise Refused(f"Choose at most {MOST_OBJECTIVES} objectives.", "objectives")
        programme = _filled(request, found or Programme(school=request.school))
        if found:
            change_programme(request.reader, programme)
        else:
            make_programme(request.reader, programme)
    except Refused as refused:
        errors = {refused.field or "name": refused.sentence}
        return _page(request, found, request.POST, errors)
    programme.objectives.set(aims)
    if joined := join_group(request.reader, programme):
        messages.success(request, f"{joined} of the group are on the programme now.")
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
    programme.course = _picked(_courses(request), sent.get("course"))
    programme.group = _picked(_groups(request, programme), sent.get("group"))
    programme.held_in = _picked(_places(request, programme), sent.get("held_in"))
    return programme


def _picked(rows: Iterable[Any], number: str | None) -> Any:
    return next((one for one in rows if str(one.uuid) == number), None)


def _groups(request: At, programme: Programme | None) -> list[Group]:
    """The groups that the reader plans for, and the programme's own."""
    rows = groups_to_plan_for(request.reader, request.school)
    now = programme.group if programme else None
    return [*rows, now] if now and now not in rows else rows


def _places(request: At, programme: Programme | None) -> list[Place]:
    now = programme.held_in_id if programme else None
    return list(request.school.places.filter(Q(retired_on=None) | Q(pk=now)))


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
    picked = ("led_by", "course", "group", "held_in")
    said = {name: typed.get(name, "") for name in (*WORDS, *WHOLE, *MONEY, *picked)}
    context = {
        "programme": found, "said": said, "errors": errors or {}, "fixed": _is_fixed(found),
        "author": request.reader.person.uuid,
        "sorts": Programme.Sort.choices, "scales": Programme.Scale.choices,
        "directions": Programme.Direction.choices,
        "staff": [(one, str(one.uuid)) for one in staff_to_lead(request.school)],
        "courses": [(one, str(one.uuid)) for one in _courses(request)],
        "groups": [(one, str(one.uuid)) for one in _groups(request, found)],
        "places": [(one, str(one.uuid)) for one in _places(request, found)],
        **objectives_offered(request, typed),
    }  # fmt: skip
    return render(request, "web/programme_form.html", context, status=422 if errors else 200)
