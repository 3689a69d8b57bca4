"""Planning: a teacher's plan for a lesson, from its making to the hand-back and the answer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Count, OuterRef, Prefetch, QuerySet, Subquery

from handrail.core import clock
from handrail.core.names import clean
from handrail.core.prose import tidy
from handrail.database.written_once import written_once
from handrail.learning.models import (
    LessonPlan,
    Objective,
    PlanObjective,
    PlanPupil,
    Resource,
    Suggestion,
)  # fmt: skip
from handrail.learning.reading import (
    HAS_LEARNING,
    PLANNERS,
    may_run,
    plans_by_or_for,
    staffed_groups,
)  # fmt: skip
from handrail.notify.telling import is_unseen, tell_of_lesson
from handrail.people.models import Lesson, Membership, Person, Post
from handrail.records.reader import Reader
from handrail.records.refusal import Refused
from handrail.school.models import Group, School

State = LessonPlan.State
MOST_WORDS = 2_000
MOST_OBJECTIVES = 8
NOT_YOURS = "Only whoever wrote this plan can do that."


@dataclass(frozen=True)
class PlanDraft:
    """What a teacher says of a lesson. `resources` are what to prepare, each with its day."""

    group: Group
    day: date
    title: str
    pupils: Sequence[Person]
    objectives: Sequence[Objective] = ()
    assistant: Person | None = None
    lesson: Lesson | None = None
    starts: time | None = None
    ends: time | None = None
    part: str = ""
    adaptations: str = ""
    is_cover: bool = False
    seating: str = ""
    resources: Sequence[tuple[str, date]] = field(default_factory=tuple)


def groups_to_plan_for(reader: Reader, school: School) -> list[Group]:
    """A teacher plans for the groups they teach; SENCO, behaviour manager and head for any."""
    if reader.holds(school.pk, *(role for role in PLANNERS if role != Post.Role.TEACHER)):
        return list(Group.objects.filter(school=school, ends=None))
    return list(staffed_groups(reader, school))


def assistants_at(school: School, day: date) -> list[Person]:
    """Who can be given a lesson: everyone with a post there that reads pupils' learning."""
    roles = (Post.Role.ASSISTANT, Post.Role.TEACHER, Post.Role.SENCO, Post.Role.BEHAVIOUR_MANAGER)
    posts = Post.objects.held_on(day).filter(school=school, role__in=roles)
    return list(Person.objects.filter(pk__in=posts.values("person")))


def pupils_in(group: Group, day: date) -> list[Person]:
    """The pupils of a group on a day, by first name."""
    members = Membership.objects.on(day).filter(group=group, role=Membership.Role.PUPIL)
    return list(Person.objects.filter(pk__in=members.values("person")).order_by("given", "family"))


@transaction.atomic
def make_plan(reader: Reader, school: School, draft: PlanDraft) -> LessonPlan:
    """Keep a plan and tell whoever is given the lesson. Raises Refused with a sentence."""
    if not reader.holds(school.pk, *PLANNERS):
        raise Refused(
            "Plans are written by teachers, the SENCO, the behaviour manager or the head."
        )
    plan = LessonPlan(school=school, teacher=reader.person, made_at=clock.now())
    _fill(reader, plan, draft)
    _tell(reader, plan, plan.assistant, f"planned {plan.title} with you")
    return plan


@transaction.atomic
def change_plan(reader: Reader, plan: LessonPlan, draft: PlanDraft) -> LessonPlan:
    """Change a plan that was not handed back yet; what was marked from it stays. Whoever has the
    lesson is told, and so is whoever had it, unless the last news of it was not seen yet."""
    if plan.teacher_id != reader.person_id:
        raise Refused(NOT_YOURS)
    if not plan.is_open:
        raise Refused("This lesson was handed back. Write a new plan for the next one.")
    before = plan.assistant
    _fill(reader, plan, draft)
    if plan.assistant == before:
        if not is_unseen(before, page_of(plan)):
            _tell(reader, plan, before, f"changed {plan.title}")
        return plan
    _tell(reader, plan, plan.assistant, f"planned {plan.title} with you")
    _tell(reader, plan, before, f"gave {plan.title} to somebody else")
    return plan


def _tell(reader: Reader, plan: LessonPlan, person: Person | None, what: str) -> None:
    if person and person.pk != reader.person_id:
        tell_of_lesson(person, plan.school, f"{reader.person.formal} {what}", page_of(plan))


def page_of(plan: LessonPlan) -> str:
    return f"/plans/{plan.uuid}/"


def _fill(reader: Reader, plan: LessonPlan, draft: PlanDraft) -> None:
    _refuse_unfit(reader, plan.school, draft)
    plan.group, plan.date, plan.title = draft.group, draft.day, clean(draft.title)[:120]
    plan.assistant, plan.lesson = draft.assistant, draft.lesson
    plan.starts, plan.ends, plan.is_cover = draft.starts, draft.ends, draft.is_cover
    plan.part, plan.adaptations, plan.seating = (
        tidy(text)[:MOST_WORDS] for text in (draft.part, draft.adaptations, draft.seating)
    )
    plan.save()
    plan.chosen.all().delete()
    PlanObjective.objects.bulk_create(
        PlanObjective(plan=plan, objective=one, position=number)
        for number, one in enumerate(draft.objectives)
    )
    plan.named.all().delete()
    PlanPupil.objects.bulk_create(PlanPupil(plan=plan, pupil=one) for one in draft.pupils)
    _fill_resources(plan, draft)


def _fill_resources(plan: LessonPlan, draft: PlanDraft) -> None:
    """What is listed already keeps its done mark; what was taken off goes."""
    have = {row.what: row for row in plan.resources.all()}
    wanted = {clean(what)[:200]: due for what, due in draft.resources if clean(what)}
    plan.resources.exclude(what__in=wanted).delete()
    for what, due in wanted.items():
        row = have.get(what) or Resource(plan=plan, what=what)
        row.due_on = due
        row.save()


def _refuse_unfit(reader: Reader, school: School, draft: PlanDraft) -> None:
    if not clean(draft.title):
        raise Refused("Give the lesson a title, such as “Maths: partitioning”.", "title")
    if draft.group.pk not in {group.pk for group in groups_to_plan_for(reader, school)}:
        raise Refused("Choose a group that you teach.", "group")
    if not draft.pupils:
        raise Refused("Choose at least one pupil.", "pupils")
    members = {person.pk for person in pupils_in(draft.group, draft.day)}
    if {person.pk for person in draft.pupils} - members:
        raise Refused("One of these pupils is not in the group on that day.", "pupils")
    if len(draft.objectives) > MOST_OBJECTIVES:
        raise Refused(f"Choose at most {MOST_OBJECTIVES} objectives for one lesson.", "objectives")
    if draft.starts and draft.ends and draft.ends <= draft.starts:
        raise Refused("It ends before it starts. Check both times.", "ends")


def begin(plan: LessonPlan) -> None:
    """The lesson is under way from its first mark."""
    if plan.state == State.PLANNED:
        plan.state, plan.begun_at = State.UNDER_WAY, clock.now()
        plan.save(update_fields=["state", "begun_at"])


def prepare(reader: Reader, resource: Resource, *, done: bool) -> None:
    """Tick off, or back on, something that was to be prepared."""
    if not may_run(reader, resource.plan):
        raise Refused(NOT_YOURS)
    resource.done_at = clock.now() if done else None
    resource.done_by = reader.person if done else None
    resource.save(update_fields=["done_at", "done_by"])


@transaction.atomic
def hand_back(
    reader: Reader,
    plan: LessonPlan,
    *,
    done: str,
    not_done: str = "",
    worries: str = "",
    at: datetime | None = None,
) -> None:
    """Give the lesson back to whoever wrote the plan, who is told; `at` is when a device kept it.

    The same words by the same person again do nothing. Raises Refused for a lesson that is not the
    reader's, was handed back otherwise, or of which nothing is said.
    """
    if not may_run(reader, plan):
        raise Refused(NOT_YOURS)
    plan = LessonPlan.objects.select_for_update().get(pk=plan.pk)
    words = tuple(tidy(text)[:MOST_WORDS] for text in (done, not_done, worries))
    if not plan.is_open:
        same = (plan.done, plan.not_done, plan.worries) == words
        if same and plan.handed_back_by_id == reader.person_id:
            return  # a retry after a lost reply
        raise Refused("This lesson was handed back already. Add what is new as a suggestion.")
    plan.done, plan.not_done, plan.worries = words
    if not (plan.done or plan.not_done):
        raise Refused("Say in a few words what was done, or what was not.", "done")
    plan.state, plan.handed_back_at, plan.handed_back_by = (
        State.HANDED_BACK, at or clock.now(), reader.person,
    )  # fmt: skip
    plan.save()
    if plan.teacher_id != reader.person_id:
        text = f"{reader.person.formal} handed back {plan.title}"
        tell_of_lesson(plan.teacher, plan.school, text, page_of(plan))


@transaction.atomic
def acknowledge(reader: Reader, plan: LessonPlan, answer: str) -> None:
    """The teacher has read the hand-back, and may answer it; whoever handed it back is told."""
    if plan.teacher_id != reader.person_id:
        raise Refused(NOT_YOURS)
    plan = LessonPlan.objects.select_for_update().get(pk=plan.pk)
    if plan.state != State.HANDED_BACK:
        raise Refused("There is nothing to acknowledge: this lesson was not handed back.")
    plan.answer, plan.acknowledged_at = tidy(answer)[:MOST_WORDS], clock.now()
    plan.state = State.ACKNOWLEDGED
    plan.save()
    if plan.handed_back_by and plan.handed_back_by_id != reader.person_id:
        verb = "answered your hand-back of" if plan.answer else "read your hand-back of"
        text = f"{reader.person.formal} {verb} {plan.title}"
        tell_of_lesson(plan.handed_back_by, plan.school, text, page_of(plan))


@transaction.atomic
def suggest(reader: Reader, plan: LessonPlan, words: str) -> Suggestion:
    """Propose a change to the plan; whoever wrote it is told."""
    if not may_run(reader, plan):
        raise Refused(NOT_YOURS)
    if len(said := tidy(words)[:MOST_WORDS]) < 3:
        raise Refused("Say what you would change.", "words")
    same = plan.suggestions.filter(by=reader.person, words=said, state=Suggestion.State.OPEN)
    if already := same.first():  # a double tap
        return already
    row = Suggestion.objects.create(plan=plan, by=reader.person, at=clock.now(), words=said)
    if plan.teacher_id != reader.person_id:
        text = f"{reader.person.formal} suggests a change to {plan.title}"
        tell_of_lesson(plan.teacher, plan.school, text, page_of(plan))
    return row


@transaction.atomic
def answer_suggestion(reader: Reader, row: Suggestion, *, take: bool, answer: str) -> None:
    """Take a suggestion up, or answer it in words; whoever made it is told."""
    if row.plan.teacher_id != reader.person_id:
        raise Refused(NOT_YOURS)
    if row.state != Suggestion.State.OPEN:
        raise Refused("This was answered already.")
    said = tidy(answer)[:MOST_WORDS]
    if not take and len(said) < 3:
        raise Refused("Answer in a few words, or take it up.", "answer")
    row.state = Suggestion.State.TAKEN if take else Suggestion.State.ANSWERED
    row.answer, row.answered_at = said, clock.now()
    row.save()
    verb = "took up" if take else "answered"
    text = f"{reader.person.formal} {verb} your suggestion for {row.plan.title}"
    tell_of_lesson(row.by, row.plan.school, text, page_of(row.plan))


def lessons_ahead(reader: Reader, school: School, day: date) -> list[LessonPlan]:
    """The plans of a day that this person teaches, or is given, in the order of the day, each with
    its objectives and the number of its pupils (`size`); two queries."""
    if not reader.holds(school.pk, *HAS_LEARNING):
        return []
    rows = _plans_of_day(reader.person_id, school.pk, day)
    return sorted(rows, key=lambda plan: (plan.starts or time(0), plan.pk))


@written_once
def _plans_of_day(person: int, school: int, day: date) -> QuerySet[LessonPlan]:
    chosen = PlanObjective.objects.select_related("objective")
    return (
        plans_by_or_for(person, school)
        .filter(date=day)
        .annotate(size=_count_of_pupils())
        .select_related("teacher", "assistant", "group")
        .prefetch_related(Prefetch("chosen", chosen))
    )


def _count_of_pupils() -> Subquery:
    named = PlanPupil.objects.filter(plan=OuterRef("pk")).order_by().values("plan")
    return Subquery(named.annotate(n=Count("pk")).values("n"))


def waiting_for_teacher(reader: Reader, school: School) -> list[LessonPlan]:
    """Lessons that were handed back to this person and wait to be read; oldest first."""
    if not reader.holds(school.pk, *PLANNERS):
        return []
    return _handed_back(reader.person_id, school.pk)


@written_once
def _handed_back(person: int, school: int) -> QuerySet[LessonPlan]:
    rows = LessonPlan.objects.filter(school=school, teacher=person, state=State.HANDED_BACK)
    return rows.select_related("handed_back_by", "group").order_by("handed_back_at")[:8]


def to_prepare(reader: Reader, school: School, day: date) -> list[Resource]:
    """What the person still has to prepare, due first; overdue things stay until the lesson."""
    return _to_prepare(reader.person_id, school.pk, day)


@written_once
def _to_prepare(person: int, school: int, day: date) -> QuerySet[Resource]:
    rows = Resource.objects.filter(
        plan__school=school, plan__assistant=person, done_at=None, plan__date__gte=day,
        plan__state=State.PLANNED,
    )  # fmt: skip
    return rows.select_related("plan")[:8]
