"""Small numbers: what a return shows, so that nobody is known by being one of a few.

A number from 1 to 4 is "fewer than 5". Where the total and the other numbers would give it away,
the smallest other number is held back too; where that is not enough, the whole return says only
"fewer than 5" and "5 or more", of the total as well. This is complementary suppression as the
Office for National Statistics describes it for tables, checked here by arithmetic.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LEAST = 5
FEW, HELD, MANY = "fewer than 5", "not shown", "5 or more"


@dataclass(frozen=True)
class Cells:
    """What one table holds, to be shown beside `total`. `exact`: its numbers add up to it."""

    counts: Mapping[str, int]
    total: int
    exact: bool = True


def shown(tables: Sequence[Cells], total: int) -> tuple[str, list[dict[str, str]]]:
    """The total and each table in words that may leave the school.

    Guarantees for each table by itself: no number that is held back follows from those that are
    shown and the total. It does not know what other returns showed.
    """
    if total == 0:
        return "0", [dict.fromkeys(table.counts, "0") for table in tables]
    held = [_held_back(table) for table in tables] if total >= LEAST else [None]
    if any(one is None for one in held):
        return _band(total), [{s: _band(n) for s, n in t.counts.items()} for t in tables]
    return str(total), [
        {slug: _said(n, held=slug in (hidden or ())) for slug, n in table.counts.items()}
        for table, hidden in zip(tables, held, strict=True)
    ]


def _band(number: int) -> str:
    return FEW if number < LEAST else MANY


def _said(number: int, *, held: bool) -> str:
    if not held:
        return str(number)
    return FEW if number < LEAST else HELD


def _held_back(table: Cells) -> set[str] | None:
    """The lines that are not shown as numbers; nothing when holding back lines is not enough."""
    hidden = {slug for slug, n in table.counts.items() if 0 < n < LEAST}
    while hidden and not _is_safe(table, hidden):
        others = [(n, slug) for slug, n in table.counts.items() if n and slug not in hidden]
        if not others:
            return None
        hidden.add(min(others)[1])
    return hidden


def _is_safe(table: Cells, hidden: set[str]) -> bool:
    """Whether each hidden number could be at least two different ones.

    A reader knows that "fewer than 5" is 1 to 4, that "not shown" is 5 or more and not more than
    the total, and what is left of the total for them: exactly, or at least.
    """
    left = table.total - sum(n for slug, n in table.counts.items() if slug not in hidden)
    low = {slug: 1 if table.counts[slug] < LEAST else LEAST for slug in hidden}
    high = {slug: 4 if table.counts[slug] < LEAST else max(table.total, LEAST) for slug in hidden}
    for slug in hidden:
        others = hidden - {slug}
        least = max(low[slug], left - sum(high[other] for other in others))
        most = high[slug]
        if table.exact:
            most = min(most, left - sum(low[other] for other in others))
        if least >= most:
            return False
    return True
