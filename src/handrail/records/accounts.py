"""Accounts: each person's own words about one event, given once and kept apart."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from handrail.core import clock
from handrail.core.prose import tidy
from handrail.database.written_once import written_once
from handrail.people.models import Person
from handrail.records.chain import append_current, locked_head
from handrail.records.closing import close_for
from handrail.records.completing import may_complete, missing_from
from handrail.records.events import tell_changed
from handrail.records.kind import ACCOUNT, COMPLETE
from handrail.records.models import Action, Amendment, Involvement, Record, Revision
from handrail.records.reader import Reader
from handrail.records.reading import may_read
from handrail.records.refusal import Refused

KEPT_APART = (
    "What the others wrote opens once you have given your own account, so that each says what "
    "they themselves saw."
)


def owes_account(record: Record, person: Person) -> bool:
    """Whether this person was asked for their account of this record and has not given it."""
    return record.actions.filter(owner_person=person, evidence=ACCOUNT, state="open").exists()


def kept_apart(record: Record, person: Person) -> bool:
    """Whether the others' accounts stay shut to this person until they have given their own.

    Of a void record nothing is asked any more. Reads the record's actions as they were fetched.
    """
    return not record.is_voided and any(
        row.owner_person_id == person.pk and row.evidence == ACCOUNT and row.is_open
        for row in record.actions.all()
    )


def amendments_shown(record: Record, person: Person) -> list[Amendment]:
    """What was added later, as far as it is shown to this person: while the others' accounts are
    kept apart from them, only what they added themselves."""
    rows = list(record.amendments.all())
    if kept_apart(record, person):
        return [row for row in rows if row.author_id == person.pk]
    return rows


def owed_by(person: Person, keys: Iterable[int]) -> list[Record]:
    """Those of these records of which this person still owes their own account; one query."""
    return _owed(person.pk, tuple(dict.fromkeys(keys)))


@written_once
def _owed(person: int, keys: tuple[int, ...]) -> QuerySet[Record]:
    owing = Action.objects.filter(
        owner_person=person, evidence=ACCOUNT, state=Action.State.OPEN, record=OuterRef("pk")
    )
    rows = Record.everything.filter(Exists(owing), pk__in=keys)
    return rows.exclude(state=Record.State.VOIDED)


@transaction.atomic
def give_account(record: Record, reader: Reader, words: str, *, of: Person | None = None) -> None:
    """Keep somebody's own account; their own, or of a pupil whose words the reader writes down.

    Given once. What they remember later is an amendment. Closes the action that asked for it.
    """
    if not may_read(reader, record):
        raise Refused("There is no such record.")
    locked_head(record.school_id)
    record.refresh_from_db(fields=["state"])
    if record.is_voided:
        raise Refused("This record was voided, so nothing can be added to it.")
    person = of or reader.person
    row = record.involvements.filter(person=person).first()
    if row is None or not _may_write_for(record, reader, row):
        raise Refused("Only those who were in it give an account.", "account")
    said = tidy(words)
    if not said:
        raise Refused("Write what you saw and did. A few sentences will do.", "account")
    if row.account:
        if row.account == said:
            return  # a double tap
        raise Refused("This account stands. Add what you remember later below it.", "account")
    row.account = said
    row.save(update_fields=["account"])
    close_for(record, ACCOUNT, reader.person, owner=person)
    if not missing_from(record):  # their words were the last that was asked for
        close_for(record, COMPLETE, reader.person)
    append_current(record, act=Revision.Act.ACCOUNT, at=clock.now(), by=reader.person)
    tell_changed(record)


def _may_write_for(record: Record, reader: Reader, row: Involvement) -> bool:
    own = row.person_id == reader.person_id
    return own or (row.as_pupil and may_complete(record, reader))
