"""Who works with whom: the relation that most reading rights stand on."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Value

from handrail.database.written_once import written_once
from handrail.people.models import (
    Enrolment,
    KeyAdult,
    Membership,
    Person,
    Pupil,
)  # fmt: skip
from handrail.school.models import Group, School

PupilsBySchool = dict[int, frozenset[int]]


def pupils_worked_with(person: Person, day: date) -> PupilsBySchool:
    """By school: ids of pupils whose group the person staffs that day, or whose key adult they are.

    By school, because working with a pupil at one school opens nothing at another.
    """
    return worked_with_and_keyed(person, day)[0]


def worked_with_and_keyed(person: Person, day: date) -> tuple[PupilsBySchool, PupilsBySchool]:
    """The same, and of these the ones whose key adult the person is; one query for both."""
    rows = _pupils_of_staff(person.pk, day)
    return (
        by_school(*((school, pupil) for school, pupil, _ in rows)),
        by_school(*((school, pupil) for school, pupil, is_keyed in rows if is_keyed)),
    )


@written_once
def _pupils_of_staff(person: int, day: date) -> "QuerySet[Any, tuple[int, int, int]]":
    staffed = (
        Membership.objects.on(day).filter(person=person).exclude(role=Membership.Role.PUPIL)
    ).values("group")
    in_groups = (
        Membership.objects.on(day)
        .filter(group__in=staffed, role=Membership.Role.PUPIL)
        .values_list("group__school_id", "person_id", Value(0))
    )
    keyed = (
        Enrolment.objects.on_roll(day)
        .filter(pupil__key_adults__in=KeyAdult.objects.on(day).filter(adult=person))
        .values_list("school_id", "pupil_id", Value(1))
    )
    return in_groups.order_by().union(keyed.order_by())


def by_school(*pairs: tuple[int, int]) -> dict[int, frozenset[int]]:
    """Pairs of school and pupil, gathered by school."""
    gathered: dict[int, set[int]] = {}
    for school, pupil in pairs:
        gathered.setdefault(school, set()).add(pupil)
    return {school: frozenset(pupils) for school, pupils in gathered.items()}


def pupils_of(school: School | int, day: date) -> QuerySet[Pupil]:
    """Pupils on the roll of a school on a day, by surname."""
    return (
        Pupil.objects.filter(
            Q(enrolments__school=school),
            Q(enrolments__starts=None) | Q(enrolments__starts__lte=day),
            Q(enrolments__ends=None) | Q(enrolments__ends__gte=day),
        )
        .select_related("person")
        .order_by("person__family", "person__given", "person_id")
    )


@written_once
def groups_staffed(person: int, school: int, day: date) -> QuerySet[Group]:
    """The groups of a school in which somebody is that day."""
    held = Membership.objects.on(day).filter(person=person).values("group")
    return Group.objects.filter(school=school, pk__in=held)


@written_once
def classes_taught(school: int, day: date) -> QuerySet[Group]:
    """Every class of a school that has pupils that day."""
    taught = Membership.objects.on(day).filter(role=Membership.Role.PUPIL).values("group")
    return Group.objects.filter(school=school, sort=Group.Sort.CLASS, pk__in=taught)
