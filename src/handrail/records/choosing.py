"""What a school chose about duties that no law fixes: how long they have, or that they are off."""

from collections.abc import Mapping
from dataclasses import replace

from handrail.core import clock
from handrail.core.refusal import Refused, reason_given
from handrail.core.school_days import SchoolDays
from handrail.records.kind import Duty, Kind
from handrail.records.models import DutyChoice
from handrail.records.reader import Reader
from handrail.school.models import School

MOST_DAYS = 40
_KEPT = "_duty_choices"  # on the school in hand: a request or an import asks once


def chosen_by(school: School | None) -> Mapping[tuple[str, str], DutyChoice]:
    """The choice that holds for each duty about which the school chose anything; one query."""
    if school is None:
        return {}
    kept = school.__dict__.get(_KEPT)
    if kept is None:
        rows = DutyChoice.objects.filter(school=school).select_related("by").order_by("pk")
        kept = school.__dict__[_KEPT] = {(row.kind, row.duty): row for row in rows}
    return kept


def duties_at(kind: Kind, school: School | None) -> list[Duty]:
    """The duties of a kind as they stand at a school: those that are off left out."""
    choices = chosen_by(school)
    found = []
    for duty in kind.duties:
        choice = None if duty.law else choices.get((kind.slug, duty.slug))
        if choice is None:
            found.append(duty)
        elif not choice.off:
            found.append(_given(duty, choice))
    return found


def _given(duty: Duty, choice: DutyChoice) -> Duty:
    if choice.days and isinstance(duty.within, SchoolDays):
        return replace(duty, within=SchoolDays(choice.days))
    return duty


def choose_duty(
    reader: Reader, school: School, kind: Kind, slug: str, *, off: bool, days: int | None, why: str
) -> DutyChoice:
    """Write down how a school has a duty from now on, with the reason. Actions that run stay.

    Refuses what the law fixes, and days for a duty that is not counted in school days.
    """
    duty = kind.duty(slug)
    if duty is None:
        raise Refused("There is no such duty.")
    if duty.law:
        raise Refused("The law fixes this one. It cannot be put off or given longer.", "days")
    if days is not None and not (isinstance(duty.within, SchoolDays) and 1 <= days <= MOST_DAYS):
        raise Refused(f"Give a number of school days from 1 to {MOST_DAYS}.", "days")
    said = reason_given(why, "Say why, in a few words.", "why", most=300)
    school.__dict__.pop(_KEPT, None)
    return DutyChoice.objects.create(
        school=school, kind=kind.slug, duty=slug, off=off, days=days, why=said,
        by=reader.person, at=clock.now(),
    )  # fmt: skip
