"""An empty database gets at once the very tables that walking the migrations would give it."""

import re
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.conftest import environment

pytestmark = [pytest.mark.slow, pytest.mark.sqlite_only]

MAKE = (
    "import django; django.setup(); from handrail.keeping.tables import bring_tables_up as make; "
    "make()"
)
WALK = (
    "import django; django.setup(); from django.core.management import call_command as call; "
    "call('migrate', verbosity=0)"
)


def tables_of(home: Path, how: str) -> dict[str, Any]:
    """Everything that stands in the schema, by name, however its columns are ordered."""
    home.mkdir()
    settings = {"DJANGO_SETTINGS_MODULE": "handrail.settings"}
    subprocess.run(
        [sys.executable, "-c", how], env=environment(home, **settings), check=True, timeout=600
    )
    with sqlite3.connect(home / "handrail.sqlite3") as database:
        names = database.execute("SELECT type, name, tbl_name FROM sqlite_master").fetchall()
        columns = {
            table: sorted(database.execute(f"PRAGMA table_xinfo({table})").fetchall(), key=str)
            for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        done = database.execute("SELECT app, name FROM django_migrations").fetchall()
        checks = [
            sorted(re.findall(r"CONSTRAINT .*?(?:,|$)", text or ""))
            for (text,) in database.execute("SELECT sql FROM sqlite_master ORDER BY name")
        ]
    return {
        "names": sorted(names),
        "columns": {table: sorted(row[1:4] for row in rows) for table, rows in columns.items()},
        "migrations": sorted(done),
        "checks": [sorted(one) for one in checks],
    }


def test_tables_made_at_once_are_those_that_migrations_make(tmp_path: Path) -> None:
    made, walked = tables_of(tmp_path / "made", MAKE), tables_of(tmp_path / "walked", WALK)
    assert made == walked
