"""Timing: many runs of one thing, and what half and nineteen in twenty of them stayed under."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Times:
    """Milliseconds on the wall clock and of the processor, and the work in turns of a plain loop.

    A shared machine is faster in one minute than in the next: `work` counts the processor's time
    in thousands of turns of a loop that was timed beside each run, so that sizes compare fairly.
    """

    p50: float
    p95: float
    processor: float
    work: float
    runs: int


def timed(act: Callable[[], object], *, runs: int, warm: int = 3, most: float = 20.0) -> Times:
    """Run something some times to warm up, then measure it; stops after `most` seconds."""
    for _ in range(warm):
        act()
    taken: list[float] = []
    worked: list[float] = []
    paces: list[float] = []
    began = time.perf_counter()
    while len(taken) < runs and (not taken or time.perf_counter() - began < most):
        start, busy = time.perf_counter(), time.process_time()
        act()
        taken.append((time.perf_counter() - start) * 1000)
        worked.append((time.process_time() - busy) * 1000)
        paces.append(_pace())
    work = sorted(did / pace for did, pace in zip(worked, paces, strict=True))
    return Times(_at(taken, 0.50), _at(taken, 0.95), _at(worked, 0.50), _at(work, 0.50), len(taken))


def _pace() -> float:
    """Milliseconds of the processor for a thousand turns of a plain loop, just now."""
    start, total = time.process_time(), 0
    for number in range(20_000):
        total += number * number
    return (time.process_time() - start) * 1000 / 20


def _at(taken: list[float], share: float) -> float:
    return sorted(taken)[min(len(taken) - 1, int(len(taken) * share))]


def rate(act: Callable[[], object], *, seconds: float) -> float:
    """How often a second something can be done."""
    began, count = time.perf_counter(), 0
    while (passed := time.perf_counter() - began) < seconds:
        act()
        count += 1
    return count / passed
