"""Signing in with a provider: it opens an invited account, and nothing else, whatever it says."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from handrail.demo.cast import Cast
from handrail.entry.closing import close_account
from handrail.people.models import User
from tests.entry.going_in import account, is_in
from tests.entry.openid import CLIENT, SECRET, Provider, served


@pytest.fixture
def provider(cast: Cast, settings: Any) -> Iterator[Provider]:
    cast.sam.email = "sam@spring-lane.example"
    cast.sam.save()
    with served(Provider({"sub": "n-1", "email": "Sam@Spring-Lane.example",
                          "email_verified": True})) as running:  # fmt: skip
        settings.PROVIDER_NAMES = {"openid": "Spring Lane"}
        app = {"provider_id": "openid", "name": "Spring Lane", "client_id": CLIENT,
               "secret": SECRET, "settings": {"server_url": running.address,
                                              "oauth_pkce_enabled": True}}  # fmt: skip
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        yield running


def away(client: Client, then: str = "/find/") -> str:
    """Out to the provider; gives back the address by which it sends the browser home."""
    out = client.get("/sign-in/with/openid/", {"next": then}).headers["Location"]
    asked = parse_qs(urlparse(out).query)
    assert {"nonce", "state", "code_challenge"} <= set(asked)
    return requests.get(out, allow_redirects=False, timeout=5).headers["Location"]


def through(client: Client) -> Any:
    return client.get(away(client).removeprefix("http://testserver"))


def test_it_opens_the_invited_account_by_address_once_and_then_by_number(
    provider: Provider, cast: Cast
) -> None:
    client, people = Client(), User.objects.count()
    answer = through(client)
    assert (answer.headers["Location"], is_in(client)) == ("/find/", True)
    provider.person["email"] = "married@elsewhere.example"
    again = Client()
    assert (through(again).headers["Location"], is_in(again)) == ("/find/", True)
    assert again.session["_auth_user_id"] == str(account("sam").pk)
    assert (SocialAccount.objects.count(), User.objects.count()) == (1, people)
    assert SocialAccount.objects.get().extra_data == {}


@pytest.mark.parametrize(
    "lie",
    [
        {"person": {"email": "stranger@elsewhere.example"}},
        {"person": {"email_verified": False}},
        {"person": {"email_verified": "true"}},
        {"lies": {"nonce": "another question"}},
        {"lies": {"aud": "another client"}},
        {"lies": {"iss": "https://elsewhere.example"}},
        {"lies": {"exp": 1}},
        {"forged": True},
    ],
    ids=str,
)
@pytest.mark.slow
def test_whoever_it_does_not_vouch_for_stays_out(provider: Provider, lie: dict[str, Any]) -> None:
    provider.person.update(lie.get("person", {}))
    provider.lies, provider.forged = lie.get("lies", {}), lie.get("forged", False)
    client, people = Client(), User.objects.count()
    answer = through(client)
    assert answer.headers["Location"].startswith("/sign-in/?provider=not-")
    assert b'role="alert"' in client.get(answer.headers["Location"]).content
    assert (is_in(client), User.objects.count()) == (False, people)


def test_second_number_with_the_same_address_opens_nothing(provider: Provider) -> None:
    through(Client())
    provider.person["sub"] = "n-2"
    client = Client()
    through(client)
    assert not is_in(client)


def test_an_address_that_two_people_share_opens_neither(provider: Provider, cast: Cast) -> None:
    cast.lee.email = cast.sam.email
    cast.lee.save()
    client = Client()
    through(client)
    assert not is_in(client)


def test_closed_account_stays_closed(provider: Provider) -> None:
    through(Client())
    close_account(account("sam"), by=None)
    client = Client()
    through(client)
    assert not is_in(client)


def test_answer_to_another_browser_or_given_twice_opens_nothing(provider: Provider) -> None:
    mine, theirs = Client(), Client()
    home = away(mine).removeprefix("http://testserver")
    assert theirs.get(home).headers["Location"] == "/sign-in/?provider=not-done"
    mine.get(home)
    mine.post("/sign-out/")
    mine.get(home)
    assert not is_in(mine)


def test_lead_by_provider_is_asked_for_the_second_factor_all_the_same(
    provider: Provider, cast: Cast
) -> None:
    cast.ahmed.email, cast.sam.email = "sam@spring-lane.example", ""
    cast.ahmed.save()
    cast.sam.save()
    client = Client()
    assert through(client).headers["Location"] == "/sign-in/code/"
    assert not is_in(client)


def test_provider_that_is_down_says_so_in_words(provider: Provider, settings: Any) -> None:
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    app["settings"]["server_url"] = "http://127.0.0.1:9"
    answer = Client().get("/sign-in/with/openid/")
    assert answer.headers["Location"] == "/sign-in/?provider=not-done"
    assert Client().get("/sign-in/with/elsewhere/").status_code == 404
