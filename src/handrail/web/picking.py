"""Choosing objectives in a form: those that were chosen, and what was looked up beside them."""

from typing import Any
from uuid import UUID

from handrail.entry.guards import At
from handrail.learning.models import Objective
from handrail.learning.objectives import objectives_at, search_objectives

FOUND = 12


def chosen_objectives(request: At, data: Any) -> list[Objective]:
    """The school's objectives that stand in the form, in the order they were chosen; numbers that
    are none are passed over."""
    sent = data.getlist("objectives") if hasattr(data, "getlist") else data.get("objectives", [])
    wanted = [number for number in sent if _is_uuid(number)]
    found = {str(one.uuid): one for one in objectives_at(request.school).filter(uuid__in=wanted)}
    return [found[number] for number in dict.fromkeys(wanted) if number in found]


def objectives_offered(request: At, data: Any) -> dict[str, Any]:
    """What the part of a form for choosing objectives shows."""
    chosen, look = chosen_objectives(request, data), str(data.get("look_up", ""))[:80]
    rows = search_objectives(request.school, look)[: FOUND + len(chosen)] if look else []
    found = [one for one in rows if one not in chosen]
    return {"chosen": chosen, "look_up": look, "found": found[:FOUND]}


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
