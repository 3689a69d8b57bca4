"""Draws the pictures of the guides from the small made-up school, so that they never grow old."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from bench.holding import hold_pictures
from bench.sheet import FLAGS, served_demo, sign_in
from bench.standing import DAY, served_at

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
PHONE, DESK = (390, 844), (1280, 900)


def main() -> None:
    """Serve the demonstration, take every picture, stop. A hold is written down as it happens."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with _drawing() as browser:
        with TemporaryDirectory() as home, served_at(home, f"{DAY}T10:12") as address:
            _take(browser, address)
        with served_demo() as address:
            held = hold_pictures(lambda who, size: _signed_in(browser, address, who, size), _shot)
    for name, several in held.items():
        _side_by_side(name, *several)


@contextmanager
def _drawing() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = os.environ.get("CHROMIUM") or shutil.which("chromium")
        yield (browser := playwright.chromium.launch(executable_path=path, args=FLAGS))
        browser.close()


def _take(browser: Browser, address: str) -> None:
    sam = _signed_in(browser, address, "sam", PHONE)
    today, sheet, saved = _shot(sam, "/"), _shot(sam, "/log/", _tap), _shot(sam, None, _save)
    desk = _signed_in(browser, address, "patel", DESK)
    desk.goto(f"{address}/pupils/?q=leo+tur")
    pupil = _shot(desk, desk.locator('main a[href^="/pupils/0"]').first.get_attribute("href"))
    lead = _signed_in(browser, address, "ahmed", DESK)
    concern = _shot(lead, "/find/?kind=concern", lambda page: page.locator("h3 a").first.click())
    roll = _shot(_signed_in(browser, address, "office", DESK), "/school/roll/")
    _side_by_side("assistant", today, sheet, saved)
    _side_by_side("overview", today, sheet, pupil)
    for name, picture in (("pupil", pupil), ("concern", concern), ("roll", roll)):
        _side_by_side(name, picture)


def _signed_in(browser: Browser, address: str, username: str, size: tuple[int, int]) -> Page:
    page = browser.new_page(
        viewport={"width": size[0], "height": size[1]},
        base_url=address,
        device_scale_factor=1,
        locale="en-GB",
    )
    sign_in(page, username)
    return page


def _shot(page: Page, path: str | None, act: Callable[[Page], None] | None = None) -> Image.Image:
    if path:
        page.goto(path)
    if act:
        act(page)
        page.wait_for_load_state()
    page.wait_for_timeout(500)
    return Image.open(BytesIO(page.screenshot())).convert("RGB")


def _tap(page: Page) -> None:
    page.locator("label.chipset", has_text="Leo T").first.click()
    page.locator("label.tileset", has_text="Behaviour").click()
    page.locator("label.chipset", has_text="Hit out").click()


def _save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()


def _side_by_side(name: str, *pictures: Image.Image) -> None:
    """One PNG of few colours, so that the repository stays light."""
    gap = 24
    width = sum(picture.width for picture in pictures) + gap * (len(pictures) + 1)
    height = max(picture.height for picture in pictures) + 2 * gap
    sheet = Image.new("RGB", (width, height), "#e4ddd0")
    left = gap
    for picture in pictures:
        sheet.paste(picture, (left, gap))
        left += picture.width + gap
    sheet.quantize(160).save(FOLDER / f"{name}.png", optimize=True)
    print(f"{name}.png", file=sys.stderr)


if __name__ == "__main__":
    main()
