"""The marking page: pupils by objectives, one tap each; and the hand-back below it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from handrail.core import clock
from handrail.core.ids import new_uuid
from handrail.entry.guards import At, at_school
from handrail.learning.marking import MarkDraft, last_before, make_mark, standing_marks
from handrail.learning.models import LessonPlan, Mark, Objective
from handrail.learning.planning import page_of
from handrail.learning.reading import HAS_LEARNING, may_run, objectives_shown, open_pupils
from handrail.people.models import Person
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
        "may_run": True,
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
