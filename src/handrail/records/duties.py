"""Duties become actions: who must do what by when, as the kind declares it."""

from collections.abc import Iterator
from datetime import datetime

from handrail.core.school_days import Calendar
from handrail.people.models import Person, Post
from handrail.records.kind import AUTHOR, Duty, Facts, Kind
from handrail.records.models import Action, Record
from handrail.records.reading import posts_that_read


def duties_of(kind: Kind, facts: Facts) -> list[Duty]:
    """The duties that these facts call up: what "Saving this will" lists."""
    return [duty for duty in kind.duties if duty.when(facts) and _has_somebody(duty, facts)]


def _has_somebody(duty: Duty, facts: Facts) -> bool:
    return not duty.per_role or bool(facts.people.get(duty.per_role))


def actions_for(kind: Kind, record: Record, facts: Facts, calendar: Calendar) -> list[Action]:
    """The unsaved actions of a record, with their due times on the school's calendar."""
    return [
        _action(kind, duty, record, pupil, calendar)
        for duty in duties_of(kind, facts)
        for pupil in _each(duty, facts)
    ]


def _each(duty: Duty, facts: Facts) -> Iterator[Person | None]:
    yield from facts.people[duty.per_role] if duty.per_role else (_only_pupil(facts),)


def _only_pupil(facts: Facts) -> Person | None:
    """The one person a record is about; none when there are several."""
    people = [person for group in facts.people.values() for person in group]
    return people[0] if len(people) == 1 else None


def _owner_post(duty: Duty, kind: Kind, record: Record) -> str:
    """The post that it waits for; the designated lead's when that post must not know of it.

    An author may restrict a record of an ordinary kind: then its duties fall to those who may
    read it, and nobody else learns that it exists by being asked to do something about it.
    """
    if duty.owner == AUTHOR:
        return ""
    if duty.owner in posts_that_read(kind, record.sensitivity):
        return duty.owner
    return Post.Role.DESIGNATED_LEAD


def _action(
    kind: Kind, duty: Duty, record: Record, pupil: Person | None, calendar: Calendar
) -> Action:
    start = record.happened_at if duty.counts_from == "happened" else record.filed_at
    return Action(
        record=record,
        school=record.school,
        duty=duty.slug,
        what=duty.what,
        owner_role=_owner_post(duty, kind, record),
        owner_person=record.author if duty.owner == AUTHOR else None,
        pupil=pupil,
        due=duty.within.due(start, calendar),
        urgent=duty.urgent,
        evidence=duty.evidence,
        basis=duty.basis,
        next_step_at=first_step_at(duty, record.filed_at),
    )


def first_step_at(duty: Duty, filed_at: datetime) -> datetime | None:
    """When the first rung of the ladder is told, if the action is still open then."""
    return filed_at + duty.ladder[0].after if duty.ladder else None
