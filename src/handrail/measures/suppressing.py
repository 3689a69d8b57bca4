"""Small numbers are kept back, so that a table about groups says nothing about one child."""

from collections.abc import Sequence

LEAST = 5


def kept_back(counts: Sequence[int]) -> list[bool]:
    """Which cells of a table, whose total may be known, must not be shown.

    A cell of 1 to 4 is kept back (primary), and so is every other one that is not larger than
    the smallest of 5 or more (secondary). Whoever knows the rule, the total and all that is shown
    cannot tell any cell that was kept back, nor even that it is small: exchange the values among
    them and the same table comes out. Where nobody has 5 or more, noughts are kept back as well.
    A nought is shown otherwise: it is about nobody to whom something happened.
    """
    if not any(0 < n < LEAST for n in counts):
        return [False] * len(counts)
    large = [n for n in counts if n >= LEAST]
    if not large:
        return [True] * len(counts)
    return [0 < n <= min(large) for n in counts]


def total_is_small(counts: Sequence[int]) -> bool:
    """Whether the total itself is too small to be shown."""
    return 0 < sum(counts) < LEAST


def said(n: int) -> str:
    """A number that is shown alone: "fewer than 5" where it is 1 to 4."""
    return "fewer than 5" if 0 < n < LEAST else f"{n:,}"
