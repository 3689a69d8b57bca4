"""Small numbers: whoever knows the rule and all that is shown cannot tell what was kept back."""

from collections import defaultdict
from itertools import product

import pytest

from handrail.core.small_numbers import (
    FEW,
    HELD,
    LEAST,
    is_small,
    kept_back,
    kept_back_of,
    lines_said,
    said,
)


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


@pytest.mark.parametrize(("groups", "most"), [(2, 13), (3, 11), (4, 8)])
def test_nor_by_a_total_less_a_line_where_one_can_count_in_several(groups: int, most: int) -> None:
    """Every table of so many, each in as many lines as may be: neither a line, nor who is not in
    it, nor how many are in several is told of a few, to one who knows the rule by heart."""
    same: dict[tuple[object, ...], list[tuple[int, ...]]] = defaultdict(list)
    for total in range(LEAST, most):
        for counts in product(range(total + 1), repeat=groups):
            cells = zip(counts, kept_back_of(counts, total), strict=True)
            shown = [None if hidden else n for n, hidden in cells]
            assert not any(n is not None and (is_small(n) or is_small(total - n)) for n in shown)
            same[total, *shown].append(counts)
    for (total, *shown), tables in same.items():
        for place in (n for n, cell in enumerate(shown) if cell is None):
            hidden = {table[place] for table in tables}
            assert len(hidden) > 1, (total, shown)
            assert not all(is_small(n) for n in hidden), (total, shown)
            assert not all(is_small(int(str(total)) - n) for n in hidden), (total, shown)
        extra = {sum(one) - int(str(total)) for one in tables if sum(one) >= int(str(total))}
        assert len(extra) != 1 or not is_small(extra.pop()), (total, shown)


def test_where_nearly_all_are_in_a_line_it_is_kept_back_with_another() -> None:
    assert lines_said({"a": 12, "b": 7, "c": 8}, 13, several=True) == {
        "a": HELD, "b": "7", "c": HELD}  # fmt: skip
    assert kept_back_of([12, 7, 8], 13) == [True, False, True]
    assert kept_back_of([10, 5], 12) == [True, True]  # three of them are in both
    assert kept_back_of([13, 7], 13) == [False, False]  # all of them, and no few
