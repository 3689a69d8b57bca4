"""Which jobs a reader sees, which wait on them, and who can be asked: decided here alone."""

from datetime import date

from django.db.models import Q, QuerySet

from handrail.database.written_once import written_once
from handrail.jobs.models import Job
from handrail.learning.planning import assistants_at, groups_to_plan_for
from handrail.learning.reading import HAS_LEARNING, PLANNERS, staffed_on
from handrail.people.models import Membership, Person, Post
from handrail.records.reader import Reader
from handrail.school.models import Group, School

SEES_ALL = (Post.Role.SENCO, Post.Role.BEHAVIOUR_MANAGER, Post.Role.HEAD)
ASKERS, HAS_JOBS = PLANNERS, HAS_LEARNING
SHOWN_TODAY = 8


def asked_of(reader: Reader) -> Q:
    """Asked of this person by name, or of whoever supports a group that they staff."""
    return asked_of_person(reader.person_id, reader.day)


def asked_of_person(person: int, day: date) -> Q:
    """The same, from plain values."""
    groups = staffed_on(person, day).values("group")
    return Q(person=person) | (Q(group__in=groups) & ~Q(asked_by=person))


def jobs_open_to(reader: Reader, school: School) -> QuerySet[Job]:
    """The jobs of a school that this reader may see: their own on either side; SENCO, behaviour
    manager and head all."""
    rows = Job.objects.filter(school=school)
    if not reader.holds(school.pk, *HAS_JOBS):
        return rows.none()
    if reader.holds(school.pk, *SEES_ALL):
        return rows
    return rows.filter(Q(asked_by=reader.person) | asked_of(reader))


def jobs_today(reader: Reader, school: School) -> list[Job]:
    """For Today, in one query: what is open and asked of this reader, due first, and the answers
    to what they asked which they have not seen."""
    return _today(reader.person_id, school.pk, reader.day)


@written_once
def _today(person: int, school: int, day: date) -> QuerySet[Job]:
    waits = asked_of_person(person, day) & Q(closed_at=None)
    answered = Q(asked_by=person, closed_at__isnull=False)
    rows = Job.objects.filter(waits | answered, school=school, answer_seen_at=None)
    return rows.select_related("asked_by", "closed_by")[:SHOWN_TODAY]


def may_answer(reader: Reader, job: Job) -> bool:
    """Whether this is one of those of whom it is asked."""
    if not reader.holds(job.school_id, *HAS_JOBS):
        return False
    rows = Job.objects.filter(asked_of(reader), pk=job.pk)
    return rows.exists()


def people_to_ask(reader: Reader, school: School) -> list[Person]:
    """Everybody who can be given a lesson can be asked a job, but nobody asks themselves."""
    people = assistants_at(school, reader.day)
    return sorted((one for one in people if one.pk != reader.person_id), key=lambda one: one.formal)


def groups_to_ask(reader: Reader, school: School) -> list[Group]:
    """The groups that the reader plans for and that somebody else supports."""
    groups = groups_to_plan_for(reader, school)
    held = Membership.objects.on(reader.day).filter(
        group__in=[group.pk for group in groups], role=Membership.Role.SUPPORT
    )
    supported = set(held.exclude(person=reader.person).values_list("group_id", flat=True))
    return [group for group in groups if group.pk in supported]


def staff_asked(job: Job, reader: Reader) -> list[Person]:
    """Those who are told of a job: the person, or everyone who supports the group today."""
    if job.person:
        return [job.person]
    held = Membership.objects.on(reader.day).filter(group=job.group, role=Membership.Role.SUPPORT)
    people = Person.objects.filter(pk__in=held.values("person"))
    return list(people.exclude(pk=job.asked_by_id))
