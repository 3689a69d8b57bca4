"""The rules of a review of a hold: plain functions of what was written."""

from django.db import models

from handrail.kinds.hold_review.models import HoldReview
from handrail.records.kind import Facts


def headline(facts: Facts) -> str:
    """ "Head’s review and signature: reviewed and signed"."""
    detail = facts.detail
    if not isinstance(detail, HoldReview):
        return "Review"
    stage = HoldReview.Stage(detail.stage).label if detail.stage else "Review"
    outcome = HoldReview.Outcome(detail.outcome).label.lower() if detail.outcome else ""
    return f"{stage}: {outcome}" if outcome else stage


def is_sent_back(facts: Facts) -> bool:
    return _outcome(facts) == HoldReview.Outcome.SENT_BACK


def goes_to_process(facts: Facts) -> bool:
    return _outcome(facts) == HoldReview.Outcome.TO_PROCESS


def changes_something(facts: Facts) -> bool:
    return bool(getattr(facts.detail, "will_change", "").strip())


def settles(facts: Facts) -> bool:
    """A review that is sent back stops no clock."""
    return not is_sent_back(facts)


def _outcome(facts: Facts) -> str:
    return str(getattr(facts.detail, "outcome", ""))


def forget(detail: models.Model) -> None:
    """Keeps the figures, drops the words."""
    if isinstance(detail, HoldReview):
        detail.will_change = detail.question = ""
