"""How much the points of a phase differ: quick, and exactly 0 where nothing does."""

import math
from collections.abc import Sequence
from statistics import fmean


def squares(values: Sequence[float]) -> float:
    """Sum of squared deviations from the mean; exactly 0 where all values are alike."""
    if min(values) == max(values):
        return 0.0
    mean = fmean(values)
    return math.fsum((y - mean) ** 2 for y in values)


def variance(values: Sequence[float]) -> float:
    """Sample variance (n - 1) of two values or more."""
    return squares(values) / (len(values) - 1)
