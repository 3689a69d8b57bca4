"""Restoring: a backup is proved beside what stands here, and only then put in its place."""

import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection

from handrail.core import clock
from handrail.core.progress import Progress, silent
from handrail.keeping import ledger
from handrail.keeping.backup import prove_opened
from handrail.keeping.databases import MayNotMake, copy_database, has_data, put_back_postgres
from handrail.keeping.heads import Head, heads_file, kept_heads, take_back
from handrail.keeping.known import join
from handrail.keeping.refusal import BackupBroken, BackupRefused
from handrail.keeping.sealing import DATABASE, NOT_WHOLE, open_into

ONLY_ON_PURPOSE = (
    "Nothing here was changed. Take a proved backup; or add --unproved to put this one in place "
    "all the same."
)
FILES = ("attachments", "secret-key", "push-key.pem")


@dataclass(frozen=True)
class Restored:
    about: dict[str, str]
    counts: dict[str, Any]
    aside: Path | None  # where what stood here is now
    lost: int = 0  # revisions that were known here and are not in the backup
    broken: str = ""  # what does not hold in it, where it was put in place all the same


def restore_backup(
    path: Path,
    identities: Sequence[Any] = (),
    *,
    replace: bool = False,
    older: bool = False,
    unproved: bool = False,
    progress: Progress = silent,
) -> Restored:
    """Put a backup in place of this installation's data.

    It is opened, restored to a scratch place and proved first. Refuses to overwrite unless told
    to with `replace`, to go back behind a kept head of the chain unless told to with `older`, and
    to put a broken one in place unless told to with `unproved`.
    What stood here is set aside, not deleted; if anything fails, it stands again.
    """
    if not path.is_file():
        raise BackupRefused(f"There is no file {path}.")
    if has_data() and not replace:
        raise BackupRefused(
            "There is a database here already. Add --replace to set it aside and go on."
        )
    home = Path(settings.HOME)
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    before = kept_heads()
    with tempfile.TemporaryDirectory(dir=home, prefix=".restoring-") as scratch:
        folder = Path(scratch)
        about = open_into(path, folder, identities)
        if about["vendor"] != connection.vendor:
            raise BackupRefused(
                f"This backup is of a {_said(about['vendor'])} database, and this installation "
                f"uses {_said(connection.vendor)}. Set DATABASE_URL to the same sort."
            )
        counts, broken = _proved(folder, about, progress)
        if broken and not unproved:
            raise BackupRefused(f"{broken} {ONLY_ON_PURPOSE}")
        lost = _missing(before, counts.get("reached", {}))
        if lost and not older:
            raise BackupRefused(
                f"This backup is older than what stood here: {lost} later changes to records "
                "would be lost. Add --older to go back all the same."
            )
        aside = _swap(folder, home, postgres=connection.vendor != "sqlite")
    _note_heads(before, counts, about)
    if not broken:
        ledger.note("practised", file=path.name)
    return Restored(about, counts, aside, lost, broken)


def _said(vendor: str) -> str:
    return {"sqlite": "SQLite", "postgresql": "PostgreSQL"}.get(vendor, vendor)


def _proved(folder: Path, about: dict[str, str], progress: Progress) -> tuple[dict[str, Any], str]:
    """What the walk counted, and what is broken: by its own word where it may not be walked."""
    try:
        return prove_opened(folder, progress), ""
    except BackupBroken as broken:
        return broken.counts, str(broken)
    except MayNotMake:  # put back in one transaction, which refuses what is not whole
        return {}, about.get("unproved", "")


def _missing(before: dict[UUID, Head], reached: dict[str, int]) -> int:
    return sum(max(0, seq - reached.get(str(school), 0)) for school, (seq, _) in before.items()
               if reached)  # fmt: skip


def _swap(folder: Path, home: Path, *, postgres: bool) -> Path | None:
    """Set aside what stands, put the new in its place; on any failure, back as it was."""
    aside = home / f"before-restore-{clock.local(clock.now()):%Y%m%d-%H%M%S}"
    stood = has_data()
    moved: list[tuple[Path, Path]] = []
    try:
        aside.mkdir(mode=0o700)
        if postgres:
            if stood:
                copy_database(aside / "database")
        else:
            connection.close()
            database = Path(settings.DATABASES["default"]["NAME"])
            for name in (database.name, f"{database.name}-wal", f"{database.name}-shm"):
                _move(database.parent / name, aside / name, moved)
            _move(folder / DATABASE, database, moved)
        for name in FILES:
            _move(home / name, aside / name, moved)
            _move(folder / name, home / name, moved)
        _join_heads(folder / "heads.jsonl")
        join(folder)
        if postgres:
            put_back_postgres(folder / "database", folder)
    except (OSError, BackupRefused) as problem:
        for source, target in reversed(moved):
            shutil.move(target, source)
        shutil.rmtree(aside, ignore_errors=True)
        if isinstance(problem, BackupRefused):
            raise
        raise BackupRefused(
            f"{NOT_WHOLE if problem.errno is None else problem.strerror}. "
            "What stood here stands as it was."
        ) from problem
    if not any(aside.iterdir()):
        aside.rmdir()
        return None
    return aside


def _move(source: Path, target: Path, moved: list[tuple[Path, Path]]) -> None:
    if source.exists():
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.move(source, target)
        moved.append((source, target))


def _join_heads(of_backup: Path) -> None:
    """Heads once kept are never lost: those of the backup are added to those that stand here."""
    if not of_backup.is_file():
        return
    here = heads_file().read_text(encoding="utf-8") if heads_file().is_file() else ""
    fresh = [line for line in of_backup.read_text(encoding="utf-8").splitlines()
             if line and line not in here]  # fmt: skip
    if fresh:
        heads_file().write_text("".join(f"{line}\n" for line in fresh) + here, encoding="utf-8")


def _note_heads(before: dict[UUID, Head], counts: dict[str, Any], about: dict[str, str]) -> None:
    """Write down that the chain was taken back, so that it does not look cut off for ever."""
    for school, seq in counts.get("reached", {}).items():
        if (known := before.get(UUID(school))) and known[0] > seq:
            take_back(UUID(school), seq, json.dumps(about["made"]).strip('"'))
