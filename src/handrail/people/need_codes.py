"""Codes of needs of the Common Basic Data Set, from a file that can be edited: data/need_codes.csv.

`until` is the last day on which a code may be newly given; what was given before keeps it.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

CODES = Path(__file__).with_name("data") / "need_codes.csv"
AREAS = {
    "communication": "Communication and interaction",
    "cognition": "Cognition and learning",
    "semh": "Social, emotional and mental health",
    "sensory": "Sensory and/or physical",
}
PROVISIONS = {"N": "No special educational provision", "K": "SEN support", "E": "EHC plan"}


@dataclass(frozen=True)
class NeedCode:
    code: str
    label: str
    area: str
    until: date | None = None


@cache
def need_codes() -> dict[str, NeedCode]:
    """Every code of the file, in its order."""
    with CODES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["code"]: NeedCode(
            row["code"], row["label"], row["area"],
            date.fromisoformat(row["until"]) if row["until"] else None,
        )
        for row in rows
    }  # fmt: skip


def codes_on(day: date) -> list[NeedCode]:
    """The codes that may be given on a day."""
    return [one for one in need_codes().values() if one.until is None or one.until >= day]


def said_of_code(code: str) -> str:
    """A code in words; a code that the file does not have stands for itself."""
    one = need_codes().get(code)
    return one.label if one else code
