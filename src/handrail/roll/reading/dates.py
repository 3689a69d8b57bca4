"""Reads dates as people and programs write them, and never guesses which number is the day."""

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from handrail.roll.bundle import Where
from handrail.roll.faults import RollRefused
from handrail.roll.reading.table import Row, Table

if TYPE_CHECKING:
    from handrail.roll.reading.context import Reading

_TIME = r"(?:[T ][\d:.,Z+\- ]*)?$"
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})" + _TIME)
_NUMBERS = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})" + _TIME)
_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ \-]([A-Za-z]{3,9})[ \-,]+(\d{4})$")
_EXACT = re.compile(r"\d{4}-\d{2}-\d{2}$")
_MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_MONTHS = {name[:3].lower(): number for number, name in enumerate(_MONTH_NAMES, start=1)}


class BadDate(ValueError):
    """What stands there is no date; the message is the sentence to show."""


@dataclass
class _Evidence:
    """The first date of each sort that a file holds."""

    day_first: str = ""
    month_first: str = ""
    either: str = ""


class Dates:
    """Dates of one package: the order of day and month is settled once a file."""

    def __init__(self, reading: "Reading") -> None:
        self._reading = reading
        self._month_first: dict[str, bool] = {}

    def study(self, table: Table, *columns: str) -> None:
        """Settle the order for a file from every date in it; refuse a mixture, ask if unclear."""
        by_file: dict[str, _Evidence] = defaultdict(_Evidence)
        for row in table:
            for column in columns:
                _weigh(row[column], by_file[row.where.file])
        for file, found in by_file.items():
            self._settle(file, found)

    def _settle(self, file: str, found: _Evidence) -> None:
        if found.day_first and found.month_first:
            raise RollRefused(
                f"Some dates in {file} are day-first ({found.day_first}) and others "
                f"month-first ({found.month_first}). Nothing was changed. "
                "Export again with dates such as 2016-04-03.",
                file=file,
                value=found.month_first,
            )
        month_first = bool(found.month_first)
        if found.either and not found.day_first and not found.month_first:
            month_first = self._ask(found.either)
        self._month_first[file] = month_first
        self._say_order(file, found, month_first)

    def _ask(self, example: str) -> bool:
        match = _NUMBERS.match(example)
        day, month = (int(match[1]), int(match[2])) if match else (1, 1)
        answer = self._reading.ask(
            "day-first",
            "All dates here could be day-first or month-first. "
            f"Is {example} the {_ordinal(day)} of {_MONTH_NAMES[month - 1]}?",
            ("yes", "no"),
        )
        return answer == "no"

    def _say_order(self, file: str, found: _Evidence, month_first: bool) -> None:
        example = found.day_first or found.month_first or found.either
        if example:
            order = "month" if month_first else "day"
            self._reading.bundle.warn(
                f"Dates in {file} are written like {example}. They were read {order} first.",
                Where(file, 0),
                value=example,
            )
            self._reading.strictly(
                f"A date in {file} is written {example}; the standard asks for 2016-04-03.",
                Where(file, 0),
                value=example,
            )

    def read(self, row: Row, column: str) -> date | None:
        """The date in a cell, None where it is empty; BadDate with its sentence otherwise."""
        text = row[column]
        if not text:
            return None
        try:
            day = self._parse(text, row.where.file)
        except (ValueError, KeyError) as trouble:
            raise BadDate(f"{row.said}: '{text[:40]}' is not a date.") from trouble
        if not 1900 <= day.year <= 2100:
            raise BadDate(f"{row.said}: '{text[:40]}' is not a date.")
        if not _EXACT.match(text):
            self._reading.strictly(
                f"{row.said}: '{text[:40]}' is not written as the standard asks (2016-04-03).",
                row.where,
                column,
                text,
            )
        return day

    def _parse(self, text: str, file: str) -> date:
        if match := _ISO.match(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _WORDS.match(text):
            return date(int(match[3]), _MONTHS[match[2][:3].lower()], int(match[1]))
        match = _NUMBERS.match(text)
        if match is None:
            raise ValueError(text)
        first, second = int(match[1]), int(match[2])
        if self._month_first.get(file, False):
            first, second = second, first
        return date(int(match[3]), second, first)


def _weigh(text: str, found: _Evidence) -> None:
    match = _NUMBERS.match(text)
    if match is None:
        return
    first, second = int(match[1]), int(match[2])
    if first > 12 and second <= 12:
        found.day_first = found.day_first or text
    elif second > 12 and first <= 12:
        found.month_first = found.month_first or text
    elif first != second:
        found.either = found.either or text


def _ordinal(number: int) -> str:
    ending = "th" if 10 < number < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
