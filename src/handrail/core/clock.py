"""The one clock: what time it is, and how a test makes it stand still."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from threading import Lock
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
MIDNIGHT = time(0)

_lock = Lock()
_standing: datetime | None = None  # module level, so that a test's server threads see it too


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _standing or datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """A moment on the clocks of the school."""
    return moment.astimezone(LONDON)


def today() -> date:
    """The date on the school's wall."""
    return local(now()).date()


def at_local(day: date, at: time) -> datetime:
    """A wall-clock time on a day, as a moment in UTC.

    A time that the spring change skips counts on from before it; one that autumn repeats is the
    first of the two.
    """
    return datetime.combine(day, at, tzinfo=LONDON).astimezone(UTC)


def move_to(moment: datetime) -> None:
    """Move the standing clock; only while it stands still."""
    global _standing
    if _standing is None:
        raise RuntimeError("The clock runs: freeze it first.")
    with _lock:
        _standing = moment.astimezone(UTC)


def advance(by: timedelta) -> None:
    """Move the standing clock on."""
    move_to(now() + by)


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Let time stand still at a moment, for every thread, until the block ends."""
    global _standing
    before = _standing
    with _lock:
        _standing = at.astimezone(UTC)
    try:
        yield
    finally:
        with _lock:
            _standing = before
