"""How fast the evidence engine is, and how often its words are wrong where the truth is known.

.venv/bin/python -m bench.evidence [RUNS]
"""

import math
import random
import sys
from collections import Counter
from collections.abc import Iterator
from statistics import NormalDist
from time import process_time

from handrail_evidence import Point, Series, judge, make_series, measure

SIZES = ((3, 3), (5, 5), (6, 9), (10, 10), (20, 20))
MEAN = 4.0
WORLDS = (
    ("nothing changed", 0.0, 1.0),
    ("nothing changed, autocorrelation .5", 0.5, 1.0),
    ("halved", 0.0, 0.5),
    ("halved, autocorrelation .5", 0.5, 0.5),
)


def main(runs: int = 1000) -> str:
    """Tables of the verdicts and of the time."""
    width = max(len(name) for name, *_ in WORLDS)
    head = "".join(f"{m}+{n}".rjust(16) for m, n in SIZES)
    lines = ["Verdicts in per cent: better/worse/not changed", f"{'':{width}}{head}"]
    for name, phi, factor in WORLDS:
        cells = (_cell(phi, factor, m, n, runs) for m, n in SIZES)
        lines.append(f"{name:{width}}" + "".join(cell.rjust(16) for cell in cells))
    return "\n".join([*lines, "", _speed()])


def _cell(phi: float, factor: float, m: int, n: int, runs: int) -> str:
    dice = random.Random(f"{phi} {factor} {m} {n}")
    seen: Counter[str] = Counter()
    for _ in range(runs):
        made = judge(_series(dice, phi, factor, m, n))
        way = "" if made.better is None else " better" if made.better else " worse"
        seen[made.verdict.value + way] += 1
    words = ("changed better", "changed worse", "not changed")
    return "/".join(f"{100 * seen[word] / runs:.1f}" for word in words)


def _series(dice: random.Random, phi: float, factor: float, m: int, n: int) -> Series:
    latent = _latent(dice, phi)
    means = [MEAN] * m + [MEAN * factor] * n
    rows = [
        ("A" if day < m else "B", Point(day, _poisson(mean, next(latent))))
        for day, mean in enumerate(means)
    ]
    return make_series("made up", rows, direction="decrease", scale="count")


def _latent(dice: random.Random, phi: float) -> Iterator[float]:
    """Shares between 0 and 1 of a normal process in which each value leans on the one before."""
    x = dice.gauss(0, 1)
    while True:
        yield NormalDist().cdf(x)
        x = phi * x + math.sqrt(1 - phi * phi) * dice.gauss(0, 1)


def _poisson(mean: float, share: float) -> int:
    k, chance = 0, math.exp(-mean)
    below = chance
    while below < share and k < 1000:
        k += 1
        chance *= mean / k
        below += chance
    return k


def _speed() -> str:
    dice = random.Random(1)
    many = [_series(dice, 0.3, 0.6, dice.randint(3, 15), dice.randint(3, 45)) for _ in range(250)]
    began = process_time()
    figures = sum(len(measure(series)) + bool(judge(series)) for series in many)
    took = process_time() - began
    return f"250 series, {figures:,} figures and verdicts: {took:.2f} s of the processor"


if __name__ == "__main__":
    print(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
