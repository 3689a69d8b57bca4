"""Duties become actions: who must do what by when, as the kind declares it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from handrail.core import clock
from handrail.core.school_days import Calendar, OnDate
from handrail.people.models import CarerLink, Person, Post
from handrail.people.parents import must_not_be_told, parents_of
from handrail.records.choosing import duties_at
from handrail.records.kind import ACCOUNT, ANSWERING, AUTHOR, INVOLVED, Duty, Facts, Kind
from handrail.records.models import Action, Record
from handrail.records.reading import posts_that_read


def duties_of(kind: Kind, facts: Facts) -> list[Duty]:
    """The duties that these facts call up: what "Saving this will" lists."""
    return [
        duty
        for duty in duties_at(kind, facts.school)
        if not duty.begun_by and duty.when(facts) and _has_somebody(duty, facts)
    ]


def _has_somebody(duty: Duty, facts: Facts) -> bool:
    of_nobody = not duty.per_role and duty.for_each is None
    return of_nobody or any(True for _ in _each(duty, facts))


def actions_for(kind: Kind, record: Record, facts: Facts, calendar: Calendar) -> list[Action]:
    """The unsaved actions of a record, with their due times on the school's calendar."""
    return [
        action
        for duty in duties_of(kind, facts)
        for action in actions_of_duty(duty, kind, record, facts, calendar)
    ]


def actions_of_duty(
    duty: Duty, kind: Kind, record: Record, facts: Facts, calendar: Calendar
) -> Iterator[Action]:
    """One action, or one for each person and each parent that the duty asks for."""
    for person, called in _each(duty, facts):
        action = _action(kind, duty, record, person, facts, calendar)
        action.what = action.what.replace("{each}", called)
        links = parents_of(person, clock.local(record.happened_at).date()) if (
            duty.per_carer and person
        ) else []  # fmt: skip
        yield from _each_parent(action, duty, links) if links else (action,)


def _each_parent(action: Action, duty: Duty, links: Sequence[CarerLink]) -> Iterator[Action]:
    """The same action for each parent. Of one who must not be told, somebody decides first."""
    for link in links:
        one = Action(
            **{
                field.attname: getattr(action, field.attname)
                for field in Action._meta.concrete_fields
                if field.name not in {"id", "uuid", "record"}
            }
        )
        one.record, one.carer = action.record, link.carer
        if must_not_be_told(link):
            one.owner_role, one.owner_person = duty.decider or Post.Role.HEAD, None
            one.what = f"Decide about {{carer}} (on the roll: {link.get_restriction_display()})"
        yield one


def _each(duty: Duty, facts: Facts) -> Iterator[tuple[Person | None, str]]:
    """Whom an action is about, and what its sentence calls them where nobody is named."""
    if duty.for_each is not None:
        yield from duty.for_each(facts)
        return
    if not duty.per_role:
        yield _only_pupil(facts), ""
        return
    for person in facts.people.get(duty.per_role, ()):
        theirs = duty.owner == INVOLVED and person == facts.author
        if not theirs and duty.applies_to(facts, person):
            yield person, ""


def _only_pupil(facts: Facts) -> Person | None:
    """The one person a record is about; none when there are several."""
    people = [person for group in facts.people.values() for person in group]
    return people[0] if len(people) == 1 else None


def _owner_post(duty: Duty, kind: Kind, record: Record) -> str:
    """The post that it waits for; the designated lead's when that post must not know of it.

    An author may restrict a record of an ordinary kind: then its duties fall to those who may
    read it, and nobody else learns that it exists by being asked to do something about it.
    """
    if duty.owner in {AUTHOR, INVOLVED, ANSWERING}:
        return ""
    if duty.owner in posts_that_read(kind, record.sensitivity):
        return duty.owner
    return Post.Role.DESIGNATED_LEAD


def _owner_person(duty: Duty, record: Record, person: Person | None, facts: Facts) -> Person | None:
    if duty.owner == INVOLVED:
        return person
    if duty.owner == ANSWERING:
        return facts.about.author if facts.about else record.author
    return record.author if duty.owner == AUTHOR else None


def _action(
    kind: Kind, duty: Duty, record: Record, person: Person | None, facts: Facts, calendar: Calendar
) -> Action:
    start = record.happened_at if duty.counts_from == "happened" else record.filed_at
    due = due_of(duty, start, facts, calendar)
    owner = _owner_person(duty, record, person, facts)
    given = bool(duty.evidence == ACCOUNT and owner and facts.accounts.get(owner.pk))
    closed = {"state": Action.State.DONE, "closed_at": record.filed_at, "closed_by": record.author}
    return Action(
        record=record,
        school=record.school,
        duty=duty.slug,
        what=duty.what,
        owner_role=_owner_post(duty, kind, record),
        owner_person=owner,
        pupil=None if duty.owner == INVOLVED else person,
        due=due,
        urgent=duty.urgent,
        private=duty.private,
        evidence=duty.evidence,
        basis=duty.basis,
        next_step_at=None
        if given
        else first_step_at(duty, climbs_from(duty, record.filed_at, due)),
        **(closed if given else {}),  # the account came with the record itself
    )


def due_of(duty: Duty, start: datetime, facts: Facts, calendar: Calendar) -> datetime:
    """When a duty of a record falls due, counted from `start` or on the day that it names."""
    within = duty.within
    rule = within.of(facts.detail) if isinstance(within, OnDate) else within
    return rule.due(start, calendar)


def climbs_from(duty: Duty, filed_at: datetime, due: datetime) -> datetime:
    """From when the rungs of a duty's ladder count: the filing, or the day that it waits for."""
    return due if duty.on_a_date else filed_at


def first_step_at(duty: Duty, start: datetime) -> datetime | None:
    """When the first rung of the ladder is told, if the action is still open then."""
    return start + duty.ladder[0].after if duty.ladder else None
