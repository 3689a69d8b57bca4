"""The published series beside the checkout, as the engine reads them, and their references."""

import csv
import io
import math
from pathlib import Path

from handrail_evidence import Series, read_text

COLUMNS = (
    "series_id", "condition", "session", "outcome",
    "direction", "scale", "session_length_min", "intervals", "goal",
)  # fmt: skip


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def as_file(folder: Path) -> str:
    """Observations joined with what each series is, in the columns the command reads."""
    index = {row["series_id"]: row for row in rows_of(folder / "series_index.csv")}
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(COLUMNS)
    for row in rows_of(folder / "observations.csv"):
        every = {**index[row["series_id"]], **row}
        lines.writerow([every[name] for name in COLUMNS])
    return out.getvalue()


def published(folder: Path) -> list[Series]:
    reading = read_text(as_file(folder))
    assert reading.bad == []
    return reading.series


def number(text: str) -> float | None:
    """A reference value; blank is none, and R's NaN and Inf are none of ours."""
    if text in ("", "NA"):
        return None
    value = float(text)
    return value if math.isfinite(value) else None


def close(expected: float | None, found: float | None, relative: float = 1e-6) -> bool:
    if expected is None or found is None:
        return expected is found
    return math.isclose(expected, found, rel_tol=relative, abs_tol=1e-9)
