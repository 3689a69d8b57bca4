"""Small numbers: whoever knows the rule and all that is shown cannot tell what was kept back."""

from collections import defaultdict
from itertools import product

import pytest

from handrail.core.small_numbers import FEW, HELD, LEAST, is_small, kept_back, lines_said, said


def published(counts: tuple[int, ...]) -> tuple[object, ...]:
    """What everybody may see: the total, unless it is small, and the cells that are shown."""
    total = None if is_small(sum(counts)) else sum(counts)
    shown = zip(counts, kept_back(counts), strict=True)
    return (total, *(None if hidden else n for n, hidden in shown))


@pytest.mark.parametrize("groups", [2, 3, 4])
def test_no_hidden_cell_can_be_worked_out_by_subtraction(groups: int) -> None:
    """Every table of up to 9 in a cell is tried against one who knows the rule by heart."""
    same: dict[tuple[object, ...], list[tuple[int, ...]]] = defaultdict(list)
    for counts in product(range(10 if groups < 4 else 8), repeat=groups):
        same[published(counts)].append(counts)
    for shown, tables in same.items():
        for place in (n for n, cell in enumerate(shown[1:]) if cell is None):
            assert len({table[place] for table in tables}) > 1, (shown, tables)


def test_nothing_below_five_is_ever_shown_but_nought() -> None:
    for counts in product(range(9), repeat=3):
        for n, hidden in zip(counts, kept_back(counts), strict=True):
            assert hidden or n == 0 or n >= LEAST


def test_large_numbers_and_noughts_are_shown() -> None:
    assert kept_back([12, 0, 7]) == [False, False, False]
    assert kept_back([12, 2, 7, 0]) == [False, True, True, False]
    assert said(3) == "fewer than 5"
    assert said(1200) == "1,200"
    assert said(0) == "0"


def test_lines_of_a_page_are_held_back_by_the_same_rule_and_all_where_the_total_is_small() -> None:
    assert lines_said({"a": 12, "b": 2, "c": 7, "d": 0}, 21) == {
        "a": "12", "b": HELD, "c": HELD, "d": "0"}  # fmt: skip
    assert lines_said({"a": 3, "b": 0}, 3) == {"a": HELD, "b": HELD}
    assert lines_said({"a": 0, "b": 0}, 0) == {"a": "0", "b": "0"}
    assert lines_said({"a": 1200}, 1200) == {"a": "1200"}  # a spreadsheet must read it
    assert said(4) == FEW
