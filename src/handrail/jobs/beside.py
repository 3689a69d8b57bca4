"""Jobs as they leave: those that name a pupil after all, and the school's table."""

from datetime import date

from django.db.models import Q

from handrail.core.dates import said_day
from handrail.jobs.models import Job
from handrail.people.models import Person
from handrail.records.beside import Said, Tables
from handrail.school.models import School


def said_of(
    pupil: Person, school: School, since: date | None, until: date | None
) -> list[Said]:  # fmt: skip
    """No pupil belongs in a job. What names them by first name and surname anyway is about them."""
    rows = Job.objects.filter(
        school=school, due_on__gte=since or date.min, due_on__lte=until or date.max
    )
    for name in (pupil.given, pupil.family):
        if not name:
            return []
        said = Q(what__icontains=name) | Q(more__icontains=name) | Q(answer__icontains=name)
        rows = rows.filter(said)
    return [
        Said(f"Job by {said_day(row.due_on)}", "\n".join(filter(None, _words_of(row))))
        for row in rows
    ]


def _words_of(row: Job) -> tuple[str, str, str]:
    return row.what, row.more, row.answer


def tables(school: School) -> Tables:
    """Every job as a table, with numbers of people and groups instead of keys."""
    rows = Job.objects.filter(school=school).order_by("pk")
    names = [
        "job", "asked_by", "asked_at", "asked_of", "asked_of_group", "what", "more", "due_on",
        "state", "answer", "closed_by", "closed_at", "answer_seen_at",
    ]  # fmt: skip
    keys = [
        "uuid", "asked_by__uuid", "asked_at", "person__uuid", "group__uuid", "what", "more",
        "due_on", "state", "answer", "closed_by__uuid", "closed_at", "answer_seen_at",
    ]  # fmt: skip
    return {"jobs.csv": (names, rows.values_list(*keys).iterator(chunk_size=2_000))}
