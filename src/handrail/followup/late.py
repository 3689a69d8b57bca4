"""Late: which of the records on a page have something overdue."""

from collections.abc import Sequence

from handrail.core import clock
from handrail.records.models import Action, Record


def overdue_in(records: Sequence[Record]) -> dict[int, Action]:
    """The longest overdue action of each record that has one, by the record's key; one query.

    For records that the reader may read: their actions are part of them, but for private ones.
    """
    rows = Action.objects.filter(
        record__in=[record.pk for record in records],
        state=Action.State.OPEN,
        private=False,
        due__lt=clock.now(),
    ).select_related("pupil", "carer")
    late: dict[int, Action] = {}
    for action in rows.order_by("due"):
        late.setdefault(action.record_id, action)
    return late
