"""The rules of a head-count: plain functions of what was written."""

from collections.abc import Iterator

from django.db import models

from handrail.kinds.head_count.models import HeadCount
from handrail.records.kind import Facts


def headline(facts: Facts) -> str:
    """ "Head-count of 4 Willow: 28 of 30, 2 missing"; says nothing of who."""
    of = f" of {facts.group_name}" if facts.group_name else ""
    expected, present = (getattr(facts.detail, name, None) for name in ("expected", "present"))
    said = [f"{present} of {expected}"] if expected is not None and present is not None else []
    missing_ = len(facts.people.get("missing", ()))
    said += [f"{missing_} missing"] if missing_ else []
    return f"Head-count{of}: {', '.join(said) or 'nobody missing'}"


def somebody_is_missing(facts: Facts) -> bool:
    return bool(facts.people.get("missing"))


def missing(facts: Facts) -> Iterator[str]:
    """Where somebody was missing: when and where they were found."""
    if somebody_is_missing(facts):
        if getattr(facts.detail, "found_at", None) is None:
            yield "found_at"
        if not getattr(facts.detail, "found_where", ""):
            yield "found_where"


def forget(detail: models.Model) -> None:
    """Keeps the figures, drops the words."""
    if isinstance(detail, HeadCount):
        detail.found_where = ""
