"""evidence: whether a support helped, from a file of measurements; no database, nothing stored."""

import argparse
import sys
from pathlib import Path
from typing import Any

from handrail.cli.talk import common
from handrail_evidence.console import ABOUT, DONE, REFUSED, answer
from handrail_evidence.files import read_csv


def add_commands(commands: Any) -> None:
    one = common(commands.add_parser("evidence", help="did support help?", description=ABOUT))
    one.add_argument("path", type=Path, metavar="FILE.csv")
    one.set_defaults(run=run_evidence)


def run_evidence(arguments: argparse.Namespace) -> int:
    reading = read_csv(arguments.path)
    out = sys.stderr if reading.bad and not arguments.json else sys.stdout
    print(answer(reading, as_json=arguments.json), file=out)
    return REFUSED if reading.bad else DONE
