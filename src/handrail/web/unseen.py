"""Alerts not seen yet: counted in the frame of every page, and asked for once a request."""

from typing import Any

from django.db.models import QuerySet

from handrail.database.written_once import written_once
from handrail.notify.telling import alerts_told, whose_alerts

MOST_COUNTED = 100


def unseen_of(request: Any) -> list[str]:
    """The sort of each, a hundred at most."""
    if not hasattr(request, "unseen"):
        request.unseen = _unseen(*whose_alerts(request.reader))
    return request.unseen  # type: ignore[no-any-return]


@written_once
def _unseen(person: int, schools: tuple[int, ...], ordinary_only: bool) -> "QuerySet[Any, str]":
    rows = alerts_told(person, schools, ordinary_only).filter(seen_at=None).order_by()
    return rows.values_list("sort", flat=True)[:MOST_COUNTED]
