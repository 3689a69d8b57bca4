"""The starter lists: a few dozen objectives in Handrail's own words, for a school to begin with."""

from pathlib import Path

from handrail.learning.importing import import_objectives
from handrail.learning.models import Framework
from handrail.school.models import School

FOLDER = Path(__file__).parent / "starter_lists"
Sort = Framework.Sort
LISTS = (
    ("first-steps.csv", "Starter: English, maths, science, computing", Sort.CURRICULUM),
    ("areas-of-need.csv", "Starter: four areas of need", Sort.AREAS),
    ("engagement.csv", "Starter: engagement", Sort.ENGAGEMENT),
)


def give_starter_objectives(school: School) -> int:
    """Give a school the starter lists; how many objectives it did not have before."""
    made = 0
    for file, name, sort in LISTS:
        report = import_objectives(FOLDER / file, school, name=name, sort=sort)
        if not report.ok:
            raise ValueError(str(report))
        made += report.added
    return made
