"""Telling on the pages: the poll, How I am told, devices, absence, and what the record shows."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from handrail.core import clock
from handrail.demo.cast import PASSWORD, Cast
from handrail.notify.devices import devices_of
from handrail.notify.models import Absence, Alert, Delivery, Device, Wishes
from handrail.notify.push_key import make_push_key
from handrail.notify.sending import send_due
from handrail.people.models import Person, Post
from handrail.school.models import School
from tests.filing import file
from tests.notify.catchers import PushCatcher, push_catcher

As = Callable[[str], Client]
WISHES = {
    "by_push": "on", "by_mail": "on", "mail_to": "", "quiet_from": "18:00", "quiet_until": "07:30",
    "quiet_when_closed": "on", "at_once": "on", "digests": "07:45",
}  # fmt: skip


@pytest.fixture
def as_(cast: Cast) -> As:
    def sign_in(username: str) -> Client:
        client = Client(headers={"user-agent": "Mozilla/5.0 (Linux; Android 15) Chrome/140"})
        assert client.login(username=username, password=PASSWORD)
        return client

    return sign_in


@pytest.fixture
def push(settings: Any, tmp_path: Path) -> Any:
    settings.HOME = tmp_path
    make_push_key(tmp_path)
    with push_catcher() as catcher:
        yield catcher


def given(push: PushCatcher) -> dict[str, str]:
    """A subscription as the page's script sends it."""
    browser = push.browser()
    return {
        "endpoint": browser["endpoint"], "p256dh": browser["public_key"], "auth": browser["secret"],
    }  # fmt: skip


# ------------------------------------------------------------------ the poll


def test_the_poll_is_small_cheap_and_silent_when_nothing_is_new(cast: Cast, as_: As) -> None:
    ahmed = as_("ahmed")
    first = ahmed.get("/alerts/unseen/")
    assert first.json() == {"unseen": 0, "urgent": []}
    again = ahmed.get("/alerts/unseen/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    file(cast, "concern", cast.sam, cast.amina)
    told = ahmed.get("/alerts/unseen/", headers={"if-none-match": first["ETag"]})
    alert = Alert.objects.get()
    row = {"uuid": str(alert.uuid), "text": "A concern needs you"}
    assert told.json() == {"unseen": 1, "urgent": [row]}
    assert str(alert.uuid) in told["ETag"]  # and no number that counts other people's alerts
    with CaptureQueriesContext(connection) as asked:
        ahmed.get("/alerts/unseen/", headers={"if-none-match": told["ETag"]})
    assert len(asked) == 3


def test_the_poll_writes_down_that_the_page_showed_it_unless_nobody_looked(
    cast: Cast, as_: As
) -> None:
    ahmed = as_("ahmed")
    file(cast, "concern", cast.sam, cast.amina)
    shown = Delivery.objects.filter(channel="app").exclude(delivered_at=None)
    ahmed.get("/alerts/unseen/?hidden")
    assert shown.count() == 0
    ahmed.get("/alerts/unseen/")
    assert shown.get().delivered_at == clock.now()


def test_an_alert_of_somebody_else_has_another_tag(cast: Cast, as_: As) -> None:
    tag = as_("ahmed").get("/alerts/unseen/")["ETag"]
    assert as_("price").get("/alerts/unseen/", headers={"if-none-match": tag}).status_code == 200


def test_a_page_left_open_does_not_keep_the_session_alive(cast: Cast, as_: As) -> None:
    ahmed = as_("ahmed")
    kept = Session.objects.values("session_key", "session_data", "expire_date").get()
    for _ in range(5):
        clock.advance(timedelta(minutes=10))
        reply = ahmed.get("/alerts/unseen/")
        assert "sessionid" not in reply.cookies
        assert not reply.cookies
    assert Session.objects.values("session_key", "session_data", "expire_date").get() == kept


def test_the_poll_says_401_once_signed_out_or_locked(cast: Cast, as_: As) -> None:
    ahmed = as_("ahmed")
    ahmed.post("/lock/")
    reply = ahmed.get("/alerts/unseen/")
    assert (reply.status_code, reply.json()) == (401, {"state": "locked", "door": "/lock/"})
    ahmed.post("/sign-out/")
    reply = ahmed.get("/alerts/unseen/")
    assert (reply.status_code, reply.json()) == (401, {"state": "signed-out", "door": "/sign-in/"})


def test_alerts_of_a_school_that_one_left_are_not_counted(cast: Cast, as_: As) -> None:
    file(cast, "concern", cast.sam, cast.amina)
    ahmed = as_("ahmed")
    Post.objects.filter(person=cast.ahmed).update(ends=clock.today() - timedelta(days=1))
    assert ahmed.get("/alerts/unseen/").json() == {"unseen": 0, "urgent": []}


# ------------------------------------------------------------------ how I am told


def test_wishes_are_kept(cast: Cast, as_: As) -> None:
    sent = {**WISHES, "digests": "15.45, 7:45", "quiet_days": ["2"], "mail_to": "f@ahmed.example"}
    del sent["at_once"]
    assert as_("ahmed").post("/me/told/", sent).status_code == 302
    wishes = Wishes.objects.get(person=cast.ahmed)
    assert (wishes.digests, wishes.quiet_days, wishes.at_once, wishes.mail_to) == (
        ["07:45", "15:45"], [2], False, "f@ahmed.example")  # fmt: skip


BAD = {
    "digests": ("soon", "Write times like 07:45, with commas between."),
    "digests ": ("", "Give at least one time, like 07:45."),
    "digests  ": ("25:00", "Write times like 07:45, with commas between."),
    "quiet_from": ("late", "That is not a time. Write it like 18:00."),
    "quiet_until": ("", "Give a time, like 18:00."),
    "mail_to": ("me", "That is not a mail address. It needs an @ and a full stop."),
}


@pytest.mark.parametrize("field", BAD)
def test_a_wish_that_cannot_be_is_said_beside_its_field_and_nothing_typed_is_lost(
    cast: Cast, as_: As, field: str
) -> None:
    typed, sentence = BAD[field]
    sent = {**WISHES, "mail_to": "kept@ahmed.example", field.strip(): typed}
    page = as_("ahmed").post("/me/told/", sent)
    assert page.status_code == 422
    assert sentence in page.content.decode().replace("&#x27;", "'")
    assert field.strip() == "mail_to" or "kept@ahmed.example" in page.content.decode()
    assert Wishes.objects.count() == 0


def test_my_account_leads_there(cast: Cast, as_: As) -> None:
    assert 'href="/me/told/"' in as_("sam").get("/me/").content.decode()


# ------------------------------------------------------------------ devices


def test_a_device_is_kept_told_and_ended_by_signing_out(
    cast: Cast, as_: As, push: PushCatcher
) -> None:
    ahmed = as_("ahmed")
    reply = ahmed.post("/me/devices/", given(push))
    assert (reply.status_code, reply.cookies["handrail-device"]["httponly"]) == (200, True)
    page = ahmed.get("/me/told/").content.decode()
    assert ("Chrome on Android" in page, "this one" in page) == (True, True)
    ahmed.post("/sign-out/")
    assert devices_of(cast.ahmed).count() == 0


def test_somebody_else_signing_in_there_ends_it(cast: Cast, as_: As, push: PushCatcher) -> None:
    ahmed = as_("ahmed")
    ahmed.post("/me/devices/", given(push))
    ahmed.cookies.pop("handrail")  # the session ended by itself, the device stayed
    assert devices_of(cast.ahmed).count() == 1
    ahmed.post("/sign-in/", {"username": "sam", "password": PASSWORD})
    assert devices_of(cast.ahmed).count() == 0


def test_a_device_is_ended_by_its_own_person_only(cast: Cast, as_: As, push: PushCatcher) -> None:
    as_("ahmed").post("/me/devices/", given(push))
    place = f"/me/devices/{Device.objects.get().uuid}/end/"
    assert as_("price").post(place).status_code == 404
    assert as_("ahmed").post(place).status_code == 302
    assert devices_of(cast.ahmed).count() == 0


def test_an_address_that_is_no_push_service_is_refused_in_words(
    cast: Cast, as_: As, push: PushCatcher
) -> None:
    reply = as_("ahmed").post("/me/devices/", {**given(push), "endpoint": "https://10.0.0.1/x"})
    assert (reply.status_code, reply.json()["sentence"].endswith("Ask the office.")) == (422, True)


def test_a_device_says_that_it_showed_a_message(cast: Cast, as_: As, push: PushCatcher) -> None:
    as_("ahmed").post("/me/devices/", given(push))
    file(cast, "concern", cast.sam, cast.amina)
    send_due("push")
    clock.advance(timedelta(minutes=1))
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(push.caught[0].payload["arrived"]).content == b"ok"
    assert Delivery.objects.get(channel="push").delivered_at == clock.now()
    assert strict.get(push.caught[0].payload["arrived"]).status_code == 405


# ------------------------------------------------------------------ absence


def test_i_say_that_i_am_away_and_that_i_am_back(cast: Cast, as_: As) -> None:
    ahmed = as_("ahmed")
    ahmed.post("/me/told/", {"starts": "2026-11-23T10:00", "ends": "2026-11-27T16:00"})
    row = Absence.objects.get()
    assert (row.person, row.said_by) == (cast.ahmed, cast.ahmed)
    assert "You cover for Mrs Ahmed" in as_("price").get("/alerts/").content.decode()
    assert "You cover" not in as_("khan").get("/alerts/").content.decode()
    assert (
        "away until Friday 27 November 16:00"
        in as_("office").get("/school/staff/").content.decode()
    )
    as_("price").post("/me/back/", {"absence": row.pk})  # not theirs to end
    assert Absence.objects.running(clock.now()).count() == 1
    ahmed.post("/me/back/", {"absence": row.pk})
    assert Absence.objects.running(clock.now()).count() == 0


def test_the_office_says_it_for_somebody_of_this_school_only(cast: Cast, as_: As) -> None:
    said = {"starts": "2026-11-23T10:00", "ends": "2026-11-27T16:00"}
    office = as_("office")
    assert office.post(f"/school/staff/{cast.ahmed.uuid}/away/", said).status_code == 302
    assert Absence.objects.get().said_by == cast.staff["office"]
    stranger = Person.objects.create(given="Noor", family="Vale")
    Post.objects.create(
        person=stranger, school=School.objects.create(name="Elm Park"), role="designated_lead"
    )
    assert office.post(f"/school/staff/{stranger.uuid}/away/", said).status_code == 404
    assert "Say until when" not in office.get(f"/school/staff/{cast.ahmed.uuid}/").content.decode()


@pytest.mark.parametrize("place", ["/me/told/", "away"])
def test_an_absence_that_cannot_be_comes_back_with_what_was_typed(
    cast: Cast, as_: As, place: str
) -> None:
    path = place if place != "away" else f"/school/staff/{cast.ahmed.uuid}/away/"
    page = as_("okafor").post(path, {"starts": "2026-11-27T16:00", "ends": "2026-11-24T08:00"})
    text = page.content.decode()
    assert page.status_code == 422
    assert "Give an end that is later than the start." in text
    assert ("2026-11-27T16:00" in text, "2026-11-24T08:00" in text) == (True, True)


# ------------------------------------------------------------------ what came of it


def test_record_and_alerts_show_what_came_of_it(cast: Cast, as_: As, push: PushCatcher) -> None:
    ahmed = as_("ahmed")
    ahmed.post("/me/devices/", given(push))
    record = file(cast, "concern", cast.sam, cast.amina)
    clock.advance(timedelta(minutes=1))
    assert (send_due("push"), send_due("mail")) == (1, 1)
    clock.advance(timedelta(minutes=2))
    ahmed.get(f"/alerts/{Alert.objects.get().uuid}/")
    line = "in the app 10:15, by push 10:13, by mail 10:13, seen 10:15"
    page = ahmed.get(f"/records/{record.uuid}/").content.decode()
    assert f"<b>Mrs Ahmed</b> told {line}" in page
    assert line.capitalize() in ahmed.get("/alerts/").content.decode()


def test_what_failed_says_why(cast: Cast, as_: As, push: PushCatcher) -> None:
    as_("ahmed").post("/me/devices/", given(push))
    push.mood = "410"
    record = file(cast, "concern", cast.sam, cast.amina)
    send_due("push")
    page = as_("okafor").get(f"/records/{record.uuid}/").content.decode()
    assert "push failed: the device takes no more messages, mail next, not seen yet" in page


def test_the_demonstration_says_where_its_mail_goes(cast: Cast, as_: As, settings: Any) -> None:
    assert "HANDRAIL_HOME/mail" not in as_("sam").get("/alerts/").content.decode()
    settings.MAIL_TO_FILES = True
    assert "HANDRAIL_HOME/mail" in as_("sam").get("/alerts/").content.decode()


def test_the_worker_loads_the_push_part(client: Client) -> None:
    reply = client.get("/worker.js")
    script = reply.content.decode().replace("\\u002D", "-")
    assert reply["Content-Type"] == "text/javascript"
    assert 'importScripts("/static/web/push-worker.js");' in script
