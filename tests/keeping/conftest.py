"""An installation of its own for each test of keeping, on SQLite and on PostgreSQL."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.tables import give_static_files

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Installation:
    """A home folder, a database, and the console command against them."""

    home: Path
    settings: dict[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items()
                if name != "DATABASE_URL" and not name.startswith("HANDRAIL_")}  # fmt: skip
        return {**kept, "HANDRAIL_HOME": str(self.home), **self.settings}

    def run(self, *words: str, ok: bool = True) -> dict[str, Any]:
        """A command with --json; its answer, with the exit code under "code"."""
        done = subprocess.run(
            [sys.executable, "-m", "handrail.cli.main", *words, "--json", "--no-input"],
            env=self.environment(), capture_output=True, text=True, timeout=170, check=False,
        )  # fmt: skip
        assert done.stdout.strip(), done.stderr
        answer = {**json.loads(done.stdout.splitlines()[-1]), "code": done.returncode}
        assert not ok or done.returncode == 0, answer
        return answer

    def start(self, *words: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-m", "tests.keeping.small_school", *words],
            env=self.environment(), cwd=ROOT, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def elsewhere(self, name: str = "other", **settings: str) -> "Installation":
        return Installation(self.home.parent / name, settings)


def made(home: Path, **settings: str) -> Installation:
    here = Installation(home, settings)
    give_static_files(home)
    here.run("init")
    process = here.start("make")
    assert process.wait(120) == 0
    return here


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Made once, with a key; copied for each test."""
    here = made(tmp_path_factory.mktemp("pattern") / "home")
    here.run("backup", "--new-key", "--to", str(here.home.parent / "key.txt"))
    return here


@pytest.fixture
def here(pattern: Installation, tmp_path: Path) -> Installation:
    """A copy that a test may harm, on SQLite."""
    shutil.copy(pattern.home.parent / "key.txt", tmp_path / "key.txt")
    return Installation(Path(shutil.copytree(pattern.home, tmp_path / "home")))


@pytest.fixture
def key(here: Installation) -> list[str]:
    return ["--identity", str(here.home.parent / "key.txt")]


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator["Postgres"]:
    """The PostgreSQL server of this run, with a database and a role to harm."""
    from django.conf import settings

    if not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        pytest.skip("This run is not about PostgreSQL.")
    server = Postgres(tmp_path)
    yield server
    server.clean()


class Postgres:
    """Databases and roles made for one test, on the server that this run is about."""

    def __init__(self, folder: Path) -> None:
        from django.conf import settings

        parts = settings.DATABASES["default"]
        self.folder = folder
        self.at = f"{parts['HOST'] or 'localhost'}:{parts['PORT'] or 5432}"
        self.user, self.password = parts["USER"], parts["PASSWORD"]
        self.tag = uuid4().hex[:8]
        self.databases: list[str] = []

    def say(self, statement: str) -> Any:
        import psycopg

        host, port = self.at.rsplit(":", 1)
        with psycopg.connect(
            host=host, port=port, user=self.user, password=self.password or None,
            dbname="postgres", autocommit=True,
        ) as server:  # fmt: skip
            cursor = server.execute(statement)
            return cursor.fetchall() if cursor.description else None

    def database(self, name: str, *, user: str = "") -> str:
        """A fresh database; gives back its DATABASE_URL."""
        full = f"keep_{self.tag}_{name}"
        self.say(f'CREATE DATABASE "{full}"' + (f' OWNER "{user}"' if user else ""))
        self.databases.append(full)
        return f"postgresql://{user or self.user}@{self.at}/{full}"

    def clean(self) -> None:
        for name in self.databases:
            self.say(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self.say(f'DROP ROLE IF EXISTS "weak_{self.tag}"')
