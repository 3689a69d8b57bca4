"""Short ways for tests to file versions of plans about the cast."""

from datetime import date, timedelta
from typing import Any

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.people.models import Person
from handrail.records.models import Record
from handrail.training.models import Technique
from tests.filing import file

STAGES = (
    {"stage": "calm", "looks_like": "Chats about buses.", "adults_do": "Praise early."},
    {"stage": "crisis", "adults_do": "Clear the room.", "adults_say": "You are safe."},
)


def plan(
    cast: Cast,
    pupil: Person,
    kind: str = "handling_plan",
    *,
    author: Person | None = None,
    days: int = 30,
    rows: dict[str, tuple[dict[str, Any], ...]] | None = None,
    change: str = "new",
    **columns: Any,
) -> Record:
    """One version as it is filed now, to be looked at again in so many days."""
    stages = {} if kind == "risk_assessment" else {"stages": STAGES}
    again = None if columns.get("ended") else clock.today() + timedelta(days=days)
    return file(
        cast, kind, author or cast.khan, pupil, rows={**stages, **(rows or {})},
        detail={"change": change, "review_on": again, **columns},
    )  # fmt: skip


def signature(name: str, on: date, **more: str) -> dict[str, Any]:
    """Somebody who agreed as a carer, unless it is said otherwise."""
    said = {"name": name, "signs_as": "carer", "answer": "agreed", "because": "", **more}
    return {**said, "given_on": on}


def technique(cast: Cast, *, prohibited: bool = False) -> Technique:
    """A technique of the school's catalogue."""
    return Technique.objects.filter(school=cast.school, prohibited=prohibited)[0]
