"""The rule as it leaves with a school's export. About a pupil nothing is kept here."""

from datetime import date

from handrail.falling_behind.models import Rule
from handrail.people.models import Person
from handrail.records.beside import Said, Tables
from handrail.school.models import School


def said_of(
    pupil: Person, school: School, since: date | None, until: date | None
) -> list[Said]:  # fmt: skip
    """Nothing: who meets the rule is worked out when somebody looks, and not written down."""
    return []


def tables(school: School) -> Tables:
    """What the school decided about the rule, in order."""
    columns = ["weeks", "attendance", "removals", "marks", "objectives", "signs", "because",
               "set_by", "set_at"]  # fmt: skip
    rows = Rule.objects.filter(school=school).order_by("pk").values_list(
        *columns[:-2], "set_by__uuid", "set_at"
    )  # fmt: skip
    return {"falling_behind_rules.csv": (columns, rows)}
