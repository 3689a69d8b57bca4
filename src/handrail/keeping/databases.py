"""The two databases: a copy as of one moment, a scratch one to prove it in, and putting it back."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

from django.conf import settings
from django.db import connection

from handrail.keeping.refusal import BackupRefused

SEE_POSTGRES = "See that PostgreSQL runs, and that DATABASE_URL is right."
CANNOT_PROVE = (
    "The backup is written but not proved: the database's user {user} lacks the right CREATEDB, "
    "with which a scratch database is made. Give it, as the postgres user: "
    "psql -c 'ALTER ROLE \"{user}\" CREATEDB'. Or, where it may not have it, prove the file where "
    "a Handrail on PostgreSQL has it: handrail backup --check FILE --identity KEY"
)


def copy_database(target: Path) -> None:
    """The database as of one moment, while others write. Without what deletions left behind."""
    if connection.vendor == "sqlite":
        source = sqlite3.connect(settings.DATABASES["default"]["NAME"], timeout=20)
        try:
            source.execute("VACUUM INTO ?", [str(target)])
        except sqlite3.Error as problem:
            raise BackupRefused(
                f"The database could not be copied ({problem}). Either the disk is full: make "
                "room and try again; or run handrail doctor."
            ) from problem
        finally:
            source.close()
        target.chmod(0o600)
        return
    _run("pg_dump", "--format=custom", f"--file={target}", f"--dbname={_address()}")


def _address(name: str | None = None) -> str:
    """How the PostgreSQL programs reach a database; the password travels in the environment."""
    return f"postgresql://{_where(name or settings.DATABASES['default']['NAME'])}"


def _where(name: str, password: str = "") -> str:
    parts = settings.DATABASES["default"]
    user = quote(parts["USER"], safe="")
    word = f":{quote(password, safe='')}" if password else ""
    host, port = quote(parts["HOST"], safe=""), parts["PORT"]
    asked = "&".join(f"{key}={value}" for key, value in (("host", host), ("port", port)) if value)
    return f"{user}{word}@/{quote(name, safe='')}?{asked}"


def _run(program: str, *words: str) -> None:
    if (tool := shutil.which(program)) is None:
        raise BackupRefused(f"{program} is missing. Install the PostgreSQL client programs.")
    password = settings.DATABASES["default"]["PASSWORD"]
    environment = {**os.environ, **({"PGPASSWORD": password} if password else {})}
    done = subprocess.run(  # noqa: S603
        [tool, *words], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise BackupRefused(f"{program} failed: {last}")


@contextmanager
def scratch_database(copy: Path) -> Iterator[str]:
    """The DATABASE_URL of a throw-away database made from a copy; gone when the block ends."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{copy}"
        return
    name = f"handrail_proof_{uuid4().hex[:12]}"
    _make(name)
    try:
        _run("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={_address(name)}", str(copy))
        yield f"postgresql://{_where(name, settings.DATABASES['default']['PASSWORD'])}"
    finally:
        _on_the_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


class MayNotMake(BackupRefused):
    """The right to make a scratch database is missing."""


def _make(name: str) -> None:
    import psycopg  # noqa: PLC0415 - only where PostgreSQL is used

    try:
        _on_the_server(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
    except psycopg.errors.InsufficientPrivilege:
        user = settings.DATABASES["default"]["USER"]
        raise MayNotMake(CANNOT_PROVE.format(user=user)) from None


def _on_the_server(statement: str) -> None:
    """One statement outside every transaction, on a connection of its own."""
    import psycopg  # noqa: PLC0415 - only where PostgreSQL is used

    address = f"postgresql://{_where(settings.DATABASES['default']['NAME'])}"
    password = settings.DATABASES["default"]["PASSWORD"] or None
    with psycopg.connect(address, password=password, autocommit=True) as server:
        server.execute(statement)  # type: ignore[call-overload]  # the name is our own


def may_make_scratch() -> bool:
    """Whether this database's user can prove its backups."""
    if connection.vendor == "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])


def why_unreachable() -> str:
    """Why PostgreSQL does not answer, in its own words; empty when it does, and for SQLite.

    Asked with a connection of its own: the pool tries again for half a minute before it gives up.
    """
    if connection.vendor == "sqlite":
        return ""
    import psycopg  # noqa: PLC0415 - only where PostgreSQL is used

    parts = settings.DATABASES["default"]
    try:
        psycopg.connect(
            dbname=parts["NAME"] or None, user=parts["USER"] or None,
            password=parts["PASSWORD"] or None, host=parts["HOST"] or None,
            port=parts["PORT"] or None, connect_timeout=5,
        ).close()  # fmt: skip
    except psycopg.OperationalError as problem:
        first = str(problem).strip().splitlines()[0]
        return first.removeprefix("connection failed: ").strip(" .:")
    return ""


def has_data() -> bool:
    """Whether something stands here that a restore would replace."""
    if connection.vendor == "sqlite":
        return Path(settings.DATABASES["default"]["NAME"]).exists()
    return "records_record" in connection.introspection.table_names()


def put_back_postgres(dump: Path, work: Path) -> None:
    """Replace everything in the database by a dump, in one transaction: all of it or nothing."""
    script = work / "restore.sql"
    _run("pg_restore", "--no-owner", f"--file={script}", str(dump))
    begin = work / "begin.sql"
    begin.write_text("DROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n")
    connection.close()
    _run(
        "psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1",
        f"--dbname={_address()}", f"--file={begin}", f"--file={script}",
    )  # fmt: skip
