"""The only change a filed record knows: words added beside it, another reader, or a void."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from handrail.core import clock
from handrail.core.prose import tidy
from handrail.people.models import Person, Post
from handrail.people.working import pupils_of
from handrail.records.chain import append_current, locked_head
from handrail.records.closing import answer_questions
from handrail.records.events import tell_changed, tell_override
from handrail.records.models import Amendment, Audience, Override, Record, Revision
from handrail.records.reader import WORKING_ROLES, Reader
from handrail.records.reading import may_read
from handrail.records.refusal import Refused, reason_given
from handrail.records.rules import DESIGNATED, PASTORAL
from handrail.records.voiding import ask_again, let_go
from handrail.school.models import School

OVERRIDE_LASTS = timedelta(hours=1)
DOUBLE_TAP = timedelta(minutes=10)  # the same again within this is one act, sent twice


@transaction.atomic
def amend_record(record: Record, reader: Reader, words: str) -> Amendment:
    """Add words beside the original; the original stays. Refuses those who may not read it."""
    _refuse_stranger(record, reader)
    refuse_onlooker(record, reader)
    if not (said := tidy(words)):
        raise Refused("Write what you want to add.", "words")
    locked_head(record.school_id)  # from here on, a second tap waits for the first
    record.refresh_from_db(fields=["state"])
    if record.is_voided:
        raise Refused("This record was voided, so nothing can be added to it.")
    if already := _said_just_now(record, reader, said):
        return already
    amendment = Amendment.objects.create(
        record=record, author=reader.person, author_name=reader.person.formal,
        at=clock.now(), words=said,
    )  # fmt: skip
    append_current(record, act=Revision.Act.AMENDED, at=amendment.at, by=reader.person)
    answer_questions(record, reader.person)
    tell_changed(record)
    return amendment


def _said_just_now(record: Record, reader: Reader, said: str) -> Amendment | None:
    """The same words by the same person a moment ago: a double tap, or a lost reply."""
    last = record.amendments.order_by("pk").last()
    again = last and last.author_id == reader.person_id and last.words == said
    return last if again and last and clock.now() - last.at < DOUBLE_TAP else None


def may_void(record: Record, reader: Reader) -> bool:
    """Its author, or a pastoral lead of the school; a restricted record only by its readers."""
    leads = DESIGNATED if record.is_restricted else PASTORAL
    return not record.is_voided and (
        record.author_id == reader.person_id or reader.holds(record.school_id, *leads)
    )


@transaction.atomic
def void_record(record: Record, reader: Reader, reason: str) -> None:
    """Mark a record as void for a reason. It stays readable to those who could read it.

    What it asks for ends with it (records/voiding.py says what does not), and what it had closed
    of other records is open again.
    """
    _refuse_stranger(record, reader)
    said = reason_given(reason, "Say why this record is void, in a few words.", "reason", most=500)
    locked_head(record.school_id)  # two who void at once: the first one's reason stands
    record.refresh_from_db(fields=["state", "void_reason"])
    if record.is_voided:
        if record.void_reason == said:
            return  # a double tap
        raise Refused("It is void already, and the first reason stands.", "reason")
    if not may_void(record, reader):
        raise Refused("Only its author or a lead can void this record.")
    record.state = Record.State.VOIDED
    record.void_reason = said
    record.save(update_fields=["state", "void_reason"])
    let_go(record, reader.person, said)
    append_current(record, act=Revision.Act.VOIDED, at=clock.now(), by=reader.person, reason=said)
    ask_again(record, reader.person)
    tell_changed(record)


@transaction.atomic
def add_reader(
    record: Record, reader: Reader, person: Person, why: str, until: datetime | None = None
) -> Audience:
    """Let one more person read one record. For leads; a reason is kept and the person is told."""
    _refuse_stranger(record, reader)
    leads = DESIGNATED if record.is_restricted else PASTORAL
    if not reader.holds(record.school_id, *leads):
        raise Refused("Only a lead can add a reader.")
    if not Post.objects.held_on(reader.day).filter(school=record.school_id, person=person).exists():
        raise Refused("Choose somebody who works here.", "person")
    said = reason_given(why, "Say why they need to read it, in a few words.", "why", most=300)
    locked_head(record.school_id)
    running = Q(until=None) | Q(until__gt=clock.now())
    if already := record.audience.filter(running, person=person).first():
        return already
    row = Audience.objects.create(
        record=record, person=person, granted_by=reader.person, granted_at=clock.now(),
        why=said, until=until,
    )  # fmt: skip
    append_current(
        record, act=Revision.Act.SHARED, at=row.granted_at, by=reader.person, reason=said
    )
    tell_changed(record)
    return row


@transaction.atomic
def override_for(reader: Reader, pupil: Person, school: School, why: str) -> Override:
    """Let a member of staff read, for an hour, the ordinary records of a pupil not their own.

    For assistants and teachers; the designated leads are told at once. Restricted records stay
    closed, and so do those of the reader's own child.
    """
    if not reader.holds(school.pk, *WORKING_ROLES):
        raise Refused("Your post cannot look beyond its own pupils.")
    if pupil.pk in reader.own_child_ids:
        raise Refused("You cannot open the records of a child you care for at home.")
    if not pupils_of(school, reader.day).filter(pk=pupil.pk).exists():
        raise Refused("This pupil is not on this school's roll.")
    said = reason_given(why, "Say why you need to look, in a few words.", "why", most=300)
    now = clock.now()
    locked_head(school.pk)
    same = {"person": reader.person, "pupil": pupil, "school": school, "why": said}
    if already := Override.objects.filter(**same, at__gt=now - DOUBLE_TAP).first():
        return already  # a double tap tells the leads once
    row = Override.objects.create(
        person=reader.person, pupil=pupil, school=school, why=said,
        at=now, until=now + OVERRIDE_LASTS,
    )  # fmt: skip
    tell_override(row)
    return row


def refuse_onlooker(record: Record, reader: Reader) -> None:
    """Whose post only logs adds to what they wrote, not to what they were given to read."""
    if reader.only_logs(record.school_id) and record.author_id != reader.person_id:
        raise Refused("Your post adds only to what you wrote yourself.")


def _refuse_stranger(record: Record, reader: Reader) -> None:
    if not may_read(reader, record):
        raise Refused("There is no such record.")
