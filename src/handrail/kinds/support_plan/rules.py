"""The rules of a support plan: plain functions of what was written."""

from typing import Any

from django.db import models

from handrail.kinds.support_plan.models import SupportPlan
from handrail.people.models import Person
from handrail.plans import ruling
from handrail.plans.standing import clock_runs, is_first
from handrail.records.kind import Facts
from handrail.records.reader import Reader
from handrail.school.models import School
from handrail.support.evidence import measures_to_name
from handrail.support.strategies import strategies_to_name


def headline(facts: Facts) -> str:
    """That it is new, changed, the same or ended; what it says stays in it."""
    return ruling.headline(facts, "Support plan")


def is_under_ehc(facts: Facts) -> bool:
    detail: Any = facts.detail
    ehc = detail.sort == SupportPlan.Sort.EHC
    return ehc and not detail.ended and detail.annual_by is not None


def starts_review_clock(facts: Facts, pupil: Person) -> bool:
    """A new version puts no review off: while one is waited for, only a review stops it."""
    return not clock_runs(facts.school, pupil, "reviewed")


def starts_annual_clock(facts: Facts, pupil: Person) -> bool:
    return not clock_runs(facts.school, pupil, "annual-review")


def begins(facts: Facts, pupil: Person) -> bool:
    """Whether support begins with it: no version of a plan came before."""
    return is_first("support_plan", facts.school, pupil, facts.happened_at)


def offers(reader: Reader, school: School, pupil: Person) -> dict[str, list[str]]:
    """The measures of the pupil's programmes for a target to name, and the school's strategies."""
    return {
        "targets-measure": measures_to_name(reader, school, pupil),
        "supports-named": strategies_to_name(reader, school, pupil),
    }


def forget(detail: models.Model) -> None:
    """Keeps the dates, drops the words."""
    if isinstance(detail, SupportPlan):
        detail.needs = detail.strengths = detail.child_view = detail.carer_view = ""
        detail.adjustments = detail.coauthor = ""
