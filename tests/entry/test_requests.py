"""Requests that come from elsewhere: refused, framed nowhere, led nowhere (B5)."""

from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from handrail.core.ids import new_uuid
from handrail.demo.cast import PASSWORD, Cast
from tests.entry.going_in import account, go_in

ELSEWHERE = ("https://evil.example/", "//evil.example", "/\\evil.example", "https:evil.example",
             "javascript:alert(1)", "\\\\evil.example", "http:///evil.example",
             "/\t/evil.example", " //evil.example")  # fmt: skip


def every_address() -> list[str]:
    """Each address of the urlconf, with something in the place of each part that varies."""

    def walk(patterns: list[Any], before: str) -> list[str]:
        found = []
        for one in patterns:
            here = before + str(one.pattern)
            if isinstance(one, URLResolver):
                found += walk(one.url_patterns, here)
            elif isinstance(one, URLPattern):
                found.append(here)
        return found

    import re

    def filled(address: str) -> str:
        address = re.sub(r"<uuid:\w+>", str(new_uuid()), address)
        return "/" + re.sub(r"<\w+:\w+>", "x", address)

    return [filled(one) for one in walk(get_resolver().url_patterns, "")
            if not one.startswith(("api/", "alerts/arrived/"))]  # a device has no page  # fmt: skip


def test_every_address_refuses_what_did_not_come_from_our_page(cast: Cast) -> None:
    """Signed in or not, on every post address there is: a POST without its token does nothing."""
    browser = go_in("okafor")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.cookies
    tried, wrong = 0, []
    for client in (strict, Client(enforce_csrf_checks=True)):
        for path in every_address():
            tried += 1
            status = client.post(path, {"password": PASSWORD, "username": "sam"}).status_code
            if status != 403:
                wrong.append((path, status))
    print(f"addresses tried: {tried}, not refused: {len(wrong)}")
    assert wrong == []
    assert tried > 100


def test_programs_with_a_token_need_no_page_and_cookies_open_no_api(cast: Cast) -> None:
    browser = go_in("okafor")
    assert browser.get("/api/v1/me").status_code == 401


def test_a_token_of_another_browser_is_refused(cast: Cast) -> None:
    mine, theirs = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    page = theirs.get("/sign-in/").content.decode()
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    mine.get("/sign-in/")
    sent = {"username": "sam", "password": PASSWORD, "csrfmiddlewaretoken": token}
    assert mine.post("/sign-in/", sent).status_code == 403
    assert theirs.post("/sign-in/", sent).status_code == 302


@pytest.mark.parametrize(("cookies", "state"), [(False, "signed-out"), (True, "stale")])
def test_a_script_without_its_token_is_told_why_and_never_led_away(
    cast: Cast, cookies: bool, state: str
) -> None:
    browser = Client(enforce_csrf_checks=True)
    if cookies:
        browser.cookies = go_in("sam").cookies
    head = {"HTTP_ACCEPT": "application/json", "HTTP_SEC_FETCH_SITE": "same-origin"}
    answer = browser.post("/log/send/", {"words": "Fell."}, **head)
    assert (answer.status_code, answer.json()) == (403, {"state": state})


@pytest.mark.parametrize("then", ELSEWHERE)
def test_after_signing_in_nobody_is_led_elsewhere(cast: Cast, then: str) -> None:
    sent = {"username": "sam", "password": PASSWORD, "next": then}
    assert Client().post("/sign-in/", sent).headers["Location"] == "/"
    client = go_in("sam")
    again = client.post("/me/again/", {"password": PASSWORD, "next": then})
    assert again.headers["Location"] == "/"


def test_a_host_that_is_not_ours_is_refused_and_never_gets_into_a_link(cast: Cast) -> None:
    assert Client().get("/sign-in/", HTTP_HOST="evil.example").status_code == 400
    office = go_in("office")
    path = f"/school/staff/{cast.lee.uuid}/account/"
    assert office.post(path, {"act": "invite"}, HTTP_HOST="evil.example").status_code == 400
    assert not account("lee").invitations.exists()


def test_no_page_may_be_framed(cast: Cast) -> None:
    client = go_in("sam")
    for path in ("/", "/sign-in/", "/me/", "/me/second-factor/", "/welcome/x/", "/none/"):
        head = client.get(path).headers
        assert head["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in head["Content-Security-Policy"]


def test_pictures_in_addresses_are_allowed_on_one_page_alone(cast: Cast) -> None:
    client = go_in("sam")
    pages = ("/", "/sign-in/", "/me/", "/me/second-factor/", "/me/second-factor/app/")
    allowed = [path for path in pages
               if "data:" in client.get(path).headers["Content-Security-Policy"]]  # fmt: skip
    assert allowed == ["/me/second-factor/app/"]
