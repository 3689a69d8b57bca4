"""The register: every entry in order, and no number that says what somebody may not know."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from handrail.demo.cast import Cast
from handrail.people.models import CarerLink, User
from handrail.records.amending import void_record
from handrail.records.models import Action, Record
from handrail.records.reader import reader_for
from handrail.registers.keeping import keeps_register, numbered_kind
from handrail.registers.listing import Asked, page_of
from tests.registers.holds import hold, restricted_hold, three_holds

HERE = "/school/registers/hold/"


def as_(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def shown(username: str, query: str = "") -> str:
    reply = as_(username).get(HERE + query)
    assert reply.status_code == 200
    return str(reply.content.decode())


def test_the_lead_sees_every_number_and_the_manager_no_gap(cast: Cast) -> None:
    three_holds(cast)
    restricted_hold(cast)
    hold(cast, cast.sam, cast.jaden)
    lead, manager = shown("price"), shown("khan")
    for number in range(1, 6):
        assert f"{number} of 2026/27" in lead
        assert f"{number} of 2026/27" not in manager
    assert "Amina" in lead
    assert "Amina" not in manager
    assert manager.count("<tr>") == 5  # the head of the table, and the four that are not restricted


def test_a_head_whose_child_is_at_the_school_sees_no_numbers_and_nothing_of_the_child(
    cast: Cast,
) -> None:
    kind = numbered_kind("hold")
    assert kind is not None
    assert keeps_register(reader_for(cast.okafor), cast.school.pk, kind)
    CarerLink.objects.create(pupil=cast.leo.pupil, carer=cast.okafor, relationship="Mother")
    three_holds(cast)
    assert not keeps_register(reader_for(cast.okafor), cast.school.pk, kind)
    for whose in ("okafor", "ahmed"):  # Bo, of whom there is no entry, is Mrs Ahmed's child
        assert "Without numbers" in shown(whose)
    page = shown("okafor")
    assert "Yusuf" in page
    assert "Leo" not in page
    assert "3 of 2026/27" not in page


def test_a_voided_entry_keeps_its_number_and_says_why(cast: Cast) -> None:
    second = three_holds(cast)[1]
    void_record(second, reader_for(cast.okafor), "Entered twice by mistake")
    page = shown("okafor", "?state=voided")
    assert "2 of 2026/27" in page
    assert "Entered twice by mistake" in page
    assert "3 of 2026/27" not in page


def test_by_year_pupil_and_signature(cast: Cast) -> None:
    first, second, third = three_holds(cast)
    Action.objects.filter(record=first, duty="head-signs").update(
        state="done", closed_by=cast.okafor, closed_at=third.filed_at
    )

    def records(**asked: object) -> list[Record]:
        kind = numbered_kind("hold")
        assert kind is not None
        page = page_of(reader_for(cast.okafor), cast.school.pk, kind, Asked(**asked))
        return [line.record for line in page.lines]

    assert records() == [third, second, first]
    assert records(year=2026) == [third, second, first]
    assert records(year=2025) == []
    assert records(pupil=cast.yusuf.uuid) == [second]
    assert records(unsigned=True) == [third, second]
    assert records(after=second.uuid) == [first]
    assert "Ms Okafor" in shown("okafor")


def test_what_makes_no_sense_shows_everything(cast: Cast) -> None:
    three_holds(cast)
    page = shown("okafor", "?year=x&pupil=y&state=z&after=2&unsigned=1")
    assert page.count(" of 2026/27") >= 3


def test_an_empty_register_says_how_it_fills(cast: Cast) -> None:
    assert "No entry yet" in shown("okafor")


def test_the_same_queries_for_one_entry_and_for_three(cast: Cast) -> None:
    client = as_("okafor")
    hold(cast, cast.sam, cast.leo)
    one = queries(lambda: client.get(HERE))
    for pupil in (cast.yusuf, cast.jaden):
        hold(cast, cast.reid, pupil)
    assert queries(lambda: client.get(HERE)) == one <= 15


def queries(act: Callable[[], object]) -> int:
    act()
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


@pytest.mark.parametrize("day", [date(2026, 9, 1), date(2026, 8, 31)])
def test_the_school_year_begins_in_september(cast: Cast, day: date) -> None:
    from handrail.records.drawing import school_year

    assert school_year(day) == (2026 if day.month == 9 else 2025)


def test_nobody_else_finds_the_page(cast: Cast) -> None:
    assert as_("sam").get(HERE).status_code == 404
    assert as_("office").get(HERE).status_code == 404
    assert as_("okafor").get("/school/registers/note/").status_code == 404
