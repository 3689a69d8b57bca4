"""In the hand: weight of the sheet, axe on every page in every post, keyboard, narrow screens."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from bench.sheet import FIRST_VIEW
from tests.journeys.axe import findings
from tests.journeys.conftest import DESK, PHONE, Served, give_name
from tests.journeys.on_device import until_kept

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]
OPEN = Callable[..., Page]
POSTS = ("sam", "patel", "ahmed", "okafor", "khan", "grant", "office", "tilly", "trust")
PAGES = (
    "/", "/log/", "/pupils/", "/pupils/?q=a", "/alerts/", "/find/", "/find/?q=leo", "/me/",
    "/me/told/", "/me/training/", "/nowhere/",
)  # fmt: skip
SCHOOL = tuple(f"/school/{part}" for part in (
    "", "roll/", "places/", "words/", "terms/", "duties/", "staff/", "timetable/", "devices/",
    "keeping/", "keeping/periods/", "keeping/holds/", "readings/", "training/", "training/add/",
    "training/courses/", "training/techniques/", "equality/", "equality/records/"))  # fmt: skip

LEARNING = (
    "/objectives/", "/objectives/lists/", "/plans/", "/progress/",
    "/progress/behind/?what=behaviour", "/progress/behind/?what=marks", "/programmes/",
    "/programmes/working/", "/programmes/new/", "/falling-behind/", "/falling-behind/past/",
    "/falling-behind/rule/", "/scores/", "/school/attendance/", "/rota/", "/rota/new/",
    "/rota/zones/",
)  # fmt: skip

EVERY_LOOK = ("sam", "okafor")  # for these, each page is looked at in all four looks
CONTRAST = ("color-contrast",)  # all that the dark theme can change


@pytest.mark.parametrize("username", POSTS)
def test_axe_finds_nothing_on_any_page_of_any_post(
    demo_school: Served, open_as: OPEN, username: str
) -> None:
    page = open_as(demo_school.address, username, size=PHONE, reduced_motion="reduce")
    faults, places = [], places_of(page, username)
    for place in places:
        page.goto(place)
        faults += findings(page)
        if username in EVERY_LOOK:
            faults += other_looks(page)
    print(f"pages looked at by {username}: {len(places)}, findings: {len(faults)}")
    assert faults == []


def other_looks(page: Page) -> list[str]:
    """The page that stands there in the dark, at a desk in the dark, and at a desk."""
    faults = []
    page.emulate_media(color_scheme="dark")
    faults += findings(page, CONTRAST)
    page.set_viewport_size({"width": DESK["width"], "height": DESK["height"]})
    faults += findings(page, CONTRAST)
    page.emulate_media(color_scheme="light")
    faults += findings(page)
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    return faults


def places_of(page: Page, username: str) -> list[str]:
    """The pages of a post: its lists, and the first thing that each of them leads to."""
    places = [*PAGES, *(SCHOOL if username in {"office", "okafor"} else ())]
    places += first_of(page, "/pupils/?q=turner", "/pupils/")
    places += first_of(page, "/find/", "/records/")
    own_pages: tuple[str, ...] = ("plan/", "working/", "support/", "profile/", "needs/")
    if username == "okafor":
        places += LEARNING
        own_pages += ("learning/", "attendance/", "scores/", "feedback/", "for-home/")
    places += [f"{place}{tail}" for place in places if place.startswith("/pupils/0")
               for tail in own_pages]  # fmt: skip
    for programme in first_of(page, "/programmes/", "/programmes/0"):
        tails = ("session/", "measure/", "working/") if username == "sam" else ("working/",)
        places += [programme, *(f"{programme}{tail}" for tail in tails)]
        places += first_of(page, programme, "/programmes/places/") if username == "sam" else []
    return places + (["/pupils/plans/", "/pupils/needs/"] if username in {"khan", "grant"} else [])


def first_of(page: Page, place: str, prefix: str) -> list[str]:
    """The first thing that a list leads to, if it leads anywhere."""
    page.goto(place)
    link = page.locator(f'main a[href^="{prefix}"]:not([href="{prefix}"])').first
    return [link.get_attribute("href") or "/"] if link.count() else []


def test_sheet_in_every_state_passes_axe(demo_school: Served, open_as: OPEN) -> None:
    page = open_as(demo_school.address, "sam")
    page.goto("/log/")
    faults = []
    for tile in ("Well done", "Behaviour", "Concern", "First aid", "Contact", "Note"):
        page.locator("label.tileset", has_text=tile).click()
        faults += findings(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Not saved yet.")).to_be_visible()
    assert faults + findings(page) == []


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_scrolls_sideways(demo_school: Served, open_as: OPEN, width: int) -> None:
    page = open_as(demo_school.address, "okafor", size={"width": width, "height": 800})
    wide = []
    for place in (*PAGES, *SCHOOL, *first_of(page, "/find/", "/records/")):
        page.goto(place)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(place)
    assert wide == []


def test_first_view_of_the_sheet_weighs_little(demo_school: Served, open_as: OPEN) -> None:
    page = open_as(demo_school.address, "sam", service_workers="block")  # as on the first day
    page.goto("about:blank")  # what the page before it still asks for is not the sheet's
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    page.goto("/log/", wait_until="load")
    count, weight = page.evaluate(FIRST_VIEW)
    assert 3 <= count <= 5
    assert 20_000 <= weight <= 100_000


def test_a_record_is_filed_with_the_keyboard_alone(demo_school: Served, open_as: OPEN) -> None:
    page = open_as(demo_school.address, "patel", size=DESK)
    page.goto("/log/")
    page.locator("[data-look-up]").focus()
    page.keyboard.type("leo tur")
    expect(page.locator("[data-found] label").first).to_be_visible()
    page.keyboard.press("Enter")
    page.locator('input[name="kind"]').first.focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("What went well?")).to_be_visible()
    page.get_by_label("Kindness").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Save").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Saved")).to_be_visible()


def test_sheet_files_without_script(demo_school: Served, open_as: OPEN) -> None:
    page = open_as(demo_school.address, "sam", java_script_enabled=False)
    page.goto("/log/")
    page.locator("#look_up").fill("leo turn")
    page.get_by_role("button", name="Look up").click()
    page.locator("label", has_text="Leo T").first.click()
    page.locator("label.tileset", has_text="Well done").click()
    page.locator("label.chipset", has_text="Kindness").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Saved")).to_be_visible()


def test_draft_survives_a_crashed_page_and_belongs_to_its_author(
    demo_school: Served, open_as: OPEN
) -> None:
    page = open_as(demo_school.address, "sam", cut_off=True)
    page.goto("/log/")
    page.locator("label.tileset", has_text="Note").click()
    page.locator("#note-words").fill("Half a sentence that must not")
    until_kept(page, "Half a sentence that must not")
    second = page.context.new_page()
    second.goto("/log/")
    expect(second.locator("#note-words")).to_have_value("Half a sentence that must not")
    second.goto("/me/")
    second.get_by_role("button", name="Sign out").click()
    second.wait_for_url("**/sign-in/")
    give_name(second, "patel")
    expect(second.get_by_role("button", name="Lock").first).to_be_visible()
    second.goto("/log/")
    expect(second.locator("#note-words")).to_have_value("")


def test_blank_screen_covers_the_page(demo_school: Served, open_as: OPEN) -> None:
    page = open_as(demo_school.address, "sam")
    page.goto("/pupils/")
    page.keyboard.press("Alt+b")
    expect(page.get_by_role("dialog", name="The screen is covered")).to_be_visible()
    page.get_by_role("button", name="Show the page again").click()
    expect(page.get_by_role("dialog", name="The screen is covered")).to_be_hidden()
