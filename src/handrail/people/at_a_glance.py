"""What stands at the head of a pupil's page: class and groups, alerts, carers, key adults."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from handrail.database.written_once import written_once
from handrail.people.models import CarerLink, Enrolment, KeyAdult, Membership, Pupil, PupilFlag
from handrail.people.working import pupils_of
from handrail.school.models import Group


def pupils_among(school: int, day: date, only: tuple[int, ...] | None) -> QuerySet[Pupil]:
    """The pupils on a school's roll, by surname; of these keys alone, where any are given."""
    rows = pupils_of(school, day)
    return rows if only is None else rows.filter(pk__in=only)


@written_once
def pupil_among(
    school: int, day: date, only: tuple[int, ...] | None, uuid: UUID
) -> QuerySet[Pupil]:
    """The one with a number, or none."""
    return pupils_among(school, day, only).filter(person__uuid=uuid).distinct()[:1]


@written_once
def last_enrolment(pupil: int, school: int) -> QuerySet[Enrolment]:
    """The last time a pupil came onto a school's roll."""
    return Enrolment.objects.filter(pupil=pupil, school=school).order_by("-starts", "pk")[:1]


@written_once
def groups_of(person: int, day: date) -> QuerySet[Group]:
    """The classes and groups somebody is in on a day."""
    held = Membership.objects.on(day).filter(person=person)
    return Group.objects.filter(pk__in=held.values("group"))


@written_once
def flags_of(pupil: int, day: date) -> QuerySet[PupilFlag]:
    """The alerts about a pupil that hold on a day."""
    return PupilFlag.objects.filter(Q(ends=None) | Q(ends__gte=day), pupil=pupil)


@written_once
def key_adults_of(pupil: int, day: date) -> QuerySet[KeyAdult]:
    """Who is a pupil's key adult on a day."""
    return KeyAdult.objects.on(day).filter(pupil=pupil).select_related("adult")


@written_once
def carers_of(pupil: int, day: date) -> QuerySet[CarerLink]:
    """A pupil's carers on a day."""
    rows = CarerLink.objects.filter(Q(ends=None) | Q(ends__gte=day), pupil=pupil)
    return rows.select_related("carer")
