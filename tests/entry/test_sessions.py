"""Sessions: new keys, two limits, a list of devices, and an end that is an end (B4)."""

import os
import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.models import Session
from django.db import DatabaseError, OperationalError
from django.test import Client

from handrail.core import clock
from handrail.demo.cast import PASSWORD, Cast
from handrail.entry.devices import roughly, signed_in_devices
from handrail.entry.sessions import SessionStore
from tests.entry.going_in import account, code_of, give_password, go_in, is_in

PHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36"
TABLET = "Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) AppleWebKit/605 Version/18.1 Safari/604"


def with_key(key: str) -> Client:
    client = Client()
    client.cookies["handrail"] = key
    return client


def test_a_key_planted_before_signing_in_is_worth_nothing_after(cast: Cast) -> None:
    victim = Client()
    victim.get("/welcome/anything/")  # gives an anonymous session
    planted = victim.cookies["handrail"].value
    give_password(victim, "sam")
    assert victim.cookies["handrail"].value != planted
    assert (is_in(victim), is_in(with_key(planted))) == (True, False)


def test_the_key_changes_at_each_step_of_a_sign_in(cast: Cast) -> None:
    client = Client()
    client.get("/welcome/anything/")
    keys = [client.session.session_key]
    give_password(client, "ahmed")
    keys.append(client.session.session_key)
    client.post("/sign-in/code/", {"code": code_of("ahmed")})
    keys.append(client.session.session_key)
    assert len(set(keys)) == 3
    assert Session.objects.filter(session_key__in=keys).count() == 1


def test_a_session_ends_when_idle_and_at_last_in_any_case(cast: Cast, settings: Any) -> None:
    client = go_in("sam")
    clock.advance(timedelta(seconds=settings.SESSION_IDLE - 5))
    assert is_in(client)
    clock.advance(timedelta(seconds=settings.SESSION_IDLE + 5))
    assert not is_in(client)
    client = go_in("sam")
    for _ in range(12):
        clock.advance(timedelta(minutes=59))
        assert is_in(client)
    clock.advance(timedelta(minutes=59))
    assert not is_in(client)


def test_an_open_page_that_asks_by_itself_keeps_no_session_alive(cast: Cast) -> None:
    client = go_in("sam")
    for _ in range(5):
        clock.advance(timedelta(minutes=30))
        asked = client.get("/alerts/unseen/", HTTP_ACCEPT="application/json").status_code
    assert asked == 401


def test_signing_out_ends_it_on_the_server(cast: Cast) -> None:
    client = go_in("sam")
    key = client.session.session_key
    client.post("/sign-out/")
    assert not Session.objects.filter(session_key=key).exists()
    assert (is_in(with_key(key)), signed_in_devices(account("sam"))) == (False, [])


def test_my_account_lists_devices_and_ends_one_or_all_others(cast: Cast) -> None:
    desk, phone, tablet = (go_in("sam", headers={"user-agent": agent})
                           for agent in ("", PHONE, TABLET))  # fmt: skip
    page = desk.get("/me/").content.decode()
    assert "Chrome on Android" in page
    assert "Safari on an iPad" in page
    assert page.count("this one") == 1
    row = next(one for one in signed_in_devices(account("sam")) if "Android" in one.said)
    desk.post("/me/signed-in/", {"device": str(row.uuid)})
    assert [is_in(one) for one in (desk, phone, tablet)] == [True, False, True]
    desk.post("/me/signed-in/", {"device": "others"})
    assert [is_in(one) for one in (desk, phone, tablet)] == [True, False, False]


def test_nobody_ends_somebody_elses_session(cast: Cast) -> None:
    go_in("lee")
    number = signed_in_devices(account("lee"))[0].uuid
    assert go_in("sam").post("/me/signed-in/", {"device": str(number)}).status_code == 404
    assert len(signed_in_devices(account("lee"))) == 1


def test_an_ended_session_says_401_to_scripts_and_shows_pages_the_door(cast: Cast) -> None:
    client = go_in("sam")
    client.post("/sign-out/")
    for asking in ({"HTTP_ACCEPT": "application/json"}, {"HTTP_HX_REQUEST": "true"},
                   {"HTTP_SEC_FETCH_DEST": "empty"}):  # fmt: skip
        answer = client.get("/alerts/unseen/", **asking)
        assert (answer.status_code, answer.json()["door"]) == (401, "/sign-in/")
    assert client.get("/pupils/").headers["Location"] == "/sign-in/?next=/pupils/"


def test_a_new_password_or_factor_signs_out_the_other_devices(cast: Cast) -> None:
    here, there = go_in("sam"), go_in("sam")
    new = "otters under harbour lamps"
    here.post("/me/", {"old": PASSWORD, "new": new})
    assert (is_in(here), is_in(there)) == (True, False)


def test_the_mark_of_a_device_is_for_the_server_alone(cast: Cast) -> None:
    client = go_in("sam")
    for name in ("handrail", "handrail-device"):
        cookie = client.cookies[name]
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
        assert not cookie["domain"]
    mark = client.cookies["handrail-device"].value
    assert mark not in str(list(account("sam").devices.values()))


@pytest.mark.parametrize(
    ("agent", "said"),
    [(PHONE, "Chrome on Android"), (TABLET, "Safari on an iPad"), ("", "A browser"),
     ("<script>", "A browser")],
)  # fmt: skip
def test_devices_are_said_roughly(agent: str, said: str) -> None:
    assert roughly(agent) == said


def test_cookies_over_https_are_host_cookies() -> None:
    """Asked of a process of its own: the settings read the environment once."""
    asked = ("from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, "
             "s.CSRF_COOKIE_NAME, s.DEVICE_COOKIE_NAME, s.SESSION_COOKIE_SECURE, "
             "s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.CSRF_COOKIE_HTTPONLY, "
             "s.SESSION_COOKIE_DOMAIN, s.SESSION_COOKIE_PATH, s.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN)"
             )  # fmt: skip
    env = {**os.environ, "HANDRAIL_HTTPS": "1", "DJANGO_SETTINGS_MODULE": "handrail.settings"}
    done = subprocess.run([sys.executable, "-c", asked], env=env, capture_output=True, text=True,
                          check=True)  # fmt: skip
    assert done.stdout.split() == [
        "__Host-handrail", "__Host-handrail-csrf", "__Host-handrail-device",
        "True", "True", "True", "True", "None", "/", "False",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("trouble", "status"),
    [(OperationalError("server closed the connection"), 503), (DatabaseError("no such row"), 400)],
)
def test_a_session_that_cannot_be_saved_is_no_refusal_where_the_database_is_away(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, trouble: DatabaseError, status: int
) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(cast.sam.user)
    session = client.session
    session["kept_sheet"] = {"author": ["nobody"]}  # the sheet takes it out, so it is saved anew
    session.save()

    def break_down(*args: Any, **kwargs: Any) -> None:
        raise trouble

    monkeypatch.setattr(Session, "save", break_down)
    assert client.get("/log/").status_code == status


def test_a_slow_request_takes_nothing_back_that_another_wrote(db: None) -> None:
    first = SessionStore()
    first.update({"used": 1, "away_at": 5})
    first.create()
    slow, quick = SessionStore(first.session_key), SessionStore(first.session_key)
    slow["used"] = 60  # has read the session, and writes it only at its end
    quick["locked"] = 7
    del quick["away_at"]
    quick.save()
    slow.save()
    assert dict(SessionStore(first.session_key).items()) == {"used": 60, "locked": 7}
    slow["used"] = 61  # and goes on from there
    del slow["locked"]
    slow.save()
    assert dict(SessionStore(first.session_key).items()) == {"used": 61}
    quick.flush()
    slow["used"] = 62
    with pytest.raises(UpdateError):
        slow.save()


def test_what_is_asked_with_a_key_of_before_does_not_sign_out(cast: Cast) -> None:
    """An open page asks by itself, and may be answered after its person has signed in anew."""
    client = go_in("ahmed")
    before = with_key(client.cookies["handrail"].value)
    client.post("/me/again/", {"password": PASSWORD, "code": code_of("ahmed", 1)})
    late = before.get("/alerts/unseen/")
    assert (late.status_code, is_in(before)) == (401, False)
    assert "handrail" not in late.cookies
    assert client.post("/sign-out/").cookies["handrail"].value == ""
