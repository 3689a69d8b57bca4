"""Which agreement about a pupil was in force at a moment: the last one of its kind by then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from handrail.core import clock
from handrail.core.dates import said_day
from handrail.database.written_once import written_once
from handrail.people.models import Person
from handrail.records.kind import all_kinds, kind_named
from handrail.records.models import Record
from handrail.records.models.record import RecordQuerySet
from handrail.records.reading import details_of
from handrail.records.sensitivity import Sensitivity
from handrail.records.snapshots import rows_of
from handrail.records.standing_facts import rows_by_slug
from handrail.school.models import School


@dataclass(frozen=True)
class InForce:
    """A plan as it stood: its record, its own columns, and its rows by table."""

    record: Record
    detail: Any
    rows_by_slug: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)

    @property
    def review_on(self) -> date | None:
        """When it is to be looked at again, where it says so."""
        return getattr(self.detail, "review_on", None)


def in_force(slug: str, pupil: Person, school: School | None, at: datetime) -> InForce | None:
    """The plan of a kind that held for a pupil at a moment; none if there was none, or it ended.

    For the spine and for rules that look things up as a record is filed: it asks for no reader.
    Whoever shows a plan opens it by the door, like every record.
    """
    kind = next((kind for kind in all_kinds() if kind.slug == slug), None)
    if kind is None or school is None:
        return None
    record = (
        Record.everything.filed_with([pupil.pk], kind.roles[0].slug, slug, school=school, by=at)
        .newest_of_each_kind_first()
        .first()
    )
    if record is None:
        return None
    details_of([record])
    detail = getattr(record, "detail", None)
    if getattr(detail, "ended", False):
        return None
    return InForce(record, detail, rows_by_slug(kind, rows_of([record]).get(record.pk, [])))


def standing_of(slug: str, school: School | int) -> RecordQuerySet:
    """What stands of a kind at a school and is not restricted, whoever asks: what an adult with a
    child in front of them must be told before they act, such as the last dose of a medicine."""
    return Record.everything.filter(
        kind=slug, school=school, state=Record.State.FILED, sensitivity__lt=Sensitivity.RESTRICTED
    )


def standing_with(
    people: Sequence[int], role: str, slug: str, school: School | int
) -> RecordQuerySet:
    """The same, of what these people have a part in."""
    return _known(None).filed_with(people, role, slug, school=school)


def in_force_of(
    slug: str, people: Sequence[int], school: School, at: datetime,
    known: RecordQuerySet | None = None,
) -> dict[int, InForce]:  # fmt: skip
    """The same of many pupils at once, by the key of the person; queries do not grow with them.

    Of `known` records alone. Without any it asks for no reader, and looks at nothing restricted:
    for what an adult with these pupils in front of them must be told.
    """
    if not people:
        return {}
    kind = kind_named(slug)
    newest: dict[int, int] = {}
    asked = tuple(dict.fromkeys(people))
    for pk, person in _versions(known, slug, kind.roles[0].slug, asked, school.pk, at):
        newest.setdefault(person, pk)
    stood = {record.pk: record for record in _these(known, tuple(newest.values()))}
    details_of(stood.values())
    kept = rows_of(list(stood.values()))
    return {
        person: InForce(stood[pk], stood[pk].detail, rows_by_slug(kind, kept.get(pk, [])))  # type: ignore[attr-defined]
        for person, pk in newest.items()
        if not getattr(stood[pk].detail, "ended", False)  # type: ignore[attr-defined]
    }


def _known(known: RecordQuerySet | None) -> RecordQuerySet:
    if known is None:
        return Record.everything.filter(sensitivity__lt=Sensitivity.RESTRICTED)
    return known


@written_once
def _versions(
    known: RecordQuerySet | None, slug: str, role: str, people: tuple[int, ...], school: int,
    at: datetime,
) -> "QuerySet[Any, tuple[int, int]]":  # fmt: skip
    found = _known(known).filed_with(people, role, slug, school=school, by=at)
    return found.newest_of_each_kind_first().values_list("pk", "involvements__person")


@written_once
def _these(known: RecordQuerySet | None, keys: tuple[int, ...]) -> QuerySet[Record]:
    return _known(known).filter(pk__in=keys)


def said_of_plan(plan: InForce | None, at: datetime) -> tuple[str, bool]:
    """A plan in a few words, and whether its review was overdue at that moment."""
    if plan is None:
        return "None in force", False
    begun = clock.local(plan.record.happened_at).date()
    said = f"{plan.record.reference} of {said_day(begun)}"
    late = plan.review_on is not None and plan.review_on < clock.local(at).date()
    return (f"{said}; its review was overdue" if late else said), late
