"""The starter set: some thirty strategies in Handrail's own words, for a school to begin with."""

import csv
from pathlib import Path

from handrail.core import clock
from handrail.school.models import School
from handrail.strategies.models import Strategy

LIST = Path(__file__).with_name("starter_list.csv")
SEVERAL = ("areas", "needs", "stages")


def give_starter_strategies(school: School) -> int:
    """Give a school those of the starter set whose names it does not have; how many they were."""
    there = {name.casefold() for name in
             Strategy.objects.filter(school=school).values_list("name", flat=True)}  # fmt: skip
    with LIST.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["name"].casefold() not in there]
    Strategy.objects.bulk_create(
        Strategy(
            school=school, changed_at=clock.now(),
            **{name: text.split() if name in SEVERAL else text for name, text in row.items()},
        )
        for row in rows
    )  # fmt: skip
    return len(rows)
