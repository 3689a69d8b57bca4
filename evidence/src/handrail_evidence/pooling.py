"""Several pupils' changes taken together: their mean, how far pupils lie apart, and what a further
pupil may expect.

Pupils differ, so their true changes are taken to be spread about a mean (random effects).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from handrail_evidence.distributions import t_quantile
from handrail_evidence.overlap import Estimate

FEWEST = 4
"""Pupils below which nothing is said: of three, the spread between them is all but a guess."""
RECIPE = (
    "Random-effects mean of the changes, each weighed by its own and the between-pupil variance "
    "(DerSimonian & Laird 1986); limits by Hartung & Knapp (2001), never narrower than without; "
    "of a further pupil by Higgins, Thompson & Spiegelhalter (2009)"
)


@dataclass(frozen=True)
class Together:
    """`mean` with its limits, and `spread`: the standard deviation of pupils' true changes, both in
    the changes' own unit. `expected` are the limits between which a further pupil's change lies
    with the same confidence. `pupils` were counted."""

    pupils: int
    mean: Estimate
    spread: float
    expected: tuple[float, float]


def together(changes: Sequence[Estimate], confidence: float = 0.95) -> Together | None:
    """The changes of several pupils as one, in their unit and with their sign.

    A change without a value or a standard error above zero is left out. None for fewer than four.
    """
    known = [(one.value, one.se**2) for one in changes if one.value is not None and one.se]
    k = len(known)
    if k < FEWEST:
        return None
    between = _between(known)
    weights = [1 / (own + between) for _, own in known]
    total = math.fsum(weights)
    mean = math.fsum(w * y for w, (y, _) in zip(weights, known, strict=True)) / total
    off = math.fsum(w * (y - mean) ** 2 for w, (y, _) in zip(weights, known, strict=True))
    se = math.sqrt(max(1.0, off / (k - 1)) / total)
    reach = t_quantile(0.5 + confidence / 2, k - 1) * se
    far = t_quantile(0.5 + confidence / 2, k - 2) * math.sqrt(between + se**2)
    return Together(
        k, Estimate(mean, se, mean - reach, mean + reach), math.sqrt(between),
        (mean - far, mean + far),
    )  # fmt: skip


def _between(known: Sequence[tuple[float, float]]) -> float:
    """The variance between pupils, by the method of moments; 0 where they differ less than chance
    alone would make them."""
    weights = [1 / own for _, own in known]
    total = math.fsum(weights)
    mean = math.fsum(w * y for w, (y, _) in zip(weights, known, strict=True)) / total
    q = math.fsum(w * (y - mean) ** 2 for w, (y, _) in zip(weights, known, strict=True))
    c = total - math.fsum(w * w for w in weights) / total
    return max(0.0, (q - (len(known) - 1)) / c)
