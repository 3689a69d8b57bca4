"""When it happened and when it was captured, as the sheet and the device's own clock say it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from handrail.core import clock

LONGEST_WAIT = timedelta(days=60)
DOUBTFUL = timedelta(minutes=10)


class BadTime(ValueError):
    """A day or time that cannot be read; `sentence` stands beside the field."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Captured:
    """When the sheet was saved on the device, by the server's clock; `sure` if its clock agrees."""

    at: datetime
    sure: bool = True


def read_captured(data: Mapping[str, str]) -> Captured:
    """When the sheet was saved on the device; now for one that says nothing of it.

    A device gives, in milliseconds of its own clock, when the sheet was `captured` and when it is
    `sent`, and by how much its clock was behind ours when it last heard from us (`skew`). How long
    the sheet waited needs no right clock, only a steady one; `skew` needs only to have been
    measured. Where the two disagree by over ten minutes the time is not sure.
    """
    now = clock.now()
    captured, sent, skew = (_milliseconds(data.get(name)) for name in ("captured", "sent", "skew"))
    if captured is None or sent is None:
        return Captured(now)
    by_waiting = _within(now - timedelta(milliseconds=sent - captured), now)
    if skew is None:
        return Captured(by_waiting or now, sure=by_waiting is not None)
    by_clock = _within(_moment_of(captured + skew), now)
    likely = by_clock or by_waiting or now
    return Captured(likely, sure=by_waiting is not None and abs(likely - by_waiting) < DOUBTFUL)


def _milliseconds(text: str | None) -> int | None:
    try:
        number = int(text or "")
    except ValueError:
        return None
    return number if abs(number) < 10**14 else None


def _moment_of(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _within(moment: datetime, now: datetime) -> datetime | None:
    """A believable moment: not before the longest wait, and at most now."""
    if not now - LONGEST_WAIT <= moment <= now + DOUBTFUL:
        return None
    return min(moment, now)


def read_moment(data: Mapping[str, str]) -> datetime:
    """When it was captured unless "earlier" was said; then the day (today when empty) at the time.

    "Some time that day" stands at noon and is shown without a time.
    """
    if data.get("when") != "earlier":
        return read_captured(data).at
    day = _day(data.get("day", "").strip())
    if data.get("precision") == "day":
        return min(clock.at_local(day, time(12)), clock.now())
    return clock.at_local(day, _time(data.get("time", "").strip()))


def _day(text: str) -> date:
    if not text:
        return clock.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadTime("That is not a date. Give day, month and year.") from None


def _time(text: str) -> time:
    try:
        found = time.fromisoformat(text)
    except ValueError:
        raise BadTime("Give the time as hours and minutes, such as 10:45.") from None
    return found.replace(tzinfo=None)
