"""The rule for one record and its queryset twin agree, in worlds that nobody would think of."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handrail.core import clock
from handrail.core.ids import new_uuid, reference_for
from handrail.people.models import (
    CarerLink,
    Enrolment,
    KeyAdult,
    Membership,
    Person,
    Post,
    Pupil,
)
from handrail.records.kind import all_kinds, kind_named
from handrail.records.models import Audience, Involvement, Override, Record
from handrail.records.reader import reader_for
from handrail.records.reading import may_read, rules_for
from handrail.records.sensitivity import Sensitivity
from handrail.school.models import Group, School
from tests.counting import often

PEOPLE, SCHOOLS, GROUPS, RECORDS = 6, 2, 4, 8
people, schools, groups = (st.integers(0, n - 1) for n in (PEOPLE, SCHOOLS, GROUPS))
days = st.one_of(st.none(), st.sampled_from([-30, -1, 0, 1, 30]))  # from today; none: no end
hours = st.sampled_from([None, -1, 0, 1])
ROLES = ["assistant", "teacher", "assistant", "teacher", *Post.Role.values]


def some(
    *parts: st.SearchStrategy[object], least: int = 0, most: int = 8
) -> st.SearchStrategy[list]:
    return st.lists(st.tuples(*parts), min_size=least, max_size=most)


worlds = st.fixed_dictionaries(
    {
        "posts": some(people, schools, st.sampled_from(ROLES), days, days, least=4, most=10),
        "members": some(people, groups, st.sampled_from(Membership.Role.values), days, days,
                        least=4, most=14),
        "enrolled": some(people, schools, days, most=8),
        "keys": some(people, people, days, most=3),
        "carers": some(people, people, most=3),
        "overrides": some(people, people, schools, hours, most=3),
        "records": some(people, schools, st.sampled_from([kind.slug for kind in all_kinds()]),
                        st.sampled_from(Sensitivity.values), least=RECORDS, most=RECORDS),
        "involved": some(st.integers(0, RECORDS - 1), people, st.booleans(), least=6, most=20),
        "audience": some(st.integers(0, RECORDS - 1), people, hours, most=4),
    }
)  # fmt: skip


def day(offset: int | None):  # type: ignore[no-untyped-def]
    return None if offset is None else clock.today() + timedelta(days=offset)


def moment(offset: int | None):  # type: ignore[no-untyped-def]
    return None if offset is None else clock.now() + timedelta(hours=offset)


class World:
    """People who may be pupils, staff, carers or all of these, at two schools, and records."""

    def __init__(self, plan: dict[str, list]) -> None:
        self.people = [Person.objects.create(given=f"P{number}") for number in range(PEOPLE)]
        Pupil.objects.bulk_create(Pupil(person=person) for person in self.people)
        self.schools = [School.objects.create(name=f"S{number}") for number in range(SCHOOLS)]
        self.groups = [
            Group.objects.create(school=self.schools[number % SCHOOLS], name=f"G{number}")
            for number in range(GROUPS)
        ]
        self._add_relations(plan)
        self.records = [self._record(*row) for row in plan["records"]]
        self._add_involvements(plan)

    def _add_relations(self, plan: dict[str, list]) -> None:
        who, at = self.people, self.schools
        Post.objects.bulk_create(
            Post(person=who[p], school=at[s], role=role, starts=day(a), ends=day(b))
            for p, s, role, a, b in plan["posts"]
        )
        Membership.objects.bulk_create(
            Membership(person=who[p], group=self.groups[g], role=role, starts=day(a), ends=day(b))
            for p, g, role, a, b in plan["members"]
        )
        Enrolment.objects.bulk_create(
            Enrolment(pupil=who[p].pupil, school=at[s], ends=day(b)) for p, s, b in plan["enrolled"]
        )
        KeyAdult.objects.bulk_create(
            KeyAdult(pupil=who[p].pupil, adult=who[a], ends=day(b)) for p, a, b in plan["keys"]
        )
        CarerLink.objects.bulk_create(
            CarerLink(pupil=who[p].pupil, carer=who[c]) for p, c in set(plan["carers"])
        )
        Override.objects.bulk_create(
            Override(person=who[p], pupil=who[c], school=at[s], why="why", at=clock.now(),
                     until=moment(until or 0))
            for p, c, s, until in plan["overrides"]
        )  # fmt: skip

    def _record(self, author: int, school: int, kind: str, sensitivity: int) -> Record:
        number = new_uuid()
        now = clock.now()
        return Record.everything.create(
            uuid=number, reference=reference_for(number), school=self.schools[school], kind=kind,
            kind_version=1, happened_at=now, captured_at=now, filed_at=now, headline="h",
            author=self.people[author], author_name="a", author_post="p", sensitivity=sensitivity,
        )  # fmt: skip

    def _add_involvements(self, plan: dict[str, list]) -> None:
        once = {(record, person): as_pupil for record, person, as_pupil in plan["involved"]}
        Involvement.objects.bulk_create(
            Involvement(record=self.records[r], person=self.people[p], role="any",
                        as_pupil=as_pupil, happened_at=clock.now())
            for (r, p), as_pupil in once.items()
        )  # fmt: skip
        Audience.objects.bulk_create(
            Audience(record=self.records[r], person=self.people[p], granted_by=self.people[p],
                     granted_at=clock.now(), why="why", until=moment(until))
            for r, p, until in plan["audience"]
        )  # fmt: skip


@pytest.mark.slow
def test_the_rule_and_its_twin_agree_everywhere(db: None) -> None:
    tried: Counter[str] = Counter()

    @settings(max_examples=often(30, 1_000), suppress_health_check=list(HealthCheck))
    @given(worlds)
    def in_any_world(plan: dict[str, list]) -> None:
        with transaction.atomic():
            world = World(plan)
            for person in world.people:
                for day_ahead in (0, 1):
                    _agree(world, person, day_ahead, tried)
            transaction.set_rollback(True)

    in_any_world()
    print(f"reading: 0 of {tried['asked']} decisions differ ({tried['open']} open), "
          f"0 of {tried['elsewhere']} opened without a post there, "
          f"0 of {tried['own child']} opened about an own child")  # fmt: skip
    assert min(tried[what] for what in ("open", "elsewhere", "own child", "restricted")) > 30


def _agree(world: World, person: Person, day_ahead: int, tried: Counter[str]) -> None:
    """Both twins say the same, and neither says yes where nothing could make it so."""
    reader = reader_for(person, day(day_ahead))
    by_query = set(Record.objects.readable_by(reader).values_list("pk", flat=True))
    for record in world.records:
        allowed = may_read(reader, record)
        assert allowed == (record.pk in by_query)
        tried["asked"] += 1
        tried["open"] += allowed
        if record.school_id not in reader.roles:
            tried["elsewhere"] += 1
            assert not allowed
        about = set(record.involvements.values_list("person_id", flat=True))
        if about & reader.own_child_ids and record.author_id != person.pk:
            tried["own child"] += 1
            assert not allowed
        if record.is_restricted:
            tried["restricted"] += 1
            _only_by_name(record, reader, allowed)


def _only_by_name(record: Record, reader, allowed: bool) -> None:  # type: ignore[no-untyped-def]
    """A restricted record opens by the named posts, by authorship, or by an added reader."""
    assert rules_for(kind_named(record.kind), record.sensitivity) == ("designated_leads", "heads")
    named = reader.holds(record.school_id, "designated_lead", "deputy_lead", "head")
    given_ = record.pk in reader.granted_ids
    assert not allowed or named or given_ or record.author_id == reader.person_id
