"""What a device may keep: enough to work with, and nothing restricted, not even one's own."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.followup.wide import opened_since
from handrail.people.models import Person, User
from handrail.records.amending import override_for
from handrail.records.kind import all_kinds
from handrail.records.models import AccessEntry, Record
from handrail.records.reader import reader_for
from handrail.records.sensitivity import Sensitivity
from handrail.school.models import School
from tests.filing import file, writer_of
from tests.plans.agreeing import plan
from tests.programmes.giving import place_of, programme_of
from tests.web.test_pages import queries

CHANCE = ("csrfmiddlewaretoken", 'name="uuid"')


def copy_of(username: str) -> dict[str, Any]:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client.get("/me/offline-copy/").json()  # type: ignore[no-any-return]


def without_chance(copy: dict[str, Any]) -> dict[str, Any]:
    """The copy without the parts that are new each time it is made."""
    sheet = [row for row in copy["sheet"].split("<input") if not any(c in row for c in CHANCE)]
    return {**copy, "sheet": sheet}


@pytest.mark.slow
def test_the_copy_is_the_same_whether_restricted_records_exist_or_not(cast: Cast) -> None:
    keepers = ("sam", "patel", "ahmed", "price", "okafor", "khan", "tilly")
    before = {username: without_chance(copy_of(username)) for username in keepers}
    for kind in all_kinds():
        for name in ("sam", "patel"):
            author = writer_of(cast, kind.slug, wanted=name)
            if kind.sensitivity >= Sensitivity.RESTRICTED:
                file(cast, kind.slug, author, cast.leo)
            else:
                file(cast, kind.slug, author, cast.leo, sensitivity=Sensitivity.RESTRICTED)
    for username in keepers:
        assert without_chance(copy_of(username)) == before[username], username


def test_what_waits_and_is_ordinary_is_in_the_copy(cast: Cast) -> None:
    file(cast, "behaviour", cast.sam, cast.leo, pick={"level": ("level-3",)})
    assert "Leo" in copy_of("sam")["today"]


def test_colleagues_can_be_named_without_signal_by_who_can_look_them_up(cast: Cast) -> None:
    kept = {row["name"]: row["short"] for row in copy_of("sam")["staff"]}
    assert (kept[cast.khan.name], cast.leo.name in kept) == ("Mr Khan", False)
    assert copy_of("tilly")["staff"] == []


def test_only_the_pupils_one_works_with_and_every_kind_that_works_offline(cast: Cast) -> None:
    copy = copy_of("sam")
    names = {pupil["name"] for pupil in copy["pupils"]}
    assert cast.leo.name in names
    assert cast.yusuf.name not in names
    offline = {k.slug for k in all_kinds() if k.capture.offline and not k.at_desk}
    assert {slug for slug in offline if f'value="{slug}"' in copy["sheet"]} == offline


@pytest.mark.parametrize(("policy", "cards"), [("cards", True), ("names", False)])
def test_the_school_says_how_much(cast: Cast, policy: str, cards: bool) -> None:
    School.objects.update(offline_copy=policy, offline_hours=3)
    copy = copy_of("sam")
    assert any(pupil["card"] for pupil in copy["pupils"]) is cards
    assert copy["until"] - copy["now"] == 3 * 3_600_000


def test_a_school_may_keep_nothing_on_devices(cast: Cast) -> None:
    School.objects.update(offline_copy="nothing")
    copy = copy_of("sam")
    assert set(copy) == {"now", "nothing"}


def test_the_office_sets_it_and_a_wrong_number_is_said_beside_the_field(cast: Cast) -> None:
    client = Client()
    client.force_login(User.objects.get(username="office"))
    bad = client.post("/school/devices/", {"offline_copy": "names", "offline_hours": "200"})
    assert bad.status_code == 422
    assert "Give at most 72 hours." in bad.content.decode()
    client.post("/school/devices/", {"offline_copy": "names", "offline_hours": "8"})
    school = School.objects.get(pk=cast.school.pk)
    assert (school.offline_copy, school.offline_hours) == ("names", 8)


# ---------------------------------------------------------------- plans


def plan_of(copy: dict[str, Any], person: Person) -> str:
    pages = {pupil["uuid"]: pupil["plan_page"] for pupil in copy["pupils"]}
    return str(pages.get(str(person.uuid), ""))


def test_a_pupils_plans_are_kept_as_one_page_and_that_is_written_down_once_a_day(
    cast: Cast,
) -> None:
    made = plan(cast, cast.leo)
    page = plan_of(copy_of("sam"), cast.leo)
    copy_of("sam")
    assert "Leo T’s plan" in page.replace("<bdi>", "").replace("</bdi>", "")
    assert "plan-techniques" in page or "stage-" in page
    assert made.reference not in page  # who agreed and the versions need signal
    entries = AccessEntry.objects.filter(record=made, how=AccessEntry.How.KEPT)
    assert [entry.person for entry in entries] == [cast.sam]
    assert not opened_since(timedelta(hours=1))  # it is no opening
    assert plan_of(copy_of("reid"), cast.leo) == ""


def test_no_plan_is_kept_that_is_restricted_or_where_only_names_are(cast: Cast) -> None:
    made = plan(cast, cast.leo)
    School.objects.update(offline_copy="names")
    assert plan_of(copy_of("sam"), cast.leo) == ""
    School.objects.update(offline_copy="cards")
    Record.everything.filter(pk=made.pk).update(sensitivity=Sensitivity.RESTRICTED)
    assert plan_of(copy_of("okafor"), cast.leo) == ""
    assert not AccessEntry.objects.filter(how=AccessEntry.How.KEPT).exists()


def test_a_pupil_looked_at_for_an_hour_leaves_no_plan_on_the_device(cast: Cast) -> None:
    plan(cast, cast.leo)
    override_for(reader_for(cast.reid), cast.leo, cast.school, "Cover in the hall today")
    copy = copy_of("reid")
    assert cast.leo.name in {pupil["name"] for pupil in copy["pupils"]}
    assert plan_of(copy, cast.leo) == ""


def test_the_copy_asks_as_often_for_two_plans_as_for_one(cast: Cast) -> None:
    plan(cast, cast.leo)
    client = Client()
    client.force_login(User.objects.get(username="sam"))
    client.get("/me/offline-copy/")
    one = queries(client, "/me/offline-copy/")
    plan(cast, cast.jaden)
    client.get("/me/offline-copy/")
    assert queries(client, "/me/offline-copy/") == one


# ---------------------------------------------------------------- moments


def test_moments_can_be_written_down_of_whoever_is_watched_still_and_is_ones_own(
    cast: Cast,
) -> None:
    """By whoever works with the pupil or leads the programme; of nobody whose place is over."""
    assert copy_of("sam")["moments"] == {"form": "", "places": []}
    programme = programme_of(cast)
    leo, bo = place_of(cast, programme, cast.leo), place_of(cast, programme, cast.bo)
    kept = copy_of("sam")["moments"]
    assert {row["uuid"] for row in kept["places"]} == {str(leo.uuid), str(bo.uuid)}
    assert (kept["places"][0]["programme"], "token" in kept["form"]) == (programme.name, False)
    assert 'value="noise"' in kept["form"]
    assert copy_of("tilly")["moments"]["places"] == []
    assert str(bo.uuid) not in {row["uuid"] for row in copy_of("ahmed")["moments"]["places"]}
    override_for(reader_for(cast.reid), cast.leo, cast.school, "Cover in the hall today")
    assert [row["uuid"] for row in copy_of("reid")["moments"]["places"]] == [str(bo.uuid)]
    leo.starts, leo.ends = clock.today() - timedelta(days=9), clock.today() - timedelta(days=1)
    leo.save()
    assert [row["uuid"] for row in copy_of("sam")["moments"]["places"]] == [str(bo.uuid)]
