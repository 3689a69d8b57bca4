"""Handover: what was noted today about the pupils of a group, for the next adult."""

from handrail.core import clock
from handrail.people.models import Membership
from handrail.records.models import Involvement, Record
from handrail.records.reader import Reader
from handrail.school.models import Group

KINDS = ("note",)


def said_today(reader: Reader, group: Group) -> dict[int, list[Record]]:
    """Today's notes about each pupil of a group that this reader may read, by the pupil's id."""
    since = clock.at_local(clock.today(), clock.MIDNIGHT)
    members = Membership.objects.on(clock.today()).filter(group=group, role=Membership.Role.PUPIL)
    rows = Involvement.objects.filter(
        person__in=members.values("person"), happened_at__gte=since, record__kind__in=KINDS
    ).values_list("person_id", "record_id")
    by_record: dict[int, list[int]] = {}
    for person, key in rows:
        by_record.setdefault(key, []).append(person)
    said: dict[int, list[Record]] = {}
    for record in Record.objects.readable_by(reader).filter(
        pk__in=list(by_record), state=Record.State.FILED
    ):
        for person in by_record[record.pk]:
            said.setdefault(person, []).append(record)
    return said
