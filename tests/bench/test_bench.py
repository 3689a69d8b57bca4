"""The bench: its tables line up, its verdicts are honest, and it runs from end to end."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from bench.secrecy import DETECTED, p_of
from bench.tables import pages_table, table
from bench.timing import timed
from tests.counting import Count
from tests.tables import give_static_files, give_tables

ROOT = Path(__file__).resolve().parents[2]


def result(records: int, p50: float, p95: float) -> dict[str, object]:
    times = {"p50": p50, "p95": p95, "processor": p50, "work": p50, "runs": 1}
    page = {"page": "Today", "times": times, "queries": 9, "size": 1}
    return {"records": records, "database": "sqlite", "pages": [page]}


def test_a_table_keeps_its_columns_in_line() -> None:
    shown = table(("page", "ms"), [("Today", "1.5"), ("Find", "10.25")])
    assert shown.splitlines() == ["page      ms", "-----  -----", "Today    1.5", "Find   10.25"]


@pytest.mark.parametrize(
    ("results", "verdict"),
    [
        ([result(20_000, 10, 20), result(2_000_000, 12, 25)], "good"),
        ([result(20_000, 10, 20), result(2_000_000, 13, 25)], "grows"),
        ([result(20_000, 10, 120)], "slow"),
        ([result(20_000, 10, 20), result(2_000_000, 90, 250)], "slow and grows"),
    ],
)
def test_the_verdict_is_about_100_ms_and_a_quarter(
    results: list[dict[str, object]], verdict: str
) -> None:
    assert pages_table(results).splitlines()[-1].endswith(f" {verdict}")


def test_timing_counts_what_it_ran() -> None:
    ran: list[int] = []
    times = timed(lambda: ran.append(1), runs=20, warm=2)
    assert (len(ran), times.runs) == (22, 20)
    assert times.p50 <= times.p95


def test_a_difference_in_time_is_told_when_there_is_one_and_not_otherwise() -> None:
    """Against numbers of a published table, and against pages that are a tenth slower."""
    one = [19.0, 22.0, 16.0, 29.0, 24.0]
    two = [20.0, 11.0, 17.0, 12.0]  # Mann-Whitney: U = 17, z = 1.715, p = 0.086
    assert round(p_of(one, two), 3) == 0.086
    dice = random.Random(3)
    same, again = ([dice.lognormvariate(2.3, 0.3) for _ in range(1_000)] for _ in range(2))
    slower = [value * 1.1 for value in again]
    assert p_of(same, again) > DETECTED > p_of(same, slower)
    assert p_of([1.0] * 9, [1.0] * 9) == 1.0


@pytest.mark.slow
@pytest.mark.sqlite_only
def test_no_answer_to_an_assistant_takes_longer_because_of_a_secret(
    tmp_path: Path, count: Count
) -> None:
    """The bench in small; `python -m bench.secrecy` asks 2,000 times.

    Six tests at p < .001 cry wolf once in 170 runs, so a difference must be told twice.
    """
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    told, rows = [True], 0
    for once in ("first", "again"):
        environment["HANDRAIL_HOME"] = str(tmp_path / once)
        give_tables(tmp_path / once)
        give_static_files(tmp_path / once)
        done = subprocess.run(
            [sys.executable, "-m", "bench.secrecy", "100"], cwd=ROOT, env=environment,
            capture_output=True, text=True, check=False, timeout=170,
        )  # fmt: skip
        lines = done.stdout.splitlines()
        told = [line for line in lines if line.endswith("  can be told")]
        rows += sum(line.endswith("be told") for line in lines)
        if not told:
            break
    count("A3", "requests timed with a secret and without", rows * 100, len(told))
    assert (told, rows % 6) == ([], 0), done.stderr[-2000:]


@pytest.mark.slow
@pytest.mark.sqlite_only
def test_the_bench_runs_from_end_to_end(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment["HANDRAIL_HOME"] = str(tmp_path)
    command = [sys.executable, "-m", "bench", "--quick", "--only", "sqlite", "--json"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=170
    )
    assert done.returncode == 0, done.stderr[-2000:]
    figures = json.loads(done.stdout)
    assert figures["sqlite"][0]["stored"] > 2000
    assert figures["limits"]["commits"] > 100
