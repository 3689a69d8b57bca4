"""The rules of a review of a hold: plain functions of what was written."""

from collections.abc import Iterator

from django.db import models

from handrail.core.numbers import counted
from handrail.kinds.hold_review.models import HoldReview
from handrail.people.models import Person
from handrail.records.completing import missing_from
from handrail.records.kind import Facts, Found
from handrail.records.models import Record


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


def look(facts: Facts) -> Iterator[Found]:
    """Kept on the review: that whoever reviews or signs was in the hold themselves."""
    if facts.author is None:
        return
    stood_in = facts.author in facts.people.get("adult", ())
    if stood_in or (facts.about is not None and _was_in(facts.about, facts.author)):
        said = f"{facts.author.formal} was in this hold"
        yield Found("reviewer-was-in-it", "Who reviews", said, "look", facts.author)


def heed(about: Record, writer: Person) -> str:
    """Said on the page before a review is written: that the reviewer was in the hold, and that
    the record of it is not whole yet."""
    said = []
    if _was_in(about, writer):
        said.append(
            f"{writer.formal} was in this hold. Ask somebody else to review it if there is "
            "anybody; if you go on, the review says that you were in it."
        )
    if lacking := len(missing_from(about)):
        said.append(
            f"The record is not whole yet: {counted(lacking, 'question')} still to answer. Send it "
            "back with your question, or sign what stands."
        )
    return " ".join(said)


def _was_in(hold: Record, person: Person) -> bool:
    return hold.involvements.filter(person=person, role="adult").exists()


def forget(detail: models.Model) -> None:
    """Keeps the figures, drops the words."""
    if isinstance(detail, HoldReview):
        detail.will_change = detail.question = ""
