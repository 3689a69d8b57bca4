"""Sending: everything leaves by its channel, with nothing in it, once; and says what came of it."""

import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.followup.climbing import climb_ladders
from handrail.notify.devices import add_device, devices_of, end_device
from handrail.notify.models import Alert, Delivery, Device, Wishes
from handrail.notify.push import KNOWN, may_push_to
from handrail.notify.push_key import NAME, make_push_key, public_push_key
from handrail.notify.sending import send_due, wait_after
from handrail.people.models import Person, Post
from handrail.records.models import Record
from handrail.records.reader import reader_for
from handrail.records.reading import open_record
from handrail.records.refusal import Refused
from tests.filing import file
from tests.notify.catchers import MailCatcher, PushCatcher

MINUTE = timedelta(minutes=1)
OnDevice = Callable[[Person], Device]


def states(channel: str) -> list[tuple[str, str]]:
    rows = Delivery.objects.filter(channel=channel).order_by("id")
    return [(row.state, row.because) for row in rows]


def send_all() -> int:
    return send_due("push") + send_due("mail")


def test_a_concern_goes_by_every_channel_in_the_filing_transaction(
    cast: Cast, on_device: OnDevice
) -> None:
    on_device(cast.ahmed)
    file(cast, "concern", cast.sam, cast.amina)
    made = Delivery.objects.values_list("channel", "state", "alert__person__family")
    assert sorted(made) == [(one, "waiting", "Ahmed") for one in ("app", "mail", "push")]


def test_mail_says_nothing_but_that_something_needs_you(cast: Cast, mail: MailCatcher) -> None:
    file(cast, "concern", cast.sam, cast.amina)
    assert (send_due("mail"), send_due("mail"), len(mail.caught)) == (1, 0, 1)
    message, alert = mail.caught[0], Alert.objects.get()
    assert (message["subject"], message["to"]) == (
        "A concern needs you",
        "ahmed@spring-lane.example",
    )
    assert message.get_content().splitlines()[:4] == [
        "A concern needs you.", "", "Open Handrail to see it:",
        f"https://handrail.example/alerts/{alert.uuid}/",
    ]  # fmt: skip
    assert states("mail") == [("sent", "")]


def test_push_is_encrypted_signed_and_content_free(
    cast: Cast, push: PushCatcher, on_device: OnDevice, tmp_path: Path
) -> None:
    on_device(cast.ahmed)
    file(cast, "concern", cast.sam, cast.amina)
    assert send_due("push") == 1
    one, alert = push.caught[0], Alert.objects.get()
    row = Delivery.objects.get(channel="push")
    assert one.payload == {
        "title": "A concern needs you", "url": f"/alerts/{alert.uuid}/", "urgent": True,
        "arrived": f"/alerts/arrived/{row.uuid}/",
    }  # fmt: skip
    assert (one.signed_for, one.key) == (
        f"http://127.0.0.1:{push.port}", public_push_key(tmp_path))  # fmt: skip
    assert (one.headers["urgency"], one.headers["content-encoding"]) == ("high", "aes128gcm")
    assert (row.state, row.sent_at, push.faults) == ("sent", clock.now(), [])


def test_the_push_key_is_made_once_and_is_nobody_elses(tmp_path: Path) -> None:
    make_push_key(tmp_path)
    body = (tmp_path / NAME).read_bytes()
    make_push_key(tmp_path)
    assert (tmp_path / NAME).read_bytes() == body
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o600


def test_names_of_colleagues_stay_inside(cast: Cast, mail: MailCatcher) -> None:
    record = file(cast, "concern", cast.sam, cast.amina)
    open_record(reader_for(cast.ahmed), record.uuid)
    send_due("mail")
    assert Alert.objects.get(person=cast.sam).text.startswith("Your concern was read by Mrs Ahmed")
    assert [m["subject"] for m in mail.caught if "sam@" in m["to"]] == ["What you wrote was read"]


DEAD: dict[str, tuple[str, str]] = {
    # mood of the mail server, and what is written down
    "hang": ("hang", "the mail server did not answer in time"),
    "451": ("451", "the mail server refused the address (451)"),
}


@pytest.mark.parametrize("mood", DEAD)
def test_a_dead_mail_server_loses_nothing_and_holds_up_nothing(
    cast: Cast, mail: MailCatcher, push: PushCatcher, on_device: OnDevice, mood: str
) -> None:
    on_device(cast.ahmed)
    mail.mood = DEAD[mood][0]
    for pupil in (cast.amina, cast.leo, cast.jaden):
        file(cast, "concern", cast.sam, pupil)
    assert (send_due("push"), send_due("mail")) == (3, 0)
    assert states("mail") == [("waiting", DEAD[mood][1])] * 3
    assert mail.calls == (1 if mood == "hang" else 3)  # a server that is down is asked once
    clock.advance(MINUTE)
    mail.mood = ""
    assert (send_due("mail"), len(mail.caught), send_due("mail")) == (3, 3, 0)
    assert states("mail") == [("sent", "")] * 3


@pytest.mark.slow
def test_a_mail_server_that_refuses_for_a_day_gets_it_when_it_is_back(
    cast: Cast, mail: MailCatcher, settings: Any
) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1  # nobody listens there
    file(cast, "concern", cast.sam, cast.amina)
    tries = 0
    for _ in range(24 * 12):
        tries += len(states("mail"))
        assert send_due("mail") == 0
        climb_ladders()
        clock.advance(5 * MINUTE)
    assert set(states("mail")) == {("waiting", "the mail server could not be reached")}
    told = Alert.objects.values_list("person__family", flat=True).order_by("at", "id")
    assert list(told) == ["Ahmed", "Price", "Okafor"]  # the ladder never waits for a server
    settings.EMAIL_PORT = port
    clock.advance(5 * MINUTE)
    print(f"undelivered after a dead day: {len(states('mail')) - send_due('mail')} of 3")
    assert sorted(m["to"].split("@")[0] for m in mail.caught) == ["ahmed", "okafor", "price"]


@pytest.mark.parametrize("mood", ["500", "503", "429", "hang", "301", "403"])
def test_a_bad_push_service_is_tried_again_and_mail_goes_meanwhile(
    cast: Cast, mail: MailCatcher, push: PushCatcher, on_device: OnDevice, mood: str
) -> None:
    on_device(cast.ahmed)
    push.mood = mood
    file(cast, "concern", cast.sam, cast.amina)
    assert (send_due("push"), send_due("mail"), len(mail.caught)) == (0, 1, 1)
    row = Delivery.objects.get(channel="push")
    assert (row.state, row.tries, row.next_try_at) == ("waiting", 1, clock.now() + wait_after(1))
    clock.advance(MINUTE)
    push.mood = "201"
    assert (send_due("push"), len(push.caught)) == (1, 1)


@pytest.mark.parametrize("mood", ["404", "410"])
def test_a_device_that_is_gone_ends_and_mail_goes_instead(
    cast: Cast, mail: MailCatcher, push: PushCatcher, on_device: OnDevice, mood: str
) -> None:
    device = on_device(cast.ahmed)
    Wishes.objects.create(person=cast.ahmed, by_mail=False)
    push.mood = mood
    file(cast, "concern", cast.sam, cast.amina)
    assert states("mail") == []
    assert (send_due("push"), send_due("mail"), len(mail.caught)) == (0, 1, 1)
    device.refresh_from_db()
    assert (device.ended_at, device.endpoint, device.secret) == (clock.now(), "", "")
    assert states("push") == [("failed", "the device takes no more messages")]


def test_an_address_refused_for_good_is_not_tried_again(cast: Cast, mail: MailCatcher) -> None:
    mail.mood = "550"
    file(cast, "concern", cast.sam, cast.amina)
    assert send_due("mail") == 0
    clock.advance(60 * MINUTE)
    assert (send_due("mail"), mail.calls) == (0, 1)
    assert states("mail") == [("failed", "the mail server refused the address (550)")]


def test_what_was_seen_in_the_app_is_not_sent_any_more(cast: Cast, mail: MailCatcher) -> None:
    file(cast, "concern", cast.sam, cast.amina)
    Alert.objects.update(seen_at=clock.now())
    assert (send_due("mail"), states("mail")) == (0, [("not_needed", "seen before it was sent")])


def test_nothing_goes_to_somebody_who_left(cast: Cast, mail: MailCatcher) -> None:
    file(cast, "concern", cast.sam, cast.amina)
    Post.objects.filter(person=cast.ahmed).update(ends=clock.today() - timedelta(days=1))
    assert (send_due("mail"), mail.caught) == (0, [])


def test_two_senders_send_one_message_once(cast: Cast, mail: MailCatcher) -> None:
    file(cast, "concern", cast.sam, cast.amina)
    from handrail.notify import sending

    first, second = list(sending._messages("mail")), list(sending._messages("mail"))
    assert [sending._claim(one) for one in (*first, *second)] == [True, False]
    assert send_due("mail") == 0
    clock.advance(sending.CLAIM)  # a sender that died holds its claim no longer
    assert send_due("mail") == 1


def test_after_three_days_it_is_given_up_and_says_so(
    cast: Cast, mail: MailCatcher, settings: Any
) -> None:
    settings.EMAIL_PORT = 1
    file(cast, "concern", cast.sam, cast.amina)
    send_due("mail")
    clock.advance(timedelta(days=3, minutes=1))
    send_due("mail")
    assert states("mail") == [("failed", "given up: the mail server could not be reached")]
    assert Alert.objects.get(person=cast.ahmed).seen_at is None  # and it still waits in the app


# ------------------------------------------------------------------ devices

ENDPOINTS = {
    "https://fcm.googleapis.com/fcm/send/abc": True,
    "https://updates.push.services.mozilla.com/wpush/v2/abc": True,
    "https://web.push.apple.com/abc": True,
    "https://db5p.notify.windows.com/w/?token=abc": True,
    "https://push.school.example/abc": True,  # named in the settings below
    "http://fcm.googleapis.com/fcm/send/abc": False,
    "https://fcm.googleapis.com:8443/abc": False,
    "https://fcm.googleapis.com.evil.example/abc": False,
    "https://evil.example/fcm.googleapis.com": False,
    "https://user:pass@fcm.googleapis.com/abc": False,
    "https://fcm.googleapis.com@10.0.0.5/abc": False,
    "https://10.0.0.5/abc": False,
    "https://192.168.1.1/abc": False,
    "https://169.254.169.254/latest/meta-data": False,
    "https://[::1]/abc": False,
    "https://localhost/abc": False,
    "http://127.0.0.1:9999/abc": False,  # outside tests and the demonstration
    "http://localhost:9999/abc": False,
    "http://[": False,
    "file:///etc/passwd": False,
    "": False,
}


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_only_push_services_are_ever_sent_to(endpoint: str, settings: Any) -> None:
    settings.PUSH_LOOPBACK, settings.PUSH_HOSTS = False, ["push.school.example"]
    assert may_push_to(endpoint) is ENDPOINTS[endpoint]


def test_a_known_name_that_leads_inside_is_not_followed(
    cast: Cast, push: PushCatcher, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [(2, 1, 6, "", ("10.0.0.5", 443))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: answers)
    browser = {**push.browser(), "endpoint": f"https://{KNOWN[0]}/abc"}
    add_device(cast.ahmed, "Chrome", **browser)
    file(cast, "concern", cast.sam, cast.amina)
    assert (send_due("push"), push.calls) == (0, 0)
    assert states("push") == [("failed", "the device's push service is not an allowed one")]


def test_a_redirect_is_not_followed(cast: Cast, push: PushCatcher, on_device: OnDevice) -> None:
    on_device(cast.ahmed)
    push.mood = "301"
    file(cast, "concern", cast.sam, cast.amina)
    assert (send_due("push"), push.calls) == (0, 1)


def test_a_device_belongs_to_one_person(cast: Cast, push: PushCatcher) -> None:
    browser = push.browser()
    first = add_device(cast.ahmed, "Chrome", **browser)
    assert add_device(cast.ahmed, "Chrome", **browser) == first
    add_device(cast.price, "Chrome", **browser)
    assert [devices_of(who).count() for who in (cast.ahmed, cast.price)] == [0, 1]


def test_a_device_that_was_signed_out_is_sent_nothing(
    cast: Cast, push: PushCatcher, on_device: OnDevice
) -> None:
    device = on_device(cast.ahmed)
    file(cast, "concern", cast.sam, cast.amina)
    end_device(device, "signed out")
    assert (send_due("push"), push.calls) == (0, 0)
    assert states("push") == [("not_needed", "the device was signed out")]


@pytest.mark.parametrize("bad", [
    {"endpoint": "https://evil.example/"}, {"public_key": "AAAA"}, {"secret": "!!"},
])  # fmt: skip
def test_a_subscription_that_is_none_is_refused(
    cast: Cast, push: PushCatcher, bad: dict[str, str]
) -> None:
    with pytest.raises(Refused):
        add_device(cast.ahmed, "Chrome", **{**push.browser(), **bad})
    assert Device.objects.count() == 0


def test_the_oldest_of_too_many_devices_ends(cast: Cast, push: PushCatcher) -> None:
    for _ in range(12):
        add_device(cast.ahmed, "Chrome", **push.browser())
        clock.advance(MINUTE)
    assert devices_of(cast.ahmed).count() == 10


# ------------------------------------------------------------------ a failing file loses both


def test_an_alert_and_its_deliveries_stand_or_fall_together(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("handrail.notify.outbox._reach_of", fail)
    with pytest.raises(RuntimeError):
        file(cast, "concern", cast.sam, cast.amina)
    assert (Record.everything.count(), Alert.objects.count()) == (0, 0)
