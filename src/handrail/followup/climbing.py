"""Climbing: an action that nobody has closed is told to the next rung of its ladder."""

import sys
from datetime import datetime

from django.db import DatabaseError, transaction

from handrail.core import clock
from handrail.notify.telling import climb
from handrail.records.duties import climbs_from
from handrail.records.kind import Duty, kind_named
from handrail.records.models import Action


def climb_ladders() -> int:
    """Tell every rung whose minute has come; safe to run as often as one likes.

    Each rung is told once, in a transaction of its own. Returns how many were told. What breaks
    over one action is said, without its words, and holds up no other.
    """
    ready = Action.objects.filter(next_step_at__lte=clock.now(), state=Action.State.OPEN)
    keys = list(ready.order_by("next_step_at").values_list("pk", flat=True))
    return sum(_climbed(pk) for pk in keys)


def _climbed(pk: int) -> int:
    try:
        return _climb_one(pk)
    except DatabaseError:
        raise  # the whole round has failed: the doctor must see that rounds have stopped
    except Exception as problem:  # the next concern must climb all the same
        what = type(problem).__name__
        print(f"One action could not climb and will be tried again: {what}", file=sys.stderr)
        return 0


@transaction.atomic
def _climb_one(pk: int) -> int:
    """Tell every rung of one action that is due; more than one after a long silence."""
    action = (
        Action.objects.select_for_update(of=("self",))
        .select_related("record", "record__school")
        .get(pk=pk)
    )
    duty = _duty_of(action)
    told, nobody = 0, False
    while duty and action.is_open and _is_due(action, duty, at_once=nobody):
        nobody = not climb(action, duty.ladder[action.steps_told].role)
        action.steps_told += 1
        told += not nobody
    action.next_step_at = _next_at(action, duty) if duty and action.is_open else None
    action.save(update_fields=["steps_told", "next_step_at"])
    return told


def _duty_of(action: Action) -> Duty | None:
    duties = kind_named(action.record.kind).duties
    return next((duty for duty in duties if duty.slug == action.duty), None)


def _is_due(action: Action, duty: Duty, *, at_once: bool) -> bool:
    """Whether the next rung's minute has come; at once when nobody stood on the one before."""
    if action.steps_told >= len(duty.ladder):
        return False
    return at_once or _rung_at(action, duty) <= clock.now()


def _rung_at(action: Action, duty: Duty) -> datetime:
    start = climbs_from(duty, action.record.filed_at, action.due)
    return start + duty.ladder[action.steps_told].after


def _next_at(action: Action, duty: Duty) -> datetime | None:
    if action.steps_told >= len(duty.ladder):
        return None
    return _rung_at(action, duty)
