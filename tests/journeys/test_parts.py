"""Who had which part: kept in a draft, and told or asked in what is filed beside a record."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.axe import findings
from tests.journeys.conftest import Served, follow, late
from tests.journeys.on_device import until_kept

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]
OPEN = Callable[..., Page]


def part_of(page: Page, kind: str, number: int) -> Locator:
    return page.locator(f".section[data-kind={kind}] [data-parts] select").nth(number)


def test_parts_outlive_a_reload_and_lead_to_those_of_what_is_filed_beside(
    demo_school: Served, open_as: OPEN
) -> None:
    page = open_as(demo_school.address, "sam")
    page.goto("/log/")
    expect(page.locator("[data-sheet][data-ready]")).to_have_count(1)
    for number in (0, 1):
        page.locator("[data-who] label").nth(number).click()
    page.locator("label.tileset", has_text="Behaviour").click()
    page.locator(".section:visible label.chipset", has_text="Bullying or prejudice").click()
    part_of(page, "behaviour", 1).select_option("affected")
    expect(part_of(page, "prejudice", 0)).to_have_value("responsible")
    expect(part_of(page, "prejudice", 1)).to_have_value("target")
    part_of(page, "prejudice", 0).focus()
    page.keyboard.press("End")
    expect(part_of(page, "prejudice", 0)).to_have_value("witness")
    expect(part_of(page, "prejudice", 0)).to_be_focused()  # a keyboard goes on where it was
    until_kept(page, "witness", "target", "affected")
    page.reload()
    expect(page.get_by_text("This is what you had begun.")).to_be_visible()
    expect(part_of(page, "behaviour", 1)).to_have_value("affected")
    expect(part_of(page, "prejudice", 0)).to_have_value("witness")
    expect(part_of(page, "prejudice", 1)).to_have_value("target")
    page.get_by_role("button", name="Start afresh").click()


def test_the_part_of_who_was_held_is_asked(demo_school: Served, open_as: OPEN) -> None:
    page = open_as(demo_school.address, "sam")
    page.goto("/log/")
    expect(page.locator("[data-sheet][data-ready]")).to_have_count(1)
    page.locator("[data-who] label", has_text="Leo").first.click()
    page.locator("label.tileset", has_text="Held or blocked").click()
    page.locator(".section:visible label.chipset", has_text="Bullying or prejudice").click()
    expect(part_of(page, "prejudice", 0)).to_have_value("")
    assert findings(page) == []
    page.get_by_role("button", name="Save").click()
    said = page.get_by_text("Say which part Leo T had in “Bullying or prejudice”.")
    expect(said).to_have_count(2)  # at the top, and beside the part
    expect(page.locator("[data-sheet][data-ready]")).to_have_count(1)
    expect(part_of(page, "prejudice", 0)).to_have_value("")
    assert findings(page) == []
    part_of(page, "prejudice", 0).select_option("responsible")
    expect(part_of(page, "prejudice", 0)).to_have_value("responsible")


def test_what_is_tapped_before_the_sheet_wakes_stays_and_what_was_begun_is_offered(
    demo_school: Served, open_as: OPEN
) -> None:
    """On a slow phone, with a draft: neither record is lost, nor mixed with the other."""
    page = open_as(demo_school.address, "sam", service_workers="block")
    page.goto("/log/")
    expect(page.locator("[data-sheet][data-ready]")).to_have_count(1)
    begin(page, "Leo", "Begun in the morning.")
    until_kept(page, "Begun in the morning.")
    with late(page, "sheet"):
        page.goto("/log/", wait_until="commit")
        begin(page, "Amina", "Tapped on a slow phone.")
    until_kept(page, "Tapped on a slow phone.")
    expect(page.locator("#note-words")).to_have_value("Tapped on a slow phone.")
    expect(page.locator("[data-who] input:checked")).to_have_count(1)
    for words in ("Begun in the morning.", "Tapped on a slow phone."):
        expect(page.get_by_text("What you had begun here is not filed yet.")).to_have_count(1)
        follow(page, page.get_by_role("link", name="Go on with it"))
        expect(page.get_by_text("This is what you had begun.")).to_be_visible()
        expect(page.locator("#note-words")).to_have_value(words)
        expect(page.locator("[data-who] input:checked")).to_have_count(1)
        expect(page.locator("[data-sheet][data-ready]")).to_have_count(1)


def begin(page: Page, who: str, words: str) -> None:
    page.locator("[data-who] label", has_text=who).first.click()
    page.locator("label.tileset", has_text="Note").click()
    page.locator("#note-words").fill(words)
