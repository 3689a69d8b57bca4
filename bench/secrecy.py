"""Secrecy by time: is a page slower when it holds back a secret? Two samples, asked in turn.

    python -m bench.secrecy [REQUESTS]    for each pair; 2,000 when left out

Makes a school of its own in HANDRAIL_HOME. Ends with 1 when a difference can be told at p < .001.
"""

import logging
import math
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import django

REQUESTS = 2_000
DETECTED = 0.001
Ask = Callable[[], int]


def p_of(one: list[float], two: list[float]) -> float:
    """The two-sided p of the Mann-Whitney test with normal approximation and ties averaged.

    The usual test where a few requests are very slow: it compares ranks, not means.
    """
    ranked = sorted([(value, 0) for value in one] + [(value, 1) for value in two])
    ranks, ties, start = 0.0, 0.0, 0
    while start < len(ranked):
        end = start
        while end + 1 < len(ranked) and ranked[end + 1][0] == ranked[start][0]:
            end += 1
        same = end - start + 1
        ties += same**3 - same
        ranks += sum((start + end) / 2 + 1 for value in ranked[start : end + 1] if not value[1])
        start = end + 1
    n, m = len(one), len(two)
    u, both = ranks - n * (n + 1) / 2, n + m
    spread = math.sqrt(n * m / 12 * (both + 1 - ties / (both * (both - 1))))
    return math.erfc(abs(u - n * m / 2) / (spread * math.sqrt(2))) if spread else 1.0


def sampled(pair: tuple[Ask, Ask], requests: int) -> tuple[list[float], list[float]]:
    """Milliseconds of each of two requests, asked in turn, the first of each turn by chance."""
    dice = random.Random(1)
    times: tuple[list[float], list[float]] = ([], [])
    for ask in (*pair, *pair):
        ask()
    for _ in range(requests // 2):
        for which in dice.sample((0, 1), 2):
            began = time.perf_counter()
            pair[which]()
            times[which].append((time.perf_counter() - began) * 1000)
    return times[0], times[1]


def pairs() -> Iterator[tuple[str, tuple[Ask, Ask]]]:
    """What an assistant may ask for, where there is a secret and where there is none."""
    from handrail.core.ids import new_uuid
    from tests.hostile.twins import twins

    made = twins()
    client, head = made.client, made.head

    def get(path: str, **more: Any) -> Ask:
        return lambda: client.get(path, **more).status_code

    def post(path: str) -> Ask:
        return lambda: client.post(path, {"words": "Said sorry."}).status_code

    secret, never = f"/records/{made.secret}/", f"/records/{new_uuid()}/"
    yield "a pupil's page", (get(f"/pupils/{made.with_it}/"), get(f"/pupils/{made.without}/"))
    yield "a record's address", (get(secret), get(never))
    yield "words added to it", (post(f"{secret}amend/"), post(f"{never}amend/"))
    yield "finding its words", (get("/find/?q=zanzibar"), get("/find/?q=quillons"))
    yield "its pupil at Log", (get(f"/log/?pupil={made.with_it}"),
                               get(f"/log/?pupil={made.without}"))  # fmt: skip
    yield "a record by the API", (get(f"/api/v1{secret[:-1]}", **head),
                                  get(f"/api/v1{never[:-1]}", **head))  # fmt: skip


def measured(requests: int) -> list[tuple[str, str, str, str, bool]]:
    """For each pair: name, the two medians, p, and whether a difference can be told."""
    found = []
    for name, pair in pairs():
        one, two = sampled(pair, requests)
        p = p_of(one, two)
        middle = [f"{sorted(times)[len(times) // 2]:.2f}" for times in (one, two)]
        found.append((name, *middle, f"{p:.3f}", p < DETECTED))
    return found  # type: ignore[return-value]


def main(requests: int = REQUESTS) -> int:
    from bench.tables import table

    found = measured(requests)
    rows = [(*row[:4], "can be told" if row[4] else "cannot be told") for row in found]
    print(f"Time with a secret and without, {requests:,} requests each, asked in turn")
    print(table(("request", "with, ms", "without, ms", "p", "difference"), rows))
    return int(any(row[4] for row in found))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handrail.settings")
    Path(os.environ["HANDRAIL_HOME"]).mkdir(parents=True, exist_ok=True)
    django.setup()
    from handrail.api import routes
    from handrail.cli.run import call_init

    call_init()
    routes.A_MINUTE = 10**9  # nobody waits while it is measured
    logging.disable()
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else REQUESTS))
