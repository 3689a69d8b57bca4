"""What a device may keep: enough to work with, and nothing restricted, not even one's own."""

from typing import Any

import pytest
from django.test import Client

from handrail.demo.cast import Cast
from handrail.people.models import User
from handrail.records.kind import all_kinds
from handrail.records.sensitivity import Sensitivity
from handrail.school.models import School
from tests.filing import file, writer_of

CHANCE = ("csrfmiddlewaretoken", 'name="uuid"')


def copy_of(username: str) -> dict[str, Any]:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client.get("/me/offline-copy/").json()  # type: ignore[no-any-return]


def without_chance(copy: dict[str, Any]) -> dict[str, Any]:
    """The copy without the parts that are new each time it is made."""
    sheet = [row for row in copy["sheet"].split("<input") if not any(c in row for c in CHANCE)]
    return {**copy, "sheet": sheet}


@pytest.mark.parametrize("username", ["sam", "patel", "ahmed", "price", "okafor", "khan", "tilly"])
def test_the_copy_is_the_same_whether_restricted_records_exist_or_not(
    cast: Cast, username: str
) -> None:
    before = without_chance(copy_of(username))
    for kind in all_kinds():
        for name in ("sam", "patel"):
            author = writer_of(cast, kind.slug, wanted=name)
            if kind.sensitivity >= Sensitivity.RESTRICTED:
                file(cast, kind.slug, author, cast.leo)
            else:
                file(cast, kind.slug, author, cast.leo, sensitivity=Sensitivity.RESTRICTED)
    assert without_chance(copy_of(username)) == before


def test_what_waits_and_is_ordinary_is_in_the_copy(cast: Cast) -> None:
    file(cast, "behaviour", cast.sam, cast.leo, pick={"level": ("level-3",)})
    assert "Leo" in copy_of("sam")["today"]


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
