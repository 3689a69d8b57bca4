"""Whether two observers saw the same: percentages of agreement, and kappa beside them."""

import math
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean

from handrail_evidence.distributions import normal_two_sided


@dataclass(frozen=True)
class Agreement:
    """A coefficient with z and p of no agreement beyond chance; None where it is undefined."""

    value: float | None
    z: float | None = None
    p: float | None = None


def _paired(one: Sequence[object], two: Sequence[object]) -> None:
    if len(one) != len(two) or not one:
        raise ValueError("Two observers must have watched the same intervals, one or more.")


def smaller_by_larger(one: float, two: float) -> float:
    """Total count or total duration agreement, 0 to 1; both zero counts as 1 by convention."""
    if min(one, two) < 0:
        raise ValueError("Counts and durations are not below 0.")
    return 1.0 if one == two else min(one, two) / max(one, two)


def mean_count(one: Sequence[float], two: Sequence[float]) -> float:
    """Mean over intervals (or occurrences) of smaller by larger, 0 to 1."""
    _paired(one, two)
    return fmean(smaller_by_larger(x, y) for x, y in zip(one, two, strict=True))


def exact(one: Sequence[Hashable], two: Sequence[Hashable]) -> float:
    """Share of intervals with the same entry: exact count, or interval by interval; 0 to 1."""
    _paired(one, two)
    return fmean(x == y for x, y in zip(one, two, strict=True))


def scored(one: Sequence[bool], two: Sequence[bool]) -> float | None:
    """Of intervals in which either saw it, the share in which both did. For what is rare."""
    _paired(one, two)
    either = [x and y for x, y in zip(one, two, strict=True) if x or y]
    return fmean(either) if either else None


def unscored(one: Sequence[bool], two: Sequence[bool]) -> float | None:
    """Of intervals in which either missed it, the share in which both did. For what is frequent."""
    return scored([not x for x in one], [not y for y in two])


def cohen_kappa(one: Sequence[Hashable], two: Sequence[Hashable]) -> Agreement:
    """(po - pe)/(1 - pe) with z under no agreement; Cohen (1960), Fleiss, Cohen & Everitt (1969).

    None where both saw one and the same thing throughout (pe = 1).
    """
    _paired(one, two)
    n = len(one)
    left, right = Counter(one), Counter(two)
    shares = [(left[c] / n, right[c] / n) for c in left.keys() | right.keys()]
    by_chance = math.fsum(p * q for p, q in shares)
    if by_chance >= 1:
        return Agreement(None)
    kappa = (exact(one, two) - by_chance) / (1 - by_chance)
    spread = by_chance + by_chance**2 - math.fsum(p * q * (p + q) for p, q in shares)
    return _tested(kappa, math.sqrt(max(spread, 0.0)) / ((1 - by_chance) * math.sqrt(n)))


def _tested(value: float, se: float) -> Agreement:
    if se == 0:
        return Agreement(value)
    return Agreement(value, value / se, normal_two_sided(value / se))


def fleiss_kappa(ratings: Sequence[Sequence[Hashable]]) -> Agreement:
    """Kappa of several observers: a row for each thing seen, an entry for each observer.

    Fleiss (1971), with the standard error of Fleiss, Nee & Landis (1979).
    """
    n, k = _square(ratings)
    counts = [Counter(row) for row in ratings]
    every: Counter[Hashable] = Counter(entry for row in ratings for entry in row)
    shares = [count / (n * k) for count in every.values()]
    agreed = fmean((sum(c * c for c in row.values()) - k) / (k * (k - 1)) for row in counts)
    by_chance = math.fsum(p * p for p in shares)
    if by_chance >= 1:
        return Agreement(None)
    apart = math.fsum(p * (1 - p) for p in shares)
    skew = math.fsum(p * (1 - p) * (1 - 2 * p) for p in shares)
    spread = 2 * (apart**2 - skew) / (apart**2 * n * k * (k - 1))
    return _tested((agreed - by_chance) / (1 - by_chance), math.sqrt(max(spread, 0.0)))


def _square(ratings: Sequence[Sequence[Hashable]]) -> tuple[int, int]:
    k = len(ratings[0]) if ratings else 0
    if k < 2 or any(len(row) != k for row in ratings):
        raise ValueError("Each thing seen needs an entry from each of two observers or more.")
    return len(ratings), k


def light_kappa(ratings: Sequence[Sequence[Hashable]]) -> Agreement:
    """Mean of Cohen's kappa over all pairs of observers; Light (1971).

    z as irr 0.84.1 has it: from the chance that all pairs disagree, each by its own margins.
    """
    n, k = _square(ratings)
    observers = [list(column) for column in zip(*ratings, strict=True)]
    pairs = list(combinations(observers, 2))
    kappas = [cohen_kappa(one, two).value for one, two in pairs]
    known = [kappa for kappa in kappas if kappa is not None]
    if len(known) < len(pairs):
        return Agreement(None)
    apart = [_disagreements(one, two) / n**2 for one, two in pairs]
    chance = 1 - len(pairs) * math.prod(apart)
    if not 0 < chance < 1:
        return Agreement(fmean(known))
    return _tested(fmean(known), math.sqrt(chance / (n * (1 - chance))))


def _disagreements(one: list[Hashable], two: list[Hashable]) -> float:
    left, right = Counter(one), Counter(two)
    return float(len(one) * len(two) - sum(left[c] * right[c] for c in left))
