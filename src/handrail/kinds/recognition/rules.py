"""The rules of a recognition: plain functions of what was written."""

from django.db import models

from handrail.records.kind import Facts


def headline(facts: Facts) -> str:
    values = [label.lower() for label in facts.labels("value")]
    whole = f" ({facts.group_name})" if facts.group_name else ""
    return f"Well done: {', '.join(values)}{whole}"


def wants_home_told(facts: Facts) -> bool:
    return bool(getattr(facts.detail, "share_with_home", False))


def forget(detail: models.Model) -> None:
    """Nothing here names or describes anyone."""
