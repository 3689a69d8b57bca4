"""Marking: the one door by which a mark is made, exactly once, or withdrawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from handrail.core import clock
from handrail.core.prose import tidy
from handrail.learning.models import LessonPlan, Mark, Objective
from handrail.learning.planning import begin
from handrail.learning.reading import may_read_learning, may_run
from handrail.people.models import Person
from handrail.records.reader import WORKING_ROLES, Reader
from handrail.records.refusal import Refused, reason_given
from handrail.school.models import School

MARKED_AGAIN = "Marked again straight away: a slip of the finger"
WORDS_ADDED = "Kept again with the kind of help or a sentence"
UNDONE = "Undone straight after it was marked"
LOOKED_BACK = timedelta(days=120)
SHUT = "You cannot mark this pupil here."


@dataclass(frozen=True)
class MarkDraft:
    """A tap. `uuid` is the device's own number of it; `instead_of` the number of the mark that
    stood in its place until now, made by the same person, which is then withdrawn."""

    uuid: UUID
    pupil: Person
    objective: Objective
    level: int
    plan: LessonPlan | None = None
    help: str = ""
    words: str = ""
    captured_at: datetime | None = None
    instead_of: UUID | None = None


def make_mark(reader: Reader, school: School, draft: MarkDraft, *, vouched: bool = False) -> Mark:
    """Keep one mark, or give back the one that was kept under this number before.

    `vouched`: another room has decided already that the reader gives this pupil support here.
    Raises Refused when the reader may not mark this pupil or the number is somebody else's.
    """
    _refuse_unfit(reader, school, draft, vouched=vouched)
    if already := _already(reader, draft):
        return already
    captured = draft.captured_at or clock.now()
    mark = Mark(
        uuid=draft.uuid, school=school, pupil=draft.pupil, objective=draft.objective,
        plan=draft.plan, level=draft.level, help=draft.help, words=tidy(draft.words)[:300],
        marked_by=reader.person, happened_at=captured, captured_at=captured, filed_at=clock.now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            mark.save()
            _withdraw_before(reader, draft)
            if draft.plan:
                begin(draft.plan)
    except IntegrityError:  # a second tab, or a retry that ran beside us, was first
        return _already(reader, draft) or mark
    return mark


def _already(reader: Reader, draft: MarkDraft) -> Mark | None:
    mark = Mark.objects.filter(uuid=draft.uuid).first()
    same = mark and (mark.marked_by_id, mark.pupil_id, mark.objective_id) == (
        reader.person_id, draft.pupil.pk, draft.objective.pk,
    )  # fmt: skip
    if mark and not same:
        raise Refused("This mark lost its number. Mark it again.")
    return mark


def _withdraw_before(reader: Reader, draft: MarkDraft) -> None:
    """What the same person tapped there a moment ago was a slip, or gets its words."""
    if draft.instead_of is None:
        return
    before = Mark.objects.filter(
        uuid=draft.instead_of, marked_by=reader.person, pupil=draft.pupil,
        objective=draft.objective, withdrawn_at=None,
    ).exclude(uuid=draft.uuid)  # fmt: skip
    for mark in before:
        why = WORDS_ADDED if mark.level == draft.level else MARKED_AGAIN
        _withdraw(mark, reader, why)


def _refuse_unfit(reader: Reader, school: School, draft: MarkDraft, *, vouched: bool) -> None:
    if draft.level not in Mark.Level.values or draft.help not in Mark.Help.values:
        raise Refused("Choose how it went.")
    if draft.pupil.pk in reader.own_child_ids or not (vouched or _may_mark(reader, school, draft)):
        raise Refused(SHUT)
    if draft.objective.framework.school_id != school.pk:
        raise Refused("There is no such objective.")
    if draft.objective.pupil_id not in {None, draft.pupil.pk}:
        raise Refused("This is another pupil’s own target.")


def _may_mark(reader: Reader, school: School, draft: MarkDraft) -> bool:
    if plan := draft.plan:
        return (
            plan.school_id == school.pk
            and may_run(reader, plan)
            and plan.named.filter(pupil=draft.pupil).exists()
        )
    works = reader.holds(school.pk, *WORKING_ROLES)
    return works and may_read_learning(reader, school.pk, draft.pupil.pk)


def withdraw_mark(reader: Reader, school: School, number: UUID, because: str) -> Mark | None:
    """Take a mark back, with a reason; it stays in the history as withdrawn.

    By whoever made it, or whoever wrote the plan it was made from. Nothing for a number that was
    never filed, and nothing more for one that was withdrawn before.
    """
    mark = Mark.objects.select_related("plan").filter(uuid=number, school=school).first()
    if mark is None or mark.withdrawn_at:
        return mark
    wrote_plan = mark.plan is not None and mark.plan.teacher_id == reader.person_id
    if reader.person_id != mark.marked_by_id and not wrote_plan:
        raise Refused("Only whoever made a mark, or planned the lesson, can withdraw it.")
    why = reason_given(because, "Say why it is withdrawn, in a few words.", "because", most=200)
    _withdraw(mark, reader, why)
    return mark


def withdraw_all(reader: Reader, marks: Iterable[Mark], why: str) -> None:
    """Take back marks together with what they were made in, for its reason."""
    for mark in marks:
        if mark.withdrawn_at is None:
            _withdraw(mark, reader, why)


def _withdraw(mark: Mark, reader: Reader, why: str) -> None:
    mark.withdrawn_at, mark.withdrawn_by, mark.withdrawn_because = clock.now(), reader.person, why
    mark.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])


def standing_marks(plan: LessonPlan) -> dict[tuple[int, int], Mark]:
    """The last standing mark of each pupil and objective that was made from this plan."""
    rows = Mark.objects.filter(plan=plan, withdrawn_at=None).select_related("marked_by")
    return {(row.pupil_id, row.objective_id): row for row in rows.order_by("happened_at", "id")}


def last_before(
    plan: LessonPlan, pupils: Iterable[int], objectives: Iterable[int]
) -> dict[tuple[int, int], Mark]:
    """The last standing mark of each of these pupils and objectives from any other lesson, of
    the last four months: a hint, and older ones stand on the pupil's own page."""
    since = clock.now() - LOOKED_BACK
    rows = Mark.objects.filter(
        pupil__in=list(pupils), objective__in=list(objectives), withdrawn_at=None,
        happened_at__gte=since,
    ).filter(Q(plan=None) | ~Q(plan=plan))  # fmt: skip
    return {(row.pupil_id, row.objective_id): row for row in rows.order_by("happened_at", "id")}
