"""The grid of weekday by hour: how many in each hour, and how dark its cell is."""

from dataclasses import dataclass

from handrail.measures.counting import Tally
from handrail.school.models.period import Weekday

USUAL = range(8, 16)  # hours that are shown though nothing happened in them
SHADES = 4


@dataclass(frozen=True)
class Cell:
    """How many; `shade` is 0 (none) to 4 (the most in any hour), so that colour is never alone."""

    n: int
    shade: int
    narrow: str


@dataclass(frozen=True)
class Grid:
    hours: list[str]
    rows: list[tuple[str, list[Cell], int]]
    words: str


def heat(found: Tally) -> Grid:
    """The school's hours, and others in which something happened; weekends only then."""
    hours = sorted({*USUAL, *(hour for _, hour in found.by_slot)})
    weekdays = sorted({*range(5), *(day for day, _ in found.by_slot)})
    most = max(found.by_slot.values(), default=0)
    rows = []
    for day in weekdays:
        cells = [_cell(found.by_slot[day, hour], most, f"at={day}-{hour}") for hour in hours]
        rows.append((str(Weekday(day).label), cells, sum(cell.n for cell in cells)))
    return Grid([f"{hour:02}:00" for hour in hours], rows, _words(found))


def _cell(n: int, most: int, narrow: str) -> Cell:
    return Cell(n, -(-n * SHADES // most) if most else 0, narrow)


def _words(found: Tally) -> str:
    if not found.total:
        return "Nothing in this range."
    (day, hour), n = max(found.by_slot.items(), key=lambda slot: (slot[1], slot[0]))
    name = Weekday(day).label
    return f"Most on {name}s from {hour:02}:00: {n} of {found.total}."
