"""The rules of a plan for personal care: plain functions of what was written."""

from django.db import models

from handrail.kinds.care_plan.models import CarePlan
from handrail.plans import ruling
from handrail.records.kind import Facts


def headline(facts: Facts) -> str:
    """That it is new, changed, the same or ended; what it says stays in it."""
    return ruling.headline(facts, "Care plan")


def forget(detail: models.Model) -> None:
    """Keeps the dates, drops the words."""
    if isinstance(detail, CarePlan):
        detail.needs = detail.how = detail.adults_why = detail.own_part = ""
        detail.says = detail.products = detail.moving = ""
