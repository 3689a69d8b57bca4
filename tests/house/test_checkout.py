"""What a stranger's clone needs: scripts that run, and locks that say what they were made from."""

import os
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["base", "postgres", "dev"]
SCRIPTS = sorted(
    path
    for path in [*(ROOT / "script").iterdir(), ROOT / ".ci" / "run"]
    if path.is_file() and not path.suffix
)


def pins(lock: str) -> dict[str, str]:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    return dict(re.findall(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==(\S+)", text, re.MULTILINE))


def asked_for(requirement: str) -> str:
    return re.split(r"[\[~><=; ]", requirement, maxsplit=1)[0].lower().replace("_", "-")


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_can_be_run_and_stops_at_its_first_mistake(path: Path) -> None:
    assert os.access(path, os.X_OK)
    if path.read_text().startswith("#!/usr/bin/env bash"):
        assert "set -euo pipefail" in path.read_text()


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_place_to_download_from(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    assert re.findall(r"https?://|index-url|find-links|file:", text) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_locks_agree_and_hold_everything_that_is_asked_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    base, postgres, dev = (pins(lock) for lock in LOCKS)
    assert base.items() <= postgres.items() <= dev.items()
    assert {asked_for(each) for each in project["dependencies"]} <= base.keys()
    extra = project["optional-dependencies"]["postgres"]
    assert {asked_for(each) for each in extra} <= postgres.keys()
