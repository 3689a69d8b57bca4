"""The newest records of a school that somebody may know of, without a walk through its past."""

from datetime import datetime

from django.db.models import Q, QuerySet

from handrail.database.written_once import Fixed, written_once
from handrail.records.models import Involvement, Record
from handrail.records.models.record import RecordQuerySet
from handrail.records.reader import Reader

AMONG = 40  # times as many as are wanted: one class in twenty-five fills its page from these


def newest_at(
    reader: Reader,
    school: int,
    at: datetime | None,
    key: int | None,
    kinds: tuple[str, ...],
    most: int,
) -> list[Record]:
    """At most so many, the newest first, of these kinds (all where none is named), that come after
    a moment and the key of a record in that order.

    For most readers it goes back in time. Who reads by person alone may find nothing on the way:
    theirs are looked for among the newest of the school, and then in what these people have.
    """
    known, wanted = Record.objects.readable_by(reader), Fixed(most)
    if not reader.reads_by_person():
        return _at_school(known, school, None, at, key, kinds, wanted)
    rows = _at_school(known, school, Fixed(most * AMONG), at, key, kinds, wanted)
    if len(rows) == most:
        return rows
    people = tuple(sorted({reader.person_id, *reader.opening_pupils_at(school)}))
    given = tuple(sorted(reader.granted_ids))
    return _with_people(known, school, reader.person_id, people, given, at, key, kinds, wanted)


@written_once
def _at_school(
    known: RecordQuerySet, school: int, among: int | None, at: datetime | None, key: int | None,
    kinds: tuple[str, ...], most: int,
) -> QuerySet[Record]:  # fmt: skip
    there = known if among is None else Record.everything.all()
    there = _before(there.filter(school_id=school), at, key, kinds)
    if among is not None:
        keys = there.order_by("-happened_at", "-pk").values("pk")[:among]
        there = known.filter(pk__in=keys)
    return _newest_first(there, most)


@written_once
def _with_people(
    known: RecordQuerySet, school: int, author: int, people: tuple[int, ...],
    given: tuple[int, ...], at: datetime | None, key: int | None, kinds: tuple[str, ...], most: int,
) -> QuerySet[Record]:  # fmt: skip
    """The same, from what a person wrote or was given and what some people are in."""
    in_them = Involvement.objects.filter(person__in=people).order_by()
    keys = Record.everything.filter(author=author).values("pk").union(
        (in_them.filter(kind__in=kinds) if kinds else in_them).values("record"),
        Record.everything.filter(pk__in=given).values("pk"),
    )  # fmt: skip
    there = known.looked_up_at(school).filter(pk__in=keys)
    return _newest_first(_before(there, at, key, kinds), most)


def _before(
    records: RecordQuerySet, at: datetime | None, key: int | None, kinds: tuple[str, ...]
) -> RecordQuerySet:
    records = records.exclude(state=Record.State.STUB)
    if at is not None:
        records = records.filter(Q(happened_at__lt=at) | Q(happened_at=at, pk__lt=key))
    return records.filter(kind__in=kinds) if kinds else records


def _newest_first(records: RecordQuerySet, most: int) -> QuerySet[Record]:
    return records.order_by("-happened_at", "-pk").select_related("place", "author")[:most]
