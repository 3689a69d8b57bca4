"""The rules of a one-page profile: plain functions of what was written."""

from django.db import models

from handrail.kinds.profile.models import Profile
from handrail.plans import ruling
from handrail.records.kind import Facts


def headline(facts: Facts) -> str:
    """That it is new, changed, the same or ended; what it says stays in it."""
    return ruling.headline(facts, "One-page profile")


def forget(detail: models.Model) -> None:
    """Keeps the dates, drops the words."""
    if isinstance(detail, Profile):
        detail.admired = detail.matters = detail.support = detail.hopes = detail.tell_me = ""
