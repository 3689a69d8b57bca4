"""What a void record leaves of what was to follow: it asks for nothing, and it proves nothing."""

from handrail.core import clock
from handrail.people.models import Person
from handrail.records.chain import append_current
from handrail.records.closing import close_for_a_reason, needs_a_ground
from handrail.records.events import tell_begun
from handrail.records.kind import READING
from handrail.records.models import Action, Record, Revision

NO_EVIDENCE = "What had closed an action is void."  # not which: it may be a restricted record


def let_go(record: Record, by: Person, why: str) -> None:
    """End what the record still asks for, with the reason for which it is void.

    Two sorts of action run on, so that voiding is no way round them: somebody must still read
    what was written, and what the law excuses only on a ground waits for whoever decides on it.
    The caller appends the revision.
    """
    for action in record.actions.filter(state=Action.State.OPEN).exclude(evidence=READING):
        if not needs_a_ground(action):
            close_for_a_reason(action, by, f"The record is void. {why}"[:500])


def ask_again(record: Record, by: Person) -> None:
    """Open again what this record had closed elsewhere: what is void is evidence of nothing."""
    closed = Action.objects.filter(evidence_record=record, state=Action.State.DONE)
    opened = list(closed.select_related("record"))
    for action in opened:
        duty = action.record.declared.duty(action.duty)
        action.state, action.evidence_record = Action.State.OPEN, None
        action.closed_at = action.closed_by = None
        if duty and action.steps_told < len(duty.ladder):
            action.next_step_at = clock.now()  # the next round sees which rung's minute has come
        action.save()
        append_current(
            action.record, act=Revision.Act.REOPENED, at=clock.now(), by=by, reason=NO_EVIDENCE
        )
    tell_begun(opened)
