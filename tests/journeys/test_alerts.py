"""Alerts in two browsers: at once, up the ladder, on a device, and plainly when signed out."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from handrail.core import clock
from handrail.demo.cast import PASSWORD, Cast
from handrail.followup.climbing import climb_ladders
from handrail.notify.devices import devices_of
from handrail.notify.models import Alert, Delivery
from handrail.notify.push_key import make_push_key
from handrail.notify.sending import send_due
from tests.entry.going_in import code_of
from tests.filing import file
from tests.journeys.axe import findings
from tests.journeys.conftest import PHONE, Served, context_of, give_name
from tests.journeys.on_device import until
from tests.notify.catchers import PushCatcher, push_catcher

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]
OPEN = Callable[..., Page]
SOON = 90_000  # patience of a shared machine; how fast it is, the bench measures

TOLD = "/alerts/unseen/"

# What a browser's push service would do, which cannot be reached from here.
PLAYED = """([endpoint, p256dh, auth]) => {
  PushManager.prototype.getSubscription = async () => null;
  PushManager.prototype.subscribe = async (asked) => {
    if (!asked.userVisibleOnly || asked.applicationServerKey.length !== 65) throw new Error("odd");
    return { toJSON: () => ({ endpoint, keys: { p256dh, auth } }) };
  };
}"""

# A tap on the notification, as far as a script may play it: it may not bring a window forward.
TAPPED = """async () => {
  const [notification] = await self.registration.getNotifications();
  self.dispatchEvent(new NotificationEvent("notificationclick", { notification }));
}"""


def test_a_concern_shows_in_another_browser_by_itself(demo_school: Served, open_as: OPEN) -> None:
    lead = open_as(demo_school.address, "okafor")
    lead.goto("/pupils/")
    before = lead.locator(".dock .count").count()
    page = open_as(demo_school.address, "sam")
    file_by_hand(page, demo_school)
    ahmed = open_as(demo_school.address, "ahmed")
    expect(ahmed.locator(".told")).to_contain_text("A concern needs you", timeout=SOON)
    assert findings(ahmed) == []
    assert "Leo" not in ahmed.locator(".told").inner_text()
    ahmed.locator(".told").get_by_role("button", name="Later").click()
    expect(ahmed.locator(".told .say")).to_have_count(0)
    assert lead.locator(".dock .count").count() == before  # the head is not told yet


def file_by_hand(page: Page, served: Served) -> None:
    page.goto("/log/")
    page.locator("[data-look-up]").fill("leo tur")
    page.locator("[data-found] label").first.click()
    page.locator("label.tileset", has_text="Concern").click()
    page.locator("#concern-words").fill("Said that nobody was at home.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Saved")).to_be_visible()


# ------------------------------------------------------------------ with a standing clock


@pytest.fixture(scope="module", autouse=True)
def beside_a_browser() -> Iterator[None]:
    """The browser's driver runs a loop in this thread, beside which Django refuses the database."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture
def here(live_server: Any, transactional_db: None) -> Any:
    """The program on a clock that the test moves."""
    return live_server


@pytest.fixture
def cast(here: Any) -> Cast:
    from handrail.demo.cast import make_cast

    return make_cast()


def signed_in(chromium: Browser, here: Any, username: str, **more: Any) -> Page:
    context = context_of(chromium, viewport=PHONE, base_url=here.url, **more)
    page = context.new_page()
    page.goto("/sign-in/")
    give_name(page, username, PASSWORD)
    if page.url.endswith("/sign-in/code/"):
        page.get_by_label("Code").fill(code_of(username))
        page.get_by_role("button", name="Go on").click()
    page.wait_for_url(f"{here.url}/")
    return page


def test_an_unread_concern_reaches_the_deputys_browser_at_the_minute(
    chromium: Browser, here: Any, cast: Cast
) -> None:
    lead, deputy = (signed_in(chromium, here, name) for name in ("ahmed", "price"))
    file(cast, "concern", cast.sam, cast.amina)
    expect(lead.locator(".told")).to_contain_text("A concern needs you", timeout=SOON)
    clock.advance(timedelta(minutes=14, seconds=59))
    assert climb_ladders() == 0
    expect(deputy.locator(".told .say")).to_have_count(0)
    clock.advance(timedelta(seconds=1))
    assert climb_ladders() == 1
    expect(deputy.locator(".told")).to_contain_text("it needs you now", timeout=SOON)
    deputy.locator(".told").get_by_role("link", name="Open").click()
    expect(deputy.get_by_role("heading", name="Is it still you?")).to_be_visible()
    deputy.get_by_label("Code").fill(code_of("price"))
    deputy.get_by_role("button", name="Go on").click()
    expect(deputy.get_by_role("heading", name="Concern")).to_be_visible()
    shown = deputy.locator("#actions")
    expect(shown).to_contain_text("Mrs Ahmed told in the app 10:12")
    expect(shown).to_contain_text("Mr Price told in the app 10:27, mail next, seen 10:27")
    clock.advance(timedelta(hours=2))
    assert climb_ladders() == 0
    lead.context.close()
    deputy.context.close()


def test_a_page_whose_session_ended_says_so_and_asks_no_more(
    chromium: Browser, here: Any, cast: Cast
) -> None:
    page = signed_in(chromium, here, "ahmed")
    asked: list[str] = []
    page.context.clear_cookies()
    line = page.locator(".told")
    expect(line).to_have_text("Signed out: sign in to be told", timeout=SOON)
    assert findings(page) == []
    page.on("request", lambda request: asked.append(request.url) if TOLD in request.url else None)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_timeout(2500)
    assert asked == []
    line.get_by_role("link", name="sign in to be told").click()
    page.wait_for_url(re.compile(r"/sign-in/\?next=%2F$"))
    page.context.close()


def test_a_page_behind_a_lock_says_so(chromium: Browser, here: Any, cast: Cast) -> None:
    page = signed_in(chromium, here, "ahmed")
    other = page.context.new_page()
    other.goto("/pupils/")
    page.get_by_role("button", name="Lock").click()
    expect(other.locator(".told")).to_have_text("Locked: unlock to be told", timeout=SOON)
    page.context.close()


@pytest.fixture
def push(settings: Any, tmp_path: Path) -> Iterator[PushCatcher]:
    settings.HOME = tmp_path
    make_push_key(tmp_path)
    with push_catcher() as catcher:
        yield catcher


def test_a_device_is_asked_after_a_tap_and_shows_a_message_that_opens_the_alert(
    chromium: Browser, here: Any, cast: Cast, push: PushCatcher
) -> None:
    page = signed_in(chromium, here, "ahmed", permissions=["notifications"])
    browser = push.browser()
    page.goto("/me/told/")
    page.evaluate(PLAYED, [browser["endpoint"], browser["public_key"], browser["secret"]])
    page.get_by_role("button", name="Tell me on this device").click()
    expect(page.get_by_text("this one")).to_be_visible(timeout=SOON)
    assert findings(page) == []
    file(cast, "concern", cast.sam, cast.amina)
    assert (send_due("push"), push.faults) == (1, [])
    hand_over(page, here, push.caught[0].payload)
    shown = page.evaluate(
        """async () => (await (await navigator.serviceWorker.ready).getNotifications())
             .map((one) => [one.title, one.body, one.tag])"""
    )
    alert = Alert.objects.get()
    assert shown == [["A concern needs you", "Open Handrail to see it.", f"/alerts/{alert.uuid}/"]]
    until(page, lambda: Delivery.objects.get(channel="push").delivered_at == clock.now())
    until(page, lambda: page.context.service_workers)
    page.context.service_workers[0].evaluate(TAPPED)
    expect(page.get_by_role("heading", name="Concern")).to_be_visible(timeout=SOON)
    alert.refresh_from_db()
    assert alert.seen_at == clock.now()
    page.goto("/me/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/")
    assert devices_of(cast.ahmed).count() == 0
    page.context.close()


def hand_over(page: Page, here: Any, payload: dict[str, Any]) -> None:
    """Give the service worker what the push service would have given the browser."""
    page.evaluate("async () => { await navigator.serviceWorker.ready }")
    session = page.context.new_cdp_session(page)
    numbers: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda said: numbers.extend(one["registrationId"] for one in said["registrations"]),
    )
    session.send("ServiceWorker.enable")
    until(page, lambda: numbers)
    session.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": here.url, "registrationId": numbers[-1], "data": json.dumps(payload)},
    )
    page.wait_for_function(
        """async () => (await (await navigator.serviceWorker.ready).getNotifications()).length"""
    )
