"""Short ways for tests to put a check on the list and to report a fault."""

from typing import Any

from handrail.core import clock
from handrail.core.ids import new_uuid
from handrail.demo.cast import Cast
from handrail.equipment.checking import CheckDraft, keep_check
from handrail.equipment.mending import Report, report
from handrail.equipment.models import Check, Fault
from handrail.records.reader import reader_for


def listed(cast: Cast, **more: Any) -> Check:
    """The hoist in the Nest, every week, by Sam, due today."""
    said: dict[str, Any] = {
        "what": "Hoist", "every": 7, "due_on": clock.today(), "place": cast.places["Nest"],
        "look_at": "Straps, brake, battery", "who": cast.sam,
    }  # fmt: skip
    return keep_check(reader_for(cast.office), cast.school, None, CheckDraft(**{**said, **more}))


def reported(cast: Cast, **more: Any) -> Fault:
    """Miss Reid’s tablet."""
    said: dict[str, Any] = {"number": new_uuid(), "what": "Tablet 4", "words": "Cracked screen.",
                            "how_bad": "soon"}  # fmt: skip
    return report(reader_for(cast.reid), cast.school, Report(**{**said, **more}))
