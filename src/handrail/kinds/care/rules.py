"""The rules of personal care: plain functions of what was written, and what was looked up."""

from collections.abc import Iterator

from django.db import models

from handrail.core.dates import said_day
from handrail.kinds.care.models import Care
from handrail.people.models import Person
from handrail.records.in_force import in_force, said_of_plan
from handrail.records.kind import Facts, Found

NOTHING = "nothing-to-note"
TWO = 2


def headline(facts: Facts) -> str:
    """Only that care was given: which care, and what was seen, stay in the record."""
    return "Personal care: something was noticed" if was_noticed(facts) else "Personal care"


def was_noticed(facts: Facts) -> bool:
    said = bool(getattr(facts.detail, "noticed", ""))
    return said or bool(facts.slugs("seen") - {NOTHING})


def was_unplanned(facts: Facts) -> bool:
    return bool(getattr(facts.detail, "unplanned", False))


def is_pupil(facts: Facts, person: Person) -> bool:
    return person.pk in facts.pupils


def look(facts: Facts) -> Iterator[Found]:
    """What somebody should look at; never a reason to refuse what was done already."""
    detail = facts.detail
    if not isinstance(detail, Care):
        return
    for pupil in facts.people.get("cared_for", ()):
        yield from _of_plan(facts, detail, pupil)
    named = len(facts.people.get("adult", ()))
    if detail.second == Care.Second.NAMED and named < TWO:
        yield Found("second", "Second adult", "A second adult was there and is not named", "look")
    if detail.willing == Care.Willing.NO:
        said = "The child did not want it: talk over what would help next time"
        yield Found("willing", "How they took it", said, "look")
    if was_noticed(facts):
        said = "If it worries you, tick “Worried” and tell a designated lead now"
        yield Found("noticed", "Something was noticed", said, "look")


def _of_plan(facts: Facts, detail: Care, pupil: Person) -> Iterator[Found]:
    """The care plan and the consent that it rests on, as they stood, and what departs from it."""
    plan = in_force("care_plan", pupil, facts.school, facts.happened_at)
    said, late = said_of_plan(plan, facts.happened_at)
    verdict = "unknown" if plan is None else "look" if late else "fact"
    yield Found("plan", "Care plan", said, verdict, pupil)
    if plan is None:
        return
    signed = [row for row in plan.rows_by_slug.get("signatures", ()) if row.signs_as == "carer"]
    agreed = [row for row in signed if row.answer == "agreed"]
    if agreed:
        consent = f"{agreed[-1].name}, on {said_day(agreed[-1].given_on)}"
        yield Found("consent", "Consent", consent, "fine", pupil)
    else:
        said = "A carer declined" if signed else "No consent of a parent or carer is kept"
        yield Found("consent", "Consent", said, "look", pupil)
    if plan.detail.adults == "two" and detail.second != Care.Second.NAMED:
        yield Found("adults", "How many adults", "The care plan says two adults", "look", pupil)
    named = set(plan.record.involvements.filter(role="adult").values_list("person", flat=True))
    for person in facts.people.get("adult", ()):
        if person.pk not in named:
            said = "Not named in the care plan as an adult who gives it"
            yield Found("giver", "Who gave it", said, "look", person)


def forget(detail: models.Model) -> None:
    """Keeps what can be counted, drops the words."""
    if isinstance(detail, Care):
        detail.second_why = detail.noticed = detail.used = ""
