"""The rules of a debrief: plain functions of what was written."""

from django.db import models

from handrail.kinds.debrief.models import Debrief
from handrail.records.kind import Facts


def headline(facts: Facts) -> str:
    """With whom it was talked through; what was said stays in the record."""
    detail = facts.detail
    if not isinstance(detail, Debrief):
        return "Debrief"
    whom = "the pupil" if detail.with_whom == Debrief.WithWhom.PUPIL else "the adults"
    if detail.how == Debrief.How.DECLINED:
        return f"Debrief offered to {whom}: declined"
    return f"Debrief with {whom}"


def forget(detail: models.Model) -> None:
    """Keeps the figures, drops the words."""
    if isinstance(detail, Debrief):
        detail.helps_next_time = detail.support_offered = ""
