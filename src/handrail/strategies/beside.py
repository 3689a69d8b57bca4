"""The library as it leaves: a table of the school's export; nothing of it is about a pupil."""

from datetime import date

from handrail.people.models import Person
from handrail.records.beside import Said, Tables
from handrail.school.models import School
from handrail.strategies.models import Strategy


def said_of(
    pupil: Person, school: School, since: date | None, until: date | None
) -> list[Said]:  # fmt: skip
    """Nothing: what a pupil's plan says stands in the plan."""
    return []


def tables(school: School) -> Tables:
    """Every strategy of the school, retired ones too."""
    rows = Strategy.objects.filter(school=school).order_by("pk")
    heads = ["number", "name", "what", "helps_when", "how", "leave_alone", "areas", "needs",
             "stages", "retired_on"]  # fmt: skip
    return {
        "strategies.csv": (
            heads,
            [[row.uuid, row.name, row.what, row.helps_when, row.how, row.leave_alone,
              " ".join(row.areas), " ".join(row.needs), " ".join(row.stages),
              row.retired_on or ""] for row in rows],
        ),
    }  # fmt: skip
