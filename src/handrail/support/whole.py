"""All of one pupil's support together: plan, profile, reviews, what is due, and the evidence.

The page and the pack for an annual review say the same, because both ask here.
"""

from dataclasses import dataclass
from datetime import date
from itertools import chain

from handrail.core import clock
from handrail.people.models import Person
from handrail.plans.standing import REVIEW, as_they_stood, plans_in_force, reviews_due
from handrail.records.in_force import InForce
from handrail.records.models import Action, Record
from handrail.records.reader import Reader
from handrail.school.models import School
from handrail.support.evidence import Evidence, evidence_of

MOST_REVIEWS = 12


@dataclass(frozen=True)
class Whole:
    """What one reader may know of a pupil's support."""

    plan: InForce | None
    profile: InForce | None
    reviews: tuple[InForce, ...]  # newest first
    due: tuple[Action, ...]  # reviews that wait, the next one first
    since: date | None  # the day from which records are counted: the last review, else the plan
    evidence: Evidence

    @property
    def records(self) -> list[Record]:
        """Everything in it that is a record, to be noted as read."""
        return [one.record for one in chain(self.stands, self.reviews)]

    @property
    def stands(self) -> list[InForce]:
        return [one for one in (self.plan, self.profile) if one is not None]


def support_of(reader: Reader, school: School, pupil: Person) -> Whole:
    """It as it stands now, for this reader; a constant number of queries."""
    plans = {one.record.kind: one for one in plans_in_force(reader, school, pupil, clock.now())}
    reviews = tuple(as_they_stood(_reviews(reader, school, pupil)))
    plan = plans.get("support_plan")
    last = reviews[0] if reviews else plan
    since = clock.local(last.record.happened_at).date() if last else None
    due = reviews_due(reader, school).filter(pupil=pupil, evidence=f"record:{REVIEW}")
    return Whole(
        plan, plans.get("profile"), reviews, tuple(due), since,
        evidence_of(reader, school, pupil, since),
    )  # fmt: skip


def _reviews(reader: Reader, school: School, pupil: Person) -> list[Record]:
    known = Record.objects.readable_by(reader)
    rows = known.filed_with([pupil.pk], "about", REVIEW, school=school).newest_of_each_kind_first()
    return list(rows.select_related("author", "school")[:MOST_REVIEWS])
