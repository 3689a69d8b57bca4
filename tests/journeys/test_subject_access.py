"""A request for records from its letter to the file, in a browser; axe on every page of it."""

import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import findings
from tests.journeys.conftest import DESK, PATIENCE, PHONE, Served, follow

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]
OPEN = Callable[..., Page]


def log_request(page: Page, who: str) -> None:
    """From Pupils to a logged request about the first who is found."""
    page.goto(f"/pupils/?q={who}")
    page.locator('main a[href^="/pupils/0"]').first.click()
    page.get_by_role("link", name="Log a request").click()
    page.get_by_role("button", name="Log it and gather").click()
    expect(page.get_by_text("Everything that is held was gathered.")).to_be_visible()
    page.wait_for_load_state()


def pieces_of(page: Page) -> list[str]:
    links = page.locator('main .lines a[href*="/pieces/"]')
    return [link.get_attribute("href") or "" for link in links.all()]


def press(page: Page, button: str) -> None:
    """Press it, and wait for the page that comes, so that nothing of the old one is counted."""
    follow(page, page.get_by_role("button", name=button))


def wide(page: Page) -> list[str]:
    width = page.evaluate("document.documentElement.scrollWidth")
    return [page.url] if width > (page.viewport_size or {"width": 0})["width"] else []


NARROW = {"width": 320, "height": 700}
MOST_PIECES = 8  # of the pieces, which are pages of one making, so many from first to last


def looked_at(page: Page) -> list[str]:
    """What is wrong with the page that stands there, on a phone, at a desk, on the narrowest."""
    faults = []
    for width, height in ((size["width"], size["height"]) for size in (PHONE, DESK, NARROW)):
        page.set_viewport_size({"width": width, "height": height})
        faults += wide(page) + ([] if width == NARROW["width"] else findings(page))
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    return faults


def test_axe_finds_nothing_on_any_page_of_a_request(demo_school: Served, open_as: OPEN) -> None:
    page = open_as(demo_school.address, "okafor", size=PHONE)
    log_request(page, "leo+turner")
    request, faults, every = page.url, looked_at(page), pieces_of(page)
    pieces = every[:: max(1, len(every) // MOST_PIECES)]
    for place in ("/requests/", "/requests/grounds/", "/", *pieces):
        page.goto(place)
        faults += looked_at(page)
    page.goto(request)
    follow(page, page.get_by_role("link", name="Look at the next"))
    page.locator("summary", has_text="Withhold it whole").click()
    page.locator("summary", has_text="Hold a whole part back").click()
    faults += looked_at(page)
    print(f"pages looked at: {len(pieces) + 5}, findings: {len(faults)}")
    assert faults == []
    assert len(pieces) > 3


def test_request_is_answered_from_log_to_sent(
    demo_school: Served, open_as: OPEN, tmp_path: Path
) -> None:
    """Masks by keyboard and by selecting; a bundle that is downloaded, and kept as sent."""
    page = open_as(demo_school.address, "okafor", size=DESK)
    log_request(page, "amina+musa")
    request = page.url
    follow(page, page.get_by_role("link", name="Look at the next"))
    for _ in range(80):
        if page.url == request:
            break
        if page.locator(".mask.on").count() and page.get_by_text("Nothing yet").count():
            _take_off_and_put_on(page)
        press(page, "Goes as shown")
    expect(page.get_by_text("Everything that you can look at has been decided.")).to_be_visible()
    press(page, "Make the bundle")
    gathered = page.get_by_text("Something was added or changed since")
    if gathered.count():  # reading a concern for the first time closed its clock
        press(page, "Gather again")
        while page.get_by_role("link", name="Look at the next").count():
            follow(page, page.get_by_role("link", name="Look at the next"))
            press(page, "Goes as shown")
            page.goto(request)
        press(page, "Make the bundle")
    expect(page.get_by_text("Ready", exact=True)).to_be_visible(timeout=PATIENCE)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download").first.click()
    kept = tmp_path / "bundle.zip"
    waiting.value.save_as(kept)
    names = zipfile.ZipFile(BytesIO(kept.read_bytes())).namelist()
    assert any(name.endswith(".pdf") for name in names)
    assert "musa" not in (" ".join(names) + waiting.value.suggested_filename).lower()
    page.goto(request)
    page.get_by_label("It went out. How?").fill("Handed to her mother at the office")
    page.get_by_role("button", name="Keep it as sent").click()
    expect(page.get_by_text("Kept as it went, with the day and how.")).to_be_visible()
    assert findings(page) == []


def _take_off_and_put_on(page: Page) -> None:
    """With the keyboard: show the first mask, and mask it again."""
    first = page.locator(".mask.on").first
    value = first.get_attribute("value")
    first.focus()
    page.keyboard.press("Enter")
    again = page.locator(f'.mask[value="{value}"]').first
    expect(again).not_to_have_class("mask on")
    again.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f'.mask.on[value="{value}"]').first).to_be_visible()


def test_review_works_without_script_and_selecting_fills_the_field_with_it(
    demo_school: Served, open_as: OPEN
) -> None:
    page = open_as(demo_school.address, "okafor", java_script_enabled=False)
    log_request(page, "leo+turner")
    page.goto(pieces_of(page)[0])
    page.locator("#words").fill("Turner")
    page.get_by_role("button", name="Mask", exact=True).click()
    expect(page.locator(".mask.on ins", has_text="Person A").first).to_be_visible()
    page.get_by_role("button", name="Undo").first.click()
    expect(page.locator(".mask.on ins", has_text="Person A")).to_have_count(0)

    page = open_as(demo_school.address, "okafor", size=DESK)
    log_request(page, "leo+turner")
    page.goto(pieces_of(page)[0])
    page.locator("[data-passage]").first.dblclick(position={"x": 8, "y": 14})
    expect(page.locator("#words")).not_to_have_value("")
