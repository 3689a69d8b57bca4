"""Completing: what was left open when a record was filed is answered later, once.

What stands is never changed here: an answer goes only where there was none, rows and people are
only added. Whoever wants to say something else adds an amendment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from handrail.core import clock
from handrail.core.prose import tidy
from handrail.records.beginning import newly_called
from handrail.records.chain import append_current, locked_head
from handrail.records.closing import answer_questions, close_for
from handrail.records.draft import Involved
from handrail.records.drawing import finding_row, typed_rows
from handrail.records.events import tell_begun, tell_changed
from handrail.records.fitness import refuse_early_end, refuse_people_elsewhere, too_many
from handrail.records.kind import COMPLETE, Facts, Kind
from handrail.records.models import ChosenWord, Involvement, Record, Revision, Row
from handrail.records.reader import Reader
from handrail.records.reading import may_read
from handrail.records.refusal import Refused
from handrail.records.rules import PASTORAL
from handrail.records.sensitivity import Sensitivity
from handrail.records.standing_facts import facts_of_record, facts_of_records
from handrail.records.storing import store
from handrail.school.models import Place, Word

STANDS = "This was answered before. If it was otherwise, say so under “Add to this record”."


@dataclass(frozen=True)
class Answers:
    """What is added: columns and lists that were empty, further rows, further people, the place."""

    detail: Mapping[str, Any] = field(default_factory=dict)
    chosen: Mapping[str, tuple[Word, ...]] = field(default_factory=dict)
    rows: Mapping[str, tuple[Mapping[str, Any], ...]] = field(default_factory=dict)
    involved: tuple[Involved, ...] = ()
    place: Place | None = None


def may_complete(record: Record, reader: Reader) -> bool:
    """Its author, staff who were in it, or a pastoral lead; not after it was voided."""
    if record.is_voided or not may_read(reader, record) or reader.only_logs(record.school_id):
        return False
    return (
        record.author_id == reader.person_id
        or reader.holds(record.school_id, *PASTORAL)
        or record.involvements.filter(person=reader.person, as_pupil=False).exists()
    )


def missing_from(record: Record) -> list[str]:
    """The names of what the kind asks for and the record does not say yet."""
    return missing_from_each([record])[record.pk]


def missing_from_each(records: Sequence[Record]) -> dict[int, list[str]]:
    """The same for many records of one kind, by key; a constant number of queries.

    Of a record that was written before a question was asked, nobody owes the answer.
    """
    facts = facts_of_records(records)
    return {record.pk: _lacking(record, facts[record.pk]) for record in records}


def _lacking(record: Record, facts: Facts) -> list[str]:
    kind: Kind = record.declared
    names = dict.fromkeys(kind.missing(facts))
    return [name for name in names if kind.asked_since.get(name, 1) <= record.kind_version]


def facts_with(record: Record, answers: Answers) -> Facts:
    """The facts of a record as these answers would leave it; nothing is written.

    What stands is never said otherwise: an answer where there is one already is left out.
    """
    facts = facts_of_record(record)
    kind: Kind = record.declared
    for name, value in answers.detail.items():
        if is_blank(getattr(facts.detail, name)) and not is_blank(value):
            setattr(facts.detail, name, value)
    people, rows = dict(facts.people), dict(facts.rows)
    for who in answers.involved:
        people[who.role] = (*people.get(who.role, ()), who.person)
    for slug, said in answers.rows.items():
        if (declared := kind.rows_named(slug)) is not None:
            stand = rows.get(slug, ())
            rows[slug] = (*stand, *typed_rows(declared.table, said, start=len(stand) + 1))
    chosen = {slug: (*facts.chosen.get(slug, ()), *words) for slug, words in answers.chosen.items()}
    return replace(
        facts, people=people, rows=rows, chosen={**facts.chosen, **chosen},
        place=facts.place or answers.place,
    )  # fmt: skip


@transaction.atomic
def complete_record(record: Record, reader: Reader, answers: Answers) -> list[str]:
    """Answer what was left open; the names of what is still missing afterwards.

    Duties that the new answers call up begin now, and what a kind looks up is looked up for what
    is new. Raises Refused where something stands already, or the reader may not.
    """
    if not may_read(reader, record):
        raise Refused("There is no such record.")
    locked_head(record.school_id)
    record.refresh_from_db(fields=["state", "place"])
    if not may_complete(record, reader):
        raise Refused("Only those who were in it, its author or a lead can complete it.")
    added = any([
        _answer_columns(record, answers.detail),
        _answer_lists(record, answers.chosen),
        _add_rows(record, reader, answers.rows),
        _add_people(record, answers.involved),
        _answer_place(record, answers.place),
    ])  # fmt: skip
    if added:
        _refuse_narrower(record)
        _look_again(record)
        begun = newly_called(record, facts_of_record(record))
        store(begun)
        tell_begun(begun)
    left = missing_from(record)
    closed = not left and close_for(record, COMPLETE, reader.person)
    if added or closed:
        append_current(record, act=Revision.Act.COMPLETED, at=clock.now(), by=reader.person)
        answer_questions(record, reader.person)
        tell_changed(record)
    return left


def _refuse_narrower(record: Record) -> None:
    """Some have read it already: what only the leads may know of needs a record of its own."""
    narrow = record.sensitivity >= Sensitivity.RESTRICTED
    if not narrow and record.declared.restricts(facts_of_record(record)):
        raise Refused(
            "Only the designated leads may know of this. Record it as a new one, "
            "or tell the head in person.",
            "who",
        )


def is_blank(value: object) -> bool:
    """Whether a column holds no answer yet. "No" and 0 are answers."""
    return value is None or value == ""


def _answer_columns(record: Record, said: Mapping[str, Any]) -> bool:
    detail = record.declared.detail._default_manager.get(pk=record.pk)
    if record.precision == Record.Precision.EXACT:
        refuse_early_end(record.declared, record.happened_at, said)
    fresh = []
    for name, value in said.items():
        value = tidy(value) if isinstance(value, str) else value
        stands = getattr(detail, name)
        if is_blank(value) or value == stands:
            continue
        if not is_blank(stands):
            raise Refused(STANDS, name)
        setattr(detail, name, _checked(detail, name, value))
        fresh.append(name)
    if fresh:
        detail.save(update_fields=fresh)
    return bool(fresh)


def _checked(detail: models.Model, name: str, value: object) -> object:
    column: Any = detail._meta.get_field(name)
    try:
        return column.clean(value, detail)
    except ValidationError as error:
        raise Refused(str(error.messages[0]), name) from None


def _answer_lists(record: Record, said: Mapping[str, tuple[Word, ...]]) -> bool:
    kind: Kind = record.declared
    have = {(row.list, row.word_id) for row in record.chosen.all()}
    fresh: list[ChosenWord] = []
    for slug, words in said.items():
        wanted = kind.word_list(slug)
        if wanted is None:
            raise Refused(f"{kind.label} has no list called {slug}.")
        name = wanted.name(kind.slug)
        more = [word for word in words if (name, word.pk) not in have]
        if more and not wanted.many and any(list_ == name for list_, _ in have):
            raise Refused(STANDS, slug)
        if any(word.list != name or word.school_id != record.school_id for word in more):
            raise Refused("One of these words is not in the school’s list.", slug)
        fresh += [ChosenWord(record=record, list=name, word=word) for word in more]
    store(fresh)
    return bool(fresh)


def _add_rows(
    record: Record, reader: Reader, said: Mapping[str, tuple[Mapping[str, Any], ...]]
) -> bool:
    kind: Kind = record.declared
    added = False
    for slug, values in said.items():
        declared = kind.rows_named(slug)
        if declared is None:
            raise Refused(f"{kind.label} has no rows called {slug}.")
        have = declared.table._default_manager.filter(record_id=record.pk).count()
        if have + len(values) > declared.most:
            raise Refused(f"No more than {declared.most} fit here.", slug)
        store(_rows_of(record, reader, declared.table, values, start=have + 1))
        added = added or bool(values)
    return added


def _rows_of(
    record: Record, reader: Reader, table: type[Row], values: Sequence[Mapping[str, Any]], *,
    start: int,
) -> list[Row]:  # fmt: skip
    rows, now = typed_rows(table, values, start=start), clock.now()
    for row in rows:
        row.record, row.added_at, row.added_by = record, now, reader.person
    return rows


def _add_people(record: Record, involved: Sequence[Involved]) -> bool:
    kind: Kind = record.declared
    have = set(record.involvements.values_list("person_id", flat=True))
    more = [who for who in involved if who.person.pk not in have]
    for who in more:
        if (role := kind.role(who.role)) is None or not role.fits(as_pupil=who.as_pupil):
            raise Refused("That is not a part that they can have. Choose another.", "who")
        if role.most is not None and (
            record.involvements.filter(role=role.slug).count() >= role.most
        ):
            raise Refused(too_many(role), "who")
    refuse_people_elsewhere(record.school, more)
    store([
        Involvement(
            record=record, person=who.person, role=who.role, as_pupil=who.as_pupil,
            account=tidy(who.account), outcome="", happened_at=record.happened_at,
            kind=record.kind,
        )
        for who in more
    ])  # fmt: skip
    return bool(more)


def _answer_place(record: Record, place: Place | None) -> bool:
    if place is None or place.pk == record.place_id:
        return False
    if record.place_id is not None:
        raise Refused(STANDS, "place")
    if place.school_id != record.school_id:
        raise Refused("This place is not at this school. Choose another.", "place")
    record.place = place
    record.save(update_fields=["place"])
    return True


def _look_again(record: Record) -> None:
    """Keep what is found now about what is new; what was found before stays as it was."""
    had = {(row.slug, row.person_id) for row in record.findings.all()}
    said = {(row.slug, row.person_id, row.said) for row in record.findings.all()}
    found = [
        one
        for one in record.declared.look(facts_of_record(record))
        if (key := (one.slug, one.person.pk if one.person else None)) not in had
        or (one.verdict != "fact" and (*key, one.said) not in said)
    ]
    store([finding_row(record, one, clock.now()) for one in found])
