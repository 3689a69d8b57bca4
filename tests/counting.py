"""What was tried: hostile tests hand in their counts, and the run ends with one table of them."""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

Count = Callable[..., None]
KEPT = "HANDRAIL_COUNTS"  # a file that script/test adds up over both databases


@dataclass(frozen=True)
class Line:
    """One line of the table: which risk, what was done how often, and how often it went wrong."""

    risk: str
    what: str
    tried: int
    leaks: int


LINES: list[Line] = []


def often(everyday: int, asked: int) -> int:
    """How many made-up cases: few every day, many when `script/test long` asks for them."""
    return asked if os.environ.get("HANDRAIL_LONG") else everyday


@pytest.fixture
def count() -> Iterator[Count]:
    """`count("B5", "posts without a token", tried, leaks)`: a line of the table.

    The count is handed in before the test judges it, so that a failing run shows its number too.
    A test that asked for this and counted nothing would be a test that cannot fail.
    """
    before = len(LINES)

    def hand_in(risk: str, what: str, tried: int, leaks: int) -> None:
        line = Line(risk, what, tried, leaks)
        LINES.append(line)
        print(f"{risk} {what}: cases tried {tried:,}, leaks {leaks}")
        if kept := os.environ.get(KEPT):
            with Path(kept).open("a", encoding="utf-8") as file:
                file.write(json.dumps(asdict(line)) + "\n")
        assert tried > 0, f"{risk} {what}: nothing was tried"

    yield hand_in
    assert len(LINES) > before, "asked to count, and counted nothing"


def shown(lines: list[Line]) -> list[str]:
    """The table, one line for each risk and thing that was tried, sums over repeats."""
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for line in lines:
        tried, leaks = sums.get((line.risk, line.what), (0, 0))
        sums[line.risk, line.what] = (tried + line.tried, leaks + line.leaks)
    width = max((len(what) for _, what in sums), default=4)
    rows = [f"{'risk':<5} {'what':<{width}} {'tried':>9} {'leaks':>6}"]
    for (risk, what), (tried, leaks) in sorted(sums.items(), key=lambda row: _order(row[0])):
        rows.append(f"{risk:<5} {what:<{width}} {tried:>9,} {leaks:>6}")
    total, bad = (sum(part) for part in zip(*sums.values(), strict=True)) if sums else (0, 0)
    return [*rows, f"{'':<5} {'all':<{width}} {total:>9,} {bad:>6}"]


def _order(key: tuple[str, str]) -> tuple[str, int, str]:
    risk, what = key
    return risk[0], int(risk[1:] or 0), what


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if LINES:
        terminalreporter.section("what was tried")
        for row in shown(LINES):
            terminalreporter.write_line(row)


if __name__ == "__main__":  # script/test shows both databases together
    kept_lines = Path(os.environ[KEPT]).read_text(encoding="utf-8").splitlines()
    print("\n".join(shown([Line(**json.loads(one)) for one in kept_lines])))
