"""Duties that begin after a record was filed: because more became known, or by a decision."""

from handrail.core import clock
from handrail.core.school_days import AtOnce
from handrail.people.models import Person
from handrail.records.duties import actions_for, actions_of_duty, due_of
from handrail.records.kind import ACCOUNT, Duty, Facts
from handrail.records.models import Action, Record
from handrail.records.standing_facts import facts_of_record
from handrail.school.calendars import calendar_of


def begin_duty(duty: Duty, record: Record, pupil: Person | None) -> list[Action]:
    """The unsaved actions of one duty about one pupil, counted from now."""
    facts = facts_of_record(record)
    made = actions_of_duty(duty, record.declared, record, facts, calendar_of(record.school))
    begun = [action for action in made if action.pupil_id == (pupil.pk if pupil else None)]
    for action in begun:
        action.due = due_of(duty, clock.now(), facts, calendar_of(record.school))
    return begun


def newly_called(record: Record, facts: Facts) -> list[Action]:
    """The unsaved actions that the facts call up now and that the record does not have yet.

    What must be done at once is due from now: nobody could do it before it was known.
    """
    had = set(record.actions.values_list("duty", "pupil_id", "carer_id", "owner_person_id"))
    had_duties = {duty for duty, *_ in had}
    had_each = set(record.actions.values_list("duty", "pupil_id", "what"))
    for_each = {duty.slug for duty in record.declared.duties if duty.for_each}
    made = actions_for(record.declared, record, facts, calendar_of(record.school))
    begun = [
        action
        for action in made
        if action.duty not in had_duties
        or (action.duty, action.pupil_id, action.carer_id, action.owner_person_id) not in had
        and action.evidence == ACCOUNT
        or action.duty in for_each
        and (action.duty, action.pupil_id, action.what) not in had_each
    ]
    at_once = {duty.slug for duty in record.declared.duties if isinstance(duty.within, AtOnce)}
    for action in begun:
        if action.duty in at_once:
            action.due = max(action.due, clock.now())
    return begun
