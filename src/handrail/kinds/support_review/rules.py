"""The rules of a support review: plain functions of what was written."""

from collections.abc import Iterator
from typing import Any

from django.db import models

from handrail.core import clock
from handrail.kinds.support_review.models import SupportReview
from handrail.people.models import Person
from handrail.plans.ruling import is_annual
from handrail.plans.standing import plans_in_force
from handrail.records.kind import Facts, Found
from handrail.records.reader import Reader, reader_for
from handrail.school.models import School
from handrail.support.evidence import findings_for

Decision = SupportReview.Decision


def headline(facts: Facts) -> str:
    """ "Support review: continue as it is". Nothing of who or what."""
    detail: Any = facts.detail
    label = "Annual review" if is_annual(facts) else "Support review"
    said = Decision(detail.decision).label.split(":")[0].lower() if detail.decision else ""
    return f"{label}: {said}" if said else label


def goes_on(facts: Facts) -> bool:
    return _decision(facts) != Decision.STOP and getattr(facts.detail, "next_on", None) is not None


def changes_the_plan(facts: Facts) -> bool:
    return _decision(facts) in {Decision.CHANGE, Decision.STOP, Decision.STEP_UP}


def goes_on_under_ehc(facts: Facts) -> bool:
    return is_annual(facts) and getattr(facts.detail, "annual_by", None) is not None


def look(facts: Facts) -> Iterator[Found]:
    """The evidence as it stood, as far as whoever writes the review may know of it."""
    if facts.school is None or facts.author is None:
        return
    reader = reader_for(facts.author)
    for pupil in facts.people.get("about", ()):
        for slug, label, said in findings_for(reader, facts.school, pupil):
            yield Found(slug, label, said, "fact", pupil)


def opens_with(reader: Reader, school: School, pupil: Person) -> dict[str, list[dict[str, str]]]:
    """The targets of the plan in force, each to be answered."""
    plans = plans_in_force(reader, school, pupil, clock.now())
    rows = [row for one in plans for row in one.rows_by_slug.get("targets", ())]
    return {"targets": [{"target": row.objective} for row in rows]}


def _decision(facts: Facts) -> str:
    return str(getattr(facts.detail, "decision", ""))


def forget(detail: models.Model) -> None:
    """Keeps the dates and the decision, drops the words."""
    if isinstance(detail, SupportReview):
        detail.present = detail.impact = detail.child_view = detail.carer_view = ""
        detail.staff_view = detail.because = detail.adulthood = ""
