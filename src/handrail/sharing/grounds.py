"""The grounds that a new school begins with; each school changes or retires its own."""

import csv
from pathlib import Path

from handrail.school.models import School
from handrail.sharing.models import Ground

STARTERS = Path(__file__).parent / "data" / "grounds.csv"


def give_grounds(school: School) -> None:
    """Give a school the grounds it has not had yet; those that are there stay as they are."""
    have = set(Ground.objects.filter(school=school).values_list("slug", flat=True))
    with STARTERS.open(newline="", encoding="utf-8") as file:
        Ground.objects.bulk_create(
            Ground(school=school, position=position, **row)
            for position, row in enumerate(csv.DictReader(file))
            if row["slug"] not in have
        )


def grounds_of(school: School) -> list[Ground]:
    """Those that may be chosen today."""
    return list(Ground.objects.filter(school=school, retired_on=None))
