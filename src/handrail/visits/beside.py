"""Visits as they leave: those that a pupil was on, and the school's tables."""

from datetime import date

from handrail.core.dates import said_day
from handrail.people.models import Person
from handrail.records.beside import Said, Tables
from handrail.school.models import School
from handrail.visits.models import Visit


def said_of(
    pupil: Person, school: School, since: date | None, until: date | None
) -> list[Said]:  # fmt: skip
    """Where they went and when. What was written for the adults of all pupils is decided on too."""
    rows = Visit.objects.filter(
        school=school, pupils=pupil, on__gte=since or date.min, on__lte=until or date.max
    )
    return [Said(f"Visit on {said_day(row.on)}", _text(row)) for row in rows]


def _text(row: Visit) -> str:
    off = f"Called off: {row.called_off_because}" if row.called_off_at else ""
    return "\n".join(filter(None, (f"{row.what}, {row.where}", row.medicines, row.notes, off)))


def tables(school: School) -> Tables:
    """Visits, and who was on them, with numbers instead of keys."""
    columns = [
        "uuid", "what", "where", "on", "until", "leaves", "back", "leader__uuid", "helpers",
        "phone", "medicines", "notes", "made_by__uuid", "made_at", "called_off_at",
        "called_off_because",
    ]  # fmt: skip
    rows = Visit.objects.filter(school=school).order_by("pk")
    links = {
        "visit_pupils.csv": ("pupil", Visit.pupils.through.objects),
        "visit_adults.csv": ("adult", Visit.adults.through.objects),
    }
    return {
        "visits.csv": (
            [name.partition("__")[0] for name in columns],
            rows.values_list(*columns).iterator(chunk_size=2_000),
        ),
        **{
            name: (
                ["visit", whom],
                found.filter(visit__school=school).order_by("pk")
                .values_list("visit__uuid", "person__uuid").iterator(chunk_size=2_000),
            )
            for name, (whom, found) in links.items()
        },
    }  # fmt: skip
