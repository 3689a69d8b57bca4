"""Sam counts with the counter and closes a session in a few taps; it stands on the chart."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.journeys.axe import findings
from tests.journeys.conftest import Served, follow
from tests.journeys.on_device import until_kept
from tests.journeys.test_offline import ready, signal_is_back

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]
OPEN = Callable[..., Page]


def test_a_session_is_closed_in_a_few_taps_and_stands_on_the_chart(
    demo_school: Served, open_as: OPEN
) -> None:
    page = open_as(demo_school.address, "sam", cut_off=True)
    page.goto("/programmes/")
    page.get_by_role("link", name=re.compile("Calm corner")).click()
    before = int(page.locator("dt:has-text('Sessions given') + dd").inner_text())
    follow(page, page.get_by_role("link", name="Is it working?"))
    dots = page.locator("circle.dot").count()
    faults = findings(page)
    page.get_by_role("link", name="Calm corner").click()
    page.get_by_role("link", name="Give a session").click()
    page.locator("form[data-keep][data-ready=yes]").wait_for()
    page.get_by_role("button", name=re.compile("One more.*Leo T")).click()
    page.get_by_label("Note").fill("Half a session, then the battery.")
    until_kept(page, "Half a session, then the battery.")
    page.goto(page.url)  # what was typed is kept on the device until it was sent
    expect(page.get_by_text("This is what you had begun here")).to_be_visible()
    expect(page.get_by_label("Note")).to_have_value("Half a session, then the battery.")
    page.get_by_role("button", name="Start afresh").click()
    expect(page.get_by_label("Note")).to_have_value("")
    for _ in range(3):
        page.get_by_role("button", name=re.compile("One more.*Leo T")).click()
    page.get_by_role("button", name=re.compile("One fewer.*Leo T")).click()
    zoe = page.get_by_role("group", name="Zoë O")
    zoe.get_by_role("radio", name="Not in school").check()
    page.get_by_role("group", name=re.compile("Steps followed")).get_by_role(
        "radio", name="4"
    ).check()
    page.context.set_offline(True)
    page.get_by_role("button", name="Close the session").click()
    expect(page.get_by_text("press again when there is signal")).to_be_visible()
    faults += findings(page)
    page.context.set_offline(False)
    page.get_by_role("button", name="Close the session").click()
    expect(page.locator("dt:has-text('Sessions given') + dd")).to_have_text(str(before + 1))
    expect(page.get_by_text("Zoë O (not in school)").first).to_be_visible()
    faults += findings(page)
    page.get_by_role("link", name="Is it working?").click()
    expect(page.locator("circle.dot")).to_have_count(dots + 1)
    assert faults == []


def test_a_moment_waits_without_signal_and_arrives_once(demo_school: Served, open_as: OPEN) -> None:
    page = open_as(demo_school.address, "sam", cut_off=True)
    page.goto("/programmes/")
    page.get_by_role("link", name=re.compile("Calm corner")).click()
    page.get_by_role("link", name=re.compile("What brings it on.*Zoë O")).click()
    page.locator("form[data-ready=yes]").wait_for()
    page.context.set_offline(True)
    page.get_by_role("checkbox", name="Noise").check()
    page.get_by_role("button", name="It did not happen").click()
    expect(page.get_by_text("1 kept on this device.")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Noise")).not_to_be_checked()
    with page.expect_response("**/moments/send/") as sent:
        page.context.set_offline(False)
        page.evaluate("dispatchEvent(new Event('online'))")
    assert sent.value.json()["state"] == "filed"
    ready(page)
    page.context.set_offline(True)  # the page itself opens without signal, from the list of pupils
    page.goto("/pupils/")
    page.get_by_role("link", name="Zoë O, Calm corner").click()
    expect(page.get_by_role("heading", name="What brings it on? Zoë O")).to_be_visible()
    page.locator("form[data-ready=yes]").wait_for()
    page.get_by_role("button", name="Prompt me").click()  # the prompt needs no signal either
    expect(page.get_by_text("A prompt comes when you do not expect it.")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    page.get_by_role("checkbox", name="Noise").check()
    page.get_by_role("button", name="It happened").click()
    expect(page.get_by_text("1 kept on this device.")).to_be_visible()
    page.goto(page.url)  # opened again: what waits is still there
    expect(page.get_by_text("1 waiting")).to_be_visible()
    assert findings(page) == []
    with page.expect_response("**/moments/send/") as sent:
        signal_is_back(page)
    assert sent.value.json()["state"] == "filed"
    page.reload()
    expect(page.get_by_text("1 moment with the behaviour, 1 without it.").first).to_be_visible()
    assert findings(page) == []
    refused_moment(page)


def refused_moment(page: Page) -> None:
    """What the server would not take is said on every page, and on its own with what it was."""

    def refuse(route: Route) -> None:
        sent = (route.request.post_data_buffer or b"").decode(errors="replace")
        number = re.findall(r'name="number"\s+([0-9a-f-]{36})', sent)[0]
        reasons = {"moment": "You cannot write about this pupil here."}
        answer = {"number": number, "state": "refused", "reasons": reasons}
        route.fulfill(status=422, json=answer)

    address = page.url
    page.locator("form[data-ready=yes]").wait_for()
    for turn in range(2):
        page.context.unroute_all()  # the answer made up below would come without signal as well
        page.context.route("**/moments/send/", lambda route: route.abort())
        page.context.set_offline(True)
        page.get_by_role("checkbox", name="Noise").check()
        page.get_by_role("button", name="It happened").click()
        expect(page.get_by_text("1 kept on this device.")).to_be_visible()
        page.context.set_offline(False)
        page.goto("/")  # it goes from this page: its own would have it back in the form at once
        page.context.route("**/moments/send/", refuse)
        page.evaluate("() => dispatchEvent(new Event('online'))")
        expect(page.get_by_text("A moment could not be kept. You cannot write")).to_be_visible()
        if turn:
            page.get_by_role("button", name="Let it go").click()
            expect(page.get_by_text("A moment could not be kept. You cannot write")).to_be_hidden()
        page.goto(address)
        page.locator("form[data-ready=yes]").wait_for()
        said = page.get_by_text(re.compile("Not kept: .*it happened, Noise. You cannot write"))
        expect(said).to_have_count(0 if turn else 1)
        expect(page.locator("[data-outbox] .say")).to_have_count(0)
