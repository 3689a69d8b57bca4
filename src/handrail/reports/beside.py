"""What left for CPOMS, as it leaves: for the pupil, and as the school's tables."""

from datetime import date

from handrail.core import clock
from handrail.core.dates import said_day
from handrail.people.models import Person
from handrail.records.beside import Said, Tables
from handrail.reports.models import Category, FiledThere
from handrail.school.models import School


def said_of(
    pupil: Person, school: School, since: date | None, until: date | None
) -> list[Said]:  # fmt: skip
    """Which records were filed there, when, under what reference; nothing of restricted ones, of
    which only their own piece may tell."""
    rows = FiledThere.objects.filter(pupil=pupil, record__school=school)
    said = [(clock.local(row.at).date(), row) for row in rows.select_related("record")]
    return [
        Said("Filed in CPOMS", f"Record {row.record.reference}, {said_day(day)}. {row.reference}")
        for day, row in said
        if (since or date.min) <= day <= (until or date.max) and not row.record.is_restricted
    ]


def tables(school: School) -> Tables:
    """What was filed there, and the school's names of categories."""
    filed = FiledThere.objects.filter(record__school=school).order_by("pk")
    names = Category.objects.filter(school=school)
    return {
        "filed_in_cpoms.csv": (
            ["record", "pupil", "reference", "at", "by"],
            filed.values_list("record__uuid", "pupil__uuid", "reference", "at", "by__uuid"),
        ),
        "cpoms_categories.csv": (
            ["kind", "level", "category", "set_at", "set_by"],
            names.values_list("kind", "word", "name", "set_at", "set_by__uuid"),
        ),
    }
