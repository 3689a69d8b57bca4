"""Small numbers: the one rule by which a table of groups says nothing about one child.

Every page, file and report that counts pupils or records by group holds numbers back by this rule
and by no other: two rules side by side could give away together what each holds back alone. It is
primary and complementary suppression, as the Office for National Statistics describes them.
"""

from collections.abc import Mapping, Sequence

LEAST = 5
FEW, HELD = "fewer than 5", "not shown"


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


def is_small(total: int) -> bool:
    """Whether a number that is shown alone is too small to be."""
    return 0 < total < LEAST


def said(n: int) -> str:
    """A number that is shown alone: "fewer than 5" where it is 1 to 4."""
    return FEW if is_small(n) else f"{n:,}"


def lines_said(counts: Mapping[str, int], total: int) -> dict[str, str]:
    """The lines of a table as they may leave the school, beside `said(total)`.

    `total` is what stands over all tables of a page. Where it is small itself no line is shown:
    a nought among a few would tell of each of them. It does not know what other pages showed.
    """
    if is_small(total):
        return dict.fromkeys(counts, HELD)
    hidden = kept_back(list(counts.values()))
    return {
        slug: HELD if shut else str(n)
        for (slug, n), shut in zip(counts.items(), hidden, strict=True)
    }
