"""No signal: the installed app on a phone, from the corridor to the record, once and whole."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from handrail.demo.cast import PASSWORD
from tests.journeys.axe import findings
from tests.journeys.conftest import ARGS, PATIENCE, PHONE, Served, chromium_path, follow, give_name
from tests.journeys.on_device import (
    AWAKE,
    HELD,
    KEPT,
    until,
    until_kept,
    until_pin_learnt,
    until_sent,
)
from tests.records import pictures

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]
OPEN = Callable[..., Page]
PIN = "271828"


def ready(page: Page, path: str = "/") -> None:
    """Open a page and wait until the worker, with the key, and the copy for no signal are there."""
    page.goto(path)
    until(page, lambda: all(page.evaluate(there) for there in (KEPT, AWAKE, HELD)))


def set_pin(page: Page) -> None:
    page.goto("/me/")
    page.locator("#device summary").click() if not page.locator("#pin").is_visible() else None
    page.locator("#pin").fill(PIN)
    page.locator("#pin-password").fill(PASSWORD)
    page.get_by_role("button", name=re.compile("Set it|Change it")).first.click()
    expect(page.get_by_text("Your PIN is set.")).to_be_visible()
    until_pin_learnt(page)


def hit_out(page: Page, words: str = "") -> None:
    """Five taps: who, what, and what was seen."""
    expect(page.locator("[data-sheet][data-ready]")).to_have_count(1)
    page.locator("[data-who] label").first.click()
    page.locator("label.tileset", has_text="Behaviour").click()
    page.locator(".section:visible label.chipset", has_text="Hit out").click()
    if words:
        page.locator("[name=behaviour-words]").fill(words)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()


def filed_with(school: Served, words: str) -> int:
    """How many records of the school hold these words."""
    import sqlite3

    with sqlite3.connect(school.home / "handrail.sqlite3") as database:
        row = database.execute("SELECT count(*) FROM records_record WHERE words = ?", [words])
        return int(row.fetchone()[0])


def test_what_is_saved_without_signal_goes_once_when_there_is_signal(
    demo_school: Served, open_as: OPEN
) -> None:
    page = open_as(demo_school.address, "sam", cut_off=True)
    ready(page)
    page.context.set_offline(True)
    page.goto("/log/")
    hit_out(page, "In the corridor, no signal.")
    save(page)
    expect(page.get_by_role("heading", name="Kept on this device")).to_be_visible()
    page.goto("/rota/zones/")
    page.locator("form[data-ready=yes]").wait_for()
    page.get_by_label("Zone", exact=True).select_option(label="Field")
    page.get_by_role("button", name="All calm").click()
    expect(page.locator("[data-said]")).to_contain_text("Kept on this device")
    assert findings(page) == []
    page.goto("/")
    expect(page.get_by_text("2 waiting")).to_be_visible()
    expect(page.get_by_text("as it was just now")).to_be_visible()
    assert filed_with(demo_school, "In the corridor, no signal.") == 0
    signal_is_back(page)
    until(page, lambda: filed_with(demo_school, "In the corridor, no signal.") == 1)
    page.goto("/")
    expect(page.locator("[data-outbox] .say")).to_have_count(0)
    until_sent(page)
    assert filed_with(demo_school, "In the corridor, no signal.") == 1
    page.goto("/rota/zones/")
    expect(page.get_by_role("heading", name="Field")).to_be_visible()


def signal_is_back(page: Page) -> None:
    """The page for no signal gives way to the real one by itself."""
    page.context.set_offline(False)
    expect(page.get_by_text("No signal.")).to_have_count(0, timeout=PATIENCE)
    page.wait_for_load_state("load")


def test_an_answer_lost_on_the_way_back_files_one_record(
    demo_school: Served, open_as: OPEN
) -> None:
    page = open_as(demo_school.address, "sam", cut_off=True)
    ready(page)
    tries = []

    def lose_first(route: Any) -> None:
        tries.append(route.fetch(timeout=PATIENCE))  # it reached the server
        if len(tries) == 1:
            route.abort()
        else:
            route.fulfill(response=tries[-1])

    page.context.route("**/log/send/", lose_first)
    page.goto("/log/")
    hit_out(page, "The answer was lost.")
    save(page)
    expect(page.get_by_role("heading", name="Kept on this device")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_role("heading", name="Sent")).to_be_visible(timeout=PATIENCE)
    assert (len(tries), filed_with(demo_school, "The answer was lost.")) == (2, 1)


def test_a_session_that_ended_keeps_every_word_until_its_author_signs_in(
    demo_school: Served, open_as: OPEN
) -> None:
    page = open_as(demo_school.address, "sam", cut_off=True)
    ready(page)
    page.goto("/log/")
    hit_out(page, "Signed out while writing.")
    page.context.clear_cookies(name="handrail")
    save(page)
    expect(page.get_by_text("It goes when you sign in here again.")).to_be_visible()
    with page.expect_response("**/log/send/"):  # the device tries once more, and leaves the page
        page.evaluate("() => dispatchEvent(new Event('online'))")
    until(page, lambda: page.evaluate(KEPT) is False)
    expect(page.get_by_text("It goes when you sign in here again.")).to_be_visible()
    page.goto("/sign-in/")
    expect(page.get_by_text("1 record is kept on this device, locked.")).to_be_visible()
    give_name(page, "sam", PASSWORD)
    until(page, lambda: filed_with(demo_school, "Signed out while writing.") == 1)


def test_a_refused_record_comes_back_to_its_author_as_a_draft(
    demo_school: Served, open_as: OPEN
) -> None:
    page = open_as(demo_school.address, "sam", cut_off=True)
    ready(page)
    page.context.set_offline(True)
    page.goto("/log/")
    hit_out(page, "Nobody was chosen.")
    page.locator("[data-who] input:checked").first.uncheck(force=True)
    page.locator("[name=files]").set_input_files(
        {"name": "yard.png", "mimeType": "image/png", "buffer": pictures.photo("PNG")}
    )
    save(page)
    expect(page.get_by_role("heading", name="Kept on this device")).to_be_visible()
    signal_is_back(page)
    page.goto("/")
    expect(page.get_by_text("Came back")).to_be_visible(timeout=PATIENCE)
    page.get_by_role("link", name="Mend it").click()
    expect(page.get_by_text("Say who it was: choose at least one pupil.")).to_be_visible()
    expect(page.locator("[name=behaviour-words]")).to_have_value("Nobody was chosen.")
    expect(page.locator("[data-sheet][data-ready]")).to_have_count(1)
    page.goto("/log/")  # looked elsewhere first: it is a draft like any other, photo and all
    expect(page.get_by_text("This is what you had begun.")).to_be_visible()
    assert page.evaluate(CHOSEN_FILES) == ["yard.png"]
    page.locator("[data-who] label").first.click()
    save(page)
    expect(page.get_by_role("heading", name="Saved")).to_be_visible()
    assert filed_with(demo_school, "Nobody was chosen.") == 1
    assert files_beside(demo_school, "Nobody was chosen.") == 1


def test_a_record_that_is_refused_late_is_not_called_filed(
    demo_school: Served, open_as: OPEN
) -> None:
    page = open_as(demo_school.address, "sam", cut_off=True)
    page.route("**/log/send/", lambda route: route.abort())
    page.goto("/log/")
    hit_out(page, "Nobody was chosen here either.")
    page.locator("[data-who] input:checked").first.uncheck(force=True)
    save(page)
    expect(page.get_by_role("heading", name="Kept on this device")).to_be_visible()
    page.unroute("**/log/send/")
    page.evaluate("() => dispatchEvent(new Event('online'))")
    expect(page.get_by_role("heading", name="Came back")).to_be_visible(timeout=PATIENCE)
    follow(page, page.locator("[data-kept]").get_by_role("link", name="Mend it"))
    expect(page.get_by_text("Say who it was: choose at least one pupil.")).to_be_visible()
    expect(page.locator("[name=behaviour-words]")).to_have_value("Nobody was chosen here either.")


CHOSEN_FILES = "() => [...document.querySelector('[name=files]').files].map(({ name }) => name)"


def files_beside(school: Served, words: str) -> int:
    """How many photos and documents belong to the records that hold these words."""
    import sqlite3

    with sqlite3.connect(school.home / "handrail.sqlite3") as database:
        row = database.execute(
            "SELECT count(*) FROM records_attachment JOIN records_record AS record"
            " ON record.id = record_id WHERE record.words = ?", [words],
        )  # fmt: skip
        return int(row.fetchone()[0])


def test_a_device_signed_out_from_afar_forgets_and_keeps_what_waits(
    demo_school: Served, open_as: OPEN
) -> None:
    page = open_as(demo_school.address, "sam", cut_off=True)
    ready(page)
    page.route("**/log/send/", lambda route: route.abort())
    page.goto("/log/")
    hit_out(page, "Not sent before the other device ended this one.")
    save(page)
    expect(page.get_by_role("heading", name="Kept on this device")).to_be_visible(timeout=PATIENCE)
    page.goto("/")
    other = open_as(demo_school.address, "sam")
    other.goto("/me/")
    other.get_by_role("button", name="End all the others").click()
    expect(page.locator(".told")).to_contain_text("Signed out", timeout=PATIENCE)
    until(page, lambda: page.evaluate(KEPT) is False)  # nobody had to touch it
    assert page.evaluate(HELD) is False
    page.goto("/sign-in/")
    expect(page.get_by_text("1 record is kept on this device, locked.")).to_be_visible()


def test_two_tabs_and_a_double_tap_send_it_once(demo_school: Served, open_as: OPEN) -> None:
    page = open_as(demo_school.address, "sam", cut_off=True)
    ready(page)
    page.context.set_offline(True)
    page.goto("/log/")
    hit_out(page, "Two tabs.")
    page.get_by_role("button", name="Save").dblclick()
    expect(page.get_by_role("heading", name="Kept on this device")).to_be_visible()
    other = page.context.new_page()
    other.goto("/log/")
    page.context.set_offline(False)
    for tab in (page, other):
        expect(tab.get_by_text("No signal.")).to_have_count(0, timeout=PATIENCE)
    until(page, lambda: filed_with(demo_school, "Two tabs.") == 1)
    page.wait_for_timeout(1000)
    assert filed_with(demo_school, "Two tabs.") == 1


PUT_AWAY = """() => {
  Object.defineProperty(document, "hidden", { get: () => true, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
  delete document.hidden;
}"""


def test_signing_out_asks_about_what_was_not_sent_and_forgets_the_rest(
    demo_school: Served, open_as: OPEN
) -> None:
    page = open_as(demo_school.address, "sam", cut_off=True)
    ready(page)
    page.route("**/log/send/", lambda route: route.abort())
    page.goto("/log/")
    hit_out(page, "Not sent before signing out.")
    save(page)
    expect(page.get_by_role("heading", name="Kept on this device")).to_be_visible(timeout=PATIENCE)
    page.unroute("**/log/send/")
    page.route("**/log/send/", lambda route: None)  # a bad line: never an answer, and still asked
    with page.expect_request("**/lock/away/"):  # what a script took up is no going to another page
        page.evaluate(PUT_AWAY)
    page.goto("/me/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("dialog", name="Not everything was sent")).to_be_visible()
    page.get_by_role("button", name="Stay signed in").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign out all the same").click()
    expect(page.get_by_text("1 record is kept on this device, locked.")).to_be_visible()
    assert page.evaluate(KEPT) is False
    page.go_back()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


@pytest.fixture
def phone(chromium: Browser, tmp_path: Path) -> Iterator[Callable[[], Any]]:
    """A phone with a disk of its own: each call starts the browser on the same profile again."""
    from playwright.sync_api import BrowserContext

    running: list[BrowserContext] = []

    def start(address: str) -> Any:
        for context in running:
            context.close()
        running[:] = [
            chromium.browser_type.launch_persistent_context(
                tmp_path / "profile", executable_path=chromium_path(), args=ARGS, viewport=PHONE,
                base_url=address,
            )
        ]  # fmt: skip
        running[0].set_default_timeout(PATIENCE)
        return running[0]

    yield start  # type: ignore[misc]
    for context in running:
        context.close()


def sign_in(page: Page) -> None:
    page.goto("/sign-in/")
    give_name(page, "sam", PASSWORD)


def test_a_restarted_phone_opens_by_pin_and_nothing_on_its_disk_can_be_read(
    demo_school: Served, phone: Callable[[str], Any], tmp_path: Path
) -> None:
    context = phone(demo_school.address)
    page = context.pages[0]
    sign_in(page)
    ready(page)
    set_pin(page)
    context.set_offline(True)
    page.goto("/log/")
    hit_out(page, "Canary words for the disk.")
    save(page)
    expect(page.get_by_role("heading", name="Kept on this device")).to_be_visible()
    page.goto("/log/")
    hit_out(page, "Canary words of a draft.")
    until_kept(page, "Canary words of a draft.")
    context = phone(demo_school.address)  # closed and opened again
    context.set_offline(True)
    page = context.pages[0]
    page.goto("/")
    page.get_by_label("PIN").fill("314159")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_text("That is not the PIN of this person on this device.")).to_be_visible()
    page.get_by_label("PIN").fill(PIN)
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_text("as it was")).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_text("1 waiting")).to_be_visible()
    page.goto("/pupils/")
    expect(page.get_by_role("heading", name="My pupils")).to_be_visible()
    page.goto("/log/")
    expect(page.get_by_text("This is what you had begun.")).to_be_visible()
    expect(page.locator("[name=behaviour-words]")).to_have_value("Canary words of a draft.")
    context.set_offline(False)
    page.locator("[data-afresh]").click()
    until(page, lambda: filed_with(demo_school, "Canary words for the disk.") == 1)
    context.close()
    found = words_on_disk(tmp_path / "profile", ("Canary words", "Jaden", "Leo Turner"))
    print(f"files searched: {found[0]}, leaks: {found[1]}")
    assert found[0] > 20
    assert found[1] == 0


def words_on_disk(folder: Path, words: tuple[str, ...]) -> tuple[int, int]:
    """How many files were searched, and in how many of them a word stands in clear."""
    searched = leaks = 0
    for path in folder.rglob("*"):
        if path.is_file():
            searched += 1
            content = path.read_bytes()
            leaks += any(
                text in content for word in words
                for text in (word.encode(), word.encode("utf-16-le"))
            )  # fmt: skip
    return searched, leaks


@pytest.mark.parametrize("path", ["/", "/log/", "/pupils/"])
def test_axe_finds_nothing_without_signal(demo_school: Served, open_as: OPEN, path: str) -> None:
    page = open_as(demo_school.address, "sam", cut_off=True)
    ready(page)
    page.context.set_offline(True)
    page.goto(path)
    expect(page.locator(f"[data-part={path.replace('/', '') or 'today'}]")).to_be_visible()
    if path == "/log/":
        expect(page.locator("[data-sheet][data-ready]")).to_have_count(1)
    assert findings(page) == []


def test_a_pupils_plan_opens_at_arms_length_without_signal(
    demo_school: Served, open_as: OPEN
) -> None:
    page = open_as(demo_school.address, "sam", cut_off=True)
    ready(page)
    page.context.set_offline(True)
    page.goto("/pupils/")
    row = page.locator("[data-pupils] details", has_text="Leo Turner")
    row.locator("summary").click()
    row.get_by_role("link", name="Plan").click()
    expect(page.get_by_role("heading", name="Leo T’s plan")).to_be_visible()
    expect(page.get_by_role("heading", name="Crisis")).to_be_visible()
    expect(page.get_by_text("as this device kept it")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    signal_is_back(page)
    expect(page.get_by_text("Who agreed, versions, reviews")).to_be_visible()
