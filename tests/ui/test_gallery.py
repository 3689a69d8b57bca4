"""The gallery in a real browser: axe in both themes, narrow screens, targets, the blank screen."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.axe import findings
from tests.journeys.conftest import DESK, PHONE, chromium, context_of

pytestmark = pytest.mark.urls("tests.ui.addresses")
OPEN = Callable[..., Page]
__all__ = ["chromium"]
SMALL_TARGETS = """() => {
  const drawnBy = (one) => one.matches('label input') ? one.closest('label') : one;
  const all = 'a[href], button, select, summary, textarea, input:not([type=hidden])';
  return [...document.querySelectorAll(all)].map(drawnBy)
    .filter((one) => one.getClientRects().length && !one.closest('.skip, .entry'))
    .map((one) => [one.textContent.trim() || one.name, one.getBoundingClientRect()])
    .filter(([, box]) => box.width < 44 || box.height < 43.9)
    .map(([name, box]) => `${name}: ${Math.round(box.width)} by ${Math.round(box.height)}`);
}"""


@pytest.fixture
def gallery(client: Client, chromium: Browser) -> Iterator[OPEN]:
    """Open the gallery; at the end, nothing may have gone wrong in the console.

    The pages come straight from the test client, and static files from their folders: no server.
    """
    complaints: list[str] = []
    contexts = []

    def answer(route: Route) -> None:
        asked = urlsplit(route.request.url)
        if asked.path.startswith("/static/"):
            route.fulfill(path=str(finders.find(asked.path.removeprefix("/static/"))))
        else:
            reply = client.get(f"{asked.path}?{asked.query}")
            headers = {name: str(value) for name, value in reply.items()}
            route.fulfill(status=reply.status_code, body=reply.content, headers=headers)

    def open_gallery(theme: str = "light", size: dict[str, int] = PHONE, **more: Any) -> Page:
        context = context_of(chromium, viewport=size, **more)
        contexts.append(context)
        context.route("**/*", answer)
        page = context.new_page()
        page.on("console", lambda said: complaints.append(said.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"http://localhost/gallery/?theme={theme}")
        return page

    yield open_gallery
    for context in contexts:
        context.close()
    assert complaints == []


def test_gallery_draws_every_component(client: Client) -> None:
    page = client.get("/gallery/").content.decode()
    assert "Was due Friday 20 November 10:12" in page
    assert "{%" not in page
    assert "{{" not in page


@pytest.mark.urls("handrail.urls")
def test_a_school_has_no_gallery(client: Client) -> None:
    assert client.get("/gallery/").status_code == 404


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_axe_finds_nothing_in_the_gallery(gallery: OPEN, theme: str, size: dict[str, int]) -> None:
    assert findings(gallery(theme, size)) == []


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 390, 640, 1280])
def test_gallery_does_not_scroll_sideways(gallery: OPEN, width: int) -> None:
    page = gallery(size={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_every_target_is_large_enough_for_a_thumb(gallery: OPEN) -> None:
    assert gallery().evaluate(SMALL_TARGETS) == []


@pytest.mark.browser
def test_a_timeline_entry_opens_wherever_it_is_tapped(gallery: OPEN) -> None:
    page = gallery()
    entry = page.locator("article.entry").first
    entry.scroll_into_view_if_needed()
    box = entry.bounding_box()
    assert box is not None
    spot = [box["x"] + box["width"] - 6, box["y"] + box["height"] - 6]
    under = "([x, y]) => document.elementFromPoint(x, y).closest('a')?.getAttribute('href')"
    assert page.evaluate(under, spot) == "/records/00000000-0000-0000-0000-000000000001/"


@pytest.mark.browser
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_blank_screen_hides_everything_and_comes_back(gallery: OPEN, script: bool) -> None:
    page = gallery(java_script_enabled=script)
    title = page.get_by_role("heading", name="Gallery")
    page.get_by_role("button", name="Blank screen").click()
    expect(page.get_by_role("dialog", name="The screen is covered")).to_be_visible()
    expect(title).to_be_hidden()
    page.get_by_role("button", name="Show the page again").click()
    expect(title).to_be_visible()


@pytest.mark.browser
def test_printing_leaves_the_words_and_drops_the_buttons(gallery: OPEN) -> None:
    page = gallery("dark")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="Gallery")).to_be_visible()
    expect(page.locator(".dock")).to_be_hidden()
    expect(page.locator(".btn").first).to_be_hidden()
    ink = page.locator("h1").evaluate("(one) => getComputedStyle(one).color")
    assert ink == "rgb(0, 0, 0)"


@pytest.mark.browser
def test_forced_colours_still_show_what_is_chosen(gallery: OPEN) -> None:
    page = gallery(forced_colors="active")
    chosen = page.locator(".tileset input:checked + .tile")
    assert chosen.evaluate("(one) => getComputedStyle(one).outlineStyle") == "solid"


@pytest.mark.browser
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_alt_and_b_cover_the_screen_and_uncover_it(gallery: OPEN, size: dict[str, int]) -> None:
    page = gallery(size=size)
    cover = page.get_by_role("dialog", name="The screen is covered")
    title = page.title()
    page.keyboard.press("Alt+b")
    expect(cover).to_be_visible()
    expect(page).to_have_title("Handrail")
    page.keyboard.press("Alt+b")
    expect(cover).to_be_hidden()
    expect(page).to_have_title(title)


@pytest.mark.browser
def test_letters_of_twice_the_size_still_fit_a_phone(gallery: OPEN) -> None:
    page = gallery()
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
