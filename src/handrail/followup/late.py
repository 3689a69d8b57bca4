"""Late: which of the records on a page have something overdue."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet

from handrail.core import clock
from handrail.database.written_once import written_once
from handrail.records.models import Action, Record


def overdue_in(records: Sequence[Record]) -> dict[int, Action]:
    """The longest overdue action of each record that has one, by the record's key; one query.

    For records that the reader may read: their actions are part of them, but for private ones.
    """
    late: dict[int, Action] = {}
    for action in _overdue(tuple(record.pk for record in records), clock.now()):
        late.setdefault(action.record_id, action)
    return late


@written_once
def _overdue(keys: tuple[int, ...], now: datetime) -> QuerySet[Action]:
    rows = Action.objects.filter(
        record__in=keys, state=Action.State.OPEN, private=False, due__lt=now
    )
    return rows.select_related("pupil", "carer").order_by("due")
