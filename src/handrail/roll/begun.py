"""Whether the last import was cut off: a mark beside the database for as long as one is loading."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

CUT_OFF = "The last import did not finish. Nothing from it was kept."


def _mark() -> Path:
    return Path(settings.HOME) / "import-begun"


@contextmanager
def marked() -> Iterator[None]:
    """While this lasts, a mark is kept and held; it stays behind only if the program is killed.

    Whatever ends in an ordinary way, a refusal too, takes the mark away.
    """
    _mark().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _mark().open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        try:
            yield
        finally:
            _mark().unlink(missing_ok=True)


def was_cut_off() -> bool:
    """Whether a mark is there that no running import holds."""
    try:
        with _mark().open() as left:
            fcntl.flock(left, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (FileNotFoundError, BlockingIOError):
        return False
    return True
