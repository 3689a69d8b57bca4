"""Restrictive interventions for tests of the register, filed as their authors would."""

from datetime import datetime, timedelta
from typing import Any

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.people.models import Person
from handrail.records.kind import kind_named
from handrail.records.models import Record
from handrail.records.sensitivity import Sensitivity
from tests.filing import file, filled_rows


def hold(cast: Cast, author: Person, pupil: Person, **more: Any) -> Record:
    """One entry, with a part, a look and an injury."""
    kind = kind_named("hold")
    rows = filled_rows(kind, cast.school, [author])
    return file(cast, "hold", author, pupil, **{"rows": rows, **more})


def three_holds(cast: Cast) -> list[Record]:
    """Of Leo twice and of Yusuf, on three mornings, oldest first."""
    at: datetime = clock.now()
    return [
        hold(cast, cast.sam, cast.leo, happened_at=at - timedelta(days=4)),
        hold(cast, cast.reid, cast.yusuf, happened_at=at - timedelta(days=3)),
        hold(cast, cast.sam, cast.leo, happened_at=at),
    ]


def restricted_hold(cast: Cast) -> Record:
    """One that only the designated leads, the head and its author may know of."""
    return hold(cast, cast.reid, cast.amina, sensitivity=Sensitivity.RESTRICTED)
