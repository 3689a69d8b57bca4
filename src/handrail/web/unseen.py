"""Alerts not seen yet: counted in the frame of every page, and asked for once a request."""

from typing import Any

from handrail.notify.telling import alerts_of

MOST_COUNTED = 100


def unseen_of(request: Any) -> list[str]:
    """The sort of each, a hundred at most."""
    if not hasattr(request, "unseen"):
        rows = alerts_of(request.reader).filter(seen_at=None).order_by()
        request.unseen = list(rows.values_list("sort", flat=True)[:MOST_COUNTED])
    return request.unseen  # type: ignore[no-any-return]
