"""Momentary time sampling in a browser: prompts come silently, what nobody answered is left out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Page, Route, expect, sync_playwright

from tests.journeys.conftest import ARGS, PATIENCE, chromium_path

pytestmark = pytest.mark.browser
FORM = """<!doctype html><html lang="en"><title>Measure</title><main>
<label for="v">On task</label><div class="row"><input id="v" data-sample="every-1"></div>
<script type="module" src="/static/web/tally.js"></script></main></html>"""


def answer(route: Route) -> None:
    path = route.request.url.removeprefix("http://localhost/")
    if path.startswith("static/"):
        found = str(finders.find(path.removeprefix("static/")))
        route.fulfill(path=found, content_type="text/javascript")
    else:
        route.fulfill(body=FORM, content_type="text/html")


@pytest.fixture
def page() -> Iterator[Page]:
    if not Path(chromium_path()).exists():
        pytest.skip("Chromium is not installed here. On Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGS)
        page = browser.new_page()
        page.set_default_timeout(PATIENCE)
        page.clock.install(time="2026-11-23T10:00")
        page.route("**/*", answer)
        page.goto("http://localhost/")
        page.clock.pause_at("2026-11-23T11:00")  # from here it goes as the test says alone
        yield page
        browser.close()


def test_the_share_is_of_the_moments_that_were_answered(page: Page) -> None:
    yes = page.get_by_role("button", name="It was so at this moment")
    no = page.get_by_role("button", name="It was not so at this moment")
    watch = page.get_by_role("button", name="Start or stop sampling")
    expect(yes).to_be_disabled()
    page.get_by_label("Seconds between two moments").select_option("10")
    watch.click()
    page.clock.run_for(9_000)
    expect(yes).to_be_disabled()  # not before its moment
    for said in (yes, None, yes, no):
        page.clock.run_for(10_000)
        if said:
            said.click()
            expect(said).to_be_disabled()  # one answer a moment
    watch.click()
    expect(page.get_by_text("2 of 3 moments, 1 left out")).to_be_visible()
    expect(page.locator("#v")).to_have_value("66.7")
    expect(page.locator('input[name="every-1"]')).to_have_value("10")
    expect(page.locator('input[name="sampled-1"]')).to_have_value("1-10")
