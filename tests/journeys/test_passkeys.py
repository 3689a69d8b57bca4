"""Passkeys in a real browser, with an authenticator that the browser itself makes believe.

And the pages of getting in, looked at with axe on a phone and a desk, light and dark.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.axe import findings
from tests.journeys.conftest import DESK, PHONE, Served, context_of, give_name, give_second_factor

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]
OPEN = Callable[..., Page]
AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def give_authenticator(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def test_a_passkey_is_added_signs_in_proves_and_unlocks(demo_school: Served, open_as: OPEN) -> None:
    page = open_as(demo_school.address, "khan", cut_off=True)  # a locked page is answered 401
    give_authenticator(page)
    page.goto("/me/second-factor/")
    page.get_by_label("What to call it").fill("My phone")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Ten recovery codes")).to_be_visible()
    page.get_by_role("link", name="I have kept them").click()
    page.wait_for_url(f"{demo_school.address}/")
    page.goto("/me/")
    expect(page.get_by_text("passkey My phone")).to_be_visible()

    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url("**/sign-in/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{demo_school.address}/")

    page.goto("/me/again/?next=/find/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{demo_school.address}/find/")

    page.get_by_role("button", name="Lock").locator("visible=true").click()
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    page.goto("/pupils/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{demo_school.address}/pupils/")

    page.goto("/me/")
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url("**/sign-in/")
    give_name(page, "khan")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{demo_school.address}/")


def test_an_unknown_passkey_is_refused_in_words(demo_school: Served, chromium: Browser) -> None:
    """The browser has none: its refusal is said on the page, and the password still works."""
    context = context_of(chromium, base_url=demo_school.address)
    page = context.new_page()
    give_authenticator(page)
    page.goto("/sign-in/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("No passkey was given")).to_be_visible(timeout=60_000)
    give_name(page, "reid")
    page.wait_for_url(f"{demo_school.address}/")
    context.close()


PAGES = ("/sign-in/", "/sign-in/forgotten/", "/welcome/", "/me/", "/me/again/",
         "/me/second-factor/", "/me/second-factor/app/")  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_of_getting_in_pass_axe_and_fit_every_screen(
    demo_school: Served, chromium: Browser, scheme: str
) -> None:
    wrong, looked = [], 0
    for size in (PHONE, DESK, {"width": 320, "height": 640}):
        context = context_of(
            chromium, base_url=demo_school.address, viewport=size, color_scheme=scheme
        )
        page = context.new_page()
        page.goto("/sign-in/")
        give_name(page, "ahmed" if scheme == "light" else "okafor")
        wrong += look(page)
        give_second_factor(page)
        page.wait_for_url(f"{demo_school.address}/")
        staff = page.context.request.get("/school/staff/?q=lee").ok
        places = [*PAGES]
        if staff:
            page.goto("/school/staff/?q=lee")
            href = page.get_by_role("link", name="Jo Lee").get_attribute("href")
            places.append(str(href))
        for place in places:
            page.goto(place)
            wrong += look(page)
            looked += 1
        context.close()
    print(f"pages looked at: {looked}, findings: {len(wrong)}")
    assert wrong == []


def look(page: Page) -> list[str]:
    found = findings(page)
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append(f"{page.url}: wider than the screen")
    return found
