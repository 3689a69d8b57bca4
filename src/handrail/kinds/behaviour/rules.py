"""The rules of a behaviour record: plain functions of what was written."""

from django.db import models

from handrail.kinds.behaviour.models import Behaviour
from handrail.records.kind import Facts

TOP_LEVELS = 3


def headline(facts: Facts) -> str:
    """ "Hit out, after being asked to stop an activity"; says nothing of who."""
    seen = ", ".join(facts.labels("seen"))
    before = facts.first("before").lower()
    whole = f" ({facts.group_name})" if facts.group_name else ""
    return f"{seen}{whole}" + (f", after: {before}" if before else "")


def is_top_level(facts: Facts) -> bool:
    return facts.value("level") >= TOP_LEVELS


def wants_restorative_talk(facts: Facts) -> bool:
    return bool(getattr(facts.detail, "restorative", False))


def forget(detail: models.Model) -> None:
    """Keeps the figures, drops the words."""
    if isinstance(detail, Behaviour):
        detail.followed = ""
