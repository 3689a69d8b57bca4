"""Proving a backup: it is restored into a scratch database, and the whole chain is walked there.

Run as a program of its own (`python -m handrail.keeping.proving`), with HANDRAIL_HOME and
DATABASE_URL naming the scratch one, so that not a row of the school's own database is touched.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handrail.core.progress import Progress, silent
from handrail.keeping.refusal import BackupBroken, BackupRefused

if TYPE_CHECKING:
    from django.db.migrations.executor import MigrationExecutor

    from handrail.records.verifying import Break

NEWER = "This backup was made by a newer Handrail. Bring Handrail up to date here first."


def prove(home: Path, database_url: str, progress: Progress = silent) -> dict[str, Any]:
    """Walk what was restored into a scratch home and database; BackupBroken when it is not whole.

    Returns counts (records, revisions, attachments), and what is broken and known. Brings the
    scratch one to this version first.
    Raises BackupRefused when it is of a newer version or could not be walked at all.
    """
    environment = {**os.environ, "HANDRAIL_HOME": str(home), "DATABASE_URL": database_url}
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "handrail.keeping.proving"],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    answer: dict[str, Any] = {}
    for line in process.stdout or ():
        if line.startswith("{"):
            answer = json.loads(line)
        else:
            progress.step(int(line))
    _, problem = process.communicate()
    if process.returncode or not answer:
        last = (problem.strip().splitlines() or ["no reason given"])[-1]
        raise BackupRefused(f"The backup could not be restored to prove it: {last}")
    if answer.get("refused"):
        raise BackupRefused(answer["refused"])
    if breaks := answer.pop("breaks", []):
        raise BackupBroken(answer.pop("broken"), breaks, answer)
    return answer


class _Steps:
    """Says every hundred steps how far the walk has come."""

    def __init__(self) -> None:
        self.waiting = 0

    def step(self, n: int = 1) -> None:
        self.waiting += n
        if self.waiting >= 100:
            print(self.waiting, flush=True)
            self.waiting = 0


def _walk() -> dict[str, Any]:
    from handrail.keeping.heads import kept_heads  # noqa: PLC0415 - Django must be set up
    from handrail.keeping.known import apart  # noqa: PLC0415
    from handrail.records.models import Attachment, Record, Revision  # noqa: PLC0415
    from handrail.records.verifying import verify_school  # noqa: PLC0415
    from handrail.school.models import School  # noqa: PLC0415

    heads = kept_heads()
    breaks: list[Break] = []
    reached = {}
    for school in School.objects.order_by("pk"):
        verdict = verify_school(school, known_head=heads.get(school.uuid), progress=_Steps())
        breaks += verdict.breaks
        reached[str(school.uuid)] = verdict.checked
    new, known = apart(breaks)
    return {
        **_said(new),
        **({"known": [one.told for one in known]} if known else {}),
        "records": Record.everything.count(),
        "revisions": Revision.objects.count(),
        "attachments": Attachment.objects.count(),
        "reached": reached,
    }


def _said(breaks: Sequence["Break"]) -> dict[str, Any]:
    """The first break in a sentence, and the first hundred by name; nothing where all holds."""
    if not breaks:
        return {}
    named = [f"revision {one.seq} (record {one.reference or '?'}): {one.what}" for one in breaks]
    rest = len(breaks) - 1
    more = (f" There is {rest} more." if rest == 1 else f" There are {rest} more.") if rest else ""
    return {
        "broken": f"The chain in this backup is broken at {named[0]}{more}",
        "breaks": named[:100],
    }


def _faults() -> Iterator[tuple[str, str]]:
    """What the database itself finds wrong before a row is read: "broken" or "refused", and why."""
    from django.db import connection  # noqa: PLC0415

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            answer = cursor.execute("PRAGMA integrity_check").fetchone()[0]
        if answer != "ok":
            yield "broken", f"The database in this backup is damaged: {answer}"
            return
    executor = _executor()
    ours = {app for app, _ in executor.loader.disk_migrations}
    applied = set(executor.loader.applied_migrations)
    if any(app in ours and (app, name) not in executor.loader.disk_migrations
           for app, name in applied):  # fmt: skip
        yield "refused", NEWER


@cache
def _executor() -> "MigrationExecutor":
    from django.db import connection  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    return MigrationExecutor(connection)


def main() -> None:
    """Bring the scratch database to this version, walk it, and print what was found."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handrail.settings")
    import django  # noqa: PLC0415

    django.setup()
    from handrail.keeping.migrating import migrate  # noqa: PLC0415

    if faults := list(_faults()):
        sort, why = faults[0]
        print(json.dumps({sort: why} | ({"breaks": [why]} if sort == "broken" else {})))
        return
    if _executor().migration_plan(_executor().loader.graph.leaf_nodes()):
        migrate()
    found = _walk()
    from django.db import connection  # noqa: PLC0415

    connection.close()  # so that SQLite folds its log into the file that may now be moved
    print(json.dumps(found))


if __name__ == "__main__":
    main()
