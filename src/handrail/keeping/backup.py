"""Backups: database, attachments and key as of one moment, locked, and proved by restoring."""

import errno
import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from handrail import __version__
from handrail.core import clock
from handrail.core.hashing import sha256_of_file
from handrail.core.progress import Progress, silent
from handrail.keeping import ledger
from handrail.keeping.databases import MayNotMake, copy_database, scratch_database
from handrail.keeping.heads import heads_file, keep_heads
from handrail.keeping.keys import KeyRefused, recipients
from handrail.keeping.known import known_file
from handrail.keeping.proving import prove
from handrail.keeping.pruning import prune, unproved_name
from handrail.keeping.readings import to_note
from handrail.keeping.refusal import BackupBroken, BackupRefused
from handrail.keeping.sealing import DATABASE, lock, open_into, pack

NO_KEY = (
    "There is no key to lock the backup with. Run: handrail backup --new-key. (Or name public "
    "keys in HANDRAIL_BACKUP_KEYS; or give --plain for a file that anybody can read.)"
)


@dataclass(frozen=True)
class Made:
    """A backup that was written. `unproved` says why it is not proved, `breaks` what is broken."""

    path: Path
    counts: dict[str, Any] = field(default_factory=dict)
    unproved: str = ""
    breaks: tuple[str, ...] = ()
    removed: tuple[Path, ...] = ()


def make_backup(
    target: Path | None = None, *, plain: bool = False, progress: Progress = silent
) -> Made:
    """Write a backup while the school works on, locked with every public key.

    The finished file itself is opened again, restored into a scratch database and walked from
    end to end before it gets its name; until then what stood before is all there is. Where the
    walk finds something broken it is kept all the same, named and marked as unproved, and takes
    the place of nothing. Then old ones are pruned. Raises BackupRefused, and leaves nothing half
    done.
    """
    try:
        keys = [] if plain else recipients()
    except KeyRefused as refused:
        raise BackupRefused(str(refused)) from None
    if not keys and not plain:
        raise BackupRefused(NO_KEY)
    target = _target(target, plain)
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".making-") as scratch:
            made = _make_in(Path(scratch), target, keys, progress)
        removed = tuple(prune(target.parent))
        return replace(made, removed=removed)
    except OSError as problem:
        raise BackupRefused(_said(problem, target.parent)) from problem


def _target(asked: Path | None, plain: bool) -> Path:
    stamp = f"{clock.local(clock.now()):%Y%m%d-%H%M%S}"
    name = f"handrail-{stamp}.tar.gz{'' if plain else '.age'}"
    if asked is None or asked.is_dir():
        return (asked or Path(settings.HOME) / "backups") / name
    return asked


def _said(problem: OSError, folder: Path) -> str:
    if problem.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return f"The disk is full: there is no room for a backup in {folder}. Make room, try again."
    if problem.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return f"{folder} cannot be written. Name another folder, or give this user the right to."
    return f"No backup was made in {folder}: {problem.strerror or problem}."


def _make_in(scratch: Path, target: Path, keys: Sequence[Any], progress: Progress) -> Made:
    keep_heads()
    _refuse_without_room(scratch)
    parts = scratch / "parts"
    parts.mkdir(mode=0o700)
    readings = to_note()  # before the copy, which may hold more
    copy_database(parts / "database")
    _copy_rest(parts)
    pack(parts, scratch / "plain.tar.gz")
    shutil.rmtree(parts)
    progress.step()
    finished, identity = scratch / "plain.tar.gz", None
    if keys:
        finished = scratch / "locked"
        identity = lock(scratch / "plain.tar.gz", finished, keys)
        (scratch / "plain.tar.gz").unlink()
    made = _proved(scratch, finished, target, [identity] if identity else [], progress)
    if made.breaks:
        _mark(scratch, finished, made, [identity] if identity else [], keys)
    finished.replace(made.path)
    ledger.note(
        "made", file=made.path.name, sha256=sha256_of_file(made.path),
        bytes=made.path.stat().st_size, proved=not made.unproved, locked=bool(keys),
        readings=readings,
        **{name: made.counts[name] for name in ("records", "revisions") if name in made.counts},
        **({"unproved": made.unproved} if made.unproved else {}),
    )  # fmt: skip
    return made


def _proved(
    scratch: Path, finished: Path, target: Path, identities: Sequence[Any], progress: Progress
) -> Made:
    """What the walk through the finished file found; a broken one gets a name that says so."""
    folder = scratch / "proof"
    folder.mkdir(mode=0o700)
    open_into(finished, folder, identities)
    try:
        return Made(target, prove_opened(folder, progress))
    except MayNotMake as refused:
        return Made(target, unproved=str(refused))
    except BackupBroken as broken:
        return Made(unproved_name(target), broken.counts, str(broken), broken.breaks)
    except BackupRefused as refused:
        return Made(unproved_name(target), {}, str(refused), (str(refused),))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _mark(
    scratch: Path, finished: Path, made: Made, identities: Sequence[Any], keys: Sequence[Any]
) -> None:
    """Write into the backup itself that it is unproved and why; it is opened once more after."""
    folder = scratch / "marked"
    folder.mkdir(mode=0o700)
    about = open_into(finished, folder, identities)
    about |= {"unproved": made.unproved, "breaks": "\n".join(made.breaks)}
    (folder / "backup.json").write_text(json.dumps(about, indent=1))
    pack(folder, scratch / "marked.tar.gz")
    shutil.rmtree(folder)
    if keys:
        identities = [lock(scratch / "marked.tar.gz", finished, keys)]
        (scratch / "marked.tar.gz").unlink()
    else:
        (scratch / "marked.tar.gz").replace(finished)
    folder.mkdir(mode=0o700)
    open_into(finished, folder, identities)
    shutil.rmtree(folder)


def prove_opened(folder: Path, progress: Progress = silent) -> dict[str, Any]:
    """Prove what was unpacked into a folder; on SQLite it is then ready to be put in place."""
    if connection.vendor == "sqlite":
        (folder / "database").replace(folder / DATABASE)
        copy = folder / DATABASE
    else:
        copy = folder / "database"
    with scratch_database(copy) as url:
        return prove(folder, url, progress)


def _refuse_without_room(scratch: Path) -> None:
    home = Path(settings.HOME)
    needed = sum(path.stat().st_size for path in (home / "attachments").rglob("*"))
    if connection.vendor == "sqlite":
        needed += Path(settings.DATABASES["default"]["NAME"]).stat().st_size
    if shutil.disk_usage(scratch).free < 3 * needed:
        raise OSError(errno.ENOSPC, "no room")


def _copy_rest(folder: Path) -> None:
    home = Path(settings.HOME)
    if (home / "attachments").is_dir():
        shutil.copytree(home / "attachments", folder / "attachments")
    for name in ("secret-key", "push-key.pem"):
        if (home / name).is_file():
            shutil.copy2(home / name, folder / name)
    for beside in (heads_file(), known_file()):
        if beside.is_file():
            shutil.copy2(beside, folder / beside.name)
    about = {
        "made": str(clock.now()),
        "version": __version__,
        "vendor": connection.vendor,
        "sha256": sha256_of_file(folder / "database"),
    }
    (folder / "backup.json").write_text(json.dumps(about, indent=1))
