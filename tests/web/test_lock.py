"""The locked screen: a minute away, the PIN, the password, and what a script is told."""

from datetime import timedelta

import pytest
from django.test import Client

from handrail.core import clock
from handrail.demo.cast import PASSWORD, Cast
from handrail.entry.locking import fault_of_pin
from handrail.people.models import User


@pytest.fixture
def sam(cast: Cast) -> Client:
    user = User.objects.get(username="sam")
    user.set_pin("271828")
    user.save()
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize(("seconds", "status"), [(59, 200), (60, 302), (61, 302)])
def test_a_minute_out_of_sight_locks(sam: Client, seconds: int, status: int) -> None:
    sam.post("/lock/away/")
    clock.advance(timedelta(seconds=seconds))
    assert sam.get("/").status_code == status


def test_back_in_time_goes_on_and_back_too_late_is_told_so(sam: Client) -> None:
    sam.post("/lock/away/")
    clock.advance(timedelta(seconds=30))
    assert sam.post("/lock/back/").json() == {"state": "open"}
    clock.advance(timedelta(hours=1))
    assert sam.get("/").status_code == 200
    sam.post("/lock/away/")
    clock.advance(timedelta(seconds=61))
    late = sam.post("/lock/back/")
    assert (late.status_code, late.json()) == (401, {"state": "locked"})


def test_a_page_opened_after_the_tab_was_closed_knows_that_somebody_is_back(sam: Client) -> None:
    assert " data-away" not in sam.get("/").content.decode()
    sam.post("/lock/away/")
    assert " data-away" in sam.get("/").content.decode()  # its script says so (device.js)
    sam.post("/lock/back/")
    assert " data-away" not in sam.get("/").content.decode()


def test_a_script_is_told_in_json_and_never_led_to_the_door(sam: Client) -> None:
    sam.post("/lock/")
    answer = sam.get("/alerts/unseen/", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()) == (401, {"state": "locked", "door": "/lock/"})
    out = Client().get("/alerts/unseen/", headers={"Accept": "application/json"})
    assert (out.status_code, out.json()) == (401, {"state": "signed-out", "door": "/sign-in/"})


@pytest.mark.parametrize(
    ("accepts", "status"), [("text/html,*/*", 302), ("*/*", 401), ("application/json", 401)]
)
def test_a_service_worker_that_wants_a_page_is_led_to_the_door(
    sam: Client, accepts: str, status: int
) -> None:
    """What the worker fetches for a page is marked "empty", as a script's own question is."""
    sam.post("/lock/")
    asked = {"Accept": accepts, "Sec-Fetch-Dest": "empty"}
    assert sam.get("/pupils/", headers=asked).status_code == status


def test_the_pin_opens_the_lock_and_goes_back_to_where_one_was(sam: Client) -> None:
    sam.post("/lock/")
    assert "PIN" in sam.get("/lock/").content.decode()
    answer = sam.post("/lock/", {"pin": "271828", "next": "/pupils/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/pupils/")
    page = sam.get("/pupils/").content.decode()
    assert "data-pin-fresh" in page  # so that the device may learn it
    assert "data-pin-fresh" not in sam.get("/pupils/").content.decode()


def test_after_five_wrong_pins_only_the_password_opens(sam: Client) -> None:
    sam.post("/lock/")
    answers = [sam.post("/lock/", {"pin": f"00000{n}"}).status_code for n in range(5)]
    assert answers == [422] * 5
    refused = sam.post("/lock/", {"pin": "271828"})
    assert "Too many wrong PINs. Use your password this time." in refused.content.decode()
    assert sam.post("/lock/", {"password": PASSWORD}).status_code == 302
    assert sam.get("/").status_code == 200


def test_a_pin_needs_the_password_and_is_never_a_way_to_sign_in(sam: Client) -> None:
    user = User.objects.get(username="sam")
    sam.post("/me/pin/", {"pin": "314159", "password": "wrong"})
    user.refresh_from_db()
    assert user.check_pin("271828")
    sam.post("/me/pin/", {"pin": "314159", "password": PASSWORD})
    user.refresh_from_db()
    assert user.check_pin("314159")
    assert "314159" not in user.pin
    answer = Client().post("/sign-in/", {"username": "sam", "password": "314159"})
    assert answer.status_code == 422


def test_a_pin_can_be_given_up(sam: Client) -> None:
    sam.post("/me/pin/", {"remove": "yes"})
    sam.post("/lock/")
    assert 'name="pin"' not in sam.get("/lock/").content.decode()


@pytest.mark.parametrize(
    ("digits", "fault"),
    [
        ("271828", ""),
        ("12345", "A PIN is 6 to 12 digits."),
        ("1234567890123", "A PIN is 6 to 12 digits."),
        ("27182a", "A PIN is 6 to 12 digits."),
        ("٢٧١٨٢٨", "A PIN is 6 to 12 digits."),
        ("111111", "That PIN is too easy to guess. Choose digits that are not in a row."),
        ("123456", "That PIN is too easy to guess. Choose digits that are not in a row."),
        ("987654", "That PIN is too easy to guess. Choose digits that are not in a row."),
    ],
)
def test_which_pins_will_do(digits: str, fault: str) -> None:
    assert fault_of_pin(digits) == fault
