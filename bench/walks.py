"""Draws the pictures of the walk-through by hand: a lesson, cover for a class, and a review."""

import os
import shutil
import tempfile
from datetime import timedelta

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from bench.pictures import DESK, PHONE, _shot, _side_by_side, _signed_in
from bench.sheet import FLAGS
from bench.standing import DAY, served_at


def main() -> None:
    """Walk through steps 4, 7 and 9 of the day, and keep a picture of each."""
    with tempfile.TemporaryDirectory() as home, sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        with served_at(home, f"{DAY}T09:35") as address:
            _lesson(browser, address)
        with served_at(home, f"{DAY}T13:25") as address:
            _cover(browser, address)
        with served_at(home, f"{DAY + timedelta(days=1)}T08:15") as address:
            _accepted(browser, address)
        with served_at(home, f"{DAY}T16:00") as address:
            _review(browser, address)
        browser.close()


def _lesson(browser: Browser, address: str) -> None:
    """09:30 maths: Sam marks four children in four taps and hands back; Mr Patel answers."""
    sam = _signed_in(browser, address, "sam", PHONE)
    today = _shot(sam, "/")
    sam.get_by_role("link", name="Mark progress").click()
    sam.locator("[data-marking][data-ready]").wait_for()
    for turn, level in enumerate(("With help", "On own", "With help", "On own")):
        cell = sam.locator("[data-cell]").nth(turn)
        cell.locator("label.chipset", has_text=level).click()
    sam.get_by_text("4 of 4 marked").wait_for()
    marked = _shot(sam, None)
    given = _handed_back(sam, "All four split three numbers, two of them alone.")
    _side_by_side("walk-lesson", today, marked, given)
    patel = _signed_in(browser, address, "patel", DESK)
    patel.goto("/")
    patel.get_by_role("link", name="Sam Birch handed back Maths").first.click()
    patel.get_by_label("Your answer").fill("Thank you. Rounding tomorrow.")
    _side_by_side("walk-answer", _shot(patel, None))
    patel.get_by_role("button", name="Acknowledge").click()


def _handed_back(sam: Page, words: str) -> Image.Image:
    sam.get_by_label("What was done").fill(words)
    sam.get_by_label("What was done").scroll_into_view_if_needed()
    picture = _shot(sam, None)
    sam.get_by_role("button", name="Hand back").click()
    sam.get_by_text("Handed back by Sam Birch").wait_for()
    return picture


def _cover(browser: Browser, address: str) -> None:
    """13:15 cover for 2 Oak to Miss Reid's plan, and the hand-back."""
    sam = _signed_in(browser, address, "sam", PHONE)
    today = _shot(sam, "/")
    sam.get_by_role("link", name="The plan").click()
    plan = _shot(sam, None)
    sam.get_by_role("link", name="Mark", exact=True).click()
    sam.locator("[data-marking][data-ready]").wait_for()
    sam.locator("[data-all] label", has_text="On own").first.click()
    given = _handed_back(sam, "Sorted in pairs, then told one reason each. Calm throughout.")
    _side_by_side("walk-cover", today, plan, given)


def _accepted(browser: Browser, address: str) -> None:
    """The next morning Miss Reid reads it, and says so."""
    reid = _signed_in(browser, address, "reid", DESK)
    reid.goto("/")
    reid.get_by_role("link", name="Sam Birch handed back Science").first.click()
    reid.get_by_role("button", name="Acknowledge").click()
    _side_by_side("walk-accepted", _shot(reid, None))


def _review(browser: Browser, address: str) -> None:
    """16:00 the SENCO opens Leo's plan: what changed, how sure one can be, and the review."""
    senco = _signed_in(browser, address, "grant", DESK)
    senco.goto("/me/")  # she works at two schools
    senco.get_by_role("button", name="Spring Lane Primary").click()
    senco.goto("/pupils/?q=leo+tur")
    leo = senco.locator("main a", has_text="Leo T").first.get_attribute("href") or ""
    support = _shot(senco, f"{leo}support/")
    working = _shot(senco, f"{leo}working/")
    _side_by_side("walk-support", support)
    _side_by_side("walk-working", working)
    senco.goto(f"{leo}support/")
    senco.get_by_role("link", name="Review it").first.click()
    _side_by_side("walk-review", _shot(senco, None))


if __name__ == "__main__":
    main()
