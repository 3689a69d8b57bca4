"""The command line of this package alone: `handrail-evidence FILE.csv [--json]`."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from handrail_evidence.figures import measure
from handrail_evidence.files import Reading, read_csv
from handrail_evidence.report import recipes, report

DONE, REFUSED = 0, 2
ABOUT = """Say of each series in a CSV file whether it changed when support began, how much, and
how sure that is: every measure with its recipe, its interval and what to beware of.

Columns: series_id, condition, session, outcome, and if wanted direction, scale,
session_length_min, intervals, goal. A session that was missed has a blank outcome.

  series_id,condition,session,outcome,direction,scale
  Leo calling out,A,1,9,decrease,count
  Leo calling out,A,2,7,decrease,count
  Leo calling out,B,3,4,decrease,count

condition: A is the baseline, B (or C, D ...) a support, F a follow-up after it. In ABAB each
baseline is compared with the support that follows it, and named "|1", "|2".
direction: increase or decrease, whichever is better. scale: count, proportion, percentage, other.

Nothing is stored. Exit codes: 0 done, 2 the file cannot be used; then each bad cell is named.
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(
        prog="handrail-evidence",
        description=ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--json", action="store_true", help="print what a script can read")
    arguments = parser.parse_args(argv)
    reading = read_csv(arguments.file)
    out = sys.stderr if reading.bad and not arguments.json else sys.stdout
    say(answer(reading, as_json=arguments.json), out)
    return REFUSED if reading.bad else DONE


def say(text: str, out: TextIO) -> None:
    """Write it all; whoever stops reading half way (`| head`) gets no traceback for it."""
    try:
        print(text, file=out, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), out.fileno())


def answer(reading: Reading, *, as_json: bool) -> str:
    """What is said of a file: figures or a report, or else what is wrong with it."""
    if as_json:
        return json.dumps(_refusal(reading) if reading.bad else _figures(reading), allow_nan=False)
    if reading.bad:
        return "\n".join([*(str(cell) for cell in reading.bad), _refusal_words(reading)])
    return "\n".join([*(report(series) for series in reading.series), recipes()])


def _figures(reading: Reading) -> list[dict[str, object]]:
    return [figure.as_json() for series in reading.series for figure in measure(series)]


def _refusal_words(reading: Reading) -> str:
    count = len(reading.bad)
    return f"Nothing was worked out: {'1 thing is' if count == 1 else f'{count} things are'} wrong."


def _refusal(reading: Reading) -> dict[str, object]:
    errors = [cell.__dict__ for cell in reading.bad]
    return {"ok": False, "reason": _refusal_words(reading), "errors": errors}
