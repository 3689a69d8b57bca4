"""Tables: figures as aligned plain text, to be read in a terminal or pasted into a document."""

import os
import platform
from collections.abc import Sequence
from pathlib import Path
from typing import Any

LIMIT_MS, LIMIT_RATIO = 100.0, 1.25


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns as wide as they must be; the first to the left, the others to the right."""
    lines = [list(head), *[list(row) for row in rows]]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    shown = [
        "  ".join(_cell(line, column, widths) for column in range(len(head))) for line in lines
    ]
    return "\n".join([shown[0], "  ".join("-" * width for width in widths), *shown[1:]])


def _cell(line: list[str], column: int, widths: list[int]) -> str:
    return line[column].ljust(widths[0]) if column == 0 else line[column].rjust(widths[column])


def machine() -> str:
    """The machine that the figures are from: processor, cores, memory, Python."""
    model = platform.processor() or platform.machine()
    for line in _lines("/proc/cpuinfo"):
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    memory = next((int(line.split()[1]) for line in _lines("/proc/meminfo")), 0) // 1024 // 1024
    return f"{model}, {os.cpu_count()} cores, {memory} GB; Python {platform.python_version()}"


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []


def limits_table(limits: dict[str, float]) -> str:
    return table(
        ("this machine", "figure"),
        [
            ("a million turns of a plain Python loop", f"{limits['loop']:.0f} ms"),
            ("raw SQLite commits (WAL, synchronous FULL)", f"{limits['commits']:,.0f} a second"),
            ("raw SQLite look-ups by key", f"{limits['lookups']:,.0f} a second"),
            ("an empty Django view, p50", f"{limits['empty_p50']:.2f} ms"),
            ("an empty Django view, p95", f"{limits['empty_p95']:.2f} ms"),
        ],
    )


def pages_table(results: list[dict[str, Any]]) -> str:
    """A row a page: p50 and p95 at each size, and the last size beside the first.

    "processor" is this process's own time at the last size.
    """
    sizes = [f"{result['records']:,}" for result in results]
    head = ["server time in ms, p50 / p95", *sizes, "grows by", "processor", "queries", "verdict"]
    rows = []
    for position, first in enumerate(results[0]["pages"]):
        times = [result["pages"][position]["times"] for result in results]
        ratio = _growth(results[0]["database"], times)
        cells = [f"{one['p50']:.1f} / {one['p95']:.1f}" for one in times]
        last = results[-1]["pages"][position]
        verdict = _verdict(times, ratio, len(sizes))
        worked = f"{last['times']['processor']:.1f}"
        rows.append([first["page"], *cells, f"{ratio:.2f}", worked, str(last["queries"]), verdict])
    return table(head, rows)


def _growth(database: str, times: list[dict[str, float]]) -> float:
    """The largest size beside the smallest: by work where all of it is done in this process."""
    measure = "work" if database == "sqlite" else "p50"
    return times[-1][measure] / times[0][measure]


def _verdict(times: list[dict[str, float]], ratio: float, sizes: int) -> str:
    slow = any(one["p95"] > LIMIT_MS for one in times)
    grows = sizes > 1 and ratio > LIMIT_RATIO
    return " and ".join(["slow"] * slow + ["grows"] * grows) or "good"


def doors_table(results: list[dict[str, Any]]) -> str:
    """Filing, verifying, building and what it takes on the disk."""
    head = ["records", "filing one, p50 / p95 ms", "verified a second", "built a second",
            "memory to build", "on disk"]  # fmt: skip
    rows = []
    for result in results:
        build, verify, filing = result["build"], result.get("verify"), result["filing"]
        rows.append(
            [
                f"{result['stored']:,}",
                f"{filing['p50']:.1f} / {filing['p95']:.1f}",
                f"{verify['a_second']:,.0f}" if verify else "not measured",
                f"{build['a_second']:,.0f}" if build else "kept from before",
                f"{build['memory_mb']:,.0f} MB" if build else "",
                f"{result['bytes'] / 1e6:,.0f} MB",
            ]
        )
    return table(head, rows)
