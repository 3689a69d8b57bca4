"""Seats by tapping and by the keyboard, and a check by a tap, as their users do it."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import findings
from tests.journeys.conftest import Served, follow

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]
OPEN = Callable[..., Page]


def test_seats_are_drawn_by_tapping_and_logged_from(demo_school: Served, open_as: OPEN) -> None:
    page = open_as(demo_school.address, "reid")
    page.goto("/pupils/")
    page.locator("summary", has_text="Class and year").click()
    page.locator("#group").select_option(label="2 Oak")
    follow(page, page.get_by_role("link", name="2 Oak, as they sit"))
    assert findings(page) == []
    follow(page, page.get_by_role("link", name="Draw new seats"))
    page.get_by_label("What they are called").fill("In a test")
    page.get_by_label("Rows, from the front").select_option("4")
    page.locator("[data-tray] button", has_text="Yusuf").click()
    page.locator('[data-spot="2-3"]').click()
    page.locator("[data-tray] button", has_text="Bo N").press("Enter")
    page.locator('[data-spot="2-3"]').press("Enter")  # Yusuf gives way and has no seat again
    expect(page.locator("[data-said]")).to_have_text("Bo N: row 2, seat 3. Yusuf M: no seat yet.")
    expect(page.locator('[data-spot="2-3"]')).to_be_focused()
    page.locator("[data-tray] button", has_text="Yusuf").drag_to(page.locator('[data-spot="1-1"]'))
    page.locator('[data-spot="4-6"]').click()  # no seat stands there any more
    assert findings(page) == []
    page.get_by_role("button", name="Keep the seats").click()
    expect(page.locator(".seats .seat")).to_have_count(23)
    page.locator(".seat", has_text="Yusuf M").get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/log/\?pupil="))


def test_a_check_is_done_with_a_tap(demo_school: Served, open_as: OPEN) -> None:
    page = open_as(demo_school.address, "lee")
    follow(page, page.get_by_role("link", name="Check equipment"))
    assert findings(page) == []
    page.get_by_role("button", name="In order").click()
    expect(page.get_by_text("Hoist: in order.")).to_be_visible()
    expect(page.locator(".clock.due")).to_have_count(0)
