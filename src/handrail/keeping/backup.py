"""Backups: the database as of one moment, the attachments and the key, in one checked file."""

import json
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection

from handrail import __version__
from handrail.core import clock
from handrail.core.hashing import sha256_hex
from handrail.keeping.heads import heads_file, keep_heads

PARTS = ("database", "attachments", "secret-key", "push-key.pem", "heads.jsonl", "backup.json")


class BackupRefused(Exception):
    """Why no backup was made or restored, in a sentence."""


def make_backup(target: Path | None = None) -> Path:
    """Write a backup while the school works on; returns its path.

    The file is read back and the database in it checked before it is called good. It holds
    children's records: keep it where only those who must can open it.
    """
    keep_heads()
    stamp = f"{clock.local(clock.now()):%Y%m%d-%H%M%S}"
    target = target or Path(settings.HOME) / "backups" / f"handrail-{stamp}.tar.gz"
    if target.is_dir():
        target = target / f"handrail-{stamp}.tar.gz"
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        folder = Path(scratch)
        _copy_database(folder / "database")
        _copy_rest(folder)
        part = folder / "part.tar.gz"
        with tarfile.open(part, "w:gz", compresslevel=6) as tar:
            for name in PARTS:
                if (folder / name).exists():
                    tar.add(folder / name, arcname=name)
        part.chmod(0o600)
        check_backup(part)
        part.replace(target)
    return target


def _copy_database(target: Path) -> None:
    if connection.vendor == "sqlite":
        source = sqlite3.connect(settings.DATABASES["default"]["NAME"])
        copy = sqlite3.connect(target)
        with copy:
            source.backup(copy, pages=2_000)
        copy.close()
        source.close()
        return
    tool = shutil.which("pg_dump")
    if tool is None:
        raise BackupRefused("pg_dump is missing. Install the PostgreSQL client programs.")
    subprocess.run([tool, "--format=custom", f"--file={target}", _dsn()], check=True)  # noqa: S603


def _dsn() -> str:
    """How the PostgreSQL programs reach the database."""
    parts = settings.DATABASES["default"]
    keys = {
        "NAME": "dbname",
        "USER": "user",
        "PASSWORD": "password",
        "HOST": "host",
        "PORT": "port",
    }
    return " ".join(f"{word}='{parts[name]}'" for name, word in keys.items() if parts.get(name))


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
        "sha256": sha256_hex((folder / "database").read_bytes()),
    }
    (folder / "backup.json").write_text(json.dumps(about, indent=1))


def check_backup(path: Path) -> dict[str, str]:
    """Read a backup whole; raises BackupRefused when anything in it is not what was written."""
    try:
        with tempfile.TemporaryDirectory() as scratch:
            about = unpack(path, Path(scratch))
            if about["vendor"] == "sqlite":
                _check_sqlite(Path(scratch) / "database")
            return about
    except (tarfile.TarError, OSError, KeyError, ValueError) as problem:
        raise BackupRefused(f"This is not a whole backup: {problem}") from problem


def unpack(path: Path, folder: Path) -> dict[str, str]:
    """Unpack into a folder, only the parts we know, and check the database's fingerprint."""
    with tarfile.open(path, "r:gz") as tar:
        for member in tar:
            if member.name.split("/")[0] not in PARTS:
                raise BackupRefused(f"The backup holds {member.name}, which is not ours.")
            tar.extract(member, folder, filter="data")
    about: dict[str, str] = json.loads((folder / "backup.json").read_text())
    if sha256_hex((folder / "database").read_bytes()) != about["sha256"]:
        raise BackupRefused("The database in this backup is not the one that was saved.")
    return about


def _check_sqlite(path: Path) -> None:
    database = sqlite3.connect(path)
    try:
        answer = database.execute("PRAGMA integrity_check").fetchone()[0]
    finally:
        database.close()
    if answer != "ok":
        raise BackupRefused(f"The database in this backup is damaged: {answer}")


def restore_backup(path: Path, *, replace: bool = False) -> dict[str, str]:
    """Put a backup in place of this installation's data. Refuses to overwrite unless told to.

    With `replace`, what stood here is kept beside it under the name `before-restore`.
    """
    check_backup(path)
    home = Path(settings.HOME)
    database = Path(settings.DATABASES["default"]["NAME"])
    with tempfile.TemporaryDirectory(dir=home.parent if home.parent.exists() else None) as scratch:
        about = unpack(path, Path(scratch))
        if about["vendor"] != connection.vendor:
            raise BackupRefused(
                f"This backup is of {about['vendor']}, this is {connection.vendor}."
            )
        if connection.vendor == "sqlite":
            if database.exists() and not replace:
                raise BackupRefused(
                    "There is a database here already. Add --replace to set it aside."
                )
            connection.close()
            _set_aside(home, database)
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.move(Path(scratch) / "database", database)
        else:
            _restore_postgres(Path(scratch) / "database", replace=replace)
        for name in ("attachments", "secret-key", "push-key.pem", "heads.jsonl"):
            if (Path(scratch) / name).exists():
                shutil.move(Path(scratch) / name, home / name)
    return about


def _set_aside(home: Path, database: Path) -> None:
    """Move what stands here out of the way; nothing is deleted."""
    aside = home / "before-restore"
    if aside.exists():
        shutil.rmtree(aside)
    aside.mkdir(parents=True, mode=0o700)
    names = [database.name, f"{database.name}-wal", f"{database.name}-shm"]
    for name in (*names, "attachments", "secret-key", "push-key.pem", "heads.jsonl"):
        if (home / name).exists():
            shutil.move(home / name, aside / name)


def _restore_postgres(dump: Path, *, replace: bool) -> None:
    tool = shutil.which("pg_restore")
    if tool is None:
        raise BackupRefused("pg_restore is missing. Install the PostgreSQL client programs.")
    if "records_record" in connection.introspection.table_names() and not replace:
        raise BackupRefused("There are tables here already. Add --replace to overwrite them.")
    command = [tool, "--clean", "--if-exists", "--no-owner", f"--dbname={_dsn()}", str(dump)]
    subprocess.run(command, check=True)  # noqa: S603
