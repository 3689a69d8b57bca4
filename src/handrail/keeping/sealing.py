"""Sealing: a backup's one file, locked with age, and the safe way to open it again."""

import json
import os
import shutil
import tarfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import pyrage
from pyrage import x25519

from handrail.core.hashing import sha256_of_file
from handrail.keeping.refusal import BackupRefused

DATABASE = "handrail.sqlite3"
PARTS = ("database", "attachments", "secret-key", "push-key.pem", "heads.jsonl",
         "known-breaks.jsonl", "backup.json")  # fmt: skip
LOCKED = b"age-encryption.org/v1"
NOT_WHOLE = "This is not a whole backup: part of it is damaged or missing. Take another."


def is_locked(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(LOCKED)) == LOCKED


def pack(folder: Path, to: Path) -> None:
    """Put the parts of a backup that lie in a folder into one file."""
    with tarfile.open(to, "w:gz", compresslevel=6) as tar:
        for name in PARTS:
            if (folder / name).exists():
                tar.add(folder / name, arcname=name)
    to.chmod(0o600)


def lock(plain: Path, to: Path, keys: Sequence[x25519.Recipient]) -> x25519.Identity:
    """Lock a file with every public key, and with one of this moment that is given back.

    That one never leaves memory. It lets the finished file itself be opened and proved, on a
    server that does not hold the school's private key; then it is forgotten.
    """
    of_this_moment = x25519.Identity.generate()
    with plain.open("rb") as source, to.open("wb") as sealed:
        to.chmod(0o600)
        pyrage.encrypt_io(source, sealed, [*keys, of_this_moment.to_public()])
    return of_this_moment


def unlock(path: Path, to: Path, identities: Sequence[object]) -> None:
    """Open a locked backup; BackupRefused in a sentence when the key or the file is wrong."""
    if not identities:
        raise BackupRefused(
            "This backup is locked. Name its private key with --identity FILE, or give the "
            "passphrase of the key."
        )
    try:
        with path.open("rb") as sealed, to.open("wb") as plain:
            pyrage.decrypt_io(sealed, plain, identities)
    except pyrage.DecryptError as problem:
        if "No matching" in str(problem):
            raise BackupRefused("This key does not open this backup. Try the other one.") from None
        raise BackupRefused(NOT_WHOLE) from None
    except OSError as problem:
        if problem.errno is not None:  # the disk's own trouble, not the file's
            raise
        raise BackupRefused(NOT_WHOLE) from None


def open_into(path: Path, folder: Path, identities: Sequence[object] = ()) -> dict[str, str]:
    """Unpack a backup, locked or not, into a folder; returns what it says about itself.

    Only the parts we know, and the database only with the fingerprint that it had when saved.
    """
    plain = path
    if is_locked(path):
        plain = folder / "opened.tar.gz"
        unlock(path, plain, identities)
    try:
        about = _unpack(plain, folder)
    except (tarfile.TarError, EOFError, KeyError, ValueError, FileNotFoundError) as problem:
        raise BackupRefused(NOT_WHOLE) from problem
    except OSError as problem:
        if problem.errno is not None:
            raise
        raise BackupRefused(NOT_WHOLE) from problem  # gzip's own: bad magic, bad checksum
    finally:
        if plain != path:
            plain.unlink(missing_ok=True)
    return about


def _put(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    """One file or folder of a backup, inside the folder, for nobody but its owner: a key lies
    among them. By hand, as Debian 12's Python has no safe way of its own yet."""
    place = folder / member.name
    if not (
        place.resolve().is_relative_to(folder.resolve()) and (member.isfile() or member.isdir())
    ):
        raise BackupRefused("This file holds something that no backup of ours holds.")
    if member.isdir():
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        return
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    body = tar.extractfile(member)
    with open(place, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as out:
        shutil.copyfileobj(body, out)  # type: ignore[arg-type]


def _unpack(plain: Path, folder: Path) -> dict[str, str]:
    try:
        with tarfile.open(plain, "r:gz") as tar:
            for member in tar:
                if member.name.split("/")[0] not in PARTS:
                    raise BackupRefused("This file holds something that no backup of ours holds.")
                _put(tar, member, folder)
    except zlib.error as problem:
        raise BackupRefused(NOT_WHOLE) from problem
    about: dict[str, str] = json.loads((folder / "backup.json").read_text())
    if sha256_of_file(folder / "database") != about["sha256"]:
        raise BackupRefused("The database in this backup is not the one that was saved.")
    return about
