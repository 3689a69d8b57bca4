"""For how long visits are kept, and their end when that time is over."""

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from handrail.keeping.beside import EVENT, Kept
from handrail.records.kind import Retention
from handrail.school.models import School
from handrail.visits.models import Visit


def _past(school: School, until: date, held: Collection[int]) -> QuerySet[Visit]:
    """What somebody's hold spares is kept whole: the list says who was there."""
    spared = Visit.objects.filter(pupils__in=list(held)).values("pk")
    return Visit.objects.filter(school=school, until__lte=until).exclude(pk__in=spared)


def _count(school: School, until: date, held: Collection[int]) -> int:
    return _past(school, until, held).count()


def _destroy(school: School, until: date, held: Collection[int]) -> int:
    return _past(school, until, held).delete()[1].get("visits.Visit", 0)


KEPT = Kept(
    "visits", "Visits", "visits",
    Retention(14, EVENT, "IRMS toolkit: 14 years after a visit of a primary school (advice)"),
    _count, _destroy,
)  # fmt: skip
