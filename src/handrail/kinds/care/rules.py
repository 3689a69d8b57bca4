"""The rules of personal care: plain functions of what was written, and what was looked up."""

from collections.abc import Iterator

from django.db import models

from handrail.kinds.care.models import Care
from handrail.people.models import Person
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
    named = len(facts.people.get("adult", ()))
    if detail.second == Care.Second.NAMED and named < TWO:
        yield Found("second", "Second adult", "A second adult was there and is not named", "look")
    if detail.willing == Care.Willing.NO:
        said = "The child did not want it: talk over what would help next time"
        yield Found("willing", "How they took it", said, "look")
    if was_noticed(facts):
        said = "If it worries you, tick “Worried” and tell a designated lead now"
        yield Found("noticed", "Something was noticed", said, "look")


def forget(detail: models.Model) -> None:
    """Keeps what can be counted, drops the words."""
    if isinstance(detail, Care):
        detail.second_why = detail.noticed = detail.used = ""
