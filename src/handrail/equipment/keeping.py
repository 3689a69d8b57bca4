"""For how long checks and faults are kept here, and their end when that time is over."""

from collections.abc import Collection
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet

from handrail.core import clock
from handrail.equipment.models import Check, Fault, Look
from handrail.keeping.beside import EVENT, Kept
from handrail.records.kind import Retention
from handrail.school.models import School


def _rows(school: School, until: date) -> tuple[QuerySet[Fault], QuerySet[Look]]:
    """Faults closed, and looks made, up to a day; a look stays as long as its fault does."""
    end = clock.at_local(until + timedelta(days=1), clock.MIDNIGHT)
    faults = Fault.objects.filter(school=school, closed_at__lt=end)
    staying = Fault.objects.filter(school=school).exclude(pk__in=faults.values("pk"))
    looks = Look.objects.filter(check_of__school=school, at__lt=end)
    return faults, looks.exclude(pk__in=staying.exclude(look=None).values("look"))


def _count(school: School, until: date, held: Collection[int]) -> int:
    faults, looks = _rows(school, until)
    return faults.count() + looks.count()


@transaction.atomic
def _destroy(school: School, until: date, held: Collection[int]) -> int:
    faults, looks = _rows(school, until)
    going = list(looks.values_list("pk", flat=True))
    count = len(going) + faults.count()
    faults.delete()
    Look.objects.filter(pk__in=going).delete()
    old = Check.objects.filter(school=school, retired_on__lte=until, looks=None)
    old.delete()
    return count


KEPT = Kept(
    "equipment", "Equipment", "checks and closed faults",
    Retention(
        6, EVENT,
        "practice: as long as a claim for an injury by equipment could usually be brought, "
        "Limitation Act 1980; an inspection under a law of its own may ask for longer",
    ),
    _count, _destroy, about_pupils=False,
)  # fmt: skip
