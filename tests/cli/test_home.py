"""The home folder is its owner's alone; one that cannot be had is said in a sentence."""

import subprocess
import sys
from pathlib import Path

import pytest

from handrail.cli.home import close_home
from tests.journeys.conftest import environment


def test_what_stood_open_is_closed_but_a_key_that_was_read_shows(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "attachments").mkdir(parents=True)
    names = ("handrail.sqlite3", "handrail.sqlite3-wal", "heads.jsonl", "secret-key")
    for name in names:
        (home / name).touch()
        (home / name).chmod(0o644)
    (home / "elsewhere").symlink_to(tmp_path)
    for path in (tmp_path, home, home / "attachments"):
        path.chmod(0o755)
    close_home(home)
    modes = {path.name: path.stat().st_mode & 0o777 for path in (home, *home.iterdir())}
    assert modes == {
        "home": 0o700, "attachments": 0o700, "handrail.sqlite3": 0o600,
        "handrail.sqlite3-wal": 0o600, "heads.jsonl": 0o600, "secret-key": 0o644,
        "elsewhere": 0o755,
    }  # fmt: skip


def test_a_folder_that_many_share_keeps_its_rights(tmp_path: Path) -> None:
    tmp_path.chmod(0o1777)
    close_home(tmp_path)
    assert tmp_path.stat().st_mode & 0o7777 == 0o1777


NOWHERE = {
    "another sort of database": ("DATABASE_URL", "foo://sam:word@x/y", "must begin with postgres"),
    "no port": ("DATABASE_URL", "postgresql://sam:word@h:abc/x", "must be a number from 1"),
    "a dead PostgreSQL": ("DATABASE_URL", "postgresql://sam:word@127.0.0.1:1/x", "Connection ref"),
    "a folder that cannot be": ("HANDRAIL_HOME", "/proc/handrail", "cannot be made or written"),
    "no number of minutes": ("HANDRAIL_IDLE_MINUTES", "abc", "'abc' and must be a number of min"),
    "no port of a mail server": ("HANDRAIL_MAIL_URL", "smtp://sam:word@h:x", "no address with a"),
    "a database that cannot be": ("DATABASE_URL", "sqlite:////proc/h.sqlite3", "unable to open"),
}


@pytest.mark.slow
@pytest.mark.parametrize("what", NOWHERE)
def test_what_is_not_there_is_said_in_one_sentence(what: str, tmp_path: Path) -> None:
    name, value, said = NOWHERE[what]
    done = subprocess.run(
        [sys.executable, "-m", "handrail.cli.main", "init"],
        env=environment(tmp_path / "home", **{name: value}), capture_output=True, text=True,
        timeout=60, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1), done.stderr
    assert said in done.stderr
    assert "word" not in done.stderr


@pytest.mark.slow
def test_doctor_says_once_that_postgres_does_not_answer(tmp_path: Path) -> None:
    dead = environment(tmp_path, DATABASE_URL="postgresql://127.0.0.1:1/x")
    done = subprocess.run(
        [sys.executable, "-m", "handrail.cli.main", "doctor"],
        env=dead, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (2, "")
    assert done.stdout.count("Connection refused. See that PostgreSQL runs") == 1
