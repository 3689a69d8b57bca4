"""The marking page: pupils by objectives, one tap each; and what a device's outbox sends of it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from handrail.capture.times import read_captured
from handrail.core import clock
from handrail.core.ids import new_uuid
from handrail.entry.guards import At, at_school
from handrail.learning.marking import (
    UNDONE,
    MarkDraft,
    last_before,
    make_mark,
    standing_marks,
    withdraw_mark,
)  # fmt: skip
from handrail.learning.models import LessonPlan, Mark, Objective
from handrail.learning.planning import page_of
from handrail.learning.reading import HAS_LEARNING, may_run, objectives_shown, open_pupils
from handrail.people.models import Person
from handrail.records.refusal import Refused
from handrail.web.plans import find_plan, pupils_shown

LEVELS = [(0, "Not yet"), (1, "With help"), (2, "On own"), (3, "Secure")]


@dataclass(frozen=True)
class Cell:
    """One pupil at one objective: how it was marked in this lesson, and how it was before."""

    person: Person
    objective: Objective
    mark: Mark | None
    before: Mark | None

    @property
    def key(self) -> str:
        return f"{self.person.uuid}-{self.objective.uuid}"


@at_school(*HAS_LEARNING)
@require_http_methods(["GET", "POST"])
def marking(request: At, uuid: UUID) -> HttpResponse:
    """Mark from a plan. Without script every choice is a radio, and one button saves them all."""
    plan = find_plan(request, uuid)
    if not may_run(request.reader, plan):
        raise Http404("Not this reader’s to mark.")
    if request.method == "POST":
        return _save_all(request, plan)
    return render(request, "web/mark.html", marking_context(request, plan))


def marking_context(request: At, plan: LessonPlan) -> dict[str, Any]:
    """What the marking page shows; also what a device keeps of it."""
    return {
        "plan": plan,
        "author": request.reader.person.uuid,
        "number": new_uuid(),
        "made": int(clock.now().timestamp() * 1000),
        "levels": LEVELS,
        "helps": Mark.Help.choices,
        "rows": _rows(request, plan),
        "hidden": pupils_shown(request, plan)[1],
    }


def _rows(request: At, plan: LessonPlan) -> list[tuple[Objective, list[Cell]]]:
    """Each objective with a cell for each pupil, an own target with its pupil's alone; the past
    only of pupils whose learning is open."""
    people, _ = pupils_shown(request, plan)
    objectives = objectives_shown(request.reader, plan)
    marks = standing_marks(plan)
    open_ = open_pupils(request.reader, plan.school_id, [person.pk for person in people])
    before = last_before(plan, open_, [one.pk for one in objectives])
    return [
        (one, [Cell(person, one, marks.get((person.pk, one.pk)), before.get((person.pk, one.pk)))
               for person in people if one.pupil_id in {None, person.pk}])
        for one in objectives
    ]  # fmt: skip


def _save_all(request: At, plan: LessonPlan) -> HttpResponse:
    """Every cell that says something new becomes a mark, under a number that a retry repeats."""
    sent = request.POST
    try:
        number = UUID(sent.get("number", ""))
    except ValueError:
        number = new_uuid()
    made = 0
    for objective, cells in _rows(request, plan):
        for cell in cells:
            draft = _changed(sent, number, plan, cell, sent.get(f"all-{objective.uuid}", ""))
            if draft:
                make_mark(request.reader, request.school, draft)
                made += 1
    messages.success(request, f"{made} marked." if made else "Nothing new was marked.")
    return redirect(f"{page_of(plan)}mark/")


def _changed(sent: Any, number: UUID, plan: LessonPlan, cell: Cell, all_: str) -> MarkDraft | None:
    level = sent.get(f"level-{cell.key}") or (all_ if cell.mark is None else "")
    if level not in {"0", "1", "2", "3"}:
        return None
    help_ = sent.get(f"help-{cell.key}", "")
    help_ = help_ if help_ in Mark.Help.values else ""
    words = sent.get(f"words-{cell.key}", "")
    was = cell.mark
    if was and (was.level, was.help, was.words) == (int(level), help_, words.strip()):
        return None
    return MarkDraft(
        uuid5(number, cell.key), cell.person, cell.objective, int(level), plan, help_, words,
        instead_of=was.uuid if was else None,
    )  # fmt: skip


@at_school()
@require_POST
def send_mark(request: At) -> JsonResponse:
    """One tap from a device's outbox: a mark, or one taken back. The answer repeats its number."""
    sent = request.POST
    number = sent.get("uuid", "")
    if sent.get("author") != str(request.reader.person.uuid):
        return _answer(number, "somebody-elses", 403)
    try:
        if sent.get("act") == "withdraw":
            because = sent.get("because") or UNDONE
            withdraw_mark(request.reader, request.school, _uuid(sent, "mark"), because)
        else:
            make_mark(request.reader, request.school, _sent_draft(request))
    except Refused as refused:
        return _answer(number, "refused", 422, reasons={"mark": refused.sentence})
    return _answer(number, "filed", 200)


def _answer(number: str, state: str, status: int, **more: object) -> JsonResponse:
    return JsonResponse({"number": number, "state": state, **more}, status=status)


def _uuid(sent: Any, name: str) -> UUID:
    try:
        return UUID(sent.get(name, ""))
    except ValueError:
        raise Refused("This mark lost its number. Mark it again.") from None


def _sent_draft(request: At) -> MarkDraft:
    sent = request.POST
    plan = None
    if sent.get("plan"):
        plan = LessonPlan.objects.filter(school=request.school, uuid=_uuid(sent, "plan")).first()
        if plan is None or not may_run(request.reader, plan):
            raise Refused("There is no such plan for you.")
    pupil = Person.objects.filter(uuid=_uuid(sent, "pupil"), pupil__isnull=False).first()
    objective = Objective.objects.filter(
        uuid=_uuid(sent, "objective"), framework__school=request.school
    ).select_related("framework").first()  # fmt: skip
    if pupil is None or objective is None:
        raise Refused("There is no such pupil or objective here.")
    level = sent.get("level", "")
    return MarkDraft(
        _uuid(sent, "uuid"), pupil, objective, int(level) if level in {"0", "1", "2", "3"} else -1,
        plan, sent.get("help", ""), sent.get("words", ""), read_captured(sent).at,
        _uuid(sent, "instead_of") if sent.get("instead_of") else None,
    )  # fmt: skip
