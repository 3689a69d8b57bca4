"""Who could be meant: my pupils first, then the school's, then colleagues."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from handrail.core.dates import said_day
from handrail.core.names import fold
from handrail.database.written_once import written_once
from handrail.people.models import Membership, Person, Post, Pupil
from handrail.people.working import groups_staffed, pupils_of
from handrail.plans.standing import with_plan
from handrail.records.reader import Reader
from handrail.school.models import Group, School

SHOWN = 8
MINE_SHOWN = 40
MOST_COLLEAGUES = 400


@dataclass(frozen=True)
class Choice:
    """Somebody to tap: number, name, and the class or post that tells two namesakes apart."""

    uuid: str
    name: str
    short: str
    initials: str
    beside: str
    adult: bool = False
    plan: bool = False  # a plan is in force that the reader may open


def my_pupils(reader: Reader, school: School, group: Group | None = None) -> list[Choice]:
    """The pupils I work with (or of the group I came from), by first name."""
    if group is not None:
        rows = _pupils_in(school.pk, reader.day, group.pk)
    else:
        rows = _these_pupils(school.pk, reader.day, tuple(sorted(reader.pupil_ids)))
    people = choices(reader, school, [pupil.person for pupil in rows])
    if len({one.beside for one in people}) == 1:  # the same class beside each tells nobody apart
        return [replace(one, beside="") for one in people]
    return people


def class_meant(reader: Reader, school: School, number: str, day: date) -> Group | None:
    """The group of a number; for whoever only logs, one that was theirs that day or none."""
    try:
        asked = UUID(number)
    except ValueError:
        return None
    if _only_logs(reader, school):
        own = groups_staffed(reader.person_id, school.pk, day)
        return next((group for group in own if group.uuid == asked), None)
    return Group.objects.filter(school=school, uuid=asked).first()


def may_be_named(reader: Reader, school: School, number: str) -> bool:
    """Whether an address may open the sheet for a pupil: whoever only logs has their own."""
    if not _only_logs(reader, school):
        return True
    own = Person.objects.filter(pk__in=reader.pupil_ids).values_list("uuid", flat=True)
    return number in {str(uuid) for uuid in own}


@written_once
def _pupils_in(school: int, day: date, group: int) -> QuerySet[Pupil]:
    members = Membership.objects.on(day).filter(group=group, role="pupil")
    return _by_first_name(pupils_of(school, day).filter(pk__in=members.values("person")))


@written_once
def _these_pupils(school: int, day: date, keys: tuple[int, ...]) -> QuerySet[Pupil]:
    return _by_first_name(pupils_of(school, day).filter(pk__in=keys))


def _by_first_name(rows: QuerySet[Pupil]) -> QuerySet[Pupil]:
    return rows.distinct().order_by("person__given", "person__family")[:MINE_SHOWN]


def look_up(reader: Reader, school: School, asked: str) -> list[Choice]:
    """Up to eight people whose names hold every part that was typed, mine first.

    A volunteer finds only the pupils of their groups, and no colleagues.
    """
    parts = fold(asked).split()
    if not parts:
        return []
    named = Q()
    for part in parts:
        named &= Q(person__folded__contains=part)
    rows = pupils_of(school, reader.day).filter(named)
    mine = [p.person for p in rows.filter(pk__in=reader.pupil_ids).distinct()[:SHOWN]]
    if _only_logs(reader, school):
        return choices(reader, school, mine)
    others = rows.exclude(pk__in=reader.pupil_ids).distinct()[:SHOWN]
    pupils = [*mine, *(pupil.person for pupil in others)][:SHOWN]
    posts = Post.objects.held_on(reader.day).filter(named, school=school)
    adults = Person.objects.filter(pk__in=posts.values("person"))[: SHOWN - len(pupils)]
    found = choices(reader, school, pupils)
    return found + [_adult(person) for person in adults if person not in pupils]


def colleagues(reader: Reader, school: School) -> list[Choice]:
    """Who works here today, for a device to keep: without signal a hold names both adults."""
    if _only_logs(reader, school):
        return []
    posts = Post.objects.held_on(reader.day).filter(school=school)
    people = Person.objects.filter(pk__in=posts.values("person")).order_by("family", "given", "pk")
    return [_adult(person) for person in people[:MOST_COLLEAGUES]]


def _only_logs(reader: Reader, school: School) -> bool:
    return reader.only_logs(school.pk)


def _adult(person: Person) -> Choice:
    return Choice(str(person.uuid), person.name, person.formal, person.initials, "staff", True)


def choices(reader: Reader, school: School, people: list[Person]) -> list[Choice]:
    """People as things to tap; one query for their classes, one for their plans."""
    keys = tuple(dict.fromkeys(person.pk for person in people))
    classes = dict(_classes_of(keys, school.pk, reader.day))
    planned = with_plan(reader, school, [person.pk for person in people])
    shorts, names = Counter(p.short for p in people), Counter(p.name for p in people)
    return [
        Choice(
            str(p.uuid), p.name, p.short if shorts[p.short] == 1 else p.name, p.initials,
            classes.get(p.pk, "") if names[p.name] == 1 else _with_birthday(p, classes),
            plan=p.pk in planned,
        )
        for p in people
    ]  # fmt: skip


@written_once
def _classes_of(
    people: tuple[int, ...], school: int, day: date
) -> "QuerySet[Any, tuple[int, str]]":
    rows = Membership.objects.on(day).filter(
        person__in=people, role="pupil", group__sort="class", group__school=school
    )
    return rows.values_list("person_id", "group__name")


def _with_birthday(person: Person, classes: dict[int, str]) -> str:
    """What tells two of the same whole name apart, also in one class."""
    born = f"born {said_day(person.born)}" if person.born else ""
    return ", ".join(part for part in (classes.get(person.pk, ""), born) if part)
