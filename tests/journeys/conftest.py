"""A served installation and a browser: the program itself, as its users meet it."""

import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    Route,
    expect,
    sync_playwright,
)

from handrail.keeping.whose import mark
from tests.tables import give_static_files, give_tables

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
PATIENCE = 90_000  # milliseconds: two cores carry three lanes of tests
expect.set_options(timeout=40_000)


@dataclass
class Served:
    """A running installation: where it is, and how to run its console command."""

    address: str
    home: Path

    def handrail(self, *words: str) -> dict[str, Any]:
        """Run the console command against this installation and read its JSON."""
        done = subprocess.run(
            [sys.executable, "-m", "handrail.cli.main", *words, "--json", "--no-input"],
            env=environment(self.home), capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        assert done.stdout, done.stderr
        return {"code": done.returncode, **json.loads(done.stdout.splitlines()[-1])}


def environment(home: Path, **more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "HANDRAIL_DEBUG"}}
    return {**kept, "HANDRAIL_HOME": str(home), "HANDRAIL_DEMO": "1", **more}


def made_up(home: Path) -> None:
    """Mark a school that no `handrail demo` made: only what is marked is served as one."""
    with closing(sqlite3.connect(home / "handrail.sqlite3")) as database:
        rows = database.execute("SELECT uuid, name FROM school_school").fetchall()
    mark(home, {UUID(number): name for number, name in rows})


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(home: Path, *words: str) -> tuple[subprocess.Popen[bytes], str]:
    """Start a command that serves, and wait until it answers."""
    port = free_port()
    log = (home.parent / f"{home.name}.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "handrail.cli.main", *words, "--port", str(port)],
        env=environment(home), stdout=log, stderr=log, start_new_session=True,
    )  # fmt: skip
    address = f"http://localhost:{port}"
    for _ in range(960):
        try:
            urllib.request.urlopen(f"{address}/healthy", timeout=5)
            return process, address
        except OSError:
            assert process.poll() is None, (home.parent / f"{home.name}.log").read_text()
            time.sleep(0.25)
    raise AssertionError("It did not answer within four minutes.")


def stop(process: subprocess.Popen[bytes]) -> None:
    os.killpg(process.pid, 15)
    process.wait(90)


@pytest.fixture(scope="session")
def demo_school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The small made-up school, served as `script/demo --small` serves it."""
    home = tmp_path_factory.mktemp("demo") / "home"
    give_tables(home)
    give_static_files(home)
    mark(home)
    process, address = serve(home, "demo", "--small")
    yield Served(address, home)
    stop(process)


@pytest.fixture(scope="session")
def empty_school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A fresh installation with one school and its administrator, before any roll."""
    home = tmp_path_factory.mktemp("fresh") / "home"
    give_tables(home)
    give_static_files(home)
    subprocess.run(
        [sys.executable, "-m", "handrail.cli.main", "init", "--no-input",
         "--school", "Oak Lane Academy (made up)", "--admin", "office"],
        env=environment(home, HANDRAIL_PASSWORD="a-long-enough-one"), check=True,
    )  # fmt: skip
    made_up(home)
    process, address = serve(home, "serve")
    yield Served(address, home)
    stop(process)


def chromium_path() -> str:
    """Where Chromium is, or was expected."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Closed after each file: an open browser keeps other tests from their database."""
    path = chromium_path()
    if not Path(path).exists():
        pytest.skip("Chromium is not installed here. On Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGS)
        yield browser
        browser.close()


def context_of(browser: Browser, **more: Any) -> BrowserContext:
    """A browser of its own, as patient as a machine that carries three lanes."""
    context = browser.new_context(**more)
    context.set_default_timeout(PATIENCE)
    return context


def follow(page: Page, what: Locator) -> None:
    """Press it, and wait until the page that comes is there whole, with its scripts."""
    with page.expect_navigation():
        what.click()


@contextmanager
def late(page: Page, script: str) -> Iterator[None]:
    """As on a slow phone: this script of ours comes after the block (no worker may be there)."""
    held: list[Route] = []
    asked = re.compile(rf"/capture/{script}\b")
    page.route(asked, lambda route: held.append(route))
    yield
    for route in held:
        route.continue_()
    page.unroute(asked)


def give_name(page: Page, username: str, password: str = "spring-lane-demo") -> None:
    """Name and password on the page for signing in; done when another page has come."""
    page.get_by_label("Sign-in name").fill(username)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: not url.split("?")[0].endswith("/sign-in/"))


def give_second_factor(page: Page) -> None:
    """Where a second factor is asked for, or must be set up first, do so with the code shown."""
    while page.url.endswith("/sign-in/code/"):  # again, where the code had gone by on the way
        while not page.locator("[data-demo-code]").count():  # signed in twice in half a minute
            page.wait_for_timeout(2000)
            page.reload()
        page.get_by_label("Code").fill(page.locator("[data-demo-code]").inner_text())
        follow(page, page.get_by_role("button", name="Go on"))
    if "/me/second-factor/" in page.url:
        page.get_by_role("link", name="Use an app").click()
        page.get_by_label("The six digits").fill(page.locator("[data-demo-code]").inner_text())
        page.get_by_role("button", name="Keep it").click()
        page.get_by_role("link", name="I have kept them").click()


@pytest.fixture
def open_as(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page signed in as somebody; at the end, nothing may have gone wrong in the console."""
    complaints: list[str] = []
    contexts = []

    def sign_in(
        address: str,
        username: str,
        password: str = "spring-lane-demo",
        *,
        size: dict[str, int] = PHONE,
        cut_off: bool = False,
        **more: Any,
    ) -> Page:
        forgiven = ["422", "404", *(["Failed to load resource"] if cut_off else [])]
        context = context_of(chromium, viewport=size, base_url=address, **more)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: (
                complaints.append(said.text)
                if said.type == "error" and not any(word in said.text for word in forgiven)
                else None
            ),
        )
        page.goto("/sign-in/")
        give_name(page, username, password)
        give_second_factor(page)
        page.wait_for_url(f"{address}/")
        return page

    yield sign_in
    for context in contexts:
        context.close()
    assert complaints == []
