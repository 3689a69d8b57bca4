"""Ethnicity codes of the Common Basic Data Set, from a file that can be edited: code, label, group.

For equality figures alone. An extended code counts as the main code that it stands under.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CODES = Path(__file__).with_name("data") / "ethnicity.csv"
# Groups wide enough for a table about one school, by the first letters of the main code.
BROAD = (
    ("WBRI", "White British"), ("W", "White, another background"), ("M", "Mixed"), ("A", "Asian"),
    ("B", "Black"), ("C", "Chinese"), ("O", "Any other ethnic group"),
)  # fmt: skip
NOT_SAID = frozenset({"REFU", "NOBT"})


@dataclass(frozen=True)
class EthnicityCode:
    code: str
    label: str
    main: str


@cache
def ethnicity_codes() -> dict[str, EthnicityCode]:
    """Every code of the file."""
    with CODES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["code"]: EthnicityCode(row["code"], row["label"], row["main_code"]) for row in rows}


def main_choices() -> list[tuple[str, str]]:
    """Code and label of the main set, for a list to choose from."""
    return [(one.code, one.label) for one in ethnicity_codes().values() if one.code == one.main]


def broad_group(code: str) -> str:
    """The wide group of a code; nothing where none was said, or the code is not known."""
    one = ethnicity_codes().get(code)
    if one is None or one.main in NOT_SAID:
        return ""
    return next((slug for slug, _ in BROAD if one.main.startswith(slug)), "")
