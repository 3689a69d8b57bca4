"""The list of a visit: each pupil with needs, medical flags, what helps and whom to ring."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from handrail.core import clock
from handrail.database.written_once import written_once
from handrail.people.models import CarerLink, Membership, Person, Pupil, PupilFlag
from handrail.records.reader import Reader
from handrail.school.models import School
from handrail.visits.models import Visit

NUMBERS = 3  # contacts that fit on the page


@dataclass(frozen=True)
class OnTheList:
    """One pupil as the adults of the visit need them."""

    pupil: Pupil
    person: Person
    classes: str
    medical: Sequence[str]
    alerts: Sequence[str]
    contacts: Sequence[CarerLink]
    withheld: int  # carers whom the roll says must not be told


def list_of(visit: Visit) -> list[OnTheList]:
    """Everybody on it by first name; five queries, however many they are."""
    day = max(visit.on, clock.today())
    current = Q(ends=None) | Q(ends__gte=day)
    rows = Pupil.objects.filter(person__in=visit.pupils.all()).select_related("person")
    found = rows.order_by("person__given", "person__family").prefetch_related(
        Prefetch("flags", queryset=PupilFlag.objects.filter(current)),
        Prefetch("carers", queryset=CarerLink.objects.filter(current).select_related("carer")),
    )
    classes = _classes_of(visit, day)
    return [_line(pupil, classes.get(pupil.person.pk, "")) for pupil in found]


def _classes_of(visit: Visit, day: date) -> dict[int, str]:
    rows = Membership.objects.on(day).filter(
        person__in=visit.pupils.all(), role="pupil", group__sort="class",
        group__school=visit.school_id,
    )  # fmt: skip
    return dict(rows.values_list("person_id", "group__name"))


def _line(pupil: Pupil, class_name: str) -> OnTheList:
    flags, carers = list(pupil.flags.all()), list(pupil.carers.all())
    may = [link for link in carers if not link.restriction]
    return OnTheList(
        pupil, pupil.person, class_name,
        [flag.text for flag in flags if flag.sort == "medical"],
        [flag.text for flag in flags if flag.sort != "medical"],
        [link for link in may if link.carer.mobile or link.carer.phone][:NUMBERS],
        len(carers) - len(may),
    )  # fmt: skip


def visits_now(reader: Reader, school: School) -> list[Visit]:
    """Those of today that this person leads or goes with; one query."""
    return _now(reader.person_id, school.pk, clock.today())


@written_once
def _now(person: int, school: int, day: date) -> QuerySet[Visit]:
    rows = Visit.objects.filter(
        Q(leader=person) | Q(adults=person), school=school, on__lte=day, until__gte=day,
        called_off_at=None,
    )  # fmt: skip
    return rows.select_related("leader").distinct()[:4]
