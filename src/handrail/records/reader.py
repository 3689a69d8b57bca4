"""A reader: one person on one day, with the posts and relations that their rights stand on."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet, Value

from handrail.core import clock
from handrail.core.school_days import Calendar
from handrail.database.written_once import written_once
from handrail.people.models import CarerLink, Person, Post
from handrail.people.working import by_school, worked_with_and_keyed
from handrail.records.models import Audience, Override
from handrail.school.calendars import calendar_of
from handrail.school.models import School

if TYPE_CHECKING:
    from handrail.records.models.record import RecordQuerySet

WORKING_ROLES = frozenset({Post.Role.ASSISTANT, Post.Role.TEACHER})
ONLY_LOG = frozenset({Post.Role.VOLUNTEER, Post.Role.TRUST})


@dataclass(frozen=True)
class Reader:
    """Made once a request by `reader_for`; relations are looked up when first needed."""

    person: Person
    day: date
    roles: Mapping[int, frozenset[str]]  # school id -> roles held there that day
    schools: Mapping[int, School] = field(default_factory=dict, compare=False)  # those of the roles
    ordinary_only: bool = False  # for what a device may keep: nothing restricted, even one's own

    def ordinary(self) -> "Reader":
        """The same reader, for whom nothing restricted exists."""
        return replace(self, ordinary_only=True)

    @property
    def person_id(self) -> int:
        return self.person.pk

    def schools_as(self, *roles: str) -> list[int]:
        """Ids of the schools where the person holds any of these roles."""
        return sorted(school for school, held in self.roles.items() if held & set(roles))

    def holds(self, school_id: int, *roles: str) -> bool:
        return bool(self.roles.get(school_id, frozenset()) & set(roles))

    def only_logs(self, school_id: int) -> bool:
        """Volunteers and trainees log, and read what they wrote or were given: nothing more."""
        return self.roles.get(school_id, frozenset()) <= ONLY_LOG

    def post_said(self, school_id: int) -> str:
        """The post as it is written on a record: the first held at this school."""
        held = self.roles.get(school_id, frozenset())
        return next((Post.Role(role).label for role in Post.Role.values if role in held), "Staff")

    @cached_property
    def readable(self) -> "RecordQuerySet":
        """The records that this reader may know of, resolved once: every question of a page begins
        here (`Record.objects.readable_by`), and resolving it is most of what asking costs."""
        from handrail.records.reading import readable_to  # noqa: PLC0415 - rules need the reader

        return readable_to(self)

    @cached_property
    def rules(self) -> Mapping[str, Q]:
        """What each rule that opens anything to this reader opens, by its name."""
        from handrail.records.rules import READ_RULES  # noqa: PLC0415 - rules need the reader

        found = {name: rule.where(self) for name, rule in READ_RULES.items()}
        return {name: where for name, where in found.items() if where is not None}

    def reads_by_person(self) -> bool:
        """Whether nothing opens to this person by a post alone: only what they wrote, were in or
        were given, and what their pupils are in."""
        from handrail.records.rules import BY_PERSON  # noqa: PLC0415 - rules need the reader

        return self.rules.keys() <= BY_PERSON

    @cached_property
    def pupil_ids(self) -> frozenset[int]:
        """Pupils worked with at any school, and those that a running override covers."""
        return frozenset().union(*self._pupils.values())

    def pupils_at(self, school_id: int) -> frozenset[int]:
        """The same at one school: what opens there opens nothing elsewhere."""
        return self._pupils.get(school_id, frozenset())

    def key_pupils_at(self, school_id: int) -> frozenset[int]:
        """Pupils on that school's roll whose key adult the person is."""
        return self._worked_with_and_keyed[1].get(school_id, frozenset())

    def opening_pupils_at(self, school_id: int) -> frozenset[int]:
        """Pupils of a school of whose records some open to this person because of them."""
        if not self.holds(school_id, *WORKING_ROLES):
            return frozenset()
        return self.pupils_at(school_id) | self.key_pupils_at(school_id)

    @cached_property
    def overrides(self) -> tuple[Override, ...]:
        """What this person has opened with a reason and may still read."""
        return tuple(_running_overrides(self.person_id, clock.now()))

    @cached_property
    def _pupils(self) -> Mapping[int, frozenset[int]]:
        looked_up = by_school(*((row.school_id, row.pupil_id) for row in self.overrides))
        worked_with = self._worked_with_and_keyed[0]
        return {
            school: worked_with.get(school, frozenset()) | looked_up.get(school, frozenset())
            for school in {*worked_with, *looked_up}
        }

    @cached_property
    def _worked_with_and_keyed(self) -> tuple[Mapping[int, frozenset[int]], ...]:
        return worked_with_and_keyed(self.person, self.day)

    def calendar_of(self, school: School) -> Calendar:
        """The calendar of a school, read once: several rooms of a page ask for it."""
        if school.pk not in self._calendars:
            self._calendars[school.pk] = calendar_of(school)
        return self._calendars[school.pk]

    @cached_property
    def _calendars(self) -> dict[int, Calendar]:
        return {}

    @property
    def own_child_ids(self) -> frozenset[int]:
        """Pupils whom the person is a carer of: a colleague never reads their own child."""
        return self._own[0]

    @property
    def granted_ids(self) -> frozenset[int]:
        """Records that somebody added this person to as a reader."""
        return self._own[1]

    @cached_property
    def _own(self) -> tuple[frozenset[int], frozenset[int]]:
        """Own children and granted records: every page needs both, so one query asks for both."""
        rows = _children_and_granted(self.person_id, clock.now())
        return (
            frozenset(key for is_granted, key in rows if not is_granted),
            frozenset(key for is_granted, key in rows if is_granted),
        )


@written_once
def _posts_held(person: int, day: date) -> QuerySet[Post]:
    return Post.objects.held_on(day).filter(person=person).select_related("school")


@written_once
def _running_overrides(person: int, now: datetime) -> QuerySet[Override]:
    return Override.objects.filter(person=person, until__gt=now)


@written_once
def _children_and_granted(person: int, now: datetime) -> "QuerySet[Any, tuple[int, int]]":
    granted = Audience.objects.filter(Q(until=None) | Q(until__gt=now), person=person)
    return (
        CarerLink.objects.filter(carer=person)
        .order_by()
        .values_list(Value(0), "pupil_id")
        .union(granted.values_list(Value(1), "record_id"))
    )


def reader_for(person: Person, day: date | None = None) -> Reader:
    """The reader that a person is on a day (today when not said); one query."""
    day = day or clock.today()
    roles: dict[int, set[str]] = {}
    schools: dict[int, School] = {}
    for post in _posts_held(person.pk, day):
        roles.setdefault(post.school_id, set()).add(post.role)
        schools[post.school_id] = post.school
    held = {school: frozenset(some) for school, some in roles.items()}
    return Reader(person, day, held, schools)
