"""Keys by the handful: a database takes only so many in one question, some of them 32,766."""

from collections.abc import Iterator, Sequence

MOST = 2_000


def in_batches(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    """The same keys in their order, at most `MOST` at a time."""
    for start in range(0, len(keys), MOST):
        yield keys[start : start + MOST]
