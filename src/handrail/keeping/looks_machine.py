"""What the doctor looks at on the machine: secrets, folders, disk, https, static files, mail."""

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders

from handrail.core import clock
from handrail.core.refusal import Refused
from handrail.keeping.finding import Finding
from handrail.keeping.whose import TAKE_IT_OUT, why_not_served

GIGABYTE = 1024**3
LARGE_LOG = 256 * 1024**2
# When security fixes end: docs.python.org, "Status of Python versions".
PYTHON_ENDS = {
    (3, 11): date(2027, 10, 31), (3, 12): date(2028, 10, 31), (3, 13): date(2029, 10, 31),
    (3, 14): date(2030, 10, 31),
}  # fmt: skip
SECRETS = ("push-key.pem", "backup-identity", "backup-keys", "handrail.sqlite3")


def secrets() -> Iterator[Finding]:
    if not settings.SECRET_KEY_IS_KEPT:
        yield Finding("There is no kept secret key.", "Run: handrail init", grave=True)
    elif len(settings.SECRET_KEY) < 40 or len(set(settings.SECRET_KEY)) < 10:
        yield Finding(
            "The secret key can be guessed.",
            "Take HANDRAIL_SECRET_KEY out, remove secret-key from the home folder, and run: "
            "handrail init",
            grave=True,
        )
    kept = Path(settings.HOME) / "secret-key"
    if kept.is_file() and kept.stat().st_mode & 0o077:
        yield Finding(f"Others can read {kept}.", f"Run: chmod 600 {kept}", grave=True)
    if settings.DEBUG and not settings.DEMO:
        yield Finding("Debugging is on.", "Unset HANDRAIL_DEBUG.", grave=True)


def made_up() -> Iterator[Finding]:
    """A school is never served as the demonstration, which shows codes on its pages."""
    if settings.DEMO and (why := why_not_served(Path(settings.HOME), settings.DATABASE_URL)):
        yield Finding(f"{why}.", TAKE_IT_OUT, grave=True)


def refuse_made_up() -> None:
    """Asked by whatever serves or makes rounds. Raises Refused where `made_up` finds something."""
    for finding in made_up():
        raise Refused(f"{finding.what} {finding.mend}")


def home() -> Iterator[Finding]:
    """The one folder: there, writable by us, and closed to others."""
    here = Path(settings.HOME)
    if not here.is_dir() or not os.access(here, os.W_OK):
        yield Finding(f"{here} cannot be written.", "Give it to the user that serves.", grave=True)
        return
    if here.stat().st_mode & 0o077:
        yield Finding(f"Others can look into {here}.", f"Run: chmod 700 {here}")
    for name in SECRETS:
        path = here / name
        if path.exists() and here.stat().st_mode & 0o077 and path.stat().st_mode & 0o077:
            yield Finding(f"Others can read {path}.", f"Run: chmod 600 {path}")
    owner = here.stat().st_uid
    strangers = [path for path in here.iterdir() if path.stat().st_uid != owner]
    if strangers:
        yield Finding(
            f"{len(strangers)} files in {here} belong to another user, who may have run a command.",
            f"Run as root: chown -R --reference={here} {here}",
        )


def disk() -> Iterator[Finding]:
    here = Path(settings.HOME)
    if here.is_dir() and shutil.disk_usage(here).free < GIGABYTE:
        yield Finding("Less than 1 GB of disk is free.", "Make room, or move the home folder.")


def log_of_sqlite() -> Iterator[Finding]:
    log = Path(f"{settings.DATABASES['default']['NAME']}-wal")
    if log.is_file() and log.stat().st_size > LARGE_LOG:
        size = log.stat().st_size // 1024**2
        yield Finding(
            f"The database's log has grown to {size} MB: some program keeps it open for reading.",
            "End that program, then stop and start `handrail serve`, which folds the log in.",
        )


def python() -> Iterator[Finding]:
    version = sys.version_info[:2]
    said = ".".join(map(str, version))
    if version < min(PYTHON_ENDS):
        yield Finding(f"Python {said} is too old.", "Install Python 3.11 or later.", grave=True)
    elif (ends := PYTHON_ENDS.get(version)) and clock.today() > ends:
        yield Finding(
            f"Python {said} gets no more security fixes since {ends}.",
            "Install a newer Python, then run script/setup again.",
        )


def https() -> Iterator[Finding]:
    if settings.DEMO:
        return
    if not settings.HTTPS:
        yield Finding(
            "Pages are not kept to https.",
            "Set HANDRAIL_HTTPS=1 behind a proxy with TLS.",
            grave=True,
        )
    if "*" in settings.ALLOWED_HOSTS:
        yield Finding("Any host name is answered.", "Name yours in HANDRAIL_HOSTS.", grave=True)
    if settings.HTTPS and all(_is_here(host) for host in settings.ALLOWED_HOSTS):
        yield Finding(
            "Handrail answers only to names of this machine itself.",
            "Name the address that people type in HANDRAIL_HOSTS.",
        )


def _is_here(host: str) -> bool:
    return host in {"localhost", "127.0.0.1", "[::1]"}


def static_files() -> Iterator[Finding]:
    """Whether the style sheets and scripts made ready to serve are those of this version."""
    if settings.WHITENOISE_USE_FINDERS:
        return
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.is_file():
        yield Finding("The style sheets are missing.", "Run: handrail init", grave=True)
        return
    try:
        names = json.loads(manifest.read_text())["paths"]
        old = any(_is_old(names, name, path) for name, path in _of_this_version())
    except (ValueError, KeyError):
        old = True
    if old:
        yield Finding("The style sheets are of another version.", "Run: handrail init")


def _of_this_version() -> Iterator[tuple[str, Path]]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            yield name, Path(storage.path(name))


def _is_old(names: dict[str, str], name: str, source: Path) -> bool:
    """Missing, its copy gone, or (where it is served as it is) another content."""
    if name not in names or not (Path(settings.STATIC_ROOT) / names[name]).is_file():
        return True
    if source.suffix in {".css", ".js"}:  # those that name others are written anew
        return False
    body = hashlib.md5(source.read_bytes(), usedforsecurity=False).hexdigest()
    return body[:12] not in names[name]


def mail() -> Iterator[Finding]:
    """Only where a mail server is named. Nothing is sent."""
    if not settings.MAIL_ON or "smtp" not in settings.EMAIL_BACKEND:
        return
    from django.core.mail import get_connection  # noqa: PLC0415 - only where there is mail

    try:
        server = get_connection(timeout=5)
        server.open()
        server.close()
    except OSError as problem:
        host = getattr(settings, "EMAIL_HOST", "")
        yield Finding(
            f"The mail server {host} does not answer: {problem}.",
            "Check its name, port and password in the settings, and whether it is up.",
        )
