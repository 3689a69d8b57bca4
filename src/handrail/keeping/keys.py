"""Keys of the backups: the public half locks them here, the private half opens them elsewhere."""

import os
from dataclasses import dataclass
from pathlib import Path

import pyrage
from django.conf import settings
from pyrage import passphrase as by_passphrase
from pyrage import x25519

BEFORE_YOU_MAKE_IT = """A backup is locked. Only the private key opens it; this server cannot.

  * If the private key is lost, every backup made with it is lost: nobody can open them, and
    nobody can help. If the server is lost too, so is every record in it.
  * If somebody else gets the key and a backup, they can read everything about every child.

So: write it down or print it twice, put one in the school's safe and give one to somebody at
another place, such as the trust or the chair of governors. Never keep it with the backups."""


class KeyRefused(Exception):
    """What is wrong with a key, in a sentence."""


@dataclass(frozen=True)
class NewKey:
    public: str
    private: str


def keys_file() -> Path:
    """The public keys that every backup is locked with, one a line."""
    return Path(settings.HOME) / "backup-keys"


def kept_identity() -> Path:
    """The private key, only where the school asked to keep it on the server."""
    return Path(settings.HOME) / "backup-identity"


def locked_identity() -> Path:
    """The private key, itself locked with a passphrase; it may lie beside the backups."""
    return Path(settings.HOME) / "backup-key.age"


def public_keys() -> list[str]:
    """Every public key named in the environment or the home folder, each once."""
    lines = keys_file().read_text().splitlines() if keys_file().is_file() else []
    kept = (line.strip() for line in lines if not line.startswith("#"))
    return list(dict.fromkeys(key for key in (*settings.BACKUP_KEYS, *kept) if key))


def recipients() -> list[x25519.Recipient]:
    """The same, ready to lock with; raises KeyRefused for what is not a key."""
    found = []
    for key in public_keys():
        try:
            found.append(x25519.Recipient.from_str(key))
        except pyrage.RecipientError:
            raise KeyRefused(
                f"“{key[:12]}…” is not a public key. One begins with age1: see {keys_file()} "
                "and HANDRAIL_BACKUP_KEYS."
            ) from None
    return found


def make_key(*, passphrase: str = "", keep: bool = False) -> NewKey:
    """Make a pair and add the public half to those that lock backups.

    The private half is only given back, once. With a passphrase it is also kept here, locked;
    with `keep` it is kept here open, and whoever takes the server takes it too.
    """
    identity = x25519.Identity.generate()
    pair = NewKey(str(identity.to_public()), str(identity))
    if passphrase:
        locked = by_passphrase.encrypt(pair.private.encode() + b"\n", passphrase)
        _write(locked_identity(), locked)
    if keep:
        _write(kept_identity(), pair.private.encode() + b"\n")
    with os.fdopen(os.open(keys_file(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a") as to:
        to.write(pair.public + "\n")
    return pair


def _write(path: Path, body: bytes) -> None:
    if path.exists():
        raise KeyRefused(f"There is a key in {path} already. Move it to a safe place first.")
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as to:
        to.write(body)


def identities(path: Path | None, passphrase: str, *, beside: Path | None = None) -> list[object]:
    """Private keys to open a backup with: a named file, one kept here, one locked beside it."""
    named = path or (Path(settings.BACKUP_IDENTITY) if settings.BACKUP_IDENTITY else None)
    places = [named] if named else [kept_identity(), locked_identity()]
    if beside and not named:
        places.append(beside.parent / locked_identity().name)
    found: list[object] = []
    for place in places:
        if place.is_file():
            found += _read(place, passphrase or settings.BACKUP_PASSPHRASE)
        elif named:
            raise KeyRefused(f"There is no key file {place}.")
    return found


def _read(path: Path, passphrase: str) -> list[object]:
    body = path.read_bytes()
    if body.startswith(b"age-encryption.org"):
        if not passphrase:
            return []
        try:
            body = by_passphrase.decrypt(body, passphrase)
        except pyrage.DecryptError:
            raise KeyRefused("That is not the passphrase of this key.") from None
    try:
        text = body.decode("ascii")
        lines = [line.strip() for line in text.splitlines()]
        return [x25519.Identity.from_str(line) for line in lines if line and line[0] != "#"]
    except (UnicodeDecodeError, pyrage.IdentityError):
        raise KeyRefused(
            f"{path.name} holds no private key. One begins with AGE-SECRET-KEY-1."
        ) from None
