"""Writing a lesson plan: from a lesson of the timetable, for some or all of its group."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from handrail.core import clock
from handrail.entry.guards import At, at_school, take_typed
from handrail.learning.models import LessonPlan, Objective
from handrail.learning.objectives import objectives_at, own_targets_among, search_objectives
from handrail.learning.planning import (
    PlanDraft,
    assistants_at,
    change_plan,
    groups_to_plan_for,
    make_plan,
    page_of,
    pupils_in,
)  # fmt: skip
from handrail.learning.reading import PLANNERS, open_pupils
from handrail.people.models import Lesson, Person
from handrail.records.refusal import Refused
from handrail.school.calendars import calendar_of
from handrail.school.models import Group
from handrail.web.keys import is_key
from handrail.web.plans import find_plan

DAYS_AHEAD = 8
ROWS = 4  # lines for things to prepare
FOUND = 12


@dataclass(frozen=True)
class Offered:
    """A lesson of the timetable on a day, to plan for."""

    day: date
    lesson: Lesson


@at_school(*PLANNERS)
@require_http_methods(["GET", "POST"])
def new_plan(request: At) -> HttpResponse:
    """Choose the lesson first; then write. What was sent wrong comes back whole."""
    typed = take_typed(request, "/plans/new/") if request.method == "GET" else {}
    asked = _one(typed, "group") or request.POST.get("group") or request.GET.get("group", "")
    group = _group(request, asked)
    if group is None:
        context = {"offered": _offered(request),
                   "groups": groups_to_plan_for(request.reader, request.school)}  # fmt: skip
        return render(request, "web/plan_choose.html", context)
    if request.method == "POST" and "look" not in request.POST:
        return _keep(request, group, None)
    data = request.POST if request.method == "POST" else _opening(request, group, typed)
    return _page(request, group, None, data)


@at_school(*PLANNERS)
@require_http_methods(["GET", "POST"])
def edit_plan(request: At, uuid: UUID) -> HttpResponse:
    """Change a plan of one's own that was not handed back yet."""
    plan = find_plan(request, uuid)
    if plan.teacher_id != request.reader.person_id or not plan.is_open:
        raise Http404("Not to be changed by this reader.")
    if request.method == "POST" and "look" not in request.POST:
        return _keep(request, plan.group, plan)
    typed = take_typed(request, request.path) if request.method == "GET" else {}
    data = request.POST if request.method == "POST" else typed or _as_typed(plan)
    return _page(request, plan.group, plan, data)


def _group(request: At, number: str) -> Group | None:
    groups = groups_to_plan_for(request.reader, request.school)
    return next((one for one in groups if str(one.uuid) == number), None)


def _offered(request: At) -> list[Offered]:
    """The lessons with a group that I teach on the next school days, and which have no plan yet."""
    groups = [group.pk for group in groups_to_plan_for(request.reader, request.school)]
    lessons = Lesson.objects.filter(school=request.school, group__in=groups)
    mine = list(lessons.filter(staff__person=request.reader.person).select_related("group"))
    calendar, today = calendar_of(request.school), clock.today()
    days = [one for ahead in range(DAYS_AHEAD)
            if calendar.is_school_day(one := today + timedelta(days=ahead))][:3]  # fmt: skip
    taken = set(LessonPlan.objects.filter(
        school=request.school, date__in=days).values_list("lesson_id", "date"))  # fmt: skip
    return [Offered(day, lesson) for day in days for lesson in mine
            if lesson.weekday == day.weekday() and (lesson.pk, day) not in taken]  # fmt: skip


def _opening(request: At, group: Group, typed: Any) -> Any:
    """What the chosen lesson already says, or a plan of one's own that went before."""
    if typed:
        return typed
    if before := _before(request, group):
        return _as_typed(before) | {"date": clock.today().isoformat(), "lesson": ""}
    lesson = _lesson(request, request.GET.get("lesson", ""))
    return {
        "date": request.GET.get("date") or clock.today().isoformat(),
        "lesson": str(lesson.pk) if lesson else "",
        "title": lesson.name if lesson else "",
        "starts": f"{lesson.starts:%H:%M}" if lesson else "",
        "ends": f"{lesson.ends:%H:%M}" if lesson else "",
        "assistant": _usual_assistant(request, lesson),
        "pupils": [str(person.uuid) for person in pupils_in(group, clock.today())],
    }


def _before(request: At, group: Group) -> LessonPlan | None:
    number = request.GET.get("from", "")
    mine = LessonPlan.objects.filter(school=request.school, group=group,
                                     teacher=request.reader.person)  # fmt: skip
    return mine.filter(uuid=number).first() if _is_uuid(number) else None


def _usual_assistant(request: At, lesson: Lesson | None) -> str:
    if lesson is None:
        return ""
    others = lesson.staff.exclude(person=request.reader.person).select_related("person")
    return next((str(row.person.uuid) for row in others), "")


def _lesson(request: At, number: str) -> Lesson | None:
    if not is_key(number):
        return None
    return Lesson.objects.filter(school=request.school, pk=number).first()


def _as_typed(plan: LessonPlan) -> dict[str, Any]:
    resources = list(plan.resources.all())
    rows = {f"resource-{n}": row.what for n, row in enumerate(resources)}
    rows |= {f"due-{n}": row.due_on.isoformat() for n, row in enumerate(resources)}
    return {
        "date": plan.date.isoformat(), "lesson": str(plan.lesson_id or ""), "title": plan.title,
        "starts": f"{plan.starts:%H:%M}" if plan.starts else "",
        "ends": f"{plan.ends:%H:%M}" if plan.ends else "",
        "assistant": str(plan.assistant.uuid) if plan.assistant else "",
        "pupils": [str(uuid) for uuid in plan.pupils.values_list("uuid", flat=True)],
        "objectives": [str(row.objective.uuid) for row in plan.chosen.select_related("objective")],
        "part": plan.part, "adaptations": plan.adaptations, "seating": plan.seating,
        "is_cover": "on" if plan.is_cover else "", **rows,
    }  # fmt: skip


def _many(data: Any, name: str) -> list[str]:
    """All values of a name, from a form or from what was kept of one."""
    if hasattr(data, "getlist"):
        return list(data.getlist(name))
    value = data.get(name, [])
    return value if isinstance(value, list) else [value]


def _one(data: Any, name: str) -> str:
    value = data.get(name, "")
    return str(value[0] if value else "") if isinstance(value, list) else str(value)


def _objectives(request: At, data: Any, own: Iterable[Objective]) -> list[Objective]:
    """The chosen ones in the order they were chosen; numbers that are none are passed over."""
    wanted = [number for number in _many(data, "objectives") if _is_uuid(number)]
    found = {str(one.uuid): one for one in own}
    found |= {str(one.uuid): one
              for one in objectives_at(request.school).filter(uuid__in=wanted)}  # fmt: skip
    return [found[number] for number in dict.fromkeys(wanted) if number in found]


def _own_targets(request: At, people: Iterable[Person]) -> list[Objective]:
    """The own targets of these pupils, of whom the reader may know what they learn."""
    open_ = open_pupils(request.reader, request.school.pk, [person.pk for person in people])
    return list(own_targets_among(request.school, open_))


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _keep(request: At, group: Group, plan: LessonPlan | None) -> HttpResponse:
    try:
        draft = _draft(request, group)
        kept = (change_plan(request.reader, plan, draft) if plan
                else make_plan(request.reader, request.school, draft))  # fmt: skip
    except Refused as refused:
        errors = {refused.field or "title": refused.sentence}
        return _page(request, group, plan, request.POST, errors)
    return redirect(page_of(kept))


def _draft(request: At, group: Group) -> PlanDraft:
    sent = request.POST
    day = _day(sent.get("date", ""), "date")
    pupils = {str(person.uuid): person for person in pupils_in(group, day)}
    staff = {str(person.uuid): person for person in assistants_at(request.school, day)}
    named = [pupils[number] for number in _many(sent, "pupils") if number in pupils]
    return PlanDraft(
        group=group, day=day, title=sent.get("title", ""), pupils=named,
        objectives=_objectives(request, sent, _own_targets(request, named)),
        assistant=staff.get(sent.get("assistant", "")),
        lesson=_lesson(request, sent.get("lesson", "")),
        starts=_time(sent.get("starts", ""), "starts"), ends=_time(sent.get("ends", ""), "ends"),
        part=sent.get("part", ""), adaptations=sent.get("adaptations", ""),
        is_cover="is_cover" in sent, seating=sent.get("seating", ""),
        resources=[
            (what, _day(sent.get(f"due-{n}") or day.isoformat(), f"due-{n}"))
            for n in range(ROWS) if (what := sent.get(f"resource-{n}", "").strip())
        ],
    )  # fmt: skip


def _day(text: str, field: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("That is not a date. Give day, month and year.", field) from None


def _time(text: str, field: str) -> time | None:
    if not text:
        return None
    try:
        return time.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        raise Refused("Give the time as hours and minutes, such as 09:30.", field) from None


def _page(
    request: At, group: Group, plan: LessonPlan | None, data: Any,
    errors: dict[str, str] | None = None,
) -> HttpResponse:  # fmt: skip
    members = _members(group, data)
    own = _own_targets(request, members)
    chosen = _objectives(request, data, own)
    look = _one(data, "look_up")
    found = search_objectives(request.school, look)[: FOUND + len(chosen)] if look else []
    picked = set(_many(data, "pupils"))
    context = {
        "plan": plan, "group": group, "errors": errors or {},
        "author": request.reader.person.uuid,
        "said": {name: _one(data, name) for name in (
            "date", "lesson", "title", "starts", "ends", "assistant", "part", "adaptations",
            "seating", "is_cover")},
        "pupils": [(person, str(person.uuid) in picked) for person in members],
        "staff": [(person, str(person.uuid)) for person
                  in assistants_at(request.school, clock.today())],
        "chosen": chosen, "look_up": look, "own": [one for one in own if one not in chosen],
        "found": [one for one in found if one not in chosen][:FOUND],
        "resources": [(n, _one(data, f"resource-{n}"), _one(data, f"due-{n}"))
                      for n in range(ROWS)],
    }  # fmt: skip
    return render(request, "web/plan_form.html", context, status=422 if errors else 200)


def _members(group: Group, data: Any) -> list[Person]:
    try:
        day = date.fromisoformat(_one(data, "date"))
    except ValueError:
        day = clock.today()
    return pupils_in(group, day)
