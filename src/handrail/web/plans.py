"""Lesson plans: the list, one plan's page, and what its teacher and its assistant do with it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from handrail.core import clock
from handrail.entry.guards import At, at_school, take_typed
from handrail.falling_behind.ruling import WATCHERS
from handrail.learning.marking import standing_marks
from handrail.learning.models import LessonPlan, Mark, Resource, Suggestion
from handrail.learning.planning import (
    acknowledge,
    answer_suggestion,
    hand_back,
    page_of,
    prepare,
    suggest,
)  # fmt: skip
from handrail.learning.reading import (
    HAS_LEARNING,
    PLANNERS,
    may_run,
    objectives_shown,
    plans_open_to,
)  # fmt: skip
from handrail.notify.telling import seen_at_page
from handrail.people.models import Person, PupilFlag
from handrail.plans.technology import technology_of
from handrail.records.models import AccessEntry
from handrail.records.refusal import Refused
from handrail.seating.reading import usual_room
from handrail.web.keys import is_key

PAGE = 30


@at_school(*HAS_LEARNING)
def plans(request: At) -> HttpResponse:
    """Plans from today on, then those gone by; mine, or every one I may open."""
    rows = plans_open_to(request.reader, request.school)
    past = request.GET.get("show") == "past"
    mine = request.GET.get("whose") != "all"
    if mine:
        me = request.reader.person_id
        rows = rows.filter(Q(teacher=me) | Q(assistant=me))
    today = clock.today()
    if past:
        rows = rows.filter(date__lt=today).order_by("-date", "-starts", "-id")
    else:
        rows = rows.filter(date__gte=today).order_by("date", "starts", "id")
    start = _start(request)
    found = list(rows.select_related("teacher", "assistant", "group")[start : start + PAGE + 1])
    context = {
        "plans": found[:PAGE], "past": past, "mine": mine,
        "next": start + PAGE if len(found) > PAGE else 0,
        "before": max(0, start - PAGE) if start else None,
        "may_plan": request.reader.holds(request.school.pk, *PLANNERS),
        "watches": request.reader.holds(request.school.pk, *WATCHERS),
    }  # fmt: skip
    return render(request, "web/plans.html", context)


def _start(request: At) -> int:
    after = request.GET.get("after", "0")
    return int(after) if is_key(after) and len(after) < 6 else 0


def find_plan(request: At, uuid: UUID) -> LessonPlan:
    """A plan of this school that the reader may open, or no such page."""
    rows = plans_open_to(request.reader, request.school).filter(uuid=uuid)
    plan = rows.select_related("teacher", "assistant", "group", "handed_back_by", "lesson__place",
                               "school").first()  # fmt: skip
    if plan is None:
        raise Http404("No such plan.")
    return plan


@at_school(*HAS_LEARNING)
def plan(request: At, uuid: UUID) -> HttpResponse:
    """One plan: for whom, what, the assistant's part, what to prepare, and how it came back."""
    found = find_plan(request, uuid)
    seen_at_page(request.reader, page_of(found))
    return render(request, "web/plan.html", plan_context(request, found))


def plan_context(
    request: At, found: LessonPlan, how: str = AccessEntry.How.OPENED
) -> dict[str, Any]:
    """What a plan's page shows; also what a device keeps of it (`how` says which)."""
    people, hidden = pupils_shown(request, found)
    mine = found.teacher_id == request.reader.person_id
    return {
        "plan": found,
        "author": request.reader.person.uuid,
        "objectives": objectives_shown(request.reader, found),
        "pupils": _with_needs(request, found, people, how),
        "hidden": hidden,
        "room": usual_room(found.group, found.date),
        "resources": list(found.resources.select_related("done_by")),
        "suggestions": list(found.suggestions.select_related("by")),
        "is_mine": mine,
        "may_run": may_run(request.reader, found),
        "summary": _summary(request, found, people),
        "typed": take_typed(request, page_of(found)),
        "is_today": found.date == clock.today(),
    }


def pupils_shown(request: At, found: LessonPlan) -> tuple[list[Person], int]:
    """The pupils of a plan by first name, and how many are left out: the reader's own children."""
    people = list(found.pupils.order_by("given", "family"))
    own = request.reader.own_child_ids
    shown = [person for person in people if person.pk not in own]
    return shown, len(people) - len(shown)


def _with_needs(
    request: At, found: LessonPlan, people: list[Person], how: str
) -> list[dict[str, Any]]:
    """Each pupil with what whoever is with them must know; as many queries however many there are.

    Whoever covers a lesson is told what technology helps, of pupils too with whom they do not work.
    """
    keys = [person.pk for person in people]
    day = request.reader.day
    flags: dict[int, list[PupilFlag]] = {}
    rows = PupilFlag.objects.filter(pupil__in=keys).filter(Q(ends=None) | Q(ends__gte=day))
    for flag in rows:
        flags.setdefault(flag.pupil_id, []).append(flag)
    covers = found.is_cover and request.reader.person_id in {found.teacher_id, found.assistant_id}
    technology = technology_of(request.reader, request.school, keys, before_me=covers, how=how)
    with_pupil = Person.objects.filter(pk__in=keys).select_related("pupil")
    return [
        {"person": person, "pupil": getattr(person, "pupil", None),
         "flags": flags.get(person.pk, []), "technology": technology.get(person.pk, ())}
        for person in with_pupil.order_by("given", "family")
    ]  # fmt: skip


def _summary(request: At, found: LessonPlan, people: list[Person]) -> list[dict[str, Any]]:
    """For each objective, the pupils at each level as they were marked in this lesson."""
    marks = standing_marks(found)
    if not marks:
        return []
    names = {person.pk: person for person in people}
    rows = []
    for objective in objectives_shown(request.reader, found):
        here = [mark for (who, what), mark in marks.items()
                if what == objective.pk and who in names]  # fmt: skip
        levels = [
            (label, [names[mark.pupil_id] for mark in here if mark.level == level])
            for level, label in Mark.Level.choices
        ]
        said = [(names[mark.pupil_id], mark) for mark in here if mark.words or mark.help]
        rows.append({
            "objective": objective, "levels": [row for row in levels if row[1]],
            "said": said, "left": (1 if objective.pupil_id else len(names)) - len(here),
        })  # fmt: skip
    return rows


@at_school(*HAS_LEARNING)
@require_POST
def act(request: At, uuid: UUID, what: str) -> HttpResponse:
    """Prepare, hand back, acknowledge, suggest or answer."""
    found = find_plan(request, uuid)
    if what not in ACTS:
        raise Http404("Nothing of that name.")
    try:
        said = ACTS[what](request, found)
    except Refused as refused:
        context = plan_context(request, found) | {
            "errors": [refused.sentence], "typed": request.POST,
        }  # fmt: skip
        return render(request, "web/plan.html", context, status=422)
    messages.success(request, said)
    return redirect(page_of(found))


def _prepare(request: At, found: LessonPlan) -> str:
    row = _of_plan(found.resources.all(), request.POST.get("resource", ""))
    assert isinstance(row, Resource)  # noqa: S101 - for the types alone
    prepare(request.reader, row, done=request.POST.get("done") == "yes")
    return "Ticked off." if row.done_at else "Back on the list."


def _hand_back(request: At, found: LessonPlan) -> str:
    sent = request.POST
    hand_back(
        request.reader, found, done=sent.get("done_words", ""),
        not_done=sent.get("not_done", ""), worries=sent.get("worries", ""),
    )  # fmt: skip
    return f"Handed back. {found.teacher.formal} is told."


def _acknowledge(request: At, found: LessonPlan) -> str:
    acknowledge(request.reader, found, request.POST.get("answer", ""))
    return "Acknowledged."


def _suggest(request: At, found: LessonPlan) -> str:
    suggest(request.reader, found, request.POST.get("words", ""))
    return f"{found.teacher.formal} is told of your suggestion."


def _answer(request: At, found: LessonPlan) -> str:
    row = _of_plan(found.suggestions.all(), request.POST.get("suggestion", ""))
    assert isinstance(row, Suggestion)  # noqa: S101 - for the types alone
    take = request.POST.get("take") == "yes"
    answer_suggestion(
        request.reader, row, take=take, answer=request.POST.get("suggestion_answer", "")
    )
    return "Taken up. Change the plan to match." if take else "Answered."


def _of_plan(rows: Any, number: str) -> Any:
    try:
        row = rows.filter(uuid=UUID(number)).first()
    except ValueError:
        row = None
    if row is None:
        raise Http404("Nothing of that number in this plan.")
    return row


ACTS: dict[str, Callable[[At, LessonPlan], str]] = {
    "prepare": _prepare,
    "hand-back": _hand_back,
    "acknowledge": _acknowledge,
    "suggest": _suggest,
    "answer": _answer,
}
