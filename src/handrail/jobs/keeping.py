"""For how long jobs are kept, and their end when that time is over."""

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from handrail.jobs.models import Job
from handrail.keeping.beside import YEAR_END, Kept
from handrail.records.kind import Retention
from handrail.school.models import School


def _past(school: School, until: date) -> QuerySet[Job]:
    """Closed or not: what nobody answered for so long waits no more. No pupil is in them."""
    return Job.objects.filter(school=school, due_on__lte=until)


def _count(school: School, until: date, held: Collection[int]) -> int:
    return _past(school, until).count()


def _destroy(school: School, until: date, held: Collection[int]) -> int:
    return _past(school, until).delete()[0]


KEPT = Kept(
    "jobs", "Jobs", "jobs",
    Retention(1, YEAR_END, "the school's own: of use until the next appraisal of the post"),
    _count, _destroy,
)  # fmt: skip
