"""Backups: database, attachments and key as of one moment, locked, and proved by restoring."""

import errno
import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
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
from handrail.keeping.proving import prove
from handrail.keeping.pruning import backups_in, prune
from handrail.keeping.refusal import BackupRefused
from handrail.keeping.sealing import DATABASE, lock, open_into, pack

NO_KEY = (
    "There is no key to lock the backup with. Run: handrail backup --new-key. (Or name public "
    "keys in HANDRAIL_BACKUP_KEYS; or give --plain for a file that anybody can read.)"
)


@dataclass(frozen=True)
class Made:
    """A backup that was written. `unproved` says why it could not be restored to prove it."""

    path: Path
    counts: dict[str, Any] = field(default_factory=dict)
    unproved: str = ""
    removed: tuple[Path, ...] = ()


def make_backup(
    target: Path | None = None, *, plain: bool = False, progress: Progress = silent
) -> Made:
    """Write a backup while the school works on, locked with every public key.

    The finished file itself is opened again, restored into a scratch database and walked from
    end to end before it gets its name; until then what stood before is all there is. Then old
    ones are pruned. Raises BackupRefused, and leaves nothing half done.
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
        return Made(made.path, made.counts, made.unproved, removed)
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
    counts, unproved = _proved(scratch, finished, identity, progress)
    finished.replace(target)
    ledger.note(
        "made", file=target.name, sha256=sha256_of_file(target), bytes=target.stat().st_size,
        proved=not unproved, locked=bool(keys),
        **{name: counts[name] for name in ("records", "revisions") if name in counts},
    )  # fmt: skip
    return Made(target, counts, unproved)


def _proved(
    scratch: Path, finished: Path, identity: Any, progress: Progress
) -> tuple[dict[str, Any], str]:
    folder = scratch / "proof"
    folder.mkdir(mode=0o700)
    open_into(finished, folder, [identity] if identity else [])
    try:
        return prove_opened(folder, progress), ""
    except MayNotMake as refused:
        return {}, str(refused)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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
    if heads_file().is_file():
        shutil.copy2(heads_file(), folder / "heads.jsonl")
    about = {
        "made": str(clock.now()),
        "version": __version__,
        "vendor": connection.vendor,
        "sha256": sha256_of_file(folder / "database"),
    }
    (folder / "backup.json").write_text(json.dumps(about, indent=1))


@dataclass(frozen=True)
class Checked:
    path: Path
    what: str  # "restored", "same as made", or what is wrong
    good: bool = True


def check_backups(
    path: Path | None, identities: Sequence[Any], *, progress: Progress = silent
) -> list[Checked]:
    """Check kept backups: each byte against the ledger; and restore one, with its key, to prove it.

    Without a path, all in the backup folder are compared and the newest is restored. Without a
    key a locked one cannot be opened here, and only its bytes are compared.
    """
    files = [path] if path else backups_in(Path(settings.HOME) / "backups")
    if not files:
        raise BackupRefused("There is no backup here to check. Run: handrail backup")
    found = [_compared(file) for file in files]
    newest = files[0]
    if found[0].good and (identities or not newest.name.endswith(".age")):
        with tempfile.TemporaryDirectory(prefix="handrail-") as scratch:
            open_into(newest, Path(scratch), identities)
            prove_opened(Path(scratch), progress)
        found[0] = Checked(newest, "opened, restored and walked from end to end")
        ledger.note("practised", file=newest.name)
    ledger.note("checked", good=all(one.good for one in found), files=len(found))
    return found


def _compared(path: Path) -> Checked:
    if not path.is_file():
        raise BackupRefused(f"There is no file {path}.")
    known = ledger.fingerprint_of(path)
    if known is None:
        return Checked(path, "not made here: nothing to compare it with")
    if sha256_of_file(path) != known:
        return Checked(path, "DAMAGED: not the file that was written", good=False)
    return Checked(path, "the same, byte for byte, as when it was made")
