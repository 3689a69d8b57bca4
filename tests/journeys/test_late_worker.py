"""A slow phone: the worker wakes after the page, and the key still comes to it at once."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Served
from tests.journeys.on_device import AWAKE, HELD, KEPT, until

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]

# The worker is asked for three seconds late, and the page does not give the key again by its clock.
SLOW = """(() => {
  const usual = { repeat: window.setInterval, ask: navigator.serviceWorker.register };
  window.setInterval = (act, wait) => (wait === 15_000 ? 0 : usual.repeat.call(window, act, wait));
  navigator.serviceWorker.register = (...said) => new Promise((done) => setTimeout(done, 3000))
    .then(() => usual.ask.apply(navigator.serviceWorker, said));
})()"""
GONE = "async () => (await navigator.serviceWorker.getRegistration())?.unregister()"


def test_a_worker_that_wakes_after_the_page_gets_the_key(
    demo_school: Served, open_as: Callable[..., Page]
) -> None:
    page = open_as(demo_school.address, "sam", cut_off=True)
    until(page, lambda: page.evaluate(AWAKE))
    page.evaluate(GONE)
    page.add_init_script(SLOW)
    page.goto("/")
    until(page, lambda: all(page.evaluate(there) for there in (KEPT, AWAKE, HELD)))
    page.context.set_offline(True)
    page.goto("/log/")
    expect(page.locator("[data-sheet][data-ready]")).to_have_count(1)
