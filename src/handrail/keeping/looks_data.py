"""What the doctor asks the database: is it ours, whole, of this version, and of the same time."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.checks import run_checks
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from handrail.core import clock
from handrail.keeping.databases import SEE_POSTGRES, why_unreachable
from handrail.keeping.finding import Finding
from handrail.records.attaching import path_of
from handrail.records.kind import all_kinds
from handrail.records.models import Attachment, Record, Revision

SKEW = timedelta(minutes=2)
OLDEST_POSTGRES = 13_00_00
MADE_HERE = ("bundles/", "reports/")  # folders of files that were made, and belong to no record


def database() -> Iterator[Finding]:
    if why := why_unreachable():
        yield Finding(f"The database cannot be reached: {why}.", SEE_POSTGRES, grave=True)
        return
    try:
        executor = MigrationExecutor(connection)
    except UnicodeDecodeError:  # of SQLite's complaint, which quotes what it found
        yield _damaged("what it says of its own tables cannot be read")
        return
    except DatabaseError as problem:
        if _tells_of_damage(problem):
            yield _damaged(str(problem))
            return
        yield Finding(
            f"The database cannot be reached: {problem}.", "Run: handrail init", grave=True
        )
        return
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield Finding("The database is older than this version.", "Run: handrail init", grave=True)
    known = executor.loader.disk_migrations
    ours = {app for app, _ in known}
    if any(app in ours and (app, name) not in known for app, name in
           executor.loader.applied_migrations):  # fmt: skip
        yield Finding(
            "The database is newer than this version of Handrail.",
            "Install the newer Handrail again, or restore a backup made by this one.",
            grave=True,
        )


def checks() -> Iterator[Finding]:
    for message in run_checks():
        if message.is_serious():
            yield Finding(
                str(message.msg), str(message.hint or "See docs/deploying.md"), grave=True
            )


def integrity() -> Iterator[Finding]:
    if connection.vendor != "sqlite":
        return
    try:
        with connection.cursor() as cursor:
            answer = cursor.execute("PRAGMA quick_check(1)").fetchone()[0]
    except UnicodeDecodeError as problem:
        answer = str(problem)
    except DatabaseError as problem:
        if not _tells_of_damage(problem):
            yield Finding(
                f"The database could not be looked through: {problem}.",
                "Run handrail doctor again when less is going on",
            )
            return
        answer = str(problem)
    if answer != "ok":
        yield _damaged(str(answer))


def _tells_of_damage(problem: DatabaseError) -> bool:
    """Rather than of a database that is busy, locked or away."""
    return "malformed" in str(problem) or "not a database" in str(problem)


def _damaged(answer: str) -> Finding:
    return Finding(
        f"The database file is damaged: {answer}.",
        "Stop serving and restore the newest backup: handrail restore FILE --replace",
        grave=True,
    )


def server() -> Iterator[Finding]:
    """What PostgreSQL must know and be."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int")
        version = cursor.fetchone()[0]
        cursor.execute("SELECT current_setting('server_encoding')")
        encoding = cursor.fetchone()[0]
        cursor.execute("SELECT count(*) FROM pg_timezone_names WHERE name = 'Europe/London'")
        knows_london = cursor.fetchone()[0]
    if version < OLDEST_POSTGRES:
        yield Finding(f"PostgreSQL {version // 10_000} is too old.", "Move to version 13 or later.")
    if encoding != "UTF8":
        yield Finding(
            f"The database keeps text as {encoding}: some names cannot be written.",
            "Make a new database with ENCODING 'UTF8' and restore a backup into it.",
            grave=True,
        )
    if not knows_london:
        yield Finding(
            "PostgreSQL does not know the time zone Europe/London.",
            "Install the time zones of its machine (Debian: tzdata), then restart it.",
        )


def clock_skew() -> Iterator[Finding]:
    """Deadlines are only as right as the clock."""
    now = clock.now()
    mend = "Set the clock of this machine, and let it follow a time server (timedatectl)."
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            apart = abs(cursor.fetchone()[0] - now)
        if apart > SKEW:
            yield Finding(
                f"This machine's clock and the database's are {apart.seconds // 60} min apart.",
                mend,
            )
    if (last := Revision.objects.order_by("-at").values_list("at", flat=True).first()) and (
        last > now + SKEW
    ):
        yield Finding("The newest record was filed in the future: a clock is, or was, wrong.", mend)
    paths = [Path(settings.HOME) / name for name in ("last-round", "heads.jsonl", "secret-key")]
    times = [path.stat().st_mtime for path in paths if path.exists()]
    if times and datetime.fromtimestamp(max(times), UTC) > now + SKEW:
        yield Finding("A file in the home folder was written in the future: a clock is wrong.",
                      mend)  # fmt: skip


def details() -> Iterator[Finding]:
    for kind in all_kinds():
        rows = Record.everything.filter(kind=kind.slug)
        lost = rows.exclude(pk__in=kind.detail._default_manager.values("pk")).count()
        if lost:
            yield Finding(
                f"{lost} records ({kind.label}) lack their details.",
                "Run: handrail verify; then restore the newest backup from before.",
            )


def attachments() -> Iterator[Finding]:
    """Files without a record, and records without their file."""
    known = {path_of(row) for row in Attachment.objects.all()}
    root = Path(settings.MEDIA_ROOT)
    there = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
    there = {name for name in there if not name.startswith(MADE_HERE)}
    if lost := {name for name in known - there if not default_storage.exists(name)}:
        yield Finding(
            f"{len(lost)} attached files are missing from {root}.",
            "Copy them from a backup: handrail restore FILE into another HANDRAIL_HOME.",
        )
    if stray := there - known:
        yield Finding(
            f"{len(stray)} files in {root} belong to no record.",
            "Run: handrail doctor --set-aside, which moves them out of there.",
        )


def set_aside_strays() -> int:
    """Move files that belong to no record out of the attachments, once an hour old; how many."""
    known = {path_of(row) for row in Attachment.objects.all()}
    root, aside = Path(settings.MEDIA_ROOT), Path(settings.HOME) / "files-without-a-record"
    moved = 0
    for path in [path for path in root.rglob("*") if path.is_file()]:
        old = clock.now().timestamp() - path.stat().st_mtime > 3600  # one may just be coming in
        name = str(path.relative_to(root))
        if name not in known and not name.startswith(MADE_HERE) and old:
            aside.mkdir(mode=0o700, exist_ok=True)
            path.replace(aside / path.name)
            moved += 1
    return moved
