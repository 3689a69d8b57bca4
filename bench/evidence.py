"""How fast the evidence engine is, and how often its words are wrong where the truth is known.

.venv/bin/python -m bench.evidence [RUNS]
"""

import math
import os
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import NormalDist
from time import process_time

from handrail_evidence import Point, Series, judge, make_series, measure, read_text
from tests.evidence.published import as_file

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
    beside = Path(__file__).resolve().parents[2] / "shared"
    folder = Path(os.environ.get("HANDRAIL_SHARED", beside)) / "data" / "single_case"
    if folder.is_dir():
        began = process_time()
        many = read_text(as_file(folder)).series
        return _timed(f"{len(many)} published series, read and worked out", many, began)
    dice = random.Random(1)
    many = [_series(dice, 0.3, 0.6, dice.randint(3, 15), dice.randint(3, 45)) for _ in range(250)]
    return _timed("250 made-up series", many, process_time())


def _timed(what: str, many: list[Series], began: float) -> str:
    figures = sum(len(measure(series)) for series in many)
    return f"{what}, {figures:,} figures: {process_time() - began:.2f} s of the processor"


if __name__ == "__main__":
    print(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
