"""A pupil's Learning page, and a group's: objectives now, help, history, and what comes next."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from handrail.core import clock
from handrail.entry.guards import At, at_school
from handrail.learning.marking import withdraw_mark
from handrail.learning.models import Mark, Objective
from handrail.learning.objectives import add_own_target
from handrail.learning.photographing import keep_photo
from handrail.learning.planning import page_of, pupils_in
from handrail.learning.progress import (
    comes_next,
    grid_of,
    help_by_week,
    marks_of,
    objectives_of,
    standing_of,
    targets_of,
)  # fmt: skip
from handrail.learning.reading import HAS_LEARNING, SEES_ALL, may_read_learning, open_pupils
from handrail.people.models import Pupil
from handrail.records.models import Record
from handrail.records.reading import note_pupil_opened
from handrail.records.refusal import Refused
from handrail.school.models import Group
from handrail.web.keys import is_key
from handrail.web.pupils import find_pupil

STANDINGS, MARKS = 20, 15


def readable_pupil(request: At, uuid: UUID) -> Pupil:
    """A pupil whose learning this reader may read, or no such page."""
    child = find_pupil(request, uuid)
    if not may_read_learning(request.reader, request.school.pk, child.pk):
        raise Http404("No such pupil for this reader.")
    return child


def _start(request: At, name: str) -> int:
    asked = request.GET.get(name, "0")
    return int(asked) if is_key(asked) and len(asked) < 6 else 0


@at_school(*HAS_LEARNING)
def pupil_learning(request: At, uuid: UUID) -> HttpResponse:
    """Where a pupil stands; with `objective`, the whole history of one."""
    child = readable_pupil(request, uuid)
    note_pupil_opened(request.reader, request.school.pk, child.pk)
    return render(request, "web/learning.html", _learning(request, child))


def _learning(request: At, child: Pupil) -> dict[str, Any]:
    person, school = child.person, request.school
    start, marks_from = _start(request, "after"), _start(request, "marks")
    standings, more = standing_of(person, school, start=start, most=STANDINGS)
    rows = marks_of(person, school)
    if one := _objective(request):
        rows = rows.filter(objective=one)
    marks = list(rows[marks_from : marks_from + MARKS + 1])
    return {
        "person": person, "pupil": child, "one": one,
        "standings": [row for row in standings if not row.is_secure],
        "secure": [row for row in standings if row.is_secure],
        "next": start + STANDINGS if more else 0,
        "before": max(0, start - STANDINGS) if start else None,
        "weeks": help_by_week(person, school),
        "levels": Mark.Level.labels,
        "ready": comes_next(person, school),
        "targets": targets_of(person, school),
        "marks": _with_photos(request, marks[:MARKS]),
        "older": marks_from + MARKS if len(marks) > MARKS else 0,
        "newer": max(0, marks_from - MARKS) if marks_from else None,
        "me": request.reader.person, "author": request.reader.person.uuid,
    }  # fmt: skip


def _with_photos(request: At, marks: list[Mark]) -> list[tuple[Mark, UUID | None]]:
    """Each mark, and the number of the note with its photos where the reader may open that."""
    kept = [mark.record_id for mark in marks if mark.record_id]
    if not kept:
        return [(mark, None) for mark in marks]
    notes = Record.objects.readable_by(request.reader).filter(pk__in=kept)
    numbers = dict(notes.values_list("pk", "uuid"))
    return [(mark, numbers.get(mark.record_id or 0)) for mark in marks]


def _objective(request: At) -> Objective | None:
    try:
        number = UUID(request.GET.get("objective", ""))
    except ValueError:
        return None
    return Objective.objects.filter(uuid=number, framework__school=request.school).first()


@at_school(*HAS_LEARNING)
@require_POST
def own_target(request: At, uuid: UUID) -> HttpResponse:
    """Keep a target in the pupil's own words."""
    child = readable_pupil(request, uuid)
    try:
        add_own_target(request.reader, request.school, child.person, request.POST.get("target", ""))
        messages.success(request, "Kept, in their words.")
    except Refused as refused:
        context = _learning(request, child) | {"target_error": refused.sentence}
        return render(request, "web/learning.html", context, status=422)
    return redirect(f"/pupils/{uuid}/learning/")


@at_school(*HAS_LEARNING)
@require_POST
def withdraw(request: At, uuid: UUID) -> HttpResponse:
    """Withdraw a mark, with a reason; it stays in the history."""
    mark = Mark.objects.filter(school=request.school, uuid=uuid).select_related("pupil").first()
    if mark is None or not may_read_learning(request.reader, request.school.pk, mark.pupil_id):
        raise Http404("No such mark.")
    try:
        withdraw_mark(request.reader, request.school, uuid, request.POST.get("because", ""))
        messages.success(request, "Withdrawn. It stays in the history, with your reason.")
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect(f"/pupils/{mark.pupil.uuid}/learning/?objective={mark.objective.uuid}#history")


@at_school(*HAS_LEARNING)
@require_http_methods(["GET", "POST"])
def photo(request: At, uuid: UUID) -> HttpResponse:
    """Add a photo of the work to a mark of one's own; then back to where it was marked."""
    rows = Mark.objects.filter(school=request.school, uuid=uuid, marked_by=request.reader.person)
    mark = rows.select_related("pupil", "objective", "plan", "record", "school").first()
    if mark is None or mark.pupil_id in request.reader.own_child_ids:
        raise Http404("No such mark.")
    back = f"{page_of(mark.plan)}mark/" if mark.plan else f"/pupils/{mark.pupil.uuid}/learning/"
    error = ""
    if request.method == "POST":
        try:
            upload = request.FILES.get("file")
            if upload is None:
                raise Refused("Take or choose a photo first.")
            keep_photo(request.reader, mark, upload.name or "", upload)  # type: ignore[arg-type]
            messages.success(request, "The photo is kept, with a note about the mark.")
            return redirect(back)
        except Refused as refused:
            error = refused.sentence
    context = {"mark": mark, "back": back, "error": error}
    return render(request, "web/mark_photo.html", context, status=422 if error else 200)


@at_school(*HAS_LEARNING)
def group_learning(request: At, uuid: UUID) -> HttpResponse:
    """Pupils by objectives: the last mark of each, for the pupils whose learning is open."""
    group = Group.objects.filter(school=request.school, uuid=uuid).first()
    if group is None:
        raise Http404("No such group.")
    people = pupils_in(group, clock.today())
    open_ = open_pupils(request.reader, request.school.pk, [person.pk for person in people])
    if not open_ and not request.reader.holds(request.school.pk, *SEES_ALL):
        raise Http404("No group for this reader.")
    shown = [person for person in people if person.pk in open_]
    objectives = objectives_of(group)
    grid = grid_of([person.pk for person in shown], [one.pk for one in objectives])
    context = {
        "group": group, "objectives": objectives,
        "rows": [(person, [(one, grid.get((person.pk, one.pk))) for one in objectives])
                 for person in shown],
        "left_out": len(people) - len(shown),
    }  # fmt: skip
    return render(request, "web/group_learning.html", context)
