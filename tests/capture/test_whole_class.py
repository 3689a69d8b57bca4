"""A whole class on the sheet: who was in it on the day of the event, and whose class it may be."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from handrail.core.ids import new_uuid
from handrail.demo.cast import Cast
from handrail.people.models import Membership, User
from handrail.records.models import Record
from handrail.school.models import Word


def signed_in(who: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=who))
    return client


def well_done(cast: Cast, group: str, who: str = "sam", **more: Any) -> dict[str, Any]:
    """A sheet for a whole class, as the page sends it."""
    kind = Word.objects.get(school=cast.school, list="recognition.value", slug="kindness")
    return {
        "uuid": str(new_uuid()),
        "author": str(cast.staff[who].uuid),
        "kind": "recognition",
        "when": "now",
        "recognition-group": str(cast.groups[group].uuid),
        "recognition-value": [str(kind.uuid)],
        **more,
    }


def named(record: Record) -> set[str]:
    pupils = record.involvements.filter(as_pupil=True)
    return set(pupils.values_list("person__given", flat=True))


def test_a_class_of_an_earlier_day_has_the_pupils_of_that_day(cast: Cast) -> None:
    """Leo came to the class this week, Jaden left it: last week's record names Jaden, not Leo."""
    willow = Membership.objects.filter(group=cast.groups["4 Willow"], role="pupil")
    willow.filter(person=cast.leo).update(starts=date(2026, 11, 20))
    willow.filter(person=cast.pupils["jaden"]).update(ends=date(2026, 11, 19))
    sam = signed_in("sam")
    sam.post("/log/", well_done(cast, "4 Willow", when="earlier", day="2026-11-18", time="10:00"))
    then = Record.everything.get()
    sam.post("/log/", well_done(cast, "4 Willow"))
    now = Record.everything.exclude(pk=then.pk).get()
    assert {"Leo", "Jaden"} & named(then) == {"Jaden"}
    assert {"Leo", "Jaden"} & named(now) == {"Leo"}


def test_a_class_that_nobody_was_in_yet_is_said(cast: Cast) -> None:
    rows = Membership.objects.filter(group=cast.groups["4 Willow"], role="pupil")
    rows.update(starts=date(2026, 11, 20))
    answer = signed_in("sam").post(
        "/log/", well_done(cast, "4 Willow", when="earlier", day="2026-11-18", time="10:00")
    )
    assert (answer.status_code, Record.everything.count()) == (422, 0)
    said = "Nobody was in 4 Willow on 18 November 2026: choose each pupil."
    assert said in answer.content.decode()


@pytest.mark.parametrize(("who", "sees"), [("tilly", False), ("sam", True)])
def test_an_address_shows_a_volunteer_nobody_of_another_class(
    cast: Cast, who: str, sees: bool
) -> None:
    client = signed_in(who)
    for address in (f"group={cast.groups['4 Willow'].uuid}", f"pupil={cast.leo.uuid}"):
        assert (b"Leo T" in client.get(f"/log/?{address}").content) is sees, address


def test_a_volunteer_logs_no_class_but_their_own(cast: Cast) -> None:
    tilly = signed_in("tilly")
    other = tilly.post("/log/", well_done(cast, "4 Willow", "tilly"))
    assert (other.status_code, Record.everything.count()) == (422, 0)
    tilly.post("/log/", well_done(cast, "2 Oak", "tilly"))
    assert Record.everything.get().group == cast.groups["2 Oak"]
