"""The rules of a concern: plain functions of what was written."""

from django.db import models

from handrail.kinds.concern.models import Concern
from handrail.records.kind import Facts


def headline(facts: Facts) -> str:
    """Even its readers' lists say only what sort of worry it is."""
    sorts = ", ".join(label.lower() for label in facts.labels("sort"))
    return f"Concern: {sorts}" if sorts else "Concern"


def forget(detail: models.Model) -> None:
    """Keeps that there was a concern, drops every word of it."""
    if isinstance(detail, Concern):
        detail.exact_words = detail.done = ""
