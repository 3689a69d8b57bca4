"""Short ways for tests to plan a lesson of the cast and to mark from it."""

from datetime import date, time
from typing import Any

from handrail.core.ids import new_uuid
from handrail.demo.cast import Cast
from handrail.learning.marking import MarkDraft, make_mark
from handrail.learning.models import LessonPlan, Mark, Objective
from handrail.learning.planning import PlanDraft, make_plan
from handrail.learning.starter import give_starter_objectives
from handrail.people.models import Person
from handrail.records.reader import reader_for

MONDAY = date(2026, 11, 23)
FOUR = ("leo", "amina", "jaden", "zoe")


def objective(cast: Cast, code: str = "m5") -> Objective:
    """An objective of the starter lists, which are given to the school when they are not there."""
    rows = Objective.objects.filter(framework__school=cast.school, code=code)
    if not rows.exists():
        give_starter_objectives(cast.school)
    return rows.get()


def plan_of(cast: Cast, **more: Any) -> LessonPlan:
    """Mr Patel's maths with Sam's four."""
    parts: dict[str, Any] = {
        "group": cast.groups["4 Willow"], "day": MONDAY, "title": "Maths",
        "pupils": [getattr(cast, name) for name in FOUR], "objectives": [objective(cast)],
        "assistant": cast.sam, "starts": time(9, 30), "ends": time(10, 30),
        "part": "Rods first, then write.",
    }  # fmt: skip
    by = more.pop("by", cast.patel)
    return make_plan(reader_for(by), cast.school, PlanDraft(**{**parts, **more}))


def mark_of(
    cast: Cast, plan: LessonPlan | None, pupil: Person, level: int = 1, by: Person | None = None,
    **more: Any,
) -> Mark:  # fmt: skip
    """One tap of Sam's."""
    aim = more.pop("objective", None) or objective(cast)
    draft = MarkDraft(more.pop("uuid", new_uuid()), pupil, aim, level, plan, **more)
    return make_mark(reader_for(by or cast.sam), cast.school, draft)
