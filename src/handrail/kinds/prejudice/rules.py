"""The rules of a record of bullying or prejudice: plain functions of what was written."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import models

from handrail.core import clock
from handrail.kinds.prejudice.models import Other, Prejudice
from handrail.people.models import Enrolment, Person
from handrail.records.kind import Facts

NEARLY_FOUR_WEEKS = timedelta(days=21)  # a first check can never pass for the second
COLUMNS = ("seen_by", "setting", "history", "effect", "police")
LISTS = ("challenge", "support", "work")
SPOKEN = {"verbal", "online", "material", "sexual", "extremist"}


def headline(facts: Facts) -> str:
    """ "Bullying: said, online or by phone". Never because of what: that says what a child is."""
    sort = Prejudice.Sort(getattr(facts.detail, "sort", "") or Prejudice.Sort.BOTH)
    said = "Bullying and prejudice" if sort == Prejudice.Sort.BOTH else sort.label
    how = ", ".join(label.lower() for label in facts.labels("how"))
    return f"{said}: {how}" if how else str(said)


def missing(facts: Facts) -> Iterator[str]:
    """What a return, or whoever follows it up, will ask for and nobody has answered yet."""
    yield from (name for name in COLUMNS if not getattr(facts.detail, name))
    yield from (name for name in LISTS if not facts.chosen.get(name))
    if SPOKEN & facts.slugs("how") and not getattr(facts.detail, "words_used", ""):
        yield "words_used"
    if not facts.people.get("responsible") and not _others(facts, Other.Part.RESPONSIBLE):
        yield "others"


def _others(facts: Facts, part: str) -> bool:
    return any(row.part == part for row in facts.rows.get("others", ()))


def is_incomplete(facts: Facts) -> bool:
    return any(True for _ in missing(facts))


def accuses_staff(facts: Facts) -> bool:
    """A member of staff is said to be responsible: that is for the leads and the head alone."""
    people = facts.people.get("responsible", ())
    return any(not is_pupil(facts, person) for person in people)


def is_pupil(facts: Facts, person: Person) -> bool:
    """Whether they were on a school's roll on that day."""
    day = clock.local(facts.happened_at).date()
    return Enrolment.objects.on_roll(day).filter(pupil_id=person.pk).exists()


def needs_lead(facts: Facts) -> bool:
    """Sexual or extremist: the designated lead reads it now."""
    return bool({"sexual", "extremist"} & facts.slugs("how"))


def asked_after_four_weeks(facts: Facts) -> bool:
    """Whether the check was made so late that it can answer for the four weeks."""
    about = facts.about
    if about is None:
        return False
    gone = clock.local(facts.happened_at).date() - clock.local(about.happened_at).date()
    return gone >= NEARLY_FOUR_WEEKS


def forget(detail: models.Model) -> None:
    """Keeps the figures, drops the words."""
    if isinstance(detail, Prejudice):
        detail.words_used = detail.earlier = detail.effect = ""
