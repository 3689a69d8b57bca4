"""The rules of a dose: plain functions of what was written, and what was looked up with it."""

from collections.abc import Iterator
from typing import Any

from django.db import models

from handrail.care.giving import (
    doses_before,
    doubts_about,
    earlier_than,
    held_at,
    is_timed,
    left_on,
    named,
)
from handrail.core import clock
from handrail.core.dates import said_day
from handrail.kinds.medicine.models import Dose
from handrail.people.models import Person
from handrail.records.in_force import said_of_plan
from handrail.records.kind import Facts, Found

COUNT = "How many are left"
SAID = {"given": "Medicine given", "refused": "Medicine refused", "not_given": "Medicine not given"}


def headline(facts: Facts) -> str:
    """What became of it; which medicine it is stays in the record."""
    return SAID.get(getattr(facts.detail, "outcome", ""), "Medicine")


def was_not_taken(facts: Facts) -> bool:
    return getattr(facts.detail, "outcome", "") in {"refused", "not_given"}


def was_as_needed(facts: Facts) -> bool:
    detail: Any = facts.detail
    return bool(detail.as_needed) and detail.outcome == Dose.Outcome.GIVEN


def is_pupil(facts: Facts, person: Person) -> bool:
    return person.pk in facts.pupils


def look(facts: Facts) -> Iterator[Found]:
    """The consent and the agreement it rests on, and every doubt; never a reason to refuse."""
    detail = facts.detail
    if not isinstance(detail, Dose) or facts.school is None:
        return
    for pupil in facts.people.get("takes", ()):
        yield from _of(facts, detail, pupil)


def _of(facts: Facts, detail: Dose, pupil: Person) -> Iterator[Found]:
    plan, several = held_at(pupil, facts.school, facts.happened_at)
    said, late = said_of_plan(plan, facts.happened_at)
    verdict = "unknown" if plan is None else "look" if late else "fact"
    yield Found("agreement", "Medicines held", said, verdict, pupil)
    held = named(several, detail.medicine)
    doses = doses_before(pupil, facts.school, facts.happened_at, timed=facts.timed)
    doses = [row for row in doses if row.pk != detail.pk]
    if held is not None and held.consent_by and held.consent_on:
        consent = f"{held.consent_by}, on {said_day(held.consent_on)}"
        yield Found("consent", "Consent", consent, "fine", pupil)
    if detail.outcome == Dose.Outcome.GIVEN:
        for doubt in doubts_about(held, doses, facts.happened_at, timed=facts.timed):
            yield Found(doubt.slug, doubt.label, doubt.said, "look", pupil)
        if held is not None and not detail.as_needed:
            yield from _early(held, doses, facts, pupil)
        if held is not None and _plain(held.dose) != _plain(detail.dose):
            agreed = f"{held.dose} was agreed; {detail.dose} was given"
            yield Found("dose", "How much", agreed, "look", pupil)
    if held is not None and held.controlled:
        yield from _controlled(facts, detail, pupil, doses)


def _early(held: Any, doses: list[Any], facts: Facts, pupil: Person) -> Iterator[Found]:
    if not facts.timed:
        if left_on(held, doses, facts.happened_at):
            said = "Cannot tell whether it was before its set time: its hour is not known"
            yield Found("early", "Set time", said, "unknown", pupil)
        return
    due = earlier_than(held, doses, facts.happened_at)
    if due is not None:
        at = clock.local(facts.happened_at)
        said = f"Earlier than its time: {at:%H:%M}, and it was due at {due:%H:%M}"
        yield Found("early", "Set time", said, "look", pupil)


def _controlled(facts: Facts, detail: Dose, pupil: Person, doses: list[Any]) -> Iterator[Found]:
    """A controlled medicine is counted, and somebody sees it given."""
    if not facts.people.get("witness"):
        said = "A controlled medicine, and no witness is named"
        yield Found("witness", "Witness", said, "look", pupil)
    if detail.count_left is None:
        said = "A controlled medicine, and how many are left is not said"
        yield Found("count", COUNT, said, "look", pupil)
        return
    last = next((row for row in doses if row.count_left is not None
                 and _plain(row.medicine) == _plain(detail.medicine)), None)  # fmt: skip
    if last is None:
        return
    before = last.count_left
    same_day = clock.local(last.record.happened_at).date() == clock.local(facts.happened_at).date()
    if same_day and not (facts.timed and is_timed(last)):
        said = f"{before} and {detail.count_left} that day: cannot tell which was first"
        yield Found("count", COUNT, said, "look", pupil)
        return
    rises = detail.count_left > before
    stays = detail.count_left == before and detail.outcome == Dose.Outcome.GIVEN
    verdict = "look" if rises or stays else "fine"
    yield Found("count", COUNT, f"{before} before, {detail.count_left} now", verdict, pupil)


def _plain(said: str) -> str:
    return "".join(said.casefold().split())


def forget(detail: models.Model) -> None:
    """Keeps what can be counted, drops the words."""
    if isinstance(detail, Dose):
        detail.medicine = detail.dose = detail.because = detail.effects = ""
