"""Two thousand random days of a phone, run against the real outbox in Chromium."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Route, sync_playwright

from tests.journeys.conftest import ARGS, PATIENCE, chromium_path

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SCHEDULES = 2_000
KEY = "QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUE="  # 32 bytes, of nobody


def answer(route: Route) -> None:
    """The scripts come straight from their folders: no server, no network."""
    path = route.request.url.removeprefix("http://localhost/")
    if path == "schedules.js":
        route.fulfill(path=Path(__file__).with_name("schedules.js"), content_type="text/javascript")
    elif path.startswith("static/"):
        found = str(finders.find(path.removeprefix("static/")))
        route.fulfill(path=found, content_type="text/javascript")
    else:
        route.fulfill(body="<!doctype html><title>Schedules</title>", content_type="text/html")


@pytest.fixture
def page() -> Iterator[Page]:
    if not Path(chromium_path()).exists():
        pytest.skip("Chromium is not installed here. On Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGS)
        page = browser.new_page()
        page.set_default_timeout(PATIENCE)
        page.route("**/*", answer)
        page.goto("http://localhost/")
        yield page
        browser.close()


@pytest.mark.timeout(1500)
def test_two_thousand_days_lose_nothing_and_file_nothing_twice(page: Page) -> None:
    counts = page.evaluate(
        """async (options) => (await import("/schedules.js")).run(options)""",
        {
            "safeUrl": "/static/capture/safe.js",
            "outboxUrl": "/static/capture/outbox.js",
            "from": 0,
            "to": SCHEDULES,
            "key": KEY,
        },
    )
    print(", ".join(f"{name}: {count}" for name, count in counts.items()))
    assert counts["schedules"] == SCHEDULES
    assert (counts["lost"], counts["twice"], counts["half"]) == (0, 0, 0)
    assert counts["filed"] + counts["back"] == counts["saved"] > SCHEDULES
