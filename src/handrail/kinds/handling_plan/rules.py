"""The rules of a positive handling plan: plain functions of what was written."""

from django.db import models

from handrail.kinds.handling_plan.models import HandlingPlan
from handrail.plans import ruling
from handrail.records.kind import Facts


def headline(facts: Facts) -> str:
    """That it is new, changed, the same or ended; what it says stays in it."""
    return ruling.headline(facts, "Handling plan")


def forget(detail: models.Model) -> None:
    """Keeps the dates, drops the words."""
    if isinstance(detail, HandlingPlan):
        detail.medical = detail.avoid = detail.triggers = ""
        detail.prevents = detail.afterwards = ""
