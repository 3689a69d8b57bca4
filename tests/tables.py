"""Empty tables and pressed static files are made once for a state of the code, and then copied."""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from django.core import management
from django.db import connection
from django.db.backends.sqlite3.creation import DatabaseCreation

ROOT = Path(__file__).resolve().parents[1]


def migrated_file() -> Path:
    """Where an SQLite file with empty tables belongs that fits the code as it stands now.

    Named after everything that a migration could read, so that a changed line makes a new one.
    """
    digest = hashlib.sha256((ROOT / "requirements" / "dev.txt").read_bytes())
    for path in sorted((ROOT / "src" / "handrail").rglob("*.py")):
        digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return ROOT / ".pytest_cache" / f"migrated-{digest.hexdigest()[:16]}.sqlite3"


def give_tables(home: Path) -> None:
    """A new installation need not migrate if somebody has; it does if nobody has."""
    home.mkdir(parents=True, exist_ok=True)
    if (made := migrated_file()).exists():
        shutil.copy(made, home / "handrail.sqlite3")


def pressed_folder() -> Path:
    """Where static files belong that were made ready to serve from the sources as they stand now.

    Whoever makes them ready again looks at each one, and finds that there is nothing to press.
    """
    digest = hashlib.sha256((ROOT / "requirements" / "dev.txt").read_bytes())
    for path in sorted((ROOT / "src" / "handrail").glob("**/static/**/*")):
        if path.is_file():
            digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return ROOT / ".pytest_cache" / f"static-{digest.hexdigest()[:16]}"


def give_static_files(home: Path) -> None:
    """A new installation need not press them if somebody has; it does if nobody has."""
    home.mkdir(parents=True, exist_ok=True)
    if (made := pressed_folder()).is_dir() and not (home / "static").exists():
        shutil.copytree(made, home / "static")


@contextmanager
def migrated_once() -> Iterator[None]:
    """SQLite's test database begins as a copy of the kept one, or is kept for the next run.

    An empty one, on either database, is given its tables at once (handrail.keeping.tables).
    """
    usual = DatabaseCreation.create_test_db
    command = management.call_command

    def bring_up(name: str, *args: Any, **kwargs: Any) -> Any:
        from handrail.keeping.tables import bring_tables_up

        if name == "migrate" and not connection.introspection.table_names():
            return bring_tables_up()
        return command(name, *args, **kwargs)

    def create(self: Any, *args: Any, **kwargs: Any) -> str:
        kept, name = migrated_file(), self._get_test_db_name()
        if not self.is_in_memory_db(name):
            return str(usual(self, *args, **kwargs))
        with closing(sqlite3.connect(name, uri=True)) as memory:  # lives while one has it open
            if kept.exists():
                with closing(sqlite3.connect(kept)) as file:
                    file.backup(memory)
            usual(self, *args, **kwargs)
            if not kept.exists():
                _keep(memory, kept)
        return str(name)

    with (
        mock.patch.object(DatabaseCreation, "create_test_db", create),
        mock.patch.object(management, "call_command", bring_up),
    ):
        yield


def _keep(memory: sqlite3.Connection, kept: Path) -> None:
    kept.parent.mkdir(exist_ok=True)
    for old in kept.parent.glob("migrated-*.sqlite3"):
        old.unlink(missing_ok=True)
    half = kept.with_suffix(f".{os.getpid()}")  # another lane may be at the same
    with closing(sqlite3.connect(half)) as file:
        memory.backup(file)
    half.replace(kept)


def make_tables() -> None:
    """For `script/test`, before its lanes begin: each of them would migrate for itself."""
    if migrated_file().exists():
        return
    from handrail.keeping.tables import bring_tables_up

    bring_tables_up()
    _keep(connection.connection, migrated_file())


def make_static_files() -> None:
    """Likewise."""
    if (kept := pressed_folder()).is_dir():
        return
    from django.conf import settings

    from handrail.cli.run import collect_static

    collect_static()
    for old in kept.parent.glob("static-*"):
        shutil.rmtree(old)
    half = kept.with_suffix(f".{os.getpid()}")
    shutil.copytree(settings.STATIC_ROOT, half)
    half.replace(kept)


if __name__ == "__main__":
    import django

    os.umask(0o077)  # as `handrail init`
    django.setup()
    make_tables()
    make_static_files()
