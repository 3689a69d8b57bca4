"""The first day, end to end in a browser, on a roll that nobody here wrote.

The administrator loads the roll on the page and gives posts and accounts; an assistant logs on a
phone; whoever must know is told; a call stops a clock; the chain holds.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, Served, context_of
from tests.journeys.on_device import until_kept

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]
OPEN = Callable[..., Page]
SECRET = "a-long-enough-one"


def give_account(page: Page, family: str, given: str, username: str, post: str = "") -> None:
    page.goto(f"/school/staff/?q={given}+{family}")
    page.get_by_role("link", name=f"{given} {family}").first.click()
    if post:
        page.get_by_label("Post", exact=True).select_option(label=post)
        page.get_by_role("button", name="Give this post").click()
        expect(page.get_by_text("holds the post now")).to_be_visible()
    page.get_by_label("Sign-in name").fill(username)
    page.get_by_role("button", name="Invite").click()
    expect(page.get_by_text("Copy this link now")).to_be_visible()
    follow_the_link(page, page.locator("#account code").inner_text(), username)


def follow_the_link(page: Page, link: str, username: str) -> None:
    """They open it on a device of their own, and choose their password."""
    browser = page.context.browser
    assert browser is not None
    theirs = context_of(browser).new_page()
    theirs.goto(link)
    expect(theirs.get_by_text(f"You sign in as {username}")).to_be_visible()
    theirs.get_by_label("Choose a password").fill(SECRET)
    theirs.get_by_label("Once more").fill(SECRET)
    theirs.get_by_role("button", name="Keep it").click()
    expect(theirs.get_by_text("Your password is kept")).to_be_visible()
    theirs.context.close()


def load_roll(page: Page, bundle: Path) -> None:
    """07:50: the roll is loaded, after a look at what would change."""
    page.goto("/school/roll/")
    page.locator("#files").set_input_files(bundle)
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_text("Nothing has been changed yet.")).to_be_visible()
    expect(page.get_by_role("row", name="Pupils 360")).to_be_visible()
    page.get_by_role("button", name="Load it").click()
    expect(page.get_by_text("The roll is loaded.")).to_be_visible()


def test_the_first_day_on_a_roll_nobody_here_wrote(
    empty_school: Served, open_as: OPEN, shared: Path
) -> None:
    bundle = shared / "data/interop/oneroster/madeup_oaklane_oneroster_1p1_bulk.zip"
    office = open_as(empty_school.address, "office", SECRET, size=DESK)
    load_roll(office, bundle)
    give_account(office, "Shah", "Sienna", "sienna")
    office.get_by_label("Class or group").select_option(label="RA")
    office.get_by_role("button", name="Put with this group").click()
    expect(office.get_by_text("works with RA now")).to_be_visible()
    give_account(office, "Thompson", "Zofia", "zofia", "Designated safeguarding lead")
    assistant = open_as(empty_school.address, "sienna", SECRET)
    raise_a_concern(assistant)
    read_the_concern(open_as(empty_school.address, "zofia", SECRET, size=DESK))
    expect_told_it_was_read(assistant)
    log_hitting_out_with_a_graze(assistant)
    ring_home(assistant)
    assert empty_school.handrail("verify") == {"code": 0, "checked": 7, "breaks": []}
    again = empty_school.handrail("import", "oneroster", str(bundle))
    assert (again["ok"], again["added"]["pupils"], again["unchanged"]["pupils"]) == (True, 0, 360)


def raise_a_concern(page: Page) -> None:
    """09:04, thin: the assistant reports a worry."""
    page.locator(".dock .log").click()
    page.locator("[data-who] label").first.click()
    page.locator("label.tileset", has_text="Concern").click()
    page.get_by_label("What you saw and heard").fill("No coat again, and asked for food.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Saved")).to_be_visible()


def read_the_concern(page: Page) -> None:
    """The lead is told without a name, and reads it."""
    page.goto("/alerts/")
    page.locator(".lines").get_by_role("link", name="A concern needs you").click()
    expect(page.get_by_text("No coat again, and asked for food.")).to_be_visible()


def expect_told_it_was_read(page: Page) -> None:
    page.goto("/")
    told = "Your concern was read by Zofia Thompson (designated safeguarding lead)"
    expect(page.get_by_text(told)).to_be_visible()


def log_hitting_out_with_a_graze(page: Page) -> None:
    """10:12 and 10:45: five taps for the behaviour, and "someone is hurt" in the same save."""
    page.locator(".dock .log").click()
    expect(page.locator("[data-sheet][data-ready]")).to_have_count(1)
    page.locator("[data-who] label").nth(1).click()
    page.locator("label.tileset", has_text="Behaviour").click()
    page.locator("label.chipset", has_text="Hit out").click()
    told = re.compile(r"start the clock: carer told (the same school day|by \d\d:\d\d today)")
    expect(page.get_by_text(told)).to_be_visible()
    page.locator("label.chipset", has_text="Someone is hurt").first.click()
    graze = page.locator(".section.on label.chipset", has_text="Graze")
    graze.click()
    until_kept(page, f'"{graze.locator("input").get_attribute("value")}"')
    page.reload()
    expect(page.get_by_text("This is what you had begun.")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Saved")).to_be_visible()
    expect(page.get_by_role("link", name="Graze")).to_be_visible()


def ring_home(page: Page) -> None:
    """15:20: the call is logged from the record, and stops the clock."""
    page.goto("/")
    page.get_by_role("link", name="carer what happened").click()
    page.get_by_role("link", name="Log the contact").click()
    page.get_by_label("With whom").fill("Mum")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Saved")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("link", name="carer what happened")).to_have_count(0)
