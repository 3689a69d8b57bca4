"""The rules of a behaviour (regulation) plan: plain functions of what was written."""

from django.db import models

from handrail.kinds.behaviour_plan.models import BehaviourPlan
from handrail.plans import ruling
from handrail.records.kind import Facts


def headline(facts: Facts) -> str:
    """That it is new, changed, the same or ended; what it says stays in it."""
    return ruling.headline(facts, "Behaviour plan")


def forget(detail: models.Model) -> None:
    """Keeps the dates, drops the words."""
    if isinstance(detail, BehaviourPlan):
        detail.medical = detail.avoid = detail.strengths = ""
        detail.triggers = detail.helps = detail.working_on = ""
