"""For teachers, SENCO and leaders: progress by pupil, group, year or need, as lines of a table."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from handrail.feedback.asking import NONE, Asked, Child
from handrail.feedback.counting import LABELS, Figures, by_groups, figures_of

Key = tuple[str, str]  # what the address says, and what the page says


def _by_pupil(child: Child) -> list[Key]:
    return [(str(child.pupil.person.uuid), child.pupil.person.name)]


def _by_year(child: Child) -> list[Key]:
    return [(child.year or NONE, f"Year {child.year}" if child.year else "No year said")]


def _by_need(child: Child) -> list[Key]:
    return [(need, need) for need in child.needs]


WAYS: dict[str, tuple[str, Callable[[Child], list[Key]]]] = {
    "pupil": ("By pupil", _by_pupil),
    "group": ("By class or group", by_groups),
    "year": ("By year", _by_year),
    "need": ("By need", _by_need),
}


@dataclass(frozen=True)
class Row:
    """One line: its name, what narrows the address to it, how many pupils, and their numbers."""

    label: str
    value: str
    pupils: int
    figures: Figures


def rows_of(asked: Asked, way: str) -> list[Row]:
    """The lines of a table. A pupil who is in two groups, or has two needs, counts in both."""
    figures, only = figures_of(asked), getattr(asked.by, way)
    lines: dict[Key, tuple[int, Figures]] = {}
    for child in asked.children:
        for key in WAYS[way][1](child):
            if only and key[0] != only:
                continue
            pupils, so_far = lines.get(key, (0, Figures()))
            lines[key] = (pupils + 1, so_far + figures[child.pupil.pk])
    rows = [Row(label, value, pupils, found) for (value, label), (pupils, found) in lines.items()]
    return rows if way == "pupil" else sorted(rows, key=_natural)


def _natural(row: Row) -> tuple[int, str]:
    """Year 2 before Year 10."""
    digits = "".join(letter for letter in row.label.split(" ")[-1] if letter.isdigit())
    return (int(digits) if digits and row.label.startswith("Year ") else 0, row.label)


def as_cells(rows: list[Row], way: str) -> Iterator[list[object]]:
    """The same lines for a spreadsheet, the heading first."""
    yield [WAYS[way][0].removeprefix("By ").capitalize(), "Pupils", *LABELS.values()]
    for row in rows:
        yield [row.label, row.pupils, *(getattr(row.figures, name) for name in LABELS)]
