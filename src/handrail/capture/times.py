"""When it happened, as the sheet says it: now, or a day and a time."""

from collections.abc import Mapping
from datetime import date, datetime, time

from handrail.core import clock


class BadTime(ValueError):
    """A day or time that cannot be read; `sentence` stands beside the field."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def read_moment(data: Mapping[str, str]) -> datetime:
    """Now unless "earlier" was said; then the day (today when empty) at the time.

    "Some time that day" stands at noon and is shown without a time.
    """
    if data.get("when") != "earlier":
        return clock.now()
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
