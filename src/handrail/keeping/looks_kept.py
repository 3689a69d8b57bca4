"""What the doctor looks at of what must go on: rounds, the chain, backups and their keys."""

import os
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from handrail.core import clock
from handrail.core.dates import said_day
from handrail.keeping import ledger
from handrail.keeping.databases import may_make_scratch
from handrail.keeping.destroying import broken_certificates
from handrail.keeping.finding import Finding
from handrail.keeping.heads import behind_kept_head, taken_back_lately
from handrail.keeping.keys import kept_identity, public_keys
from handrail.keeping.known import PUT_BACK, why_not_all
from handrail.keeping.pruning import backups_in
from handrail.keeping.readings import readings_gone
from handrail.school.models import School

LATE_ROUND = 300  # seconds
SERVING = 120
A_WEEK = timedelta(days=7)
A_TERM = timedelta(days=120)


def rounds() -> Iterator[Finding]:
    """Whether the rounds that climb ladders were made of late."""
    beat = Path(settings.HOME) / "last-round"
    if beat.exists() and clock.now().timestamp() - beat.stat().st_mtime > LATE_ROUND:
        yield Finding(
            "The rounds have stopped: an unread concern climbs to nobody.",
            "Run `handrail serve`, which makes them, or `handrail rounds`.",
        )


def note_server() -> None:
    """Say that this server makes rounds; called by each round that goes on for ever."""
    folder = Path(settings.HOME) / "servers"
    folder.mkdir(mode=0o700, exist_ok=True)
    (folder / f"{socket.gethostname()}-{os.getpid()}").touch(mode=0o600)
    for path in folder.iterdir():
        if clock.now().timestamp() - path.stat().st_mtime > 24 * 3600:
            path.unlink(missing_ok=True)


def servers() -> Iterator[Finding]:
    """Two servers may share a PostgreSQL database, never one SQLite file."""
    folder = Path(settings.HOME) / "servers"
    if connection.vendor != "sqlite" or not folder.is_dir():
        return
    now = clock.now().timestamp()
    lately = [path.name for path in folder.iterdir() if now - path.stat().st_mtime < SERVING]
    if len(lately) > 1:
        yield Finding(
            f"{len(lately)} servers use this one database file ({', '.join(sorted(lately))}).",
            "Stop all but one and wait two minutes, or move to PostgreSQL.",
        )


def chain() -> Iterator[Finding]:
    """Whether chains reach their kept heads, readings are there, certificates are unchanged."""
    for school, now, once in behind_kept_head():
        yield Finding(
            f"The records of {school} end at change {now}; they had come to {once}.",
            "Somebody cut them off, or an old file was put in place: restore the newest backup.",
        )
    if gone := readings_gone():
        yield Finding(
            gone.said,
            "Ask who can write to the database; the rows are in the backups. What stays lost is "
            "made known with: handrail verify --acknowledge",
        )
    if changed := why_not_all():
        yield Finding(changed, PUT_BACK)
    for row in taken_back_lately(30):
        yield Finding(
            f"A restore went back on purpose to the backup of {row['taken_back'][:10]}.",
            "Nothing to do, if you know of it. This line goes away after 30 days.",
        )
    for school in School.objects.order_by("pk"):
        for name in broken_certificates(school):
            yield Finding(
                f"{school}: certificate {name} is not what was written.",
                "Ask who changed the database; its first wording is in the backups.",
            )


def is_old(made: dict[str, Any]) -> bool:
    return bool(clock.now() - made["at"] > A_WEEK)


def backups() -> Iterator[Finding]:
    made = ledger.last("made")
    if settings.DEMO and made is None:
        return
    if made is None or is_old(made):
        yield Finding(
            "No backup was made here in the last week.",
            "Run: handrail backup. (Every night: docs/deploying.md, the timer.)",
        )
    elif not made.get("proved"):
        yield Finding(
            f"The last backup, {made['file']}, is unproved: "
            f"{made.get('unproved') or 'it could not be restored.'}",
            "Run: handrail backup, and do what it says.",
        )
    proved = next((row for row in reversed(ledger.noted("made")) if row.get("proved")), None)
    if made and not made.get("proved") and (proved is None or is_old(proved)):
        yield Finding(
            f"The newest proved backup is of {said_day(clock.local(proved['at']).date())}."
            if proved
            else "No backup that was made here is proved.",
            "Mend what is broken (handrail verify), then run: handrail backup. Until then keep the "
            "newest proved one, here and elsewhere.",
        )
    practised = ledger.last("practised")
    if practised is None or clock.now() - practised["at"] > A_TERM:
        yield Finding(
            "Nobody has practised the way back this term.",
            "Run: handrail backup --check FILE --identity KEY. (Elsewhere: then --practised.)",
        )
    plain = [path for path in backups_in(Path(settings.HOME) / "backups")
             if not path.name.endswith(".age")]  # fmt: skip
    if plain:
        yield Finding(
            f"{len(plain)} backups here are not locked: whoever gets one reads everything.",
            "Make a locked one (handrail backup), then delete them.",
        )


def keys() -> Iterator[Finding]:
    if not settings.DEMO and not public_keys():
        yield Finding("There is no key to lock backups with.", "Run: handrail backup --new-key")
    if kept_identity().exists():
        yield Finding(
            "The private key of the backups lies on this server, beside what it opens.",
            f"Move {kept_identity()} to a safe place.",
        )
    if not may_make_scratch():
        user = settings.DATABASES["default"]["USER"]
        yield Finding(
            "Backups cannot be proved: the database's user may not make a scratch database.",
            f"Run as postgres: psql -c 'ALTER ROLE \"{user}\" CREATEDB'. Until then "
            "handrail backup says how one is proved elsewhere.",
        )
