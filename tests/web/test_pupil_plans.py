"""A pupil's plans on one page, their versions, and the list of those to be looked at again."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.people.models import Person, User
from handrail.records.models import AccessEntry, Record
from handrail.records.refusal import Refused
from handrail.training.models import Technique
from tests.capture.test_sheet import sheet
from tests.filing import file
from tests.plans.agreeing import plan, signature, technique
from tests.support.supporting import plan_for, review_of
from tests.web.test_pages import queries


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(User.objects.get(person=person))
    return client


def whole(cast: Cast, pupil: Person) -> list[Record]:
    """All three plans of a pupil, signed."""
    rows = {
        "techniques": ({"technique": technique(cast), "agreed": "last", "when": "Near the road"},),
        "signatures": (signature("Dan Turner", clock.today()),),
    }
    risk = {"hazard": "Runs to the gate", "harmed": "Leo", "likelihood": 2, "severity": 3}
    return [
        plan(cast, pupil, rows=rows, medical="Inhaler first"),
        plan(cast, pupil, "risk_assessment", rows={"risks": (risk,)}),
        plan(cast, pupil, "behaviour_plan", avoid="Standing over him"),
    ]


def test_everything_an_adult_needs_stands_on_one_page(cast: Cast) -> None:
    records = whole(cast, cast.leo)
    page = client_of(cast.sam).get(f"/pupils/{cast.leo.uuid}/plan/").content.decode()
    for said in (
        "Inhaler first", "Asthma: inhaler in office", "Calm", "Crisis", "Clear the room.",
        "You are safe.", "Standing over him", Technique.objects.filter(prohibited=False)[0].name,
        "Near the road", "Runs to the gate", "Dan Turner", "<title>Plan · Handrail</title>",
    ):  # fmt: skip
        assert said in page
    assert page.count("You are safe.") == 1  # one text for a stage, though two plans say it
    assert "Look at it again" not in page  # an assistant reads it and writes none
    read = AccessEntry.objects.filter(person=cast.sam).values_list("record", flat=True)
    assert set(read) == {record.pk for record in records}


def test_nobody_learns_whether_there_is_a_plan_of_a_pupil_not_theirs(cast: Cast) -> None:
    reid = client_of(cast.reid)
    before = reid.get(f"/pupils/{cast.leo.uuid}/plan/").content
    whole(cast, cast.leo)
    after = reid.get(f"/pupils/{cast.leo.uuid}/plan/").content
    assert b"No plan in force that you may read" in before
    assert (
        before.split(b"<main")[1].split(b"</main>")[0]
        == (after.split(b"<main")[1].split(b"</main>")[0])
    )


def test_whoever_does_not_work_with_a_pupil_is_offered_no_plan_and_no_filing(cast: Cast) -> None:
    pupil, offers = f"/pupils/{cast.leo.uuid}/", ("Begin a plan", "File these for CPOMS")
    for person, offered in ((cast.reid, False), (cast.patel, True), (cast.khan, True)):
        page = client_of(person).get(pupil).content.decode()
        assert [words in page for words in offers] == [offered, offered], person
        begin = "/log/at/handling_plan/" in client_of(person).get(f"{pupil}plan/").content.decode()
        assert begin == offered
    file(cast, "note", cast.reid, cast.leo)  # what she wrote herself can be filed there
    page = client_of(cast.reid).get(pupil).content.decode()
    assert [words in page for words in offers] == [False, True]


def test_nobody_replaces_a_plan_that_they_may_not_see(cast: Cast) -> None:
    """By its address the page opens to every teacher, and says so before anything is written."""
    made = whole(cast, cast.leo)
    address, why = "/log/at/handling_plan/", "You do not work with this pupil"
    page = client_of(cast.reid).get(f"{address}?pupil={cast.leo.uuid}").content.decode()
    assert (why in page, "Clear the room." in page, "Dan Turner" in page) == (True, False, False)
    for person, says in ((cast.patel, False), (cast.khan, False)):
        page = client_of(person).get(f"{address}?pupil={cast.leo.uuid}").content.decode()
        assert (why in page) == says
    with pytest.raises(Refused, match=why):
        plan(cast, cast.leo, author=cast.reid, change="changed")
    sent = sheet(cast, "handling_plan", author=str(cast.reid.uuid)) | {
        "handling_plan-change": "new", "handling_plan-avoid": "Crowds",
    }  # fmt: skip
    answer = client_of(cast.reid).post(address, sent)
    assert (answer.status_code, why in answer.content.decode()) == (422, True)
    assert "Crowds" in answer.content.decode()
    assert Record.everything.filter(kind="handling_plan").count() == 1
    assert made
    for path, begin in (("support/", "support_plan"), ("profile/", "profile")):
        reid, patel = (client_of(one).get(f"/pupils/{cast.leo.uuid}/{path}").content.decode()
                       for one in (cast.reid, cast.patel))  # fmt: skip
        assert (f"/log/at/{begin}/" in reid, f"/log/at/{begin}/" in patel) == (False, True), path


def test_versions_say_what_changed(cast: Cast) -> None:
    with clock.frozen(clock.now() - timedelta(days=40)):
        first = plan(cast, cast.leo, avoid="Being rushed", days=60)
    with clock.frozen(clock.now() - timedelta(days=20)):
        second = plan(cast, cast.leo, change="changed", avoid="Crowds", days=60)
    third = plan(cast, cast.leo, change="changed", avoid="Noise", days=60)
    page = f"/pupils/{cast.leo.uuid}/plan/handling_plan/"
    khan = client_of(cast.khan)
    last = khan.get(page).content.decode()
    assert ("Crowds" in last, "Noise" in last, "Being rushed" in last) == (True, True, False)
    asked = khan.get(page, {"from": str(third.uuid), "to": str(first.uuid)}).content.decode()
    assert ("Being rushed" in asked, "Noise" in asked, "Crowds" in asked) == (True, True, False)
    assert str(second.uuid) in asked


def test_a_new_version_begins_from_the_last_and_asks_anew(cast: Cast) -> None:
    whole(cast, cast.leo)
    page = client_of(cast.khan).get(f"/log/at/handling_plan/?pupil={cast.leo.uuid}")
    said = page.content.decode()
    assert ("Clear the room." in said, "Dan Turner" in said) == (True, False)
    assert "This begins from the last one" in said


def test_plans_to_look_at_again_stand_by_their_day(cast: Cast) -> None:
    with clock.frozen(clock.now() - timedelta(days=40)):
        plan(cast, cast.leo, days=10)
    plan(cast, cast.amina, "behaviour_plan", days=9)
    page = client_of(cast.khan).get("/pupils/plans/").content.decode()
    assert page.index("Overdue") < page.index("Leo Turner") < page.index("Coming up")
    assert page.index("Coming up") < page.index("Amina Musa")


@pytest.mark.parametrize("where", ["/pupils/plans/", "/pupils/{amina}/plan/", "/log/", "/"])
def test_pages_ask_as_often_for_three_plans_as_for_one(cast: Cast, where: str) -> None:
    khan = client_of(cast.khan if where == "/pupils/plans/" else cast.sam)
    path = where.format(amina=cast.amina.uuid)
    whole(cast, cast.amina)
    once = queries(khan, path)
    for pupil in (cast.leo, cast.jaden):
        whole(cast, pupil)
    assert queries(khan, path) == once


@pytest.mark.parametrize("where", ["/pupils/{leo}/", "/log/?pupil={leo}", "/"])
def test_a_plan_opens_from_the_pupil_the_sheet_and_today(cast: Cast, where: str) -> None:
    sam, link = client_of(cast.sam), f'href="/pupils/{cast.leo.uuid}/plan/"'
    path = where.format(leo=cast.leo.uuid)
    assert link not in sam.get(path).content.decode()
    plan(cast, cast.leo)
    assert link in sam.get(path).content.decode()  # Sam is in maths with 4 Willow
    assert link not in client_of(cast.lee).get(path).content.decode()


def test_the_annual_review_is_told_from_the_others_among_plans_due(cast: Cast) -> None:
    plan_for(cast, cast.leo, ehc=True)
    plan_for(cast, cast.amina)
    review_of(cast, cast.amina)
    html = client_of(cast.khan).get("/pupils/plans/").content.decode()
    said = re.findall(r"<bdi>([^<]+)</bdi></b></a>: ([a-zA-Z ]+)", html)
    assert sorted((name, what.strip()) for name, what in said) == [
        ("Amina Musa", "support review"),
        ("Leo Turner", "annual review of the EHC plan"), ("Leo Turner", "support review"),
    ]  # fmt: skip
    assert "after a support review" not in html
