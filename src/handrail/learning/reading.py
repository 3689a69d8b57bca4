"""Who may read what a pupil has learned, and which plans: decided here and nowhere else."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from handrail.learning.models import LessonPlan, Objective, PlanPupil
from handrail.people.models import Membership, Post, Pupil
from handrail.records.reader import WORKING_ROLES, Reader
from handrail.school.models import Group, School

Role = Post.Role
SEES_ALL = (Role.BEHAVIOUR_MANAGER, Role.DESIGNATED_LEAD, Role.DEPUTY_LEAD, Role.HEAD)
PLANNERS = (Role.TEACHER, Role.SENCO, Role.BEHAVIOUR_MANAGER, Role.HEAD)
HAS_LEARNING = (*SEES_ALL, Role.SENCO, *WORKING_ROLES)
NO_NEED = ("", "N")  # the census code of a pupil without special educational provision


def open_pupils(reader: Reader, school_id: int, pupils: Iterable[int]) -> frozenset[int]:
    """Those of these pupils (keys) whose objectives and marks the reader may read at this school.

    Assistants and teachers: whom they work with, and whom a running override covers. SENCO: those
    with a need on their page. Behaviour manager, designated leads, head: all. Nobody their own
    child; volunteers, the office and the trust none (docs/decisions, learning).
    """
    asked = frozenset(pupils) - reader.own_child_ids
    if reader.holds(school_id, *SEES_ALL):
        return asked
    found: frozenset[int] = frozenset()
    if reader.holds(school_id, *WORKING_ROLES):
        found = asked & reader.pupils_at(school_id)
    if reader.holds(school_id, Role.SENCO) and asked - found:
        found |= _with_need(asked - found)
    return found


def _with_need(pupils: frozenset[int]) -> frozenset[int]:
    rows = Pupil.objects.filter(pk__in=pupils).exclude(sen_provision__in=NO_NEED, needs="")
    return frozenset(rows.values_list("pk", flat=True))


def may_read_learning(reader: Reader, school_id: int, pupil: int) -> bool:
    """The same for one pupil in hand."""
    return bool(open_pupils(reader, school_id, [pupil]))


def plans_open_to(reader: Reader, school: School) -> QuerySet[LessonPlan]:
    """The plans of a school that this reader may open.

    Those they wrote or were given, those of groups they staff, and for the SENCO, the behaviour
    manager, the leads and the head all; but of their own child's lessons only what they wrote or
    were given.
    """
    if not reader.holds(school.pk, *HAS_LEARNING):
        return LessonPlan.objects.none()
    me = reader.person_id
    rows = LessonPlan.objects.filter(school=school)
    open_ = Q(teacher=me) | Q(assistant=me)
    if reader.holds(school.pk, *SEES_ALL, Role.SENCO):
        others = Q(school=school)  # an empty Q would open nothing once it is or-ed
    else:
        others = Q(group__in=staffed_by(reader).values("group"))
    if reader.own_child_ids:
        named = PlanPupil.objects.filter(plan=OuterRef("pk"), pupil__in=reader.own_child_ids)
        others &= ~Q(Exists(named))
    return rows.filter(open_ | others)


def own_plans(reader: Reader, school: School) -> QuerySet[LessonPlan]:
    """Of those, what this reader wrote or was given."""
    if not reader.holds(school.pk, *HAS_LEARNING):
        return LessonPlan.objects.none()
    return plans_by_or_for(reader.person_id, school.pk)


def plans_by_or_for(person: int, school: int) -> QuerySet[LessonPlan]:
    """What somebody wrote or was given at a school; whoever asks looks at their post first."""
    mine = Q(teacher=person) | Q(assistant=person)
    return LessonPlan.objects.filter(mine, school=school)


def objectives_shown(reader: Reader, plan: LessonPlan) -> list[Objective]:
    """What a plan is to teach, in its order; a pupil's own target not to a carer of theirs."""
    rows = plan.chosen.select_related("objective")
    return [row.objective for row in rows if row.objective.pupil_id not in reader.own_child_ids]


def staffed_groups(reader: Reader, school: School) -> QuerySet[Group]:
    """The groups that the reader teaches or supports today."""
    return Group.objects.filter(school=school, pk__in=staffed_by(reader).values("group"))


def staffed_by(reader: Reader) -> QuerySet[Membership]:
    """The memberships by which the reader teaches or supports a group today, at any school."""
    return staffed_on(reader.person_id, reader.day)


def staffed_on(person: int, day: date) -> QuerySet[Membership]:
    """The same, from plain values."""
    return Membership.objects.on(day).filter(person=person).exclude(role="pupil")


def may_run(reader: Reader, plan: LessonPlan) -> bool:
    """Whether the reader may mark from this plan and hand it back: given to them, theirs, or of a
    group they staff."""
    if not reader.holds(plan.school_id, *HAS_LEARNING):
        return False
    if reader.person_id in {plan.teacher_id, plan.assistant_id}:
        return True
    return staffed_groups(reader, plan.school).filter(pk=plan.group_id).exists()
