"""Signed out from afar: whichever way a device comes to the sign-in page, that page says why."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from handrail.core import clock
from handrail.demo.cast import PASSWORD, Cast
from handrail.entry.closing import close_leavers
from handrail.people.models import Post
from tests.entry.going_in import give_password, go_in

SAYS = "Signed out: your session on this device was ended from elsewhere"
WAYS: dict[str, Callable[[Client], Any]] = {
    "a page": lambda phone: phone.get("/pupils/", follow=True),
    "the lock, after a while out of sight": lambda phone: phone.get("/lock/", follow=True),
    "the button that locks": lambda phone: phone.post("/lock/", follow=True),
    "a form": lambda phone: phone.post(
        "/log/", {"author": "anybody", "behaviour-words": "Ran out."}, follow=True
    ),
    "the address itself": lambda phone: phone.get("/sign-in/"),
}


def says(answer: Any) -> bool:
    assert answer.request["PATH_INFO"] == "/sign-in/"
    return SAYS in answer.content.decode()


@pytest.fixture
def phone(cast: Cast) -> Client:
    """A phone whose session its person has ended at a desk."""
    phone = go_in("sam")
    go_in("sam").post("/me/signed-in/", {"device": "others"})
    return phone


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_every_way_to_the_sign_in_page_says_it(phone: Client, way: Callable[[Client], Any]) -> None:
    assert says(way(phone))


def test_what_an_open_page_asks_by_itself_takes_nothing_from_it(phone: Client) -> None:
    for path in ("/alerts/unseen/", "/me/offline-copy/"):
        assert phone.get(path, HTTP_ACCEPT="application/json").status_code == 401
    for path in ("/lock/away/", "/lock/back/", "/log/send/"):
        phone.post(path, HTTP_ACCEPT="application/json")
    assert says(phone.get("/", follow=True))


def test_it_is_said_until_somebody_signs_in(phone: Client) -> None:
    phone.post("/log/", {"author": "anybody"})  # what was typed waits in a session of its own
    for _ in range(2):
        assert says(phone.get("/sign-in/"))
    assert says(give_password(phone, "sam", "not the password"))
    give_password(phone, "sam", PASSWORD)
    assert phone.get("/").status_code == 200
    phone.post("/sign-out/")
    assert not says(phone.get("/sign-in/"))


def test_the_lock_of_an_ended_session_leads_back_to_the_page_it_covered(phone: Client) -> None:
    assert phone.get("/lock/?next=/pupils/").headers["Location"] == "/sign-in/?next=/pupils/"


@pytest.mark.parametrize("rounds", [False, True])
def test_whoever_left_is_told_too_whoever_closed_the_account(cast: Cast, *, rounds: bool) -> None:
    client = go_in("lee")
    Post.objects.filter(person=cast.lee).update(ends=clock.today() - timedelta(days=1))
    close_leavers() if rounds else client.get("/alerts/")
    assert says(client.get("/", follow=True))


def test_who_was_never_in_or_went_of_their_own_will_is_told_nothing(cast: Cast) -> None:
    assert not says(Client().get("/", follow=True))
    client = go_in("sam")
    client.post("/sign-out/")
    assert not says(client.get("/", follow=True))
