"""The named rules of who may read and who may write. Each is a question and its queryset twin."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

from handrail.people.models import Post
from handrail.records.models import Involvement, Record
from handrail.records.reader import WORKING_ROLES, Reader

Role = Post.Role
PASTORAL = (
    Role.SENCO, Role.BEHAVIOUR_MANAGER, Role.DESIGNATED_LEAD, Role.DEPUTY_LEAD, Role.HEAD,
)  # fmt: skip
DESIGNATED = (Role.DESIGNATED_LEAD, Role.DEPUTY_LEAD)
KNOW_OF_CARE = (*DESIGNATED, Role.HEAD, Role.SENCO)  # who has a social worker, or is in care
PRIVATE_TO = PASTORAL  # what a record says by the way of a pupil's care and of colleagues' training
BY_PERSON = frozenset({"works_with", "key_adults", "involved_staff"})  # open by who is in it
LOGGING = (
    Role.ASSISTANT, Role.TEACHER, Role.SENCO, Role.BEHAVIOUR_MANAGER, Role.DESIGNATED_LEAD,
    Role.DEPUTY_LEAD, Role.HEAD, Role.ADMINISTRATOR, Role.VOLUNTEER, Role.STAFF,
)  # fmt: skip


@dataclass(frozen=True)
class ReadRule:
    """`allows` answers for one record, `where` selects the same records in the database."""

    name: str
    sentence: str
    allows: Callable[[Reader, Record], bool]
    where: Callable[[Reader], Q | None]  # None: nothing at all
    posts: tuple[str, ...] = ()  # to whom it can open anything; empty when it asks for no post


def _by_post(name: str, sentence: str, *roles: str) -> ReadRule:
    def where(reader: Reader) -> Q | None:
        schools = reader.schools_as(*roles)
        return Q(school_id__in=schools) if schools else None

    return ReadRule(
        name, sentence, lambda reader, record: reader.holds(record.school_id, *roles), where, roles
    )


def _involves(people: frozenset[int], *, as_pupil: bool) -> Exists:
    """Somebody who was once a pupil here and now works here is not "staff who were in it"."""
    return Exists(
        Involvement.objects.filter(
            record=OuterRef("pk"), person_id__in=people, as_pupil=as_pupil
        ).order_by()
    )


def _works_with_allows(reader: Reader, record: Record) -> bool:
    if not reader.holds(record.school_id, *WORKING_ROLES):
        return False
    involved = record.involvements.filter(as_pupil=True).values_list("person_id", flat=True)
    return not reader.pupils_at(record.school_id).isdisjoint(involved)


def _works_with_where(reader: Reader) -> Q | None:
    branches = [
        Q(school_id=school) & Q(_involves(pupils, as_pupil=True))
        for school in reader.schools_as(*WORKING_ROLES)
        if (pupils := reader.pupils_at(school))
    ]
    return reduce(or_, branches) if branches else None


def _involved_allows(reader: Reader, record: Record) -> bool:
    mine = record.involvements.filter(person=reader.person, as_pupil=False)
    return record.school_id in reader.roles and mine.exists()


def _involved_where(reader: Reader) -> Q | None:
    if not reader.roles:
        return None
    me = frozenset({reader.person_id})
    return Q(school_id__in=sorted(reader.roles)) & Q(_involves(me, as_pupil=False))


def _keyed_allows(reader: Reader, record: Record) -> bool:
    if not reader.holds(record.school_id, *WORKING_ROLES):
        return False
    involved = record.involvements.filter(as_pupil=True).values_list("person_id", flat=True)
    return not reader.key_pupils_at(record.school_id).isdisjoint(involved)


def _keyed_where(reader: Reader) -> Q | None:
    branches = [
        Q(school_id=school) & Q(_involves(pupils, as_pupil=True))
        for school in reader.schools_as(*WORKING_ROLES)
        if (pupils := reader.key_pupils_at(school))
    ]
    return reduce(or_, branches) if branches else None


READ_RULES = {
    rule.name: rule
    for rule in (
        ReadRule(
            "works_with",
            "assistants and teachers of a pupil in it",
            _works_with_allows,
            _works_with_where,
            tuple(WORKING_ROLES),
        ),
        ReadRule("involved_staff", "staff who were in it", _involved_allows, _involved_where),
        ReadRule(
            "key_adults",
            "key adults of a pupil in it who assist or teach",
            _keyed_allows,
            _keyed_where,
            tuple(WORKING_ROLES),
        ),
        _by_post("care_leads", "SENCO, designated leads, head", *KNOW_OF_CARE),
        _by_post("pastoral_leads", "SENCO, behaviour manager, designated leads, head", *PASTORAL),
        _by_post("designated_leads", "the designated lead and deputies", *DESIGNATED),
        _by_post("heads", "the headteacher", Role.HEAD),
        _by_post("first_aid_office", "the office, to tell carers", Role.ADMINISTRATOR),
    )
}


@dataclass(frozen=True)
class WriteRule:
    """`about_all` says who of them writes also about pupils whom they do not work with."""

    name: str
    sentence: str
    allows: Callable[[Reader, int], bool]
    about_all: Callable[[Reader, int], bool] = lambda reader, school_id: True  # noqa: E731


WRITE_RULES = {
    rule.name: rule
    for rule in (
        WriteRule(
            "any_staff",
            "everyone who works at the school, volunteers too",
            lambda reader, school_id: reader.holds(school_id, *LOGGING),
        ),
        WriteRule(
            "paid_staff",
            "staff, not volunteers",
            lambda reader, school_id: reader.holds(
                school_id, *(role for role in LOGGING if role != Role.VOLUNTEER)
            ),
        ),
        WriteRule(
            "planners",
            "teachers, SENCO, behaviour manager, designated leads and head",
            lambda reader, school_id: reader.holds(school_id, Role.TEACHER, *PASTORAL),
            lambda reader, school_id: reader.holds(school_id, *PASTORAL),
        ),
        WriteRule(
            "care_planners",
            "SENCO, designated leads and head",
            lambda reader, school_id: reader.holds(school_id, *KNOW_OF_CARE),
        ),
        WriteRule(
            "medicine_keepers",
            "SENCO, designated leads, head and the office",
            lambda reader, school_id: reader.holds(school_id, *KNOW_OF_CARE, Role.ADMINISTRATOR),
        ),
        WriteRule(
            "reviewers",
            "behaviour manager, designated leads and head",
            lambda reader, school_id: reader.holds(
                school_id, Role.BEHAVIOUR_MANAGER, *DESIGNATED, Role.HEAD
            ),
        ),
    )
}


def may_log(reader: Reader, school_id: int) -> bool:
    """Whether this person's posts file anything at that school; the trust's do not."""
    return reader.holds(school_id, *LOGGING)


def may_write(reader: Reader, kind_writers: tuple[str, ...], school_id: int) -> bool:
    """Whether any of a kind's write rules lets this person file at that school."""
    return any(WRITE_RULES[name].allows(reader, school_id) for name in kind_writers)


def may_write_about(
    reader: Reader, kind_writers: tuple[str, ...], school_id: int, pupils: Collection[int]
) -> bool:
    """The same of one record: what replaces a plan is written by those who may see the plan."""
    theirs = reader.pupils_at(school_id).issuperset(pupils)
    rules = [WRITE_RULES[name] for name in kind_writers]
    return any(
        rule.allows(reader, school_id) and (theirs or rule.about_all(reader, school_id))
        for rule in rules
    )
