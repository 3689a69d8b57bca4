"""For how long attendance is kept here, and its end when that time is over."""

from collections.abc import Collection
from datetime import date

from handrail.attendance.models import HalfDay, Share
from handrail.keeping.beside import EVENT, Kept
from handrail.records.kind import Retention
from handrail.school.models import School


def _count(school: School, until: date, held: Collection[int]) -> int:
    halves = HalfDay.objects.filter(school=school, date__lte=until).exclude(pupil__in=held)
    shares = Share.objects.filter(school=school, last__lte=until).exclude(pupil__in=held)
    return halves.count() + shares.count()


def _destroy(school: School, until: date, held: Collection[int]) -> int:
    halves = HalfDay.objects.filter(school=school, date__lte=until).exclude(pupil__in=held)
    shares = Share.objects.filter(school=school, last__lte=until).exclude(pupil__in=held)
    return halves.delete()[0] + shares.delete()[0]


KEPT = Kept(
    "attendance", "Attendance", "half days and periods",
    Retention(
        6, EVENT,
        "School Attendance (Pupil Registration) (England) Regulations 2024, of the register; "
        "this is a copy of it, so a shorter time will do",
    ),
    _count, _destroy,
)  # fmt: skip
