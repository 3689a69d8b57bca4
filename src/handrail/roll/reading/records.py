"""Rows of raw cells out of the text of a list, counted as a spreadsheet counts them."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import chain

from handrail.roll.faults import RollRefused
from handrail.roll.reading.package import CANNOT_OPEN

MAX_CELL = 5_000
Record = tuple[int, list[str]]


def records(text: str, name: str) -> Iterator[Record]:
    """(number, cells) of each row; a cell of several lines is one row, and a blank line is one too.

    Commas, semicolons and tabs are told apart by the heading.
    """
    tops = [line for line in re.split(r"\r\n|\r|\n", text[:20_000]) if line.strip(" ,;\t")][:2]
    marked = bool(tops) and tops[0].strip().lower().startswith("sep=")
    heading = "".join(tops[1:] if marked else tops[:1])
    divider = max(",;\t", key=heading.count)
    number = 0
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=divider, strict=True)
        for number, cells in enumerate(reader, start=1):
            if marked and any(cell.strip() for cell in cells):
                marked = False
                continue
            if cells and max(map(len, cells)) > MAX_CELL:
                raise RollRefused(
                    f"Row {number} of {name} has a cell of more than {MAX_CELL:,} letters. Nothing "
                    "was changed. Look for a quotation mark that is missing, or shorten it.",
                    file=name,
                    line=number,
                )
            yield number, cells
    except csv.Error as trouble:
        raise RollRefused(
            f"{CANNOT_OPEN} Row {number + 1} of {name} has a quotation mark too many or too few.",
            file=name,
            line=number + 1,
        ) from trouble


def with_heading(lines: Iterator[Record], name: str) -> tuple[Record, Iterator[Record]]:
    """The first row that has anything in it, and those after; RollRefused where it is a title."""
    filled = ((number, cells) for number, cells in lines if any(cell.strip() for cell in cells))
    head = next(filled, None)
    if head is None:
        raise RollRefused(f"{name} is empty. Nothing was changed. Export it again.", file=name)
    following = next(filled, None)
    titles = [cell.strip() for cell in head[1] if cell.strip()]
    if following and len(titles) == 1 and sum(bool(cell.strip()) for cell in following[1]) > 1:
        raise RollRefused(
            f"Row {head[0]} of {name} is a title ('{titles[0][:40]}'), not the headings of "
            "columns. Nothing was changed. Take away what stands above the headings and try again.",
            file=name,
            line=head[0],
        )
    return head, chain([following] if following else [], filled)
