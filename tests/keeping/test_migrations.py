"""Data filed under the first migration of every app comes through all later ones, and verifies."""

import gzip
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.keeping.conftest import Installation
from tests.tables import give_static_files

pytestmark = [pytest.mark.slow, pytest.mark.sqlite_only]
OLD = Path(__file__).with_name("first_schema.sqlite3.gz")  # the small school, filed back then


@pytest.fixture
def old(tmp_path: Path) -> Installation:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    give_static_files(home)
    (home / "handrail.sqlite3").write_bytes(gzip.decompress(OLD.read_bytes()))
    return Installation(home)


def test_old_data_comes_through_and_the_chain_still_holds(old: Installation) -> None:
    """Also when the way there was cut off three times: the next `init` goes on, nothing is lost."""
    with sqlite3.connect(old.home / "handrail.sqlite3") as database:
        applied = database.execute("SELECT app, name FROM django_migrations").fetchall()
        reasons = database.execute("SELECT count(*) FROM records_revision WHERE reason <> ''")
        records = database.execute("SELECT count(*) FROM records_record").fetchone()[0]
        assert (("records", "0002_stubs") in applied, reasons.fetchone()) == (False, (1,))
    refused = old.run("verify", ok=False)
    assert (refused["code"], "handrail init" in refused["reason"]) == (2, True)
    for after in (1.2, 1.6, 2.0):
        killed_while_it_migrates(old, after)
    old.run("init")
    found = old.run("verify", ok=False)
    # Its two photos were not brought along, and the walk says so; nothing else is amiss.
    assert [row["what"] for row in found["breaks"]] == [
        "An attachment is missing from the disk."
    ] * 2
    assert found["checked"] == 26
    assert what_can_be_found(old) == records
    old.start("write", "0.5").communicate()
    assert len(old.run("verify", ok=False)["breaks"]) == 2


def what_can_be_found(home: Installation) -> int:
    """How many of the records the index knows as of their school, which is one of their scope."""
    with sqlite3.connect(home.home / "handrail.sqlite3") as database:
        schools = [key for (key,) in database.execute("SELECT id FROM school_school")]
        asked = " OR ".join(f'"0sxs{key}"' for key in schools)
        found = database.execute(
            "SELECT count(*) FROM search_index WHERE search_index MATCH ?", [asked]
        )
        return int(found.fetchone()[0])


def killed_while_it_migrates(old: Installation, after: float) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "handrail.cli.main", "init", "--no-input"],
        env=old.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.wait()
