"""Killed in mid-write, two hundred times: what was acknowledged is there, whole, once."""

import json
import os
import random
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.counting import Count
from tests.faults.clients import Client
from tests.faults.clusters import Cluster, server_programs
from tests.journeys.conftest import free_port

ROOT = Path(__file__).resolve().parents[2]
KILLS, KILLS_ON_POSTGRES = 200, 30
SORTS = {"sam": "sheet", "patel": "api", "reid": "photo", "lee": "api"}
pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


@dataclass
class Scratch:
    """A scratch installation: its own folder, its own database, its own server."""

    home: Path
    environment: dict[str, str]
    port: int
    starter: subprocess.Popen[str]
    server: int = 0

    def run(self, *words: str) -> Any:
        done = subprocess.run(
            [sys.executable, "-m", "tests.faults.scratch", *words], cwd=ROOT, text=True,
            env=self.environment, capture_output=True, check=False, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout.splitlines()[-1])

    def start(self) -> None:
        """Start the server; back as soon as it answers."""
        assert self.starter.stdin is not None
        assert self.starter.stdout is not None
        self.starter.stdin.write("\n")
        self.starter.stdin.flush()
        self.server = int(self.starter.stdout.readline())
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/app.webmanifest", timeout=2)
                return
            except OSError:
                time.sleep(0.01)
        raise AssertionError("The server did not answer within a minute.")

    def kill(self) -> None:
        """Signal 9 to the server and everything it started: nobody gets to tidy up."""
        os.killpg(self.server, signal.SIGKILL)
        self.server = 0


@pytest.fixture
def scratch(tmp_path: Path) -> Iterator[Callable[..., Scratch]]:
    """Make a scratch installation; its processes end with the test."""
    made: list[Scratch] = []

    def make(**more: str) -> Scratch:
        kept = {k: v for k, v in os.environ.items()
                if k != "DATABASE_URL" and not k.startswith("HANDRAIL_")}  # fmt: skip
        home, port = tmp_path / "home", free_port()
        environment = {**kept, "HANDRAIL_HOME": str(home), **more}
        starter = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.scratch", "serve", str(port)], cwd=ROOT, text=True,
            env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=(tmp_path / "server.log").open("w"),
        )  # fmt: skip
        made.append(Scratch(home, environment, port, starter))
        return made[-1]

    yield make
    for one in made:
        one.starter.kill()
        one.starter.wait()
        if one.server:
            one.kill()


def storm(
    scratch: Scratch, kills: int, strike: Callable[[random.Random], None], pause: float
) -> dict[str, Any]:
    """Clients file without a pause while `strike` harms what they file into; then count."""
    school, dice = scratch.run("make"), random.Random(20261123)
    clients = [Client(school, name, scratch.port, sort) for name, sort in SORTS.items()]
    scratch.start()
    for client in clients:
        client.start()
    for _ in range(kills):
        await_one_more(clients)
        time.sleep(dice.uniform(0.0, pause))
        strike(dice)
    for client in clients:
        client.enough.set()
    for client in clients:
        client.join(60)
    wrong = [said for client in clients for said in client.wrong]
    assert (wrong, [client.is_alive() for client in clients]) == ([], [False] * len(clients))
    acknowledged = {k: v for client in clients for k, v in client.acknowledged.items()}
    scratch.kill()
    told = scratch.home / "acknowledged.json"
    told.write_text(json.dumps(acknowledged))
    found: dict[str, Any] = scratch.run("check", str(told))
    tries = sum(client.tries for client in clients)
    print(f"{kills} kills, {tries} tries, {found}")
    return found


def await_one_more(clients: list[Client], seconds: float = 60.0) -> None:
    """Until something more has been acknowledged, however slow the machine is."""
    before, until = acknowledged_by(clients), time.monotonic() + seconds
    while acknowledged_by(clients) == before and time.monotonic() < until:
        time.sleep(0.02)


def acknowledged_by(clients: list[Client]) -> int:
    return sum(len(client.acknowledged) for client in clients)


def judge(found: dict[str, Any], kills: int, where: str, count: Count) -> None:
    said, lost = found["acknowledged"], found["acknowledged"] - found["found"]
    count("C1", f"kills in mid-write, {where}", kills, len(found["breaks"]))
    for what, harmed in (("lost", lost), ("twice", found["twice"]), ("half", found["half"])):
        count("C1", f"acknowledged records {what}, {where}", said, harmed)
    assert said > kills  # each blow fell on a server that had answered since the one before
    assert (lost, found["twice"], found["half"], found["breaks"]) == (0, 0, 0, [])
    assert found["parts"]["sheet"]["links"] == 1
    assert found["parts"]["photo"]["files"] == 1
    assert min(found["parts"]["api"][part] for part in ("actions", "alerts", "chosen")) > 0


@pytest.mark.sqlite_only
def test_two_hundred_kills_lose_nothing_and_double_nothing(
    scratch: Callable[..., Scratch], count: Count
) -> None:
    school = scratch()

    def strike(dice: random.Random) -> None:
        school.kill()
        school.start()

    judge(storm(school, KILLS, strike, 0.4), KILLS, "SQLite", count)


@pytest.mark.postgres
def test_kills_of_the_server_a_backend_and_the_database_lose_nothing(
    scratch: Callable[..., Scratch], count: Count
) -> None:
    if not server_programs():
        pytest.skip("PostgreSQL's server programs are missing (Debian: postgresql).")
    with Cluster() as cluster:
        cluster.start()
        school = scratch(DATABASE_URL=cluster.url("postgres"))

        def strike(dice: random.Random) -> None:
            """The server, one of the database's processes, or the whole database."""
            what = dice.choice(("server", "server", "backend", "database"))
            if what == "server":
                school.kill()
                school.start()
            elif what == "backend":
                cluster.kill_a_backend(dice)
            else:
                cluster.kill()
                cluster.start()

        judge(storm(school, KILLS_ON_POSTGRES, strike, 1.0), KILLS_ON_POSTGRES, "PostgreSQL", count)
