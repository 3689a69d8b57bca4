"""The evidence for a review: measures of programmes, marks of objectives, sessions, records since.

Everything here is what one reader may know: learning where it is open to them, records by the door.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Q

from handrail.core import clock
from handrail.learning.progress import Standing, standing_of
from handrail.learning.reading import may_read_learning
from handrail.people.models import Person
from handrail.programmes.judging import Answer, answers_of, places_of
from handrail.programmes.models import Attendance, Programme
from handrail.programmes.saying import verdict_of
from handrail.records.kind import Kind, kind_named
from handrail.records.models import Involvement, Record
from handrail.records.reader import Reader
from handrail.school.models import School
from handrail_evidence import demonstrations

MOST_OBJECTIVES = 20
MOST_NAME = 200  # what the measure of a target holds
LEFT_ASIDE = ("support_plan", "profile", "support_review")  # they stand on the page themselves


@dataclass(frozen=True)
class Given:
    """The sessions of one programme at which a pupil was, and those that they missed."""

    here: int
    missed: int


@dataclass(frozen=True)
class Evidence:
    """What is known of a pupil's support, as far as one reader may know it."""

    learning: bool  # whether objectives and programmes are open to the reader
    answers: tuple[Answer, ...] = ()
    given: dict[int, Given] = field(default_factory=dict)  # by the key of the place
    standings: tuple[Standing, ...] = ()
    records: tuple[tuple[Kind, int], ...] = ()


def evidence_of(reader: Reader, school: School, pupil: Person, since: date | None) -> Evidence:
    """All of it; records from a day on (all of them when none is said)."""
    records = tuple(_records_since(reader, school, pupil, since))
    if not may_read_learning(reader, school.pk, pupil.pk):
        return Evidence(learning=False, records=records)
    places = places_of(pupil, school.pk)
    standings, _ = standing_of(pupil, school, most=MOST_OBJECTIVES)
    return Evidence(
        learning=True, answers=tuple(answers_of(places)),
        given=_given([place.pk for place in places]), standings=tuple(standings), records=records,
    )  # fmt: skip


def measures_to_name(reader: Reader, school: School, pupil: Person) -> list[str]:
    """How a target names what is measured on a programme of the pupil; none where their learning
    is not the reader's to read."""
    if not may_read_learning(reader, school.pk, pupil.pk):
        return []
    names = (name_of(place.programme) for place in places_of(pupil, school.pk))
    return [name for name in names if len(name) <= MOST_NAME]


def name_of(programme: Programme) -> str:
    return f"{programme.name}: {programme.measure}"


def named_in(measure: str, answers: Iterable[Answer]) -> Answer | None:
    """The programme whose measure a target names: as it is offered, or by both of its parts. A
    name that a programme had before still leads to it, unless another has that name now."""
    text, every = measure.casefold(), list(answers)
    measured = [one for one in every if one.place.programme.measure.casefold() in text]
    for answer in measured:
        if answer.place.programme.name.casefold() in text:
            return answer
    for answer in measured:
        if any(name.casefold() in text for name in answer.place.programme.names_before):
            return answer
    return None


def _given(places: list[int]) -> dict[int, Given]:
    rows = Attendance.objects.filter(place__in=places, session__withdrawn_at=None)
    counted = rows.order_by().values("place")
    counted = counted.annotate(here=Count("id", filter=Q(away="")), every=Count("id"))
    return {row["place"]: Given(row["here"], row["every"] - row["here"]) for row in counted}


def _records_since(
    reader: Reader, school: School, pupil: Person, since: date | None
) -> Iterator[tuple[Kind, int]]:
    """How many records of each kind about the pupil the reader may know of, most first."""
    parts = Involvement.objects.filter(person=pupil, as_pupil=True)
    if since is not None:
        parts = parts.filter(happened_at__gte=_begin(since))
    rows = Record.objects.readable_by(reader).filter(
        school=school, state=Record.State.FILED, pk__in=parts.values("record")
    ).exclude(kind__in=LEFT_ASIDE)  # fmt: skip
    counted = rows.order_by().values("kind").annotate(count=Count("pk"))
    for row in sorted(counted, key=lambda row: (-row["count"], row["kind"])):
        yield kind_named(row["kind"]), row["count"]


def _begin(day: date) -> datetime:
    return clock.at_local(day, clock.MIDNIGHT)


def findings_for(reader: Reader, school: School, pupil: Person) -> Iterator[tuple[str, str, str]]:
    """What a review keeps of the evidence as it stood: slug, label, and what it said.

    Of programmes and objectives alone: how many records there are differs from reader to reader.
    """
    found = evidence_of(reader, school, pupil, clock.today())
    for answer in found.answers:
        place, judgement = answer.place, answer.judgement
        said = f"{verdict_of(judgement)}. {judgement.points_before} measured before "
        said += f"support, {judgement.points_with} with it."
        if len(answer.each) > 1:
            times = demonstrations(list(answer.each))
            said += f" For the better after {times} of the {len(answer.each)} times"
            said += " that support began."
        if given := found.given.get(place.pk):
            said += f" Here for {given.here} sessions, missed {given.missed}."
        yield f"programme-{place.pk}", place.programme.name[:100], said
    if found.standings:
        secure = sum(one.is_secure for one in found.standings)
        alone = sum(one.last.level >= 2 for one in found.standings) - secure
        said = f"{len(found.standings)} worked on: {secure} secure elsewhere, {alone} on their own"
        yield "objectives", "Objectives", said
