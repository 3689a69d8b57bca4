"""The medicines that are due today from those who give them: one small query for most people."""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from handrail.care.giving import DOSE, PLAN, times_of
from handrail.core import clock
from handrail.database.written_once import written_once
from handrail.people.models import Person
from handrail.records.in_force import standing_of, standing_with
from handrail.records.kind import kind_named
from handrail.records.models import Record
from handrail.records.reader import Reader
from handrail.records.sensitivity import Sensitivity
from handrail.school.models import School

MOST = 40


@dataclass(frozen=True)
class Due:
    """One dose at a set time of today of which nothing is written yet."""

    pupil: Person
    name: str
    dose: str
    at: time
    is_late: bool


def due_today(reader: Reader, school: School) -> list[Due]:
    """What is still due today to pupils whose medicines this person gives, by its time; none on a
    day on which the school is closed.

    Of the last version of each agreement, where it names the person as an adult who gives them.
    """
    agreements = _agreements(reader, school)
    if not agreements or not reader.calendar_of(school).is_school_day(reader.day):
        return []
    begins = clock.at_local(clock.today(), time(0))
    rows = _rows(school.pk, tuple(agreements), begins)
    now = clock.local(clock.now()).time()
    found = [
        Due(Person(uuid=uuid, given=given, family=family), name, dose, at, at < now)
        for name, dose, times, written, uuid, given, family in rows
        for at in times_of(times)[written:]
    ]
    return sorted(found, key=lambda one: (one.at, one.pupil.given, one.name))


def _agreements(reader: Reader, school: School) -> list[int]:
    """The keys of every version of an agreement that names this person as one who gives: of most
    people none, which costs them one small query."""
    return _naming(reader.person_id, school.pk)


@written_once
def _naming(person: int, school: int) -> "QuerySet[Any, int]":
    return standing_with([person], "adult", PLAN, school).values_list("pk", flat=True)


@written_once
def _rows(school: int, agreements: tuple[int, ...], begins: datetime) -> Any:
    kind = kind_named(PLAN)
    declared = kind.rows_named("held")
    table: Any = declared.table if declared else None
    return (
        table._default_manager.filter(record__in=agreements, record__involvements__role="about")
        .exclude(times="")
        .annotate(
            child=F("record__involvements__person"),
            uuid=F("record__involvements__person__uuid"),
            given=F("record__involvements__person__given"),
            family=F("record__involvements__person__family"),
        )
        .exclude(Exists(_later_version(school)))
        .exclude(Exists(kind.detail._default_manager.filter(record=OuterRef("record"), ended=True)))
        .annotate(written=Coalesce(Subquery(_written_today(school, begins)), 0))
        .order_by("pk")
        .values_list("name", "dose", "times", "written", "uuid", "given", "family")[:MOST]
    )


def _later_version(school: int) -> Any:
    return standing_of(PLAN, school).filter(
        Q(happened_at__gt=OuterRef("record__happened_at"))
        | Q(happened_at=OuterRef("record__happened_at"), pk__gt=OuterRef("record_id")),
        involvements__role="about", involvements__person=OuterRef("child"),
        involvements__kind=PLAN,
    )  # fmt: skip


def _written_today(school: int, begins: datetime) -> Any:
    """How many doses of the same medicine are written of today, taken or not."""
    return (
        kind_named(DOSE)
        .detail._default_manager.filter(
            medicine__iexact=OuterRef("name"), record__kind=DOSE, record__school=school,
            record__state=Record.State.FILED, record__happened_at__gte=begins,
            record__sensitivity__lt=Sensitivity.RESTRICTED,
            record__involvements__role="takes", record__involvements__person=OuterRef("child"),
        )
        .values("record__kind")
        .annotate(n=Count("pk"))
        .values("n")
    )  # fmt: skip
