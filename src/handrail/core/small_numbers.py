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


def kept_back_of(counts: Sequence[int], total: int) -> list[bool]:
    """The same for a table of which one thing can count in several lines, so that its lines add
    up to more, or to less, than the `total` that stands above them.

    There the total less a line is a number as well: of those that are not in it. It is kept from
    being a few by the same rule. And where the lines add up to a few more than the total, the two
    smallest are kept back: they would tell how few are in several. What is hidden hangs on the
    numbers and not on whose they are, so those that are hidden can still be exchanged.
    """
    without = kept_back([max(total - n, 0) for n in counts])
    hidden = [one or other for one, other in zip(kept_back(counts), without, strict=True)]
    some = sorted(n for n in counts if n)
    known = not any(shut and n for n, shut in zip(counts, hidden, strict=True))
    if known and is_small(sum(some) - total):
        return [0 < n <= some[1] for n in counts]
    return hidden


def is_small(total: int) -> bool:
    """Whether a number that is shown alone is too small to be."""
    return 0 < total < LEAST


def said(n: int) -> str:
    """A number that is shown alone: "fewer than 5" where it is 1 to 4."""
    return FEW if is_small(n) else f"{n:,}"


def lines_said(counts: Mapping[str, int], total: int, *, several: bool = False) -> dict[str, str]:
    """The lines of a table as they may leave the school, beside `said(total)`; `several` says that
    one of the total can count in several of them.

    `total` is what stands over all tables of a page. Where it is small itself no line is shown:
    a nought among a few would tell of each of them. It does not know what other pages showed.
    """
    if is_small(total):
        return dict.fromkeys(counts, HELD)
    each = list(counts.values())
    hidden = kept_back_of(each, total) if several else kept_back(each)
    return {
        slug: HELD if shut else str(n)
        for (slug, n), shut in zip(counts.items(), hidden, strict=True)
    }
