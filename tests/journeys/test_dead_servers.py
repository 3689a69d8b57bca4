"""The running program while its mail server hangs: nothing else slows, and nothing is lost."""

import os
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from handrail.keeping.whose import mark
from tests.journeys.conftest import Served, serve, stop
from tests.journeys.test_alerts import PLAYED, SOON, file_by_hand
from tests.notify.catchers import MailCatcher, PushCatcher, mail_catcher, push_catcher
from tests.tables import give_static_files, give_tables

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.slow]
PATIENCE = 180  # seconds; a hanging server is let go after 10 and tried again 15 later


@pytest.fixture
def caught() -> Iterator[tuple[MailCatcher, PushCatcher]]:
    with mail_catcher() as mail, push_catcher() as push:
        mail.mood = "hang"
        yield mail, push


@pytest.fixture
def school(
    caught: tuple[MailCatcher, PushCatcher], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Served]:
    """The made-up school with a mail server that hangs, served as a school would serve it."""
    monkeypatch.setenv("HANDRAIL_MAIL_URL", f"smtp://127.0.0.1:{caught[0].port}?tls=no")
    home = tmp_path / "home"
    give_tables(home)
    give_static_files(home)
    mark(home)
    process, address = serve(home, "demo", "--small")
    yield Served(address, home)
    stop(process)


def wait_for(what: Callable[[], object], why: str) -> None:
    until = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < until, why
        time.sleep(0.2)


def test_push_and_pages_go_on_while_mail_hangs_and_mail_follows(
    school: Served, caught: tuple[MailCatcher, PushCatcher], open_as: Callable[..., Page]
) -> None:
    mail, push = caught
    lead = open_as(school.address, "ahmed", permissions=["notifications"])
    lead.goto("/me/told/")
    browser = push.browser()
    lead.evaluate(PLAYED, [browser["endpoint"], browser["public_key"], browser["secret"]])
    lead.get_by_role("button", name="Tell me on this device").click()
    expect(lead.get_by_text("this one")).to_be_visible(timeout=SOON)
    sam = open_as(school.address, "sam")
    file_by_hand(sam, school)  # mail about a concern goes on a closed day as well
    wait_for(lambda: mail.calls, "nothing was tried by mail")
    file_by_hand(sam, school)
    expect(lead.locator(".told")).to_contain_text("A concern needs you", timeout=SOON)
    wait_for(lambda: len(push.caught) > 1, "push waited for the mail server")
    assert (mail.caught, push.faults, {one.payload["title"] for one in push.caught}) == (
        [], [], {"A concern needs you"})  # fmt: skip
    mail.mood = ""
    mail.over.set()

    def to_lead(message: EmailMessage) -> bool:
        return message["to"] == "ahmed@spring-lane.example"

    wait_for(lambda: any(map(to_lead, mail.caught)), "mail did not follow")
    assert os.stat(school.home / "push-key.pem").st_mode & 0o077 == 0
