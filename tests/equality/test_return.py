"""The equality return: what it counts, for whom, what it holds back, and the nil return."""

import csv
from datetime import date, datetime

import pytest
from django.test import Client

from handrail.core import clock
from handrail.core.clock import LONDON
from handrail.core.small_numbers import FEW, HELD
from handrail.demo.cast import Cast
from handrail.equality.models import NilReturn
from handrail.equality.periods import periods_of
from handrail.people.models import CarerLink, User
from handrail.records.amending import void_record
from handrail.records.draft import Involved
from handrail.records.models import Record
from handrail.records.reader import reader_for
from tests.equality.test_recording import check, prejudice
from tests.filing import file
from tests.web.test_pages import queries

YEAR = "/school/equality/?period=2026-year"
SHEET = "/school/equality/return.csv?period=2026-year"


def as_(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def numbers(username: str, path: str = SHEET) -> dict[tuple[str, str], str]:
    """The return as the spreadsheet has it: table and line to number, zeros left out."""
    rows = csv.reader(as_(username).get(path).content.decode().splitlines())
    return {(row[2], row[3]): row[4] for row in list(rows)[1:] if row[4] != "0"}


def targets(cast: Cast, count: int, **more: object) -> list[Record]:
    people = [cast.amina, cast.leo, cast.yusuf, cast.bo, cast.theo, cast.jaden]
    return [
        file(cast, "prejudice", cast.sam, people[number % 6], **more)  # type: ignore[arg-type]
        for number in range(count)
    ]


# ---------------------------------------------------------------- what it counts


def test_numbers_of_a_year_and_each_with_its_records(cast: Cast) -> None:
    race = {"how": ("verbal",), "characteristic": ("race",)}
    more = {"pick": race, "detail": {"sort": "prejudice"}}
    targets(cast, 6, **more)
    file(cast, "behaviour", cast.sam, cast.leo)
    said = numbers("okafor")
    assert said["All", "Records"] == "6"
    assert said["Because of what", "Race"] == "6"
    assert said["Bullying or prejudice", "Prejudice"] == "6"
    assert said["Who was responsible", "Not said"] == "6"
    assert said["Who was the target", "A pupil"] == "6"
    assert said["Who took it so?", "Not said"] == "6"
    assert said["After one week of school", "Not asked yet"] == "6"
    behind = "/school/equality/records/?period=2026-year&by=characteristic&of=race"
    assert as_("khan").get(behind).content.decode().count('href="/records/') == 6


def test_responsible_is_a_pupil_a_parent_or_somebody_online(cast: Cast) -> None:
    people = (Involved(cast.amina, "target"), Involved(cast.leo, "responsible"))
    for _ in range(5):
        prejudice(cast, involved=people)
        online = {"part": "responsible", "who": "online", "described": ""}
        prejudice(cast, involved=people[:1], rows={"others": (online,)})
    said = numbers("ahmed")
    assert (said["All", "Records"], said["Who was responsible", "A pupil"]) == ("10", "5")
    assert said["Who was responsible", "Somebody online"] == "5"


def test_what_targets_answered_after_a_week(cast: Cast) -> None:
    with clock.frozen(datetime(2026, 9, 14, 10, 0, tzinfo=LONDON)):
        records = targets(cast, 10)
    with clock.frozen(datetime(2026, 9, 21, 10, 0, tzinfo=LONDON)):
        for record in records:
            action = record.actions.get(duty="stopped-at-one-week")
            assert action.pupil is not None
            if action.pupil == cast.amina:
                check(cast, action, "yes")
    said = numbers("okafor")
    assert said["After one week of school", "It has stopped"] == HELD
    assert said["After one week of school", "Not asked in time"] == HELD
    assert "8" not in said.values()


def test_void_records_and_other_schools_are_not_counted(cast: Cast) -> None:
    record = targets(cast, 1)[0]
    void_record(record, reader_for(cast.sam), "Filed about the wrong child")
    assert ("All", "Records") not in numbers("okafor")


def test_behaviour_manager_does_not_count_what_is_restricted(cast: Cast) -> None:
    accused = (Involved(cast.amina, "target"), Involved(cast.lee, "responsible", as_pupil=False))
    targets(cast, 5)
    prejudice(cast, involved=accused)
    assert numbers("okafor")["All", "Records"] == "6"
    assert numbers("khan")["All", "Records"] == "5"
    assert "Restricted records are not counted" in as_("khan").get(YEAR).content.decode()


def test_a_lead_does_not_count_what_is_about_their_own_child(cast: Cast) -> None:
    CarerLink.objects.create(pupil=cast.amina.pupil, carer=cast.price, relationship="Father")
    file(cast, "prejudice", cast.sam, cast.amina)
    assert numbers("price") == {}


@pytest.mark.parametrize("page", ["", "records/", "return.csv"])
def test_a_return_asks_as_often_for_three_as_for_one(cast: Cast, page: str) -> None:
    targets(cast, 1)
    path, khan = f"/school/equality/{page}?period=2026-year", as_("khan")
    one = queries(khan, path)
    targets(cast, 2)
    assert queries(khan, path) == one


# ---------------------------------------------------------------- periods


def test_both_halves_are_one_term_and_holidays_belong_to_the_term_before(cast: Cast) -> None:
    found = periods_of(cast.school, date(2027, 7, 1))
    assert [(one.label, one.starts, one.ends) for one in found] == [
        ("Summer term 2027", date(2027, 4, 12), date(2027, 8, 31)),
        ("Spring term 2027", date(2027, 1, 4), date(2027, 4, 11)),
        ("School year 2026/27", date(2026, 9, 1), date(2027, 8, 31)),
        ("Autumn term 2026", date(2026, 9, 1), date(2027, 1, 3)),
    ]


def test_a_school_without_terms_still_has_its_year(cast: Cast) -> None:
    cast.school.terms.all().delete()
    assert as_("okafor").get("/school/equality/").status_code == 200
    assert as_("okafor").get("/school/equality/?period=nonsense").status_code == 404


# ---------------------------------------------------------------- the nil return


def sign(username: str, period: str = "2026-1") -> Client:
    client = as_(username)
    client.post("/school/equality/", {"period": period})
    return client


def test_head_signs_a_nil_return_when_the_term_is_over_and_nobody_else(cast: Cast) -> None:
    sign("okafor")  # still November
    with clock.frozen(datetime(2026, 12, 18, 15, 0, tzinfo=LONDON)):
        sign("khan")
        sign("ahmed")
        assert not NilReturn.objects.exists()
        sign("okafor")
        page = sign("okafor").get("/school/equality/?period=2026-1").content.decode()
    one = NilReturn.objects.get()
    assert (one.label, one.signed_name) == ("Autumn term 2026", "Ms Okafor")
    assert "Nil return signed by Ms Okafor on" in page


def test_what_is_recorded_after_the_signature_stands_beside_it(cast: Cast) -> None:
    with clock.frozen(datetime(2026, 12, 18, 15, 0, tzinfo=LONDON)):
        client = sign("okafor")
        targets(cast, 1)
        page = client.get("/school/equality/?period=2026-1").content.decode()
    assert "Something was recorded for this period afterwards" in page


def test_a_term_with_a_record_is_never_signed_as_nil(cast: Cast) -> None:
    targets(cast, 1)
    with clock.frozen(datetime(2026, 12, 18, 15, 0, tzinfo=LONDON)):
        sign("okafor")
    assert not NilReturn.objects.exists()


# ---------------------------------------------------------------- small numbers


@pytest.mark.parametrize("count", [1, 4])
def test_a_return_of_fewer_than_five_shows_no_line(cast: Cast, count: int) -> None:
    targets(cast, count)
    said = numbers("okafor")
    assert (said.pop(("All", "Records")), set(said.values())) == (FEW, {HELD})


def test_the_line_that_would_give_a_small_one_away_is_not_shown_either(cast: Cast) -> None:
    targets(cast, 5, detail={"sort": "bullying"})
    targets(cast, 2, detail={"sort": "prejudice"})
    said = numbers("okafor")
    assert said["All", "Records"] == "7"
    sorts = {line: words for (table, line), words in said.items()
             if table == "Bullying or prejudice"}  # fmt: skip
    assert set(sorts.values()) == {HELD}
    assert len(sorts) == 2
