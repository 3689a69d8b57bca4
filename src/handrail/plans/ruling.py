"""The rules that every plan keeps: its headline, its review, and what is forgotten of it."""

from datetime import timedelta
from typing import Any

from handrail.core.dates import said_day
from handrail.core.school_days import OnDate
from handrail.records.kind import Duty, Facts, Step, filing

ASKED_ANEW = ("change", "review_on", "ended", "signatures", "words")


def headline(facts: Facts, label: str) -> str:
    """ "Handling plan: new, to be looked at again by 4 January 2027". Nothing of who or what."""
    detail: Any = facts.detail
    if detail.ended:
        return f"{label}: ended"
    said = {"new": "new", "changed": "changed", "same": "looked at again, nothing changed"}
    how = said.get(detail.change, "")
    day = detail.review_on
    again = f"to be looked at again by {said_day(day)}" if day else ""
    return f"{label}: " + ", ".join(part for part in (how, again) if part)


def is_reviewed(facts: Facts) -> bool:
    """A plan that has ended is looked at no more."""
    return not getattr(facts.detail, "ended", False) and facts.detail.review_on is not None  # type: ignore[attr-defined]


def review_duty(slug: str, called: str, owner: str, owner_said: str) -> Duty:
    """The clock that runs to the day on which a version is to be looked at again.

    It belongs to `owner`, climbs to the owner on the day itself and to the head five days later,
    and is closed by filing the same kind again: new, changed, the same, or ended.
    """
    return Duty(
        slug="looked-at-again",
        says=f"remind the {owner_said} before it is to be looked at again",
        what=f"Look at {{pupil}}’s {called} again",
        owner=owner,
        per_role="about",
        when=is_reviewed,
        within=OnDate("review_on"),
        evidence=filing(slug),
        basis="School practice: plans are reviewed at a set cycle and after each incident",
        counts_from="filed",
        icon="file-text",
        ladder=(Step(timedelta(0), owner), Step(timedelta(days=5), "head")),
    )


def is_annual(facts: Facts) -> bool:
    """Whether a review is the annual one of an education, health and care plan."""
    return getattr(facts.detail, "sort", "") == "annual"
