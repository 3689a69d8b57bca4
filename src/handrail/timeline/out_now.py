"""Who is out of the classroom at this moment, as far as the reader may know of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from handrail.core import clock
from handrail.database.written_once import written_once
from handrail.people.models import Person
from handrail.records.kind import kind_named
from handrail.records.models import ChosenWord, Involvement, Record
from handrail.records.models.record import RecordQuerySet
from handrail.records.reader import Reader
from handrail.records.rules import PASTORAL
from handrail.school.models import School

KIND = "removal"


@dataclass(frozen=True)
class Out:
    """One pupil who was sent out today and has not been said to be back."""

    record: Record
    person: Person
    where: str  # a word of the school, or nothing where nobody said
    closes: bool  # whether this reader can say that they are back


def out_now(
    reader: Reader, school: School, people: Collection[int] | None = None
) -> list[Out]:  # fmt: skip
    """Those who are out today, longest first; of these people (keys) alone, where any are given.

    At most three queries, and one where nobody is out. Yesterday's is nobody's whereabouts: that
    a record from then is not whole is told by its clock.
    """
    since = clock.at_local(clock.today(), clock.MIDNIGHT)
    of = None if people is None else tuple(people)
    found = _still_out(Record.objects.readable_by(reader), school.pk, since, of)
    leads = reader.holds(school.pk, *PASTORAL)
    return [
        Out(record, row.person, _where(record), leads or _is_in(record, reader))
        for record in found
        for row in record.involvements.all()
        if row.as_pupil
    ]


@written_once
def _still_out(
    known: RecordQuerySet, school: int, since: datetime, people: tuple[int, ...] | None
) -> QuerySet[Record]:
    still = kind_named(KIND).detail._default_manager.filter(record=OuterRef("pk"), ended="")
    rows = known.filter(
        Exists(still), school=school, kind=KIND, state=Record.State.FILED, happened_at__gte=since
    )  # fmt: skip
    if people is not None:
        rows = rows.filter(involvements__person__in=people, involvements__as_pupil=True)
    involved = Involvement.objects.select_related("person")
    words = ChosenWord.objects.filter(list=f"{KIND}.went_to").select_related("word")
    return rows.distinct().order_by("happened_at", "pk").prefetch_related(
        Prefetch("involvements", queryset=involved), Prefetch("chosen", queryset=words)
    )  # fmt: skip


def _where(record: Record) -> str:
    return next((row.word.label for row in record.chosen.all()), "")


def _is_in(record: Record, reader: Reader) -> bool:
    """Its author and staff who were in it can complete a record."""
    adults = {row.person_id for row in record.involvements.all() if not row.as_pupil}
    return reader.person_id in adults | {record.author_id}
