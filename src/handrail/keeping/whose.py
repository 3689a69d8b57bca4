"""Whose an installation is: only the demonstration's own is filled, built again or served as one.

Asked before anything is written, so it reads the database by its driver alone: tables of another
version are read as well, and nothing is made where nothing stands.
"""

import json
import sqlite3
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

MARK = "made-up-school.json"
DATABASE = "handrail.sqlite3"
# What `handrail init` and a school's work leave in a home.
LEFT = (DATABASE, "secret-key", "push-key.pem", "heads.jsonl", "attachments", "backups")
# How a home is known that was built before there was a mark.
SCHOOLS = frozenset({"Spring Lane Primary", "Spring Lane Academy"})
ACCOUNTS = frozenset(
    {"sam", "patel", "reid", "lee", "ahmed", "price", "okafor", "khan", "grant", "office", "tilly"}
)
ELSEWHERE = (
    "Nothing there was touched. Give the demonstration a folder of its own, such as: "
    "HANDRAIL_HOME={home}-demo handrail demo"
)
ELSEWHERE_TOO = (
    "Nothing there was touched. Leave DATABASE_URL out, and give the demonstration a folder of its "
    "own, such as: HANDRAIL_HOME={home}-demo handrail demo"
)

TAKE_IT_OUT = (
    "HANDRAIL_DEMO would show the codes of second factors on its pages. Take HANDRAIL_DEMO out of "
    "the settings, and start again."
)


@dataclass(frozen=True)
class Found:
    """What stands in a database: whether it has tables, its schools by number, its accounts."""

    tables: bool
    schools: dict[UUID, str]
    accounts: frozenset[str]


NOTHING = Found(tables=False, schools={}, accounts=frozenset())


def why_not_demo(home: Path, database_url: str, *, fresh: bool) -> str:
    """Why the demonstration may not use this home and database; empty when it may.

    `fresh` asks whether what stands there may be deleted. Every answer names the folder.
    """
    elsewhere = (ELSEWHERE_TOO if database_url else ELSEWHERE).format(home=home)
    if fresh and database_url:
        return (
            f"--fresh deletes the database in the folder {home}, and DATABASE_URL names another. "
            + elsewhere
        )
    if home.exists() and not home.is_dir():
        return f"{home} is no folder. {elsewhere}"
    why = _why_not_made_up(home, database_url)
    return f"{why}. {elsewhere}" if why else ""


def why_not_served(home: Path, database_url: str) -> str:
    """Why nothing of this home and database may be served as the demonstration, which shows the
    codes of second factors on its pages and writes mail into files; empty when it may.

    The answer lacks its full stop; TAKE_IT_OUT says what to do.
    """
    if why := _why_not_made_up(home, database_url):
        return why
    if (home / MARK).is_file() or _is_made_up(home, _look(home, database_url)):
        return ""
    return f"The folder {home} holds nothing that the demonstration made"


def _why_not_made_up(home: Path, database_url: str) -> str:
    where = "The database that DATABASE_URL names" if database_url else f"The folder {home}"
    try:
        found = _look(home, database_url)
    except Exception as problem:  # noqa: BLE001 - whatever the driver says, it cannot be read
        why = (str(problem).strip().splitlines() or ["no reason given"])[0].strip(" .:")
        return f"{where} cannot be read ({why}), so it may be a school's"
    if _is_made_up(home, found):
        return ""
    if found.schools:
        names = " and ".join(sorted(found.schools.values()))
        return f"{where} holds {names}, which the demonstration did not make"
    marked = (home / MARK).is_file()
    used = found.accounts or (found.tables and (database_url or not marked))
    if used or (not marked and any((home / name).exists() for name in LEFT)):
        where = where if used else f"The folder {home}"
        return f"{where} was made ready for a school of your own"
    return ""


def mark(home: Path, schools: dict[UUID, str] | None = None) -> None:
    """Note in the home that it is the demonstration's, and which schools it made there."""
    kept = _marked(home) | {str(number) for number in schools or {}}
    (home / MARK).write_text(json.dumps({"schools": sorted(kept)}) + "\n", encoding="utf-8")


def _marked(home: Path) -> set[str]:
    with suppress(OSError, ValueError, KeyError, TypeError):
        return set(json.loads((home / MARK).read_text(encoding="utf-8"))["schools"])
    return set()


def _is_made_up(home: Path, found: Found) -> bool:
    if not found.schools:
        return False
    if {str(number) for number in found.schools} <= _marked(home):
        return True
    return set(found.schools.values()) == SCHOOLS and found.accounts >= ACCOUNTS


def _look(home: Path, database_url: str) -> Found:
    if database_url and not database_url.startswith("sqlite"):
        return _look_at_postgres(database_url)
    place = Path(database_url.split("///", 1)[1]) if database_url else home / DATABASE
    if not place.exists():
        return NOTHING
    # "rw" makes no file, and can read what still stands in the log beside it.
    with closing(sqlite3.connect(f"{place.resolve().as_uri()}?mode=rw", uri=True)) as database:
        return _read(database, "SELECT name FROM sqlite_master WHERE type = 'table'")


def _look_at_postgres(database_url: str) -> Found:
    import psycopg  # noqa: PLC0415 - only where PostgreSQL is used

    with psycopg.connect(database_url, connect_timeout=5) as database:
        return _read(
            database, "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
        )


def _read(database: "sqlite3.Connection | object", tables: str) -> Found:
    run = database.execute  # type: ignore[union-attr]
    names = {name for (name,) in run(tables)}
    schools, accounts = {}, frozenset[str]()
    if "school_school" in names:
        rows = run("SELECT uuid, name FROM school_school").fetchall()
        schools = {UUID(str(number)): name for number, name in rows}
    if "people_user" in names:
        accounts = frozenset(name for (name,) in run("SELECT username FROM people_user"))
    return Found(bool(names), schools, accounts)
