"""The rules of asking again: plain functions of what was written."""

from datetime import timedelta

from django.db import models

from handrail.core import clock
from handrail.kinds.prejudice_check.models import PrejudiceCheck
from handrail.records.kind import Facts

NEARLY_FOUR_WEEKS = timedelta(days=21)


def headline(facts: Facts) -> str:
    """ "Asked again: it has stopped"."""
    said = getattr(facts.detail, "stopped", "")
    return f"Asked again: {PrejudiceCheck.Stopped(said).label.lower()}" if said else "Asked again"


def goes_on(facts: Facts) -> bool:
    return getattr(facts.detail, "stopped", "") in {"less", "no"}


def goes_on_after_four_weeks(facts: Facts) -> bool:
    """It goes on, and no second question is still to come from the record this is about."""
    return goes_on(facts) and (facts.about is None or asked_after_four_weeks(facts))


def asked_after_four_weeks(facts: Facts) -> bool:
    """Whether the check was made so late that it can answer for the four weeks."""
    about = facts.about
    if about is None:
        return False
    gone = clock.local(facts.happened_at).date() - clock.local(about.happened_at).date()
    return gone >= NEARLY_FOUR_WEEKS


def forget(detail: models.Model) -> None:
    """Keeps the answer, drops the words."""
    if isinstance(detail, PrejudiceCheck):
        detail.now = ""
