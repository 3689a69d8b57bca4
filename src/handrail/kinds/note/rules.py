"""The rules of a note: plain functions of what was written."""

from django.db import models

from handrail.records.kind import Facts


def headline(facts: Facts) -> str:
    return ", ".join(facts.labels("context")) or "Note"


def forget(detail: models.Model) -> None:
    """Nothing here names or describes anyone."""
