"""A browser looks at a school in which every text is a trap: nothing runs, nothing is blocked."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.counting import Count
from tests.journeys.conftest import Served, environment, made_up, serve, stop
from tests.journeys.test_hands import SCHOOL
from tests.tables import give_static_files, give_tables

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.slow]
OPEN = Callable[..., Page]
ROOT = Path(__file__).resolve().parents[2]
MOST = 24  # pages for each reader
LISTS = ("/", "/log/", "/pupils/", "/pupils/?q=cmd", "/alerts/", "/find/", "/find/?q=planted",
         "/find/?q=%3Cscript%3Eplanted()%3C/script%3E", "/me/", "/nowhere/%3Cb%3E")  # fmt: skip
WATCH = """
window.planted = () => { window.wasPlanted = true };
document.addEventListener("securitypolicyviolation",
  (event) => { (window.violations ||= []).push(event.violatedDirective + " " + event.blockedURI) });
"""


@pytest.fixture(scope="module")
def trapped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("trapped") / "home"
    give_tables(home)
    give_static_files(home)
    handrail = [sys.executable, "-m", "handrail.cli.main", "init", "--no-input"]
    subprocess.run(handrail, env=environment(home), check=True, timeout=300)
    planting = [sys.executable, "-m", "tests.hostile.planting"]
    subprocess.run(planting, cwd=ROOT, env=environment(home), check=True, timeout=300)
    made_up(home)
    process, address = serve(home, "serve")
    yield Served(address, home)
    stop(process)


def test_nothing_planted_runs_in_a_browser(trapped: Served, open_as: OPEN, count: Count) -> None:
    looked = 0
    ran: list[object] = []

    def dialogs(said: object) -> None:
        ran.append(said)

    for username in ("ahmed", "patel", "office"):
        page = open_as(trapped.address, username)
        page.add_init_script(WATCH)
        page.on("dialog", dialogs)  # and left open, so that the page stands still
        waiting, seen = [*LISTS, *(SCHOOL if username == "office" else ())], set()
        while waiting and len(seen) < MOST:
            path = waiting.pop(0)
            if path in seen:
                continue
            seen.add(path)
            page.goto(path)
            looked += 1
            ran += [f"{username} {path}: {one}" for one in harm(page)]
            waiting += [link for link in links(page) if link not in seen]
        type_and_tap(page)
        ran += [f"{username} sheet: {one}" for one in harm(page)]
    count("B6", "pages looked at in a browser", looked, len(ran))
    assert ran == []


def harm(page: Page) -> list[str]:
    """What ran, what the policy had to stop, and what of a mark became part of the page."""
    return page.evaluate(
        """() => [
          ...(window.wasPlanted ? ["it ran"] : []), ...(window.violations || []),
          ...[...document.querySelectorAll("[onclick],[onerror],img[src='x'],script:not([src])")]
            .map((node) => node.outerHTML.slice(0, 120)),
        ]"""
    )


def links(page: Page) -> list[str]:
    found = page.eval_on_selector_all(
        'main a[href^="/"]', "links => links.map(link => link.getAttribute('href'))"
    )
    return [one for one in found if "/files/" not in one and "template" not in one]


def type_and_tap(page: Page) -> None:
    """The part of the program that writes into the page by script: names found while typing."""
    page.goto("/log/")
    page.locator("[data-look-up]").fill("=1")
    page.wait_for_timeout(600)
    for tile in page.locator("label.tileset").all()[:3]:
        tile.click()
    page.wait_for_timeout(400)
