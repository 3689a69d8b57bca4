"""Short ways for tests to plan a visit."""

from datetime import time
from typing import Any

from handrail.core import clock
from handrail.core.ids import new_uuid
from handrail.demo.cast import Cast
from handrail.records.reader import reader_for
from handrail.visits.models import Visit
from handrail.visits.planning import VisitDraft, keep_visit


def visit_of(cast: Cast, **more: Any) -> Visit:
    """4 Willow to the museum today, led by Mr Patel, with Sam."""
    today = clock.today()
    said: dict[str, Any] = {
        "number": new_uuid(), "what": "Museum", "where": "Museum of the Canal, Lock Lane",
        "on": today, "until": today, "leaves": time(9, 15), "back": time(14, 45),
        "leader": cast.patel, "adults": [cast.sam], "groups": [cast.groups["4 Willow"]],
        "helpers": "Dan Turner 07700 900456", "medicines": "Inhaler of Leo: Sam", **more,
    }  # fmt: skip
    said["until"] = max(said["on"], said["until"])
    return keep_visit(reader_for(cast.patel), cast.school, VisitDraft(**said))
