"""The doctor: what is wrong with an installation, and how to mend it."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.checks import run_checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from handrail.core import clock
from handrail.keeping import ledger
from handrail.keeping.databases import may_make_scratch
from handrail.keeping.heads import behind_kept_head, taken_back_lately
from handrail.keeping.outgoing import outgoing
from handrail.people.models import Post
from handrail.records.kind import all_kinds
from handrail.records.models import Record
from handrail.school.models import School, Term


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be. `grave` ones stop Handrail from being served."""

    what: str
    mend: str
    grave: bool = False


def examine() -> list[Finding]:
    """Everything that is wrong, the gravest first."""
    found: list[Finding] = []
    for look in LOOKS:
        found += look()
        if look is _database and any(finding.grave for finding in found):
            break  # the rest asks the database
    return sorted(found, key=lambda finding: not finding.grave)


def _database() -> Iterator[Finding]:
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as problem:
        yield Finding(
            f"The database cannot be reached: {problem}.", "Run: handrail init", grave=True
        )
        return
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield Finding("The database is older than this version.", "Run: handrail init", grave=True)


def _secrets() -> Iterator[Finding]:
    if not settings.SECRET_KEY_IS_KEPT:
        yield Finding("There is no kept secret key.", "Run: handrail init", grave=True)
    if settings.DEBUG and not settings.DEMO:
        yield Finding("Debugging is on.", "Unset HANDRAIL_DEBUG.", grave=True)


def _home() -> Iterator[Finding]:
    home = Path(settings.HOME)
    if not os.access(home, os.W_OK):
        yield Finding(f"{home} cannot be written.", "Give it to the user that serves.", grave=True)
        return
    if home.stat().st_mode & 0o077:
        yield Finding(f"Others can look into {home}.", f"Run: chmod 700 {home}")
    free = shutil.disk_usage(home).free
    if free < 1024**3:
        yield Finding("Less than 1 GB of disk is free.", "Make room, or move the home folder.")


def _https() -> Iterator[Finding]:
    if settings.DEMO:
        return
    if not settings.HTTPS:
        yield Finding(
            "Pages are not kept to https.", "Set HANDRAIL_HTTPS=1 behind a proxy with TLS."
        )
    if "*" in settings.ALLOWED_HOSTS:
        yield Finding("Any host name is answered.", "Name yours in HANDRAIL_HOSTS.", grave=True)


def _checks() -> Iterator[Finding]:
    for message in run_checks():
        if message.is_serious():
            yield Finding(
                str(message.msg), str(message.hint or "See docs/deploying.md"), grave=True
            )


def _people() -> Iterator[Finding]:
    if "people_post" not in connection.introspection.table_names():
        return
    today = clock.today()
    for school in School.objects.all():
        posts = Post.objects.held_on(today).filter(school=school)
        held = set(posts.values_list("role", flat=True))
        if held and not held & {Post.Role.DESIGNATED_LEAD, Post.Role.DEPUTY_LEAD}:
            yield Finding(
                f"{school} has no designated lead: nobody is told of a concern.",
                "Give the post under School, People and posts.",
            )
        if held and not Term.objects.filter(school=school, ends__gte=today).exists():
            yield Finding(f"{school} has no term dates ahead.", "Enter them under School, Terms.")


def _orphans() -> Iterator[Finding]:
    if "records_record" not in connection.introspection.table_names():
        return
    for kind in all_kinds():
        rows = Record.everything.filter(kind=kind.slug)
        lost = rows.exclude(pk__in=kind.detail._default_manager.values("pk")).count()
        if lost:
            yield Finding(
                f"{lost} records ({kind.label}) lack their details.", "Run: handrail verify"
            )


def _rounds() -> Iterator[Finding]:
    """Whether the rounds that climb ladders were made of late, and a backup too."""
    beat = Path(settings.HOME) / "last-round"
    if beat.exists():
        age = clock.now().timestamp() - beat.stat().st_mtime
        if age > 300:
            yield Finding(
                "The rounds have stopped: an unread concern climbs to nobody.",
                "Run `handrail serve`, which makes them, or `handrail rounds`.",
            )


def _backups() -> Iterator[Finding]:
    """Whether there is a backup, whether it was proved, and whether the chain reaches its head."""
    for school, now, once in behind_kept_head():
        yield Finding(
            f"The records of {school} end at change {now}; they had come to {once}.",
            "Somebody cut them off, or an old backup was put in place: restore the newest backup.",
        )
    for row in taken_back_lately(30):
        yield Finding(
            f"A restore went back on purpose to the backup of {row['taken_back'][:10]}.",
            "Nothing to do, if you know of it. This line goes away after 30 days.",
        )
    if not may_make_scratch():
        yield Finding(
            "Backups cannot be proved: this database user may not make a scratch database.",
            "Run as postgres: psql -c 'ALTER ROLE "
            f'"{settings.DATABASES["default"]["USER"]}" CREATEDB\'',
        )
    made = ledger.last("made")
    if not settings.DEMO and (made is None or clock.now() - made["at"] > timedelta(days=7)):
        yield Finding("No backup was made here in the last week.", "Run: handrail backup")


def _outgoing() -> Iterator[Finding]:
    yield from (Finding(what, mend) for what, mend in outgoing())


LOOKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _secrets, _home, _database, _https, _checks, _people, _orphans, _rounds, _outgoing, _backups,
)  # fmt: skip
