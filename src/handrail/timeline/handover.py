"""Handover: what was noted today about the pupils of a group, for the next adult."""

from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from handrail.core import clock
from handrail.database.written_once import written_once
from handrail.people.models import Membership
from handrail.records.models import Involvement, Record
from handrail.records.models.record import RecordQuerySet
from handrail.records.reader import Reader
from handrail.school.models import Group

KINDS = ("note",)


def said_today(reader: Reader, group: Group) -> dict[int, list[Record]]:
    """Today's notes about each pupil of a group that this reader may read, by the pupil's id."""
    since = clock.at_local(clock.today(), clock.MIDNIGHT)
    by_record: dict[int, list[int]] = {}
    for person, key in _noted(group.pk, clock.today(), since):
        by_record.setdefault(key, []).append(person)
    said: dict[int, list[Record]] = {}
    for record in _filed(Record.objects.readable_by(reader), tuple(by_record)):
        for person in by_record[record.pk]:
            said.setdefault(person, []).append(record)
    return said


@written_once
def _noted(group: int, day: date, since: datetime) -> "QuerySet[Any, tuple[int, int]]":
    members = Membership.objects.on(day).filter(group=group, role=Membership.Role.PUPIL)
    return Involvement.objects.filter(
        person__in=members.values("person"), happened_at__gte=since, record__kind__in=KINDS
    ).values_list("person_id", "record_id")


@written_once
def _filed(known: RecordQuerySet, keys: tuple[int, ...]) -> QuerySet[Record]:
    return known.filter(pk__in=keys, state=Record.State.FILED)
