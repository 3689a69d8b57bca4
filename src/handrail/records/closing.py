"""How an action is closed: by reading, by a record filed for it, or by a reason alone."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from handrail.core import clock
from handrail.people.models import Person, Post
from handrail.records.beginning import begin_duty
from handrail.records.chain import append_current, locked_head
from handrail.records.draft import Draft, Settled
from handrail.records.drawing import Drawn
from handrail.records.events import tell_begun
from handrail.records.kind import ANSWER, READING, Duty, Ground, kind_named
from handrail.records.models import Action, Link, Record, Revision
from handrail.records.reader import Reader
from handrail.records.reading import is_own_action, may_read
from handrail.records.refusal import Refused, reason_given
from handrail.records.rules import DESIGNATED, PASTORAL
from handrail.records.storing import store

HANDED_OVER = "The designated lead sees to it."


@transaction.atomic
def close_by_reading(reader: Reader, record: Record) -> list[Action]:
    """Close the actions of a record that waited for a holder of the reader's post to read it.

    A deputy or head whom the ladder has told closes it as well: whoever must know, knows.
    """
    waiting = record.actions.filter(state=Action.State.OPEN, evidence=READING)
    if record.author_id == reader.person_id or not waiting.exists():
        return []
    locked_head(record.school_id)  # two who open it at once: the first one closes it
    mine = [action for action in waiting if _reads_for(reader, action)]
    for action in mine:
        _close(action, reader.person)
    if mine:
        _chain(record, reader.person)
    return mine


def _reads_for(reader: Reader, action: Action) -> bool:
    rungs = [step.role for duty in action.record.declared.duties
             if duty.slug == action.duty for step in duty.ladder]  # fmt: skip
    return is_own_action(reader, action) or reader.holds(action.school_id, *rungs)


def close_by_filing(reader: Reader, one: Drawn, event: Sequence[Drawn] = ()) -> None:
    """Close the actions that a fresh record was filed for, if it is the evidence they ask for.

    The next version of an agreement also answers what the version before still asked, and a kind
    that answers every action answers those that nobody named. What the other records of the same
    `event` ask about its people, it answers as well: first aid that was ticked beside a hold.
    """
    closes = (
        *one.draft.closes, *_asked_of_the_one_before(reader, one), *_every(reader, one),
        *_asked_beside(one, event),
    )  # fmt: skip
    handed_over: set[int] = set()
    for action in closes:
        if action.pk in handed_over:
            continue
        _refuse_other(reader, one, action)
        if not (one.kind.is_evidence(one.facts) and _satisfies(one, action)):
            if ground := _handed_over_by(one, action):
                ended, _ = _hand_over(action, ground, reader.person, HANDED_OVER, one.record)
                handed_over |= {row.pk for row in ended}
            continue  # else kept as an attempt: the clock runs on
        _close(action, reader.person, evidence=one.record)
        _chain(action.record, reader.person)
    for action in closes:
        Link.objects.get_or_create(
            source=one.record, target=action.record, sort=Link.Sort.EVIDENCE_FOR
        )
    if closes:
        append_current(one.record, act=Revision.Act.LINKED, at=clock.now(), by=reader.person)


def _refuse_other(reader: Reader, one: Drawn, action: Action) -> None:
    """Refuse a record that is no answer to this action, by kind, by person or by reader."""
    if action.evidence != f"record:{one.kind.slug}" or not action.is_open:
        raise Refused("That action is closed already, or needs another sort of record.")
    if not may_read(reader, action.record):
        raise Refused("That action is not yours to close.")
    people = {who.person_id for who in one.involvements}
    if action.pupil_id and action.pupil_id not in people:
        raise Refused("This does not name whom the action is about.", "who")
    if action.carer_id and action.carer_id not in people:
        raise Refused("This does not name the parent whom the action is about.", "who")


def _asked_of_the_one_before(reader: Reader, one: Drawn) -> list[Action]:
    """What earlier versions of an agreement that goes on still ask: the next version answers it."""
    if not one.kind.goes_on:
        return []
    pupils = [who.person_id for who in one.involvements if who.role == one.kind.roles[0].slug]
    rows = Action.objects.filter(
        state=Action.State.OPEN, evidence=f"record:{one.kind.slug}", pupil_id__in=pupils,
        record__kind=one.kind.slug, school_id=one.record.school_id,
        record__happened_at__lte=one.record.happened_at,
    ).exclude(record=one.record)  # fmt: skip
    named = {action.pk for action in one.draft.closes}
    found = [row for row in rows.select_related("record", "record__school") if row.pk not in named]
    return [row for row in found if may_read(reader, row.record)]


def _every(reader: Reader, one: Drawn) -> list[Action]:
    """What else waits for a record of this kind about its pupils, and is satisfied by this one."""
    if not one.kind.answers_every:
        return []
    pupils = [who.person_id for who in one.involvements if who.role == one.kind.roles[0].slug]
    rows = Action.objects.filter(
        state=Action.State.OPEN, evidence=f"record:{one.kind.slug}", pupil_id__in=pupils,
        school_id=one.record.school_id, record__happened_at__lte=one.record.happened_at,
    ).exclude(record=one.record)  # fmt: skip
    named = {action.pk for action in one.draft.closes}
    found = [row for row in rows.select_related("record", "record__school") if row.pk not in named]
    return [row for row in found if _satisfies(one, row) and may_read(reader, row.record)]


def _asked_beside(one: Drawn, event: Sequence[Drawn]) -> list[Action]:
    """What the other records of the same event ask about somebody whom this record names."""
    people = {who.person_id for who in one.involvements}
    return [
        action
        for other in event
        for action in (other.actions if other is not one else ())
        if action.is_open
        and action.evidence == f"record:{one.kind.slug}"
        and action.pupil_id in people
        and action.carer_id in {None, *people}
        and one.kind.is_evidence(one.facts)
        and _satisfies(one, action)
    ]


def _satisfies(one: Drawn, action: Action) -> bool:
    """Whether the record is what the duty asks for, beyond being of the right kind."""
    duty = action.record.declared.duty(action.duty)
    if duty is None:
        return True
    return bool(duty.satisfied_by(one.facts) and one.kind.answers(one.facts, duty))


def _handed_over_by(one: Drawn, action: Action) -> Ground | None:
    """The ground on which a record ends the action that it was filed for, without doing it."""
    duty = action.record.declared.duty(action.duty)
    grounds = duty.grounds if duty and one.kind.is_evidence(one.facts) else ()
    return next((ground for ground in grounds if ground.by_record(one.facts)), None)


def _hand_over(
    action: Action, ground: Ground, by: Person, because: str, evidence: Record | None = None
) -> tuple[list[Action], list[Action]]:
    """End every open action about the same pupil that can be ended so; those, and what begins.

    By hand or by a record it leaves the same behind, so that nobody can tell which it was.
    """
    record = action.record
    duties = [duty.slug for duty in record.declared.duties if ground in duty.grounds]
    rows = record.actions.filter(state=Action.State.OPEN, duty__in=duties, pupil=action.pupil)
    ended = list(rows)
    for row in ended:
        row.ground = ground.slug
        _close(row, by, evidence=evidence, because=because)
    follows = record.declared.duty(ground.then)
    owed = follows is not None and any(_asks_the_same(row, follows) for row in ended)
    begun = _begin_once(follows, record, action.pupil) if follows and owed else []
    _chain(record, by)
    return ended, begun


def _asks_the_same(action: Action, duty: Duty) -> bool:
    """Whether what stops the clock of the one stops that of the other as well."""
    own = action.record.declared.duty(action.duty)
    return own is not None and (
        (own.evidence, own.satisfied_by) == (duty.evidence, duty.satisfied_by)
    )


def reason_shown(action: Action, reader: Reader) -> str:
    """Why an action was not needed, as far as this reader is told."""
    ground = ground_of(action)
    if ground is None or not ground.handed_over:
        return action.because
    leads = reader.holds(action.school_id, *DESIGNATED, Post.Role.HEAD)
    return action.because if leads else ""


def ground_of(action: Action) -> Ground | None:
    """The ground on which it was closed, where it was."""
    duty = action.record.declared.duty(action.duty) if action.ground else None
    return next((one for one in (duty.grounds if duty else ()) if one.slug == action.ground), None)


def close_for(record: Record, evidence: str, by: Person, *, owner: Person | None = None) -> bool:
    """Close the open actions of a record that waited for such evidence; whether there were any.

    The caller appends the revision, in the same transaction.
    """
    waiting = record.actions.filter(state=Action.State.OPEN, evidence=evidence)
    if owner is not None:
        waiting = waiting.filter(owner_person=owner)
    closed = list(waiting)
    for action in closed:
        _close(action, by)
    return bool(closed)


def answer_questions(record: Record, by: Person) -> None:
    """Close what others asked about this record of the person who has just added to it."""
    asking = Record.everything.filter(links__target=record, links__sort=Link.Sort.EVIDENCE_FOR)
    for other in asking.distinct():
        if close_for(other, ANSWER, by, owner=by):
            _chain(other, by)


@transaction.atomic
def close_on_ground(action: Action, reader: Reader, ground: str, because: str) -> list[Action]:
    """Close an action on a lawful ground that its duty names; the actions that begin by it.

    Only a holder of a post that the ground names may decide so, and a reason is kept. When every
    action of the duty about the same pupil was closed on the ground, what follows begins; one
    that was closed for a reason alone, as records from before may be, told nobody either.
    """
    locked_head(action.school_id)
    action.refresh_from_db(fields=["state", "because"])
    duty = action.record.declared.duty(action.duty)
    named = next((one for one in duty.grounds if one.slug == ground), None) if duty else None
    if not may_read(reader, action.record):
        raise Refused("There is no such action.")
    if named is None or duty is None:
        raise Refused("The law names no such ground for this. Choose another.", "ground")
    if not action.is_open:
        raise Refused("This action is closed already.")
    if not reader.holds(action.school_id, *named.posts):
        posts = " or ".join(Post.Role(post).label.lower() for post in named.posts)
        raise Refused(f"Only the {posts} can decide this.", "ground")
    said = reason_given(because, named.asks, "because", most=500)
    if named.handed_over:
        return _hand_over(action, named, reader.person, said)[1]
    action.ground = ground
    _close(action, reader.person, because=said)
    begun = _begin_what_follows(action, duty, named)
    _chain(action.record, reader.person, said)
    return begun


def _begin_what_follows(action: Action, duty: Duty, ground: Ground) -> list[Action]:
    record = action.record
    siblings = record.actions.filter(duty=duty.slug, pupil=action.pupil)
    untold = Q(ground=ground.slug) | Q(state=Action.State.NOT_NEEDED, ground="")
    if not ground.then or siblings.exclude(untold).exists():
        return []
    follows = record.declared.duty(ground.then)
    return _begin_once(follows, record, action.pupil) if follows else []


def _begin_once(duty: Duty, record: Record, pupil: Person | None) -> list[Action]:
    """The actions of a duty that a ground begins, unless they were begun already."""
    if record.actions.filter(duty=duty.slug, pupil=pupil).exists():
        return []
    begun = begin_duty(duty, record, pupil)
    store(begun)
    tell_begun(begun)
    return begun


@transaction.atomic
def close_as_not_needed(action: Action, reader: Reader, because: str) -> None:
    """Close an action without doing it, for a reason that stays on the record.

    Only its owner or a pastoral lead may; a reason of a few words is asked for. Where the law
    names the grounds on which it is not done, a reason alone does not do.
    """
    locked_head(action.school_id)  # two who close it at once: the first one's reason stands
    action.refresh_from_db(fields=["state", "because"])
    if not action.is_open:
        raise Refused("This action is closed already.")
    if not may_read(reader, action.record):
        raise Refused("There is no such action.")
    if reader.only_logs(action.school_id):
        raise Refused("Your post cannot close an action. Tell whoever supervises you.")
    if not (is_own_action(reader, action) or reader.holds(action.school_id, *PASTORAL)):
        raise Refused("Only whoever it waits for, or a lead, can say that it is not needed.")
    if not closes_by_reason(action, reader):
        raise Refused(f"A reason alone does not close this. {what_closes(action)}")
    said = reason_given(because, "Say why it is not needed, in a few words.", "because", most=500)
    _close(action, reader.person, because=said)
    _chain(action.record, reader.person, said)


def needs_a_ground(action: Action) -> bool:
    """Whether this can be left undone only on a ground that the law names."""
    duty = action.record.declared.duty(action.duty)
    return bool(duty and duty.law and duty.grounds)


def needs_a_lead(action: Action) -> bool:
    """Whether the law asks it of one person and names no ground for leaving it."""
    duty = action.record.declared.duty(action.duty)
    lawful = duty is not None and duty.law and not duty.grounds
    return lawful and action.owner_person_id is not None and not action.record.is_voided


def closes_by_reason(action: Action, reader: Reader) -> bool:
    """Whether a few words from this reader can end it.

    What the law excuses only on a ground is decided by whoever decides on the ground, also where
    the record is void. What it asks of one person without a ground, a pastoral lead excuses.
    """
    if needs_a_lead(action):
        return reader.holds(action.school_id, *PASTORAL)
    if not needs_a_ground(action):
        return True
    return action.record.is_voided and reader.holds(action.school_id, *_deciders(action))


def _deciders(action: Action) -> list[str]:
    duty = action.record.declared.duty(action.duty)
    grounds = duty.grounds if duty else ()
    return list(dict.fromkeys(post for ground in grounds for post in ground.posts))


def what_closes(action: Action) -> str:
    """What to do about an action that only its record or a ground closes: "Log the contact, …"."""
    if needs_a_lead(action):
        return "The law asks for it: only a pastoral lead, such as the head, can end it otherwise."
    named = " or ".join(Post.Role(post).label.lower() for post in _deciders(action))
    if action.record.is_voided:
        return f"The record is void: the {named} can say why this is not needed."
    sort = action.evidence.removeprefix("record:")
    do = f"Log the {kind_named(sort).said}" if sort != action.evidence else "Do what it asks"
    return f"{do}, or let the {named} decide on a ground."


def settle_past(drawn: Sequence[Drawn]) -> list[Link]:
    """Close, before they are stored, the actions that records from before say were closed.

    Gives back the unsaved links from the evidence to what it was evidence for.
    """
    stored = {one.record.uuid: one.record for one in drawn}
    links: dict[tuple[int, int], Link] = {}
    for one in drawn:
        for action in one.actions if one.draft.settled else ():
            if (how := _settled_by(one.draft, action)) is None:
                continue
            action.evidence_record = stored[how.evidence] if how.evidence else None
            _set_closed(action, how.at, how.by, how.because)
            if source := action.evidence_record:
                links[source.pk, one.record.pk] = Link(
                    source=source, target=one.record, sort=Link.Sort.EVIDENCE_FOR
                )
    return list(links.values())


def _settled_by(draft: Draft, action: Action) -> Settled | None:
    """How this action was closed: what is said of this parent alone, else of the whole duty."""
    if action.carer:
        alone = draft.settled.get(f"{action.duty}:{action.carer.uuid}")
        return alone or draft.settled.get(action.duty)
    return draft.settled.get(action.duty)


def _set_closed(action: Action, at: datetime, by: Person, because: str) -> None:
    action.state = Action.State.NOT_NEEDED if because else Action.State.DONE
    action.closed_at = at
    action.closed_by = by
    action.because = because
    action.next_step_at = None


def _close(
    action: Action, by: Person, *, evidence: Record | None = None, because: str = ""
) -> None:
    action.evidence_record = evidence
    _set_closed(action, clock.now(), by, because)
    action.save()


def close_for_a_reason(action: Action, by: Person, because: str) -> None:
    """Close an action as not needed. The caller has asked who may, and appends the revision."""
    _close(action, by, because=because)


def _chain(record: Record, by: Person, reason: str = "") -> None:
    append_current(record, act=Revision.Act.SETTLED, at=clock.now(), by=by, reason=reason)


def attempts_for(action: Action) -> Sequence[Link]:
    """Records that were filed for an action without settling it, such as a call not answered."""
    return list(
        Link.objects.filter(target=action.record, sort=Link.Sort.EVIDENCE_FOR).select_related(
            "source"
        )
    )
