"""What a trust sees of its schools: numbers that name nobody, and nothing to subtract."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from handrail.core.small_numbers import FEW, HELD
from handrail.demo.cast import TERMS, Cast, give_day
from handrail.measures.across import Across, across
from handrail.people.models import CarerLink, Enrolment, Person, Post, User
from handrail.records.kind import kind_named
from handrail.records.models import Record
from handrail.records.reader import reader_for
from handrail.records.sensitivity import Sensitivity
from handrail.school.models import School
from tests.filing import file
from tests.measures.test_patterns import AUTUMN, holds

FORCE, SECLUSION = {"sort": ("force",)}, {"sort": ("force", "seclusion")}


@pytest.fixture
def helen(cast: Cast) -> Person:
    """She looks at Spring Lane and at Elm Park for the trust."""
    elm = School.objects.create(trust=cast.trust, name="Elm Park Primary")
    give_day(elm, TERMS)
    person = Person.objects.create(title="Ms", given="Helen", family="Stroud")
    for school in (cast.school, elm):
        Post.objects.create(person=person, school=school, role=Post.Role.TRUST)
    User.objects.create_user("stroud", "spring-lane-demo", person)
    return person


def at_elm(records: list[Record]) -> None:
    elm = School.objects.get(name="Elm Park Primary")
    Record.everything.filter(pk__in=[one.pk for one in records]).update(school=elm)


def seen(helen: Person) -> Across:
    return across(reader_for(helen), kind_named("hold"), "sort", AUTUMN)


def records_of(found: Across) -> dict[str, str]:
    return {line.school.name: line.records for line in found.lines}


def test_each_school_and_all_of_them(cast: Cast, helen: Person) -> None:
    at_elm(holds(cast, 5))
    holds(cast, 7)
    found = seen(helen)
    assert records_of(found) == {"Elm Park Primary": "5", "Spring Lane Primary": "7"}
    assert (found.total, found.counted) == ("12", 2)
    spring = found.lines[1]
    assert spring.rate is not None
    assert spring.rate.n == 7
    assert spring.overdue not in {HELD, "0"}
    assert spring.whole == "0%"


def test_a_few_at_one_school_cannot_be_worked_out_from_the_total(cast: Cast, helen: Person) -> None:
    at_elm(holds(cast, 2))
    holds(cast, 7)
    found = seen(helen)
    assert set(records_of(found).values()) == {HELD}
    assert found.total == "9"
    for line in found.lines:
        assert line.rate is None
        assert {line.same_day, line.middle, line.overdue, line.whole} == {HELD}
        assert {words for _, words in line.sorts} == {HELD}


def test_a_few_in_all_show_no_school_not_even_one_with_none(cast: Cast, helen: Person) -> None:
    holds(cast, 3)
    found = seen(helen)
    assert (found.total, found.rate) == (FEW, None)
    assert set(records_of(found).values()) == {HELD}


@pytest.mark.parametrize(("both", "shown"), [(0, True), (2, False), (5, True), (6, False)])
@pytest.mark.slow
def test_sorts_are_told_where_neither_they_nor_the_rest_are_few(
    cast: Cast, helen: Person, both: int, *, shown: bool
) -> None:
    """Of ten: six of a sort leave four that were not."""
    for number in range(10):
        file(cast, "hold", cast.sam, cast.leo, pick=SECLUSION if number < both else FORCE)
    sorts = dict(seen(helen).lines[1].sorts)
    wanted = "10" if shown else HELD
    assert sorts["Force"] == wanted
    assert sorts["Seclusion: kept alone, could not leave"] == (str(both) if shown else HELD)


def test_restricted_and_void_records_count_nowhere(cast: Cast, helen: Person) -> None:
    rows = holds(cast, 9)
    keys = [one.pk for one in rows]
    Record.everything.filter(pk__in=keys[:2]).update(sensitivity=Sensitivity.RESTRICTED)
    Record.everything.filter(pk__in=keys[2:3]).update(
        state=Record.State.VOIDED, void_reason="Filed twice"
    )
    assert seen(helen).total == "6"


def test_nothing_is_told_of_the_school_of_ones_own_child(cast: Cast, helen: Person) -> None:
    CarerLink.objects.create(pupil=cast.bo.pupil, carer=helen, relationship="Aunt")
    holds(cast, 9)
    found = seen(helen)
    assert [line.own for line in found.lines] == [False, True]
    assert (found.total, found.counted) == ("0", 1)


def test_the_page_names_nobody_and_opens_from_today(
    cast: Cast, helen: Person, client: Client
) -> None:
    holds(cast, 9)
    client.force_login(User.objects.get(username="stroud"))
    assert 'href="/trust/"' in client.get("/").content.decode()
    page = client.get("/trust/?range=year").content.decode()
    assert "Elm Park Primary" in page
    main = page.partition("<main")[2]
    pupils = Enrolment.objects.values_list("pupil__person", flat=True)
    for person in Person.objects.filter(pk__in=pupils):
        assert person.family not in main
    assert "/records/" not in main
    assert client.get("/school/patterns/").status_code == 404
    client.force_login(User.objects.get(username="okafor"))
    assert client.get("/trust/").status_code == 404


def test_a_page_of_ten_records_asks_as_often_as_one_of_five(
    cast: Cast, helen: Person, client: Client
) -> None:
    client.force_login(User.objects.get(username="stroud"))
    client.get("/trust/")
    costs = []
    for _ in range(2):
        holds(cast, 5)
        with CaptureQueriesContext(connection) as asked:
            client.get("/trust/")
        costs.append(len(asked))
    assert costs[0] == costs[1]
