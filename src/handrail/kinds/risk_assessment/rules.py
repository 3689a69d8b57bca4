"""The rules of an individual risk assessment: plain functions of what was written."""

from django.db import models

from handrail.kinds.risk_assessment.models import RiskAssessment
from handrail.plans import ruling
from handrail.records.kind import Facts


def headline(facts: Facts) -> str:
    """That it is new, changed, the same or ended; what it says stays in it."""
    return ruling.headline(facts, "Risk assessment")


def forget(detail: models.Model) -> None:
    """Keeps the dates, drops the words."""
    if isinstance(detail, RiskAssessment):
        detail.medical = detail.avoid = detail.about_what = ""
