"""Who may read: the one decision, for a queryset and for a single record."""

from collections.abc import Iterable, Sequence
from datetime import time
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from handrail.core import clock
from handrail.core.batches import in_batches
from handrail.database.settled import settled
from handrail.records.kind import Kind, all_kinds, kind_named
from handrail.records.models import (
    AccessEntry,
    Action,
    Finding,
    Involvement,
    Override,
    PupilOpening,
    Record,
)  # fmt: skip
from handrail.records.models.record import RecordQuerySet
from handrail.records.reader import Reader
from handrail.records.rules import KNOW_OF_CARE, PRIVATE_TO, READ_RULES
from handrail.records.sensitivity import Sensitivity

Held = tuple[tuple[int, tuple[str, ...]], ...]  # the posts that somebody holds, by school


def readable_to(reader: Reader) -> RecordQuerySet:
    """The records that the reader may know of: their own, those given, those by rule.

    Only of schools where they hold a post that day: somebody who left reads nothing of it, not
    even what they wrote. A colleague who is a carer of a pupil in it reads only what they wrote
    themselves. (The school stands in each branch, so that no branch walks a whole school.)
    """
    records: RecordQuerySet = Record.everything.all()
    if reader.ordinary_only:
        records = records.filter(sensitivity__lt=Sensitivity.RESTRICTED)
    mine = Q(author_id=reader.person_id, school_id__in=sorted(reader.roles))
    others = _given(reader) | _by_rule(reader)
    if reader.own_child_ids:
        others &= ~Q(
            Exists(
                Involvement.objects.filter(
                    record=OuterRef("pk"), person_id__in=reader.own_child_ids
                ).order_by()
            )
        )
    return settled(records.filter(mine | others))


def _given(reader: Reader) -> Q:
    return Q(pk__in=sorted(reader.granted_ids), school_id__in=sorted(reader.roles))


def _by_rule(reader: Reader) -> Q:
    """One branch a rule, for the kinds that name it; a rule that opens nothing adds nothing."""
    branches = Q(pk__in=[])
    for name, where in reader.rules.items():
        if open_kinds := [kind.slug for kind in all_kinds() if name in kind.readers]:
            branches |= Q(kind__in=open_kinds, sensitivity__lt=Sensitivity.RESTRICTED) & where
        if shut_kinds := [kind.slug for kind in all_kinds() if name in kind.restricted_readers]:
            branches |= Q(kind__in=shut_kinds, sensitivity=Sensitivity.RESTRICTED) & where
    return branches


def known_among(reader: Reader, keys: Sequence[int]) -> set[int]:
    """Which of these records, however many, the reader may know of."""
    known = Record.objects.readable_by(reader)
    return {
        key
        for some in in_batches(keys)
        for key in known.filter(pk__in=some).values_list("pk", flat=True)
    }


def rules_for(kind: Kind, sensitivity: int) -> tuple[str, ...]:
    """The names of the rules that open a record of this kind and sensitivity."""
    return kind.restricted_readers if sensitivity >= Sensitivity.RESTRICTED else kind.readers


def posts_that_read(kind: Kind, sensitivity: int) -> frozenset[str]:
    """The posts whose holders may be able to read such a record because of the post they hold."""
    rules = (READ_RULES[name] for name in rules_for(kind, sensitivity))
    return frozenset(post for rule in rules for post in rule.posts)


def may_read(reader: Reader, record: Record) -> bool:
    """The same decision for one record in hand; a property test holds it to `readable_to`."""
    if record.school_id not in reader.roles:
        return False
    if reader.ordinary_only and record.sensitivity >= Sensitivity.RESTRICTED:
        return False
    if record.author_id == reader.person_id:
        return True
    involved = set(record.involvements.values_list("person_id", flat=True))
    if not reader.own_child_ids.isdisjoint(involved):
        return False
    names = rules_for(kind_named(record.kind), record.sensitivity)
    return record.pk in reader.granted_ids or any(
        READ_RULES[name].allows(reader, record) for name in names
    )


def kinds_open_to(reader: Reader) -> list[Kind]:
    """Kinds of which a rule opens something to this reader, beyond what they wrote."""
    opens = reader.rules.keys()
    return [kind for kind in all_kinds() if opens & rules_for(kind, kind.sensitivity)]


def open_record(reader: Reader, uuid: UUID, how: str = AccessEntry.How.OPENED) -> Record | None:
    """Fetch one record for reading and write down that it was read; None when it is not theirs.

    Reading by a holder of the post that an action waits for closes that action.
    """
    record = (
        Record.objects.readable_by(reader)
        .select_related("school", "place", "group", "author")
        .filter(uuid=uuid)
        .first()
    )
    if record is not None:
        note_reading(reader, record, how)
    return record


def note_reading(reader: Reader, record: Record, how: str) -> None:
    """Write the access entry, close what reading closes, and tell the subscribers."""
    from handrail.records.closing import close_by_reading  # noqa: PLC0415 - closing reads too
    from handrail.records.events import tell_read  # noqa: PLC0415

    AccessEntry.objects.create(
        record=record, person=reader.person, at=clock.now(), how=how,
        override=_override_used(reader, record),
    )  # fmt: skip
    closed = close_by_reading(reader, record)
    tell_read(record, reader, closed)


def note_kept(reader: Reader, records: Sequence[Record]) -> None:
    """Write down that a device of this person keeps these records, once a day for each.

    It is no reading: it closes nothing, and what is opened without signal is not known here.
    """
    note_shown(reader, records, AccessEntry.How.KEPT)


def note_shown(reader: Reader, records: Sequence[Record], how: str) -> None:
    """Write down, once a day for each, that a part of these records stood on another page.

    It closes nothing: nobody has read the whole of any.
    """
    if not records:
        return
    rows = AccessEntry.objects.filter(
        person=reader.person, record__in=records, how=how,
        at__gte=clock.at_local(reader.day, time(0)),
    )  # fmt: skip
    had = set(rows.values_list("record", flat=True))
    now = clock.now()
    AccessEntry.objects.bulk_create(
        AccessEntry(
            record=one, person=reader.person, at=now, how=how,
            override=_override_used(reader, one) if reader.overrides else None,
        )
        for one in records
        if one.pk not in had
    )  # fmt: skip


def note_pupil_opened(reader: Reader, school_id: int, pupil_id: int) -> None:
    """Write down that somebody opened a pupil's file today; one row a day, with the last time."""
    today = PupilOpening.objects.filter(
        person_id=reader.person_id, pupil_id=pupil_id, school_id=school_id, day=reader.day
    )
    if today.update(at=clock.now()):
        return
    row = PupilOpening(
        person_id=reader.person_id, pupil_id=pupil_id, school_id=school_id, day=reader.day,
        at=clock.now(),
    )  # fmt: skip
    PupilOpening.objects.bulk_create(
        [row], update_conflicts=True, update_fields=["at"],
        unique_fields=["person", "pupil", "school", "day"],
    )  # fmt: skip


def _override_used(reader: Reader, record: Record) -> Override | None:
    """The running override for a pupil in this record, if the reader has one."""
    return Override.objects.filter(
        person=reader.person,
        until__gt=clock.now(),
        pupil__in=record.involvements.values("person"),
    ).first()


def details_of(records: Iterable[Record]) -> None:
    """Attach each record's detail row as `record.detail`; one query a kind present."""
    by_kind: dict[str, list[Record]] = {}
    for record in records:
        by_kind.setdefault(record.kind, []).append(record)
    for slug, same in by_kind.items():
        rows = kind_named(slug).detail._default_manager.in_bulk([record.pk for record in same])
        for record in same:
            record.detail = rows.get(record.pk)  # type: ignore[attr-defined]


def countable_at(school_id: int, kind: str) -> RecordQuerySet:
    """A school's records of a kind for those who read none, such as its trust: to count, never to
    show, and with small numbers kept back. Restricted and void ones count nowhere."""
    rows = Record.everything.filter(school=school_id, kind=kind, state=Record.State.FILED)
    return rows.exclude(sensitivity=Sensitivity.RESTRICTED)


def actions_of(reader: Reader) -> QuerySet[Action]:
    """Actions that are this reader's own, wait for a post that they hold, or have climbed to it.

    Only of records that they may read. An action about the reader's own child is somebody
    else's to do, and is not shown.
    """
    return actions_known(Record.objects.readable_by(reader), *whose_actions(reader))


def answerable_by(reader: Reader) -> QuerySet[Action]:
    """Actions that a record of this reader can answer: their own, and what waits for the author of
    a record that they may read.

    A parent whom a colleague rang in the author's place was told. What waits for a post, such as
    a signature, or for somebody's own words, is nobody else's.
    """
    in_their_place = Q(
        owner_person=F("record__author"), owner_role="", evidence__startswith="record:",
        school_id__in=sorted(reader.roles),
    )  # fmt: skip
    person, held, children = whose_actions(reader)
    waiting = _waiting_for(person, held) | in_their_place
    return _known_to(Record.objects.readable_by(reader), waiting, person, children)


def whose_actions(reader: Reader) -> tuple[int, Held, tuple[int, ...]]:
    """What decides which actions are a reader's, as plain values: the person, the posts held at
    each school, and their own children."""
    held = tuple((school, tuple(sorted(roles))) for school, roles in sorted(reader.roles.items()))
    return reader.person_id, held, tuple(sorted(reader.own_child_ids))


def actions_known(
    known: RecordQuerySet, person: int, held: Held, children: tuple[int, ...]
) -> QuerySet[Action]:
    """`actions_of` a reader, from plain values, for a question that is written once."""
    return _known_to(known, _waiting_for(person, held), person, children)


def _waiting_for(person: int, held: Held) -> Q:
    waiting = Q(owner_person_id=person, school_id__in=[school for school, _ in held])
    for school_id, roles in held:
        waiting |= Q(school_id=school_id, owner_role__in=roles)
        waiting |= _climbed_to(school_id, roles)
    return waiting


def _known_to(
    known: RecordQuerySet, waiting: Q, person: int, children: tuple[int, ...]
) -> QuerySet[Action]:
    actions = Action.objects.filter(waiting).filter(Exists(known.filter(pk=OuterRef("record"))))
    if children:
        theirs = Involvement.objects.filter(record=OuterRef("record"), person_id__in=children)
        actions = actions.exclude(Exists(theirs.order_by()) & ~Q(owner_person_id=person))
    return actions.select_related("pupil", "carer", "record", "owner_person")


def _climbed_to(school_id: int, roles: Sequence[str]) -> Q:
    """Actions of which a rung of the ladder with one of these posts has been told."""
    climbed = Q(pk__in=())
    for duty in (duty for kind in all_kinds() for duty in kind.duties):
        below = [told for told, step in enumerate(duty.ladder) if step.role in roles]
        if below and duty.owner not in roles:
            climbed |= Q(
                school_id=school_id, owner_role=duty.owner, duty=duty.slug,
                steps_told__gt=min(below),
            )  # fmt: skip
    return climbed


def shown_to(reader: Reader, actions: QuerySet[Action]) -> QuerySet[Action]:
    """Actions of records that a reader may read, without those whose being owed tells of a pupil
    what only the designated leads, head and SENCO may know: that a child has a social worker."""
    return not_private_to(knows_of_care(reader), actions)


def knows_of_care(reader: Reader) -> tuple[int, ...]:
    """The schools at which this reader may know that a child has a social worker."""
    return tuple(reader.schools_as(*KNOW_OF_CARE))


def not_private_to(schools: tuple[int, ...], actions: QuerySet[Action]) -> QuerySet[Action]:
    """`shown_to` a reader, from plain values, for a question that is written once."""
    return actions.filter(Q(private=False) | Q(school_id__in=schools))


def findings_shown(reader: Reader, record: Record) -> QuerySet[Finding]:
    """What was looked up for a record, as far as it is this reader's to know: what says something
    of a colleague's training is for the pastoral leads and the colleague; what says something of
    a pupil's care, for those of them who may know of it."""
    rows = record.findings.select_related("person")
    if not reader.holds(record.school_id, *KNOW_OF_CARE):
        rows = rows.exclude(slug="care")
    if reader.holds(record.school_id, *PRIVATE_TO):
        return rows
    return rows.filter(Q(private=False) | Q(person=reader.person))


def is_own_action(reader: Reader, action: Action) -> bool:
    """Whether this reader is the one that the action waits for."""
    if action.school_id not in reader.roles:
        return False
    if action.owner_person_id == reader.person_id:
        return True
    holds = bool(action.owner_role) and reader.holds(action.school_id, action.owner_role)
    return holds and not _about_own_child(reader, action)


def _about_own_child(reader: Reader, action: Action) -> bool:
    people = Involvement.objects.filter(record=action.record_id, person__in=reader.own_child_ids)
    return bool(reader.own_child_ids) and people.exists()
