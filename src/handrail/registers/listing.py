"""Listing a register: its entries newest first, with what is open and who signed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from handrail.core import clock
from handrail.people.models import Person
from handrail.records.closing import ground_of
from handrail.records.kind import Kind
from handrail.records.models import Action, Involvement, Record, RegisterEntry
from handrail.records.reader import Reader

PAGE = 25
MOST_PUPILS = 400  # in the list to choose from; more have not been held in one year


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see; nothing chosen is everything."""

    year: int | None = None
    pupil: UUID | None = None
    state: str = ""  # "filed", "voided" or ""
    unsigned: bool = False
    after: UUID | None = None  # the record on which the page before ended


@dataclass
class Line:
    """One entry as it is shown."""

    entry: RegisterEntry
    record: Record
    pupils: list[Person] = field(default_factory=list)
    open: int = 0
    overdue: Action | None = None
    signed: Action | None = None
    instead: str = ""  # the ground on which it was not signed


@dataclass(frozen=True)
class Page:
    lines: list[Line]
    older: UUID | None


def page_of(reader: Reader, school_id: int, kind: Kind, asked: Asked) -> Page:
    """A page of the entries whose records the reader may read; four queries however many."""
    entries = _narrowed(entries_for(reader, school_id, kind), kind, asked)
    if mark := _mark(reader, school_id, kind, asked):
        entries = entries.filter(
            Q(year__lt=mark.year) | Q(year=mark.year, number__lt=mark.number)
        )  # fmt: skip
    rows = list(
        entries.select_related("record__place").order_by("-year", "-number")[: PAGE + 1]
    )  # fmt: skip
    lines = [Line(row, row.record) for row in rows[:PAGE]]
    _fill(lines, kind)
    return Page(lines, lines[-1].record.uuid if len(rows) > PAGE else None)


def entries_for(reader: Reader, school_id: int, kind: Kind) -> QuerySet[RegisterEntry]:
    """Entries of records that the reader may know of, at one school."""
    known = Record.objects.readable_by(reader).filter(school_id=school_id, kind=kind.slug)
    return RegisterEntry.objects.filter(school_id=school_id, kind=kind.slug, record__in=known)


def years_of(reader: Reader, school_id: int, kind: Kind) -> list[int]:
    """School years with an entry that the reader may know of, newest first."""
    rows = entries_for(reader, school_id, kind).order_by("-year")
    return list(rows.values_list("year", flat=True).distinct())


def pupils_in(reader: Reader, school_id: int, kind: Kind, year: int | None) -> list[Person]:
    """Whom the entries of a year are about, by surname, as far as the reader may know."""
    entries = entries_for(reader, school_id, kind)
    entries = entries.filter(year=year) if year else entries
    people = Involvement.objects.filter(
        record__in=entries.values("record"), role=kind.roles[0].slug, as_pupil=True
    )
    found = Person.objects.filter(pk__in=people.values("person"))
    return list(found.order_by("family", "given", "pk")[:MOST_PUPILS])


def _narrowed(
    entries: QuerySet[RegisterEntry], kind: Kind, asked: Asked
) -> QuerySet[RegisterEntry]:
    if asked.year:
        entries = entries.filter(year=asked.year)
    if asked.state == "voided":
        entries = entries.exclude(record__state=Record.State.FILED)
    elif asked.state == "filed":
        entries = entries.filter(record__state=Record.State.FILED)
    if asked.pupil:
        theirs = Involvement.objects.filter(
            record=OuterRef("record"), person__uuid=asked.pupil, role=kind.roles[0].slug
        )
        entries = entries.filter(Exists(theirs.order_by()))
    if asked.unsigned and kind.register:
        signed = Action.objects.filter(
            record=OuterRef("record"), duty=kind.register.signed, state=Action.State.DONE
        )
        entries = entries.filter(~Exists(signed.order_by()), record__state=Record.State.FILED)
    return entries


def _mark(reader: Reader, school_id: int, kind: Kind, asked: Asked) -> RegisterEntry | None:
    """Where the page before ended; nothing for a mark that this reader may not know of."""
    if asked.after is None:
        return None
    return entries_for(reader, school_id, kind).filter(record__uuid=asked.after).first()


def _fill(lines: Sequence[Line], kind: Kind) -> None:
    """Who it is about, what is open and who signed; one query each."""
    by_record = {line.record.pk: line for line in lines}
    people = Involvement.objects.filter(
        record__in=by_record, role=kind.roles[0].slug
    ).select_related("person")  # fmt: skip
    for row in people:
        by_record[row.record_id].pupils.append(row.person)
    actions = Action.objects.filter(record__in=by_record).select_related(
        "closed_by", "pupil", "carer", "record"
    )
    for action in actions.order_by("due", "pk"):
        _note(by_record[action.record_id], action, kind.register.signed if kind.register else "")


def _note(line: Line, action: Action, signed: str) -> None:
    if action.is_open:
        line.open += 1
        if line.overdue is None and action.due < clock.now():
            line.overdue = action
    elif action.duty == signed and action.state == Action.State.DONE:
        line.signed = action
    elif action.duty == signed and (ground := ground_of(action)):
        line.instead = ground.label
