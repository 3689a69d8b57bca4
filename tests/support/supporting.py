"""Short ways for tests to write support plans, profiles and reviews about the cast."""

from datetime import date, timedelta
from typing import Any

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.people.models import Person
from handrail.records.models import Record
from tests.filing import file
from tests.plans.agreeing import signature

TARGETS = (
    {"objective": "Stays at the table", "measure": "Times away", "baseline": "6", "goal": "2",
     "by": date(2027, 3, 25)},
)  # fmt: skip
SUPPORTS = (
    {"what": "Calm corner", "how_often": "Daily, 10 minutes", "who": "Sam Birch",
     "strategy": "Name the feeling."},
)  # fmt: skip


def ahead(days: int) -> date:
    return clock.today() + timedelta(days=days)


def plan_for(
    cast: Cast, pupil: Person, *, by: Person | None = None, ehc: bool = False, days: int = 60,
    **more: Any,
) -> Record:  # fmt: skip
    """One version with a target, a line of support and Dan’s signature."""
    said = {
        "sort": "ehc" if ehc else "sen_support", "review_on": ahead(days),
        "annual_by": ahead(300) if ehc else None, "needs": "Changes frighten him.",
        "child_view": "I want to stay with my friends.", **more.pop("detail", {}),
    }  # fmt: skip
    rows = {
        "targets": TARGETS, "supports": SUPPORTS,
        "signatures": (signature("Dan Turner", clock.today()),),
    }  # fmt: skip
    return file(
        cast, "support_plan", by or cast.grant, pupil, rows=more.pop("rows", rows), detail=said,
        **more,
    )  # fmt: skip


def review_of(cast: Cast, pupil: Person, sort: str = "termly", **more: Any) -> Record:
    """Mrs Grant’s review: it works, go on."""
    said = {
        "sort": sort, "impact": "Away half as often.", "child_view": "It is good.",
        "carer_view": "Calmer at home.", "decision": "continue", "because": "It works.",
        "next_on": ahead(80), "annual_by": ahead(360) if sort == "annual" else None,
    } | more.pop("detail", {})  # fmt: skip
    by = more.pop("by", cast.grant)
    return file(cast, "support_review", by, pupil, detail=said, **more)


PEN = {"what": "Reading pen", "found_at": "Blue tray", "set_up_by": "Sam Birch",
       "independence": "reminded"}  # fmt: skip


def profile_of(cast: Cast, pupil: Person, **more: Any) -> Record:
    said = {
        "made": "said", "review_on": ahead(300), "admired": "I know every bus.\nI am funny.",
        "matters": "Buses.", "support": "Warn me before changes.", **more.pop("detail", {}),
    }  # fmt: skip
    pick = {"likes": ("drawing", "music"), "helps": ("somewhere-quiet",)}
    return file(cast, "profile", cast.grant, pupil, detail=said, pick=pick, **more)
