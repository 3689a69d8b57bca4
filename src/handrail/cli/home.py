"""The home folder: made with its keys, and closed to everybody but its owner."""

import os
import secrets
import stat
from contextlib import suppress
from pathlib import Path

from handrail.core.refusal import Refused

OTHERS = 0o077
KEY = "secret-key"


def make_home() -> None:
    """The home folder, a kept secret key and the push key, readable by nobody else.

    Raises Refused for a folder that cannot be made or written.
    """
    home = Path(os.environ.get("HANDRAIL_HOME") or Path.cwd() / ".handrail").expanduser()
    try:
        _fill(home)
    except OSError as problem:
        raise Refused(
            f"The folder {home} cannot be made or written ({problem.strerror}). Give it to the "
            "user that runs this, or name another folder in HANDRAIL_HOME."
        ) from problem


def _fill(home: Path) -> None:
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = home / KEY
    if not key.exists() and not os.environ.get("HANDRAIL_SECRET_KEY"):
        with os.fdopen(os.open(key, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    from handrail.notify.push_key import make_push_key  # noqa: PLC0415

    make_push_key(home)
    close_home(home)


def close_home(home: Path) -> None:
    """Take from everybody else what an older version, or an open folder, let them read.

    What is made from now on is closed by the mask that every command sets (cli/main). A secret key
    that others could read stays as it is: `doctor` and `serve` must find it, because it is known.
    A folder that many share, such as /tmp, keeps its own rights.
    """
    here = home.resolve()
    for path in (here, *here.iterdir()):
        with suppress(FileNotFoundError):  # SQLite's log may go at any moment
            found = path.lstat()
            ours = found.st_uid == os.geteuid() and not found.st_mode & stat.S_ISVTX
            sort = stat.S_ISDIR(found.st_mode) or stat.S_ISREG(found.st_mode)
            if ours and sort and found.st_mode & OTHERS and path.name != KEY:
                path.chmod(stat.S_IMODE(found.st_mode) & ~OTHERS)
