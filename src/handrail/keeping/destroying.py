"""Destroying: proposed by the head, confirmed by a second person, done line by line, certified."""

from collections.abc import Iterable, Sequence
from contextlib import suppress

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import Max, QuerySet

from handrail.core import clock
from handrail.core.dates import said_day
from handrail.core.hashing import GENESIS, canonical_json, chain_hash, sha256_hex
from handrail.core.progress import Progress, silent
from handrail.keeping.beside import due_beside, end_beside, is_still_due, proposed
from handrail.keeping.holding import HOLDERS
from handrail.keeping.models import Destruction, DestructionLine
from handrail.keeping.planning import Due, everything_due, preview
from handrail.notify.models import Alert
from handrail.notify.outbox import put_out
from handrail.people.models import Person, Post, User
from handrail.records.forgetting import forget_record
from handrail.records.reader import Reader, reader_for
from handrail.records.refusal import Refused
from handrail.school.models import School

BATCH = 25
State, Outcome = Destruction.State, DestructionLine.Outcome
CHANGED = "What is due has changed since this was proposed. Look at the list again, then propose."


def fingerprint(lines: Iterable[tuple[str, object]]) -> str:
    """The fingerprint of a plan: every reference with the day it fell due."""
    return sha256_hex(canonical_json(sorted([reference, str(day)] for reference, day in lines)))


def second_people(school: School, proposer: Person) -> QuerySet[Person]:
    """Who else can say yes: another head, or a designated lead, who can sign in."""
    posts = Post.objects.held_on(clock.today()).filter(school=school, role__in=HOLDERS)
    users = User.objects.filter(is_active=True)
    people = Person.objects.filter(pk__in=posts.values("person")).exclude(pk=proposer.pk)
    return people.filter(pk__in=users.values("person"))


@transaction.atomic
def propose(reader: Reader, school: School, circle: str) -> Destruction:
    """Write down what would be destroyed, as the head sees it now. Destroys nothing."""
    if not reader.holds(school.pk, Post.Role.HEAD):
        raise Refused("Only the head can propose this.")
    due = preview(reader, school, circle).due
    beside = due_beside(school) if circle == Destruction.Circle.ORDINARY else []
    if not due and not beside:
        raise Refused("Nothing is due.")
    try:
        with transaction.atomic():
            row = Destruction.objects.create(
                school=school, circle=circle, plan=_plan_of(due), proposed_by=reader.person,
                proposed_at=clock.now(), beside=proposed(beside),
            )  # fmt: skip
    except IntegrityError:
        raise Refused("One is proposed already: confirm or withdraw it first.") from None
    DestructionLine.objects.bulk_create(
        DestructionLine(
            destruction=row, record=one.record, reference=one.record.reference,
            kind=one.record.kind, happened_on=one.happened_on, due_on=one.due_on,
            rule=one.rule.sentence[:300],
        )
        for one in due
    )  # fmt: skip
    _ask(row)
    return row


def _plan_of(due: Sequence[Due]) -> str:
    return fingerprint((one.record.reference, one.due_on) for one in due)


def _ask(row: Destruction) -> None:
    """Tell those who can say yes; the words name no kind and no number."""
    alerts = [
        Alert(
            person=person, school=row.school, sort=Alert.Sort.ACTION, at=row.proposed_at,
            text="Records past their time wait for your yes: School, then Keeping",
        )
        for person in second_people(row.school, row.proposed_by)
    ]  # fmt: skip
    put_out(alerts)


def may_confirm(reader: Reader, row: Destruction) -> bool:
    """A second person where there is one; the head alone where there is none."""
    if not reader.holds(row.school_id, *HOLDERS):
        return False
    seconds = second_people(row.school, row.proposed_by)
    if seconds.exists():
        return seconds.filter(pk=reader.person_id).exists()
    return reader.person_id == row.proposed_by_id


def withdraw(reader: Reader, row: Destruction) -> None:
    """Take a proposal back; nothing was destroyed."""
    if not reader.holds(row.school_id, *HOLDERS) or row.state != State.PROPOSED:
        raise Refused("This can no longer be withdrawn.")
    Destruction.objects.filter(pk=row.pk, state=State.PROPOSED).update(state=State.WITHDRAWN)


def confirm(reader: Reader, row: Destruction, *, progress: Progress = silent) -> Destruction:
    """Say yes and do it. Refuses when what is due is no longer what was proposed."""
    if not may_confirm(reader, row):
        raise Refused("A second person must say yes to this: the head or a designated lead.")
    with transaction.atomic():
        fresh = Destruction.objects.select_for_update().get(pk=row.pk)
        if fresh.state != State.PROPOSED:
            raise Refused("This was confirmed or withdrawn already.")
        now = preview(reader_for(fresh.proposed_by), fresh.school, fresh.circle).due
        if _plan_of(now) != fresh.plan or not is_still_due(fresh):
            raise Refused(CHANGED)
        fresh.state, fresh.confirmed_by = State.RUNNING, reader.person
        fresh.number = _next_number(fresh)
        fresh.save()
    return carry_out(fresh, progress=progress)


def _next_number(row: Destruction) -> int:
    same = Destruction.objects.filter(school=row.school, circle=row.circle)
    return (same.aggregate(last=Max("number"))["last"] or 0) + 1


def carry_out(row: Destruction, *, progress: Progress = silent) -> Destruction:
    """Destroy a confirmed plan in small steps; can be gone on with after an interruption.

    A hold that was placed in the meantime spares its records. Ends with the certificate.
    """
    if row.state != State.RUNNING:
        raise Refused("This is not confirmed.")
    _beside(row)
    while done := _batch(row):
        progress.step(done)
    _certify(row)
    scrub()
    return row


@transaction.atomic
def _beside(row: Destruction) -> None:
    fresh = Destruction.objects.select_for_update().get(pk=row.pk)
    _overwrite()
    end_beside(fresh)
    row.beside = fresh.beside


def _overwrite() -> None:
    """SQLite: what is freed is overwritten."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


@transaction.atomic
def _batch(row: Destruction) -> int:
    """The next lines, locked, so that two who go on at once never take the same; how many."""
    planned = row.lines.select_for_update().filter(outcome=Outcome.PLANNED)
    lines = list(planned.order_by("pk")[:BATCH])
    if not lines:
        return 0
    _overwrite()
    still = {due.record.pk: due
             for due in everything_due(row.school, only=[line.record_id for line in lines])
             if not due.holds}  # fmt: skip
    now = clock.now()
    day = clock.local(now)
    for line in lines:
        due = still.get(line.record_id)
        line.outcome = Outcome.DESTROYED if due else Outcome.SPARED
        if due and row.confirmed_by:
            why = f"Destroyed on {said_day(day)}, certificate {row.called}: {line.rule}"
            forget_record(due.record, by=row.confirmed_by, at=now, why=why[:500])
        line.save(update_fields=["outcome"])
    return len(lines)


@transaction.atomic
def _certify(row: Destruction) -> None:
    """The certificate: what went, under which rule, on whose word; chained onto the last."""
    if Destruction.objects.select_for_update().get(pk=row.pk).state != State.RUNNING:
        row.refresh_from_db()
        return  # somebody else went on with it, and was first
    row.done_at = clock.now()
    body = {
        "school": row.school.name,
        "certificate": row.called,
        "proposed_by": row.proposed_by.formal,
        "proposed_at": row.proposed_at,
        "confirmed_by": row.confirmed_by.formal if row.confirmed_by else "",
        "done_at": row.done_at,
        "destroyed": [
            {"reference": line.reference, "kind": line.kind, "happened_on": line.happened_on,
             "due_on": line.due_on, "rule": line.rule}
            for line in row.lines.filter(outcome=Outcome.DESTROYED)
        ],
        **({"beside": row.beside} if row.beside else {}),
        "spared": [line.reference for line in row.lines.filter(outcome=Outcome.SPARED)],
    }  # fmt: skip
    row.body = canonical_json(body).decode()
    row.hash = chain_hash(_hash_before(row), row.body.encode())
    row.state = State.DONE
    row.save()


def _hash_before(row: Destruction) -> str:
    before = Destruction.objects.filter(
        school=row.school, circle=row.circle, number=(row.number or 0) - 1
    ).first()
    return before.hash if before else GENESIS


def broken_certificates(school: School) -> list[str]:
    """The certificates that are not what was written when they were made."""
    broken = []
    for circle in Destruction.Circle.values:
        previous = GENESIS
        rows = Destruction.objects.filter(school=school, circle=circle, state=State.DONE)
        for row in rows.order_by("number"):
            if chain_hash(previous, row.body.encode()) != row.hash:
                broken.append(row.called)
            previous = row.hash
    return broken


def scrub() -> None:
    """Leave no trace of what was deleted in the free pages of SQLite's file, its log or index.

    PostgreSQL gives freed space back by its own vacuum. A server that is busy keeps the pages
    overwritten with zeros, and the next run or backup drops them.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    with suppress(DatabaseError), connection.cursor() as cursor:  # others may be busy in it
        cursor.execute("INSERT INTO search_index(search_index) VALUES ('optimize')")
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
