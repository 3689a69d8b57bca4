"""What a device's outbox sends of a lesson: a mark or one taken back, a photo, the hand-back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import JsonResponse
from django.views.decorators.http import require_POST

from handrail.capture.times import read_captured
from handrail.entry.guards import At, at_school
from handrail.learning.marking import UNDONE, MarkDraft, make_mark, withdraw_mark
from handrail.learning.models import LessonPlan, Mark, Objective
from handrail.learning.photographing import keep_photo
from handrail.learning.planning import hand_back
from handrail.learning.reading import may_run
from handrail.people.models import Person
from handrail.records.refusal import Refused


@at_school()
@require_POST
def send_of_lesson(request: At) -> JsonResponse:
    """One act from a device's outbox. The answer repeats its number, filed or refused."""
    sent = request.POST
    number = sent.get("uuid", "")
    if sent.get("author") != str(request.reader.person.uuid):
        return _answer(number, "somebody-elses", 403)
    try:
        ACTS.get(sent.get("act", ""), _mark)(request)
    except Refused as refused:
        return _answer(number, "refused", 422, reasons={"mark": refused.sentence})
    return _answer(number, "filed", 200)


def _answer(number: str, state: str, status: int, **more: object) -> JsonResponse:
    return JsonResponse({"number": number, "state": state, **more}, status=status)


def _mark(request: At) -> None:
    make_mark(request.reader, request.school, _sent_draft(request))


def _withdraw(request: At) -> None:
    because = request.POST.get("because") or UNDONE
    withdraw_mark(request.reader, request.school, _uuid(request.POST, "mark"), because)


def _photo(request: At) -> None:
    """A photo of the work, after its mark; the same bytes again join nothing new."""
    rows = Mark.objects.filter(school=request.school, uuid=_uuid(request.POST, "mark"))
    mark = rows.select_related("pupil", "objective", "record", "school").first()
    upload = request.FILES.get("files")
    if mark is None or mark.pupil_id in request.reader.own_child_ids:
        raise Refused("The mark of this photo is not here. Mark again, then add the photo.")
    if upload is None:
        raise Refused("The photo was lost on its way. Take it again.")
    keep_photo(request.reader, mark, upload.name or "", upload)  # type: ignore[arg-type]


def _hand_back(request: At) -> None:
    sent = request.POST
    plan = _plan(request)
    hand_back(
        request.reader, plan, done=sent.get("done_words", ""), not_done=sent.get("not_done", ""),
        worries=sent.get("worries", ""), at=read_captured(sent).at,
    )  # fmt: skip
    messages.success(request, f"Handed back: {plan.title}. {plan.teacher.formal} is told.")


ACTS: dict[str, Callable[[At], None]] = {
    "mark": _mark,
    "withdraw": _withdraw,
    "photo": _photo,
    "hand-back": _hand_back,
}


def _uuid(sent: Any, name: str) -> UUID:
    try:
        return UUID(sent.get(name, ""))
    except ValueError:
        raise Refused("This mark lost its number. Mark it again.") from None


def _plan(request: At) -> LessonPlan:
    rows = LessonPlan.objects.filter(school=request.school, uuid=_uuid(request.POST, "plan"))
    plan = rows.select_related("teacher", "school").first()
    if plan is None or not may_run(request.reader, plan):
        raise Refused("There is no such plan for you.")
    return plan


def _sent_draft(request: At) -> MarkDraft:
    sent = request.POST
    plan = _plan(request) if sent.get("plan") else None
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
