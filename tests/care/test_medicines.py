"""Medicines: held with consent, due on Today, doubted in time, written down all the same."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handrail.care.due import due_today
from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.records.draft import Involved
from handrail.records.models import Action, Record
from handrail.records.reader import reader_for
from tests.capture.test_sheet import sheet
from tests.care.test_care import client_of
from tests.filing import file

HELD: dict[str, Any] = {
    "name": "Methylphenidate", "form": "tablet", "dose": "5 mg", "times": "12:30",
    "needed_when": "", "least_hours": 4, "most_a_day": 2, "consent_by": "Dan Turner",
    "consent_on": date(2026, 9, 7), "expires_on": None, "kept_where": "Office, locked",
    "brought_by": "Dan Turner", "controlled": True,
}  # fmt: skip
INHALER = HELD | {
    "name": "Salbutamol", "form": "inhaler", "dose": "2 puffs", "times": "", "controlled": False,
    "needed_when": "Wheezing", "consent_by": "", "consent_on": None,
}  # fmt: skip


def held(cast: Cast, *rows: dict[str, Any], **columns: Any) -> Record:
    """The agreement on Leo's medicines, which Sam gives."""
    detail = {"change": "new", "review_on": clock.today() + timedelta(days=90), **columns}
    return file(
        cast, "medicine_plan", cast.office, cast.leo, detail=detail, rows={"held": rows},
        involved=(Involved(cast.leo, "about"), Involved(cast.sam, "adult", as_pupil=False)),
    )  # fmt: skip


def found(record: Record) -> dict[str, tuple[str, str]]:
    return {row.slug: (row.verdict, row.said) for row in record.findings.all()}


def test_a_dose_is_due_looked_up_given_and_not_given_twice(cast: Cast) -> None:
    held(cast, HELD, INHALER)
    sam, me = client_of(cast.sam), reader_for(cast.sam)
    page = f"/pupils/{cast.leo.uuid}/medicines/"
    with clock.frozen(clock.at_local(clock.today(), clock.local(clock.now()).time())):
        me.calendar_of(cast.school)  # which Today reads all the same
        with CaptureQueriesContext(connection) as caught:
            due = due_today(me, cast.school)
        assert (len(caught), [(row.pupil.uuid, row.name) for row in due]) == (
            2, [(cast.leo.uuid, "Methylphenidate")]
        )  # fmt: skip
        assert due_today(reader_for(cast.patel), cast.school) == []  # he does not give it
        assert "Methylphenidate, 5 mg" in sam.get("/").content.decode()
        before = sam.get(page).content.decode()
        assert "Do not give it." not in before  # never said alone of what is given as needed
        assert before.count("Otherwise: do not give it.") == 1  # the inhaler, for want of consent
        assert "No consent of a parent or carer is kept." in before
        form = sam.get(
            f"/log/?kind=medicine&pupil={cast.leo.uuid}&medicine=Methylphenidate&dose=5+mg"
        ).content.decode()
        assert 'value="Methylphenidate"' in form
        fields = sheet(cast, "medicine") | {
            "medicine-medicine": "methylphenidate", "medicine-dose": "5 mg",
            "medicine-outcome": "given", "medicine-count_left": "11",
        }  # fmt: skip
        assert sam.post("/log/", fields).status_code == 302
        given = Record.everything.get(kind="medicine")
        assert found(given)["consent"] == ("fine", "Dan Turner, on 7 September 2026")
        assert found(given)["witness"][0] == "look"
        assert not Action.objects.filter(record=given).exists()
        assert due_today(me, cast.school) == []
        assert "Given already at" in sam.get(page).content.decode()
    with clock.frozen(clock.now() + timedelta(days=5)):  # a Saturday
        assert due_today(reader_for(cast.sam), cast.school) == []
    with clock.frozen(clock.now() + timedelta(minutes=30)):
        again = sheet(cast, "medicine") | {
            "medicine-medicine": "Methylphenidate", "medicine-dose": "10 mg",
            "medicine-outcome": "given", "medicine-count_left": "11",
        }  # fmt: skip
        assert sam.post("/log/", again).status_code == 302  # it happened: never refused
        twice = Record.everything.filter(kind="medicine").latest("pk")
    assert {slug for slug, (verdict, _) in found(twice).items() if verdict == "look"} == {
        "interval", "dose", "witness", "count",
    }  # fmt: skip
    assert found(twice)["count"][1] == "11 before, 11 now"


def test_no_hours_stand_before_an_emergency(cast: Cast) -> None:
    """The plan and 999 come first of all where a medicine is given as needed, and nowhere else."""
    agreed = {"consent_by": "Dan Turner", "consent_on": date(2026, 9, 7), "most_a_day": 1}
    held(cast, HELD | {"times": "", "needed_when": "", "controlled": False, "most_a_day": 1},
         INHALER | agreed)  # fmt: skip
    for name in ("Methylphenidate", "Salbutamol"):
        detail = {"medicine": name, "dose": "1", "outcome": "given", "as_needed": True}
        file(cast, "medicine", cast.sam, cast.leo, detail=detail)
    page = client_of(cast.sam).get(f"/pupils/{cast.leo.uuid}/medicines/").content.decode()
    tablet, inhaler = page.split('aria-labelledby="m-')[1:3]
    assert "Do not give it." in tablet
    first, otherwise = inhaler.split("Otherwise: do not give it.")
    assert "do what the plan says, and ring 999" in first
    for doubt in ("not again before", "at most 1 dose"):
        said = otherwise.partition(doubt)[2].partition("</p>")[0]
        assert said.endswith("; in an emergency do what the emergency plan says.")
    assert "At least 4 hours; in an emergency as the emergency plan says" in inhaler
    assert "At least 4 hours</dd>" in tablet


def test_a_dose_well_before_its_set_time_is_pointed_out(cast: Cast) -> None:
    held(cast, HELD | {"least_hours": None, "times": "09:00, 12:30"})
    page = f"/pupils/{cast.leo.uuid}/medicines/"
    day = clock.today()
    detail = {"medicine": "Methylphenidate", "dose": "5 mg", "outcome": "given", "count_left": 9}
    for at, early in (((9, 10), False), ((12, 5), False), ((11, 55), True)):
        with clock.frozen(clock.at_local(day + timedelta(days=1), time(*at))):
            said = client_of(cast.sam).get(page).content.decode()
            assert ("It is early: 11:55, and its time is 12:30." in said) == early
            assert ("Nothing speaks against it now" in said) != early
            if at == (9, 10):
                file(cast, "medicine", cast.sam, cast.leo, detail=detail)
            if early:
                given = file(cast, "medicine", cast.sam, cast.leo, detail=detail)
                assert found(given)["early"] == (
                    "look", "Earlier than its time: 11:55, and it was due at 12:30"
                )  # fmt: skip


def test_of_an_hour_that_is_not_known_nothing_is_reckoned(cast: Cast) -> None:
    """ "Some time that day" stands at noon: no warning says what that guess would make of it."""
    held(cast, HELD | {"least_hours": 4, "most_a_day": 2, "times": "12:30, 16:00"})
    noon = clock.at_local(clock.today() + timedelta(days=1), time(12))
    detail = {"medicine": "Methylphenidate", "dose": "5 mg", "outcome": "given"}
    page = f"/pupils/{cast.leo.uuid}/medicines/"

    def give(hour: int, precision: str, left: int) -> dict[str, tuple[str, str]]:
        at = noon if precision == "day" else noon.replace(hour=hour)
        return found(file(cast, "medicine", cast.sam, cast.leo, happened_at=at, precision=precision,
                          detail=detail | {"count_left": left}))  # fmt: skip

    with clock.frozen(noon + timedelta(hours=2)):
        said = give(12, "day", 9)
        assert said["early"] == (
            "unknown", "Cannot tell whether it was before its set time: its hour is not known"
        )  # fmt: skip
        assert "interval" not in said
        seen = client_of(cast.sam).get(page).content.decode()
        assert "Today, some time that day" in seen
        assert "cannot tell whether 4 hours lie between them." in seen
        said = give(9, "exact", 8)  # before noon, and all the same it may be the second
        assert said["interval"][1].endswith("cannot tell whether 4 hours lie between them")
        assert said["count"] == ("look", "9 and 8 that day: cannot tell which was first")
    with clock.frozen(noon + timedelta(hours=20)):  # four hours after the end of that day
        assert "cannot tell" not in client_of(cast.sam).get(page).content.decode()


@pytest.mark.parametrize(
    ("said", "duty"),
    [
        ({"outcome": "refused", "because": "Spat it out"}, "carer-told-not-taken"),
        ({"outcome": "not_given", "because": "None was left"}, "carer-told-not-taken"),
        ({"outcome": "given", "as_needed": True}, "carer-told-as-needed"),
    ],
)
def test_home_is_told_by_its_clock(cast: Cast, said: dict[str, Any], duty: str) -> None:
    sam = client_of(cast.sam)
    fields = {f"medicine-{name}": "on" if value is True else value for name, value in said.items()}
    sent = sheet(cast, "medicine") | {"medicine-medicine": "Salbutamol", "medicine-dose": "2 puffs"}
    if "because" in said:
        silent = sam.post("/log/", sent | {"medicine-outcome": said["outcome"]})
        assert "Say why it was not taken, in a few words." in silent.content.decode()
    assert sam.post("/log/", sent | fields).status_code == 302
    assert [row.duty for row in Action.objects.all()] == [duty]


def test_what_has_expired_or_ended_is_not_due(cast: Cast) -> None:
    me = reader_for(cast.sam)
    first = held(cast, HELD | {"expires_on": clock.today() - timedelta(days=1)})
    assert found(first)["expired-1"][0] == "look"
    page = client_of(cast.sam).get(f"/pupils/{cast.leo.uuid}/medicines/").content.decode()
    assert "Do not give it." in page
    assert len(due_today(me, cast.school)) == 1
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        desk = client_of(cast.office).get(f"/log/at/medicine_plan/?pupil={cast.leo.uuid}")
        assert str(cast.sam.uuid) in desk.content.decode()  # who gives them goes on too
        held(cast, ended=True, review_on=None)
        assert due_today(me, cast.school) == []
