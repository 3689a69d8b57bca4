"""Seats of a group: the room as it stood on a day, its names and days; and drawing it."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from handrail.core import clock
from handrail.entry.guards import At, at_school, take_typed
from handrail.learning.planning import pupils_in
from handrail.learning.reading import HAS_LEARNING, PLANNERS
from handrail.people.models import Person
from handrail.records.refusal import Refused
from handrail.records.rules import may_log
from handrail.school.models import Group
from handrail.seating.drawing import FIRST_NAME, Sketch, draw, may_draw, put_away
from handrail.seating.models import MOST_COLUMNS, MOST_ROWS, Drawing, SeatingPlan
from handrail.seating.reading import names_of, plans_of, room_on
from handrail.web.keys import is_key

ROWS, COLUMNS = 4, 6  # what a new drawing begins with
MOST_DAYS = 30


@at_school(*HAS_LEARNING)
@require_http_methods(["GET", "POST"])
def seats(request: At, uuid: UUID) -> HttpResponse:
    """One plan of a group as it stood on a day, the others by name; by posting, put one away."""
    group = _group(request, uuid)
    plans = list(plans_of(group))
    chosen = next((one for one in plans if str(one.uuid) == _asked(request, "plan")), None)
    if request.method == "POST":
        return _put_away(request, group, chosen)
    in_use = [one for one in plans if one.retired_on is None]
    plan = chosen or next(iter(in_use), None)
    day = _day(request.GET.get("on", "")) or clock.today()
    context = {
        "group": group, "plan": plan, "day": day, "is_today": day == clock.today(),
        "room": room_on(plan, day) if plan else None, "plans": in_use,
        "gone": [one for one in plans if one.retired_on], "days": _days(plan),
        "may_draw": may_draw(request.reader, group),
        "may_log": may_log(request.reader, request.school.pk),
    }  # fmt: skip
    return render(request, "web/seats.html", context)


def _group(request: At, uuid: UUID) -> Group:
    group = Group.objects.filter(school=request.school, uuid=uuid).select_related("school").first()
    if group is None:
        raise Http404("No such group.")
    return group


def _asked(request: At, name: str) -> str:
    return request.POST.get(name) or request.GET.get(name, "")


def _put_away(request: At, group: Group, plan: SeatingPlan | None) -> HttpResponse:
    here = f"/groups/{group.uuid}/seats/"
    if plan is None:
        messages.error(request, "Choose which of these seats to put away.")
        return redirect(here)
    away = request.POST.get("what") == "away"
    try:
        put_away(request.reader, plan, away=away)
        said = "is put away. What stood on a day stays." if away else "is in use again."
        messages.success(request, f"“{plan.name}” {said}")
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect(here)


def _days(plan: SeatingPlan | None) -> list[Drawing]:
    """The days from which another drawing counts, newest first."""
    if plan is None:
        return []
    rows = plan.drawings.select_related("drawn_by").order_by("-starts", "-pk")[:MOST_DAYS]
    return list({row.starts: row for row in reversed(rows)}.values())[::-1]


@at_school(*PLANNERS)
@require_http_methods(["GET", "POST"])
def draw_seats(request: At, uuid: UUID) -> HttpResponse:
    """Draw the seats of a group: a row and a seat for each pupil. What was wrong comes back."""
    group = _group(request, uuid)
    if not may_draw(request.reader, group):
        raise Http404("Not drawn by this reader.")
    asked = _asked(request, "plan")
    plan = next((one for one in plans_of(group) if str(one.uuid) == asked), None)
    if request.method == "GET":
        typed = take_typed(request, request.path)
        return _page(request, group, plan, typed or _opening(plan) or _room_as_in(request, group))
    if "look" in request.POST:
        return _page(request, group, plan, request.POST)
    try:
        drawing = draw(request.reader, group, plan, _sketch(request, group))
    except Refused as refused:
        errors = {refused.field or "name": refused.sentence}
        return _page(request, group, plan, request.POST, errors)
    messages.success(request, "Kept. What stood before stays, by its days.")
    on = f"&on={drawing.starts}" if drawing.starts > clock.today() else ""
    return redirect(f"/groups/{group.uuid}/seats/?plan={drawing.plan.uuid}{on}")


def _opening(plan: SeatingPlan | None) -> dict[str, Any]:
    """The newest drawing of a plan as it would have been typed; nothing for a new plan."""
    last = plan.drawings.last() if plan else None
    if plan is None or last is None:
        return {}
    stood = list(last.seats.select_related("pupil"))
    places = {f"row-{seat.pupil.uuid}": str(seat.row) for seat in stood if seat.pupil}
    places |= {f"column-{seat.pupil.uuid}": str(seat.column) for seat in stood if seat.pupil}
    return {
        "name": plan.name, "starts": max(last.starts, clock.today()).isoformat(),
        "rows": str(last.rows), "columns": str(last.columns),
        "seat": [str(seat) for seat in stood], **places,
    }  # fmt: skip


def _room_as_in(request: At, group: Group) -> dict[str, Any]:
    """For a new plan: the empty room of one that there is (`from`), else one of usual size."""
    today = clock.today().isoformat()
    plan = next((one for one in plans_of(group) if str(one.uuid) == _asked(request, "from")), None)
    if stood := _opening(plan):
        same = {name: stood[name] for name in ("rows", "columns", "seat")}
        return {"name": "", "starts": today, **same}
    every = [f"{r}-{c}" for r in range(1, ROWS + 1) for c in range(1, COLUMNS + 1)]
    return {"name": FIRST_NAME, "starts": today, "rows": str(ROWS), "columns": str(COLUMNS),
            "seat": every}  # fmt: skip


def _sketch(request: At, group: Group) -> Sketch:
    sent = request.POST
    starts = _day(sent.get("starts", ""))
    if starts is None:
        raise Refused("Give the day from which they sit so.", "starts")
    rows, columns = _number(sent.get("rows")), _number(sent.get("columns"))
    spots = {(person, (_number(sent.get(f"row-{person.uuid}")),
                       _number(sent.get(f"column-{person.uuid}"))))
             for person in pupils_in(group, starts)}  # fmt: skip
    places = {person: spot for person, spot in spots if any(spot)}
    pairs = (one.split("-") for one in sent.getlist("seat"))
    stand = {(_number(pair[0]), _number(pair[-1])) for pair in pairs}
    inside = {(r, c) for r, c in stand if 1 <= r <= rows and 1 <= c <= columns}
    return Sketch(sent.get("name", ""), starts, rows, columns, places, inside)


def _number(text: object) -> int:
    said = str(text or "")
    return int(said) if is_key(said) and len(said) < 4 else 0


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _one(data: Any, name: str) -> str:
    value = data.get(name, "")
    return str(value[0] if value else "") if isinstance(value, list) else str(value)


def _many(data: Any, name: str) -> list[str]:
    if hasattr(data, "getlist"):
        return list(data.getlist(name))
    value = data.get(name, [])
    return value if isinstance(value, list) else [value]


def _page(
    request: At, group: Group, plan: SeatingPlan | None, data: Any,
    errors: dict[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    rows = min(_number(_one(data, "rows")) or ROWS, MOST_ROWS)
    columns = min(_number(_one(data, "columns")) or COLUMNS, MOST_COLUMNS)
    stand = set(_many(data, "seat"))
    day = max(_day(_one(data, "starts")) or clock.today(), clock.today())
    members = pupils_in(group, day)
    names = names_of(members)
    context = {
        "group": group, "plan": plan, "errors": errors or {},
        "author": request.reader.person.uuid,
        "said": {name: _one(data, name) for name in ("name", "starts")},
        "rows": rows, "columns": columns,
        "row_numbers": range(1, MOST_ROWS + 1), "column_numbers": range(1, MOST_COLUMNS + 1),
        "grid": [[(f"{r}-{c}", r, c, f"{r}-{c}" in stand) for c in range(1, columns + 1)]
                 for r in range(1, rows + 1)],
        "pupils": [_placed(person, names[person.pk], data) for person in members],
    }  # fmt: skip
    return render(request, "web/seats_draw.html", context, status=422 if errors else 200)


def _placed(person: Person, name: str, data: Any) -> dict[str, Any]:
    row, column = (_number(_one(data, f"{side}-{person.uuid}")) for side in ("row", "column"))
    return {"person": person, "name": name, "row": row, "column": column}
