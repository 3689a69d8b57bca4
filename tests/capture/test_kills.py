"""Two hundred kills of the browser in mid-save: what was acknowledged is there, whole, once."""

import contextlib
import json
import os
import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import BrowserContext, Page, Route, sync_playwright

from tests.capture.test_schedules import KEY
from tests.journeys.conftest import ARGS, PATIENCE, chromium_path

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.sqlite_only]
KILLS, STARTS = 200, 20  # of these, so many of the whole browser, the others of the page's process
PHOTO = 40_000
SAVING = """async ([key, photo]) => {
  const { openWithSignIn } = await import("/static/capture/safe.js");
  const { save, flush } = await import("/static/capture/outbox.js");
  const safe = await openWithSignIn("somebody", key);
  for (;;) {
    const number = crypto.randomUUID();
    const files = [new File(["x".repeat(photo)], "photo.jpg")];
    await save(safe, { number, words: [["uuid", number], ["words", `words of ${number}`]], files });
    await acknowledged(number);
    await flush(safe).catch(() => {});
  }
}"""
SENDING = """async (key) => {
  const { openWithSignIn } = await import("/static/capture/safe.js");
  const { flush, waiting } = await import("/static/capture/outbox.js");
  const safe = await openWithSignIn("somebody", key);
  for (let round = 0; round < 50 && (await waiting()).length; round += 1) await flush(safe);
  return (await waiting()).length;
}"""


class Server:
    """What the browser takes for the server: files a number once, and loses answers at times."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.filed: dict[str, bytes] = {}
        self.half = 0
        self.lost_answers = 0
        self.kind = True

    def answer(self, route: Route) -> None:
        path = route.request.url.removeprefix("http://localhost/")
        with contextlib.suppress(Exception):  # the page may be gone by now
            if path == "log/send/":
                self.receive(route)
            elif path.startswith("static/"):
                found = str(finders.find(path.removeprefix("static/")))
                route.fulfill(path=found, content_type="text/javascript")
            else:
                route.fulfill(body="<!doctype html><title>Kills</title>", content_type="text/html")

    def receive(self, route: Route) -> None:
        body = route.request.post_data_buffer or b""
        number = body.split(b'name="uuid"\r\n\r\n', 1)[1].split(b"\r\n", 1)[0].decode()
        whole = f"words of {number}".encode() in body and body.count(b"x" * PHOTO) == 1
        self.half += not whole
        self.filed.setdefault(number, body)
        if self.kind or self.chance.random() < 0.7:
            answer = {"number": number, "state": "filed", "saved": "/"}
            route.fulfill(body=json.dumps(answer), content_type="application/json")
        else:
            self.lost_answers += 1
            route.abort()


@pytest.mark.timeout(1500)
def test_two_hundred_kills_in_mid_save(tmp_path: Path) -> None:
    if not Path(chromium_path()).exists():
        pytest.skip("Chromium is not installed here. On Debian: apt-get install chromium")
    chance = random.Random(20261123)
    server = Server(chance)
    acknowledged: list[str] = []
    killed: Counter[str] = Counter()
    with sync_playwright() as playwright:
        for _ in range(STARTS):
            with started(playwright, tmp_path / "profile", server, acknowledged) as context:
                server.kind = False
                for _ in range(KILLS // STARTS - 1):
                    kill_page(saving(context, chance, acknowledged), tmp_path / "profile")
                    killed["page"] += 1
                saving(context, chance, acknowledged)
                kill_browser(tmp_path / "profile")
                killed["browser"] += 1
        with started(playwright, tmp_path / "profile", server, acknowledged) as context:
            server.kind = True
            page = context.new_page()
            page.goto("http://localhost/")
            left = page.evaluate(SENDING, KEY)
            context.close()
    missing = set(acknowledged) - set(server.filed)
    twice = len(acknowledged) - len(set(acknowledged))
    print(
        f"kills: {killed['page']} of the page, {killed['browser']} of the browser; "
        f"acknowledged: {len(acknowledged)}, filed: {len(server.filed)}, answers lost: "
        f"{server.lost_answers}, missing: {len(missing)}, twice: {twice}, half: {server.half}"
    )
    assert killed.total() == KILLS
    assert len(acknowledged) > KILLS / 2
    assert (left, missing, twice, server.half) == (0, set(), 0, 0)


@contextlib.contextmanager
def started(
    playwright: Any, profile: Path, server: Server, acknowledged: list[str]
) -> Iterator[BrowserContext]:
    """The browser on the same disk as before; it may be dead when the block ends."""
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=chromium_path(), args=ARGS, viewport={"width": 390, "height": 844}
    )
    context.set_default_timeout(PATIENCE)
    context.expose_function("acknowledged", lambda number: acknowledged.append(number))
    context.route("**/*", server.answer)
    yield context
    with contextlib.suppress(Exception):
        context.close()


def saving(context: BrowserContext, chance: random.Random, acknowledged: list[str]) -> Page:
    """A page that saves one record after another, for a moment of some length: mostly from its
    first record on, however long this machine takes for that."""
    page, before = context.new_page(), len(acknowledged)
    page.goto("http://localhost/")
    page.evaluate("([script, ...rest]) => { (0, eval)(script)(rest); }", [SAVING, KEY, PHOTO])
    if chance.random() < 0.9:
        ends = time.monotonic() + PATIENCE / 1000
        while len(acknowledged) == before and time.monotonic() < ends:
            page.wait_for_timeout(10)
    page.wait_for_timeout(chance.uniform(0, 200))
    return page


def kill_page(page: Page, profile: Path) -> None:
    """Signal 9 to the page's process, as a phone does that runs out of memory."""
    kill(pid for pid, words in processes_of(profile) if "--type=renderer" in words)
    with contextlib.suppress(Exception):
        page.close()


def kill_browser(profile: Path) -> None:
    """Signal 9 to every process that has this profile open, as an empty battery does."""
    kill(pid for pid, _ in processes_of(profile))
    for lock in profile.glob("Singleton*"):
        lock.unlink(missing_ok=True)


def kill(numbers: Iterable[int]) -> None:
    for number in numbers:
        with contextlib.suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)


def processes_of(profile: Path) -> list[tuple[int, str]]:
    """The browser on this profile and everything it started: number and command line."""
    table = subprocess.run(
        ["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True
    )
    rows = [line.split(None, 2) for line in table.stdout.splitlines()]
    ours: dict[int, str] = {}
    for pid, parent, words in ([int(r[0]), int(r[1]), r[-1]] for r in rows if len(r) == 3):
        if f"user-data-dir={profile}" in words or parent in ours:
            ours[pid] = words
    return list(ours.items())
