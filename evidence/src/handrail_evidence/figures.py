"""All measures of a series, each as a figure with its recipe and what to beware of."""

import math
from dataclasses import dataclass

from handrail_evidence.overlap import NONE_OF_ALL
from handrail_evidence.recipes import RECIPES, Recipe
from handrail_evidence.series import Pair, Series

NO_PAIR = "There is no baseline with support beside it to compare."
NO_POINT = "A phase has no point."
ONE_POINT = "A phase has a single point, so there is no standard error."


@dataclass(frozen=True)
class Figure:
    """One measure of one pair of phases; `value` is None where it cannot be worked out."""

    series_id: str
    statistic: str
    value: float | None
    se: float | None
    lo: float | None
    hi: float | None
    recipe: str
    warnings: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """Field by field; what is undefined is null."""
        return {**self.__dict__, "warnings": list(self.warnings)}


def measure(series: Series) -> list[Figure]:
    """Every measure of every pair of phases of a series, in the order of RECIPES.

    A series without a baseline beside a support gives each measure without a value, and says why.
    Never raises for a Series that could be made.
    """
    pairs = series.pairs()
    if not pairs:
        return [_empty(series.series_id, recipe, NO_PAIR) for recipe in RECIPES]
    return [figure for pair in pairs for figure in measure_pair(pair)]


def measure_pair(pair: Pair) -> list[Figure]:
    """Every measure of one baseline and one support."""
    return [_figure(pair, recipe) for recipe in RECIPES]


def _empty(name: str, recipe: Recipe, why: str) -> Figure:
    return Figure(name, recipe.statistic, None, None, None, None, recipe.words, (why,))


def _figure(pair: Pair, recipe: Recipe) -> Figure:
    name = pair.name or pair.series.series_id
    why = recipe.refuse(pair) if pair.a and pair.b else NO_POINT
    if why:
        return _empty(name, recipe, why)
    try:
        made = recipe.make(pair)
    except (OverflowError, ZeroDivisionError):  # numbers too far apart for a float
        made = NONE_OF_ALL
    if made.value is None or not math.isfinite(made.value):
        return _empty(name, recipe, recipe.otherwise)
    se, lo, hi = _finite(made.se), _finite(made.lo), _finite(made.hi)
    warnings = [recipe.beware(pair), *_warnings(pair)]
    kept = tuple(word for word in warnings if word)
    return Figure(name, recipe.statistic, made.value, se, lo, hi, recipe.words, kept)


def _warnings(pair: Pair) -> list[str]:
    """What goes with every number of a pair: too few points, odd values, what was left open."""
    m, n = len(pair.a), len(pair.b)
    few = f"Few points: {m} before and {n} with support." if min(m, n) < 5 else ""
    return [ONE_POINT if min(m, n) == 1 else few, pair.beyond_scale, *pair.series.notes]


def _finite(x: float | None) -> float | None:
    return x if x is not None and math.isfinite(x) else None
