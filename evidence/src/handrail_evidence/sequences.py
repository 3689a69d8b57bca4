"""What tends to follow what: transitions, Yule's Q, and the space of contingencies."""

import math
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from handrail_evidence.distributions import normal_quantile, normal_two_sided


@dataclass(frozen=True)
class Transition:
    """One code followed by another at a lag; None where a number is undefined."""

    given: Hashable
    target: Hashable
    count: int
    expected: float
    share: float | None
    z: float | None
    p: float | None
    q: float | None
    kappa: float | None


def transitions(codes: Sequence[Hashable], lag: int = 1) -> list[Transition]:
    """Every pair of codes at `lag`: count, expected count, adjusted residual, Yule's Q, kappa.

    Bakeman & Gottman (1997): expected = row x column/N, z = (o-e)/sqrt(e (1-row/N)(1-column/N)).
    Kappa: Wampold (1989), over the codes that begin a pair and the last one, as LagSequential 0.1.1
    has it. Codes that
    cannot repeat need structural zeros, which this does not know.
    """
    if lag < 1 or len(codes) <= lag:
        raise ValueError("The lag must be 1 or more, and shorter than the sequence.")
    cells = Counter(zip(codes, codes[lag:], strict=False))
    rows, columns = Counter(codes[:-lag]), Counter(codes[lag:])
    every = Counter([*codes[:-lag], codes[-1]])
    kinds = sorted(set(codes), key=lambda code: (str(type(code)), code))
    found = []
    for given in kinds:
        for target in kinds:
            row, column = rows[given], columns[target]
            count = cells[given, target]
            z = _residual(count, row, column, len(codes) - lag)
            found.append(Transition(
                given, target, count, row * column / (len(codes) - lag),
                count / row if row else None, z, None if z is None else normal_two_sided(z),
                _q(count, row - count, column - count, len(codes) - lag - row - column + count),
                _kappa(count, every[given], every[target], len(codes) - lag + 1),
            ))  # fmt: skip
    return found


def _residual(count: int, row: int, column: int, n: int) -> float | None:
    expected = row * column / n
    spread = expected * (1 - row / n) * (1 - column / n)
    return (count - expected) / math.sqrt(spread) if spread > 0 else None


def _kappa(count: int, given: int, target: int, n: int) -> float | None:
    expected = given * target / n
    most = min(given, target) - expected
    reach = most if count >= expected else expected
    return (count - expected) / reach if reach > 0 else None


def _q(a: int, b: int, c: int, d: int) -> float | None:
    return (a * d - b * c) / (a * d + b * c) if a * d + b * c else None


@dataclass(frozen=True)
class Contingency:
    """How behaviour and consequence (or antecedent) go together.

    `with_it` is P(C|B), `without` P(C|no B); `q` is Yule's, -1 to 1, with its standard error and
    95% limits; `enough` where every expected cell is 5 or more.
    """

    with_it: float | None
    without: float | None
    q: float | None
    se: float | None
    enough: bool
    lo: float | None = None
    hi: float | None = None


def contingency(both: int, alone: int, only_other: int, neither: int) -> Contingency:
    """From four counts: B and C, B without C, C without B, neither.

    Martens et al. (2008) for the space; Yule's Q = (ad-bc)/(ad+bc), Lloyd et al. (2013). With an
    empty cell half a count is added to each, since Q would be forced to 1 or -1. Records of
    incidents alone have no `neither`: they say what usually follows, not why. The limits are those
    of the log odds ratio, turned: Q = tanh(log odds ratio/2), so that they stay within -1 and 1.
    """
    cells = (both, alone, only_other, neither)
    if min(cells) < 0 or not sum(cells):
        raise ValueError("Four counts, none below 0 and not all 0.")
    a, b, c, d = (x + 0.5 for x in cells) if 0 in cells else (float(x) for x in cells)
    q = (a * d - b * c) / (a * d + b * c)
    se = (1 - q * q) / 2 * math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    yes, no = both + alone, only_other + neither
    n = sum(cells)
    least = min(yes, no) * min(both + only_other, alone + neither) / n
    with_it = both / yes if yes else None
    odds = math.log(a * d / (b * c))
    reach = normal_quantile(0.975) * math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    lo, hi = math.tanh((odds - reach) / 2), math.tanh((odds + reach) / 2)
    return Contingency(with_it, only_other / no if no else None, q, se, least >= 5, lo, hi)


CONTINGENCY = (
    "Yule’s Q of the four counts (behaviour or not, word chosen or not); 95% limits from the log "
    "odds ratio; half a count is added to each where one is 0; too early while any expected count "
    "is below 5"
)
