"""Entering certificates and withdrawing them: nothing is changed in silence, nothing deleted."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from handrail.core import clock
from handrail.core.prose import tidy
from handrail.core.refusal import Refused, reason_given
from handrail.people.models import Person
from handrail.training.models import Certificate, Course

SAY_WHY = "Say why in a few words: the reason is kept with the certificate."
OLDEST_YEARS = 20


@dataclass(frozen=True)
class Passed:
    """What a training day gave: the day, its last day where the paper says another, and proof."""

    achieved_on: date
    expires_on: date | None = None
    number: str = ""
    evidence: str = ""


def last_day(achieved_on: date, months: int) -> date:
    """The last day of so many months: a year from 1 September ends on 31 August."""
    year, month = divmod(achieved_on.year * 12 + achieved_on.month - 1 + months, 12)
    month += 1
    day = min(achieved_on.day, monthrange(year, month)[1])
    return date(year, month, day) - timedelta(days=1)


@transaction.atomic
def enter_certificates(
    people: Iterable[Person], course: Course, passed: Passed, by: Person
) -> list[Certificate]:
    """Enter a certificate for each of these people; its last day is frozen here.

    The last day is what the paper says, else the course's months counted from the day, else none.
    Raises Refused for a day to come, an end before the day, nobody, or a retired course. Whoever
    has the same course of the same day already gets no second one.
    """
    people = list(people)
    _refuse(people, course, passed)
    ends = passed.expires_on or (
        last_day(passed.achieved_on, course.valid_months) if course.valid_months else None
    )
    have = Certificate.objects.standing().filter(course=course, achieved_on=passed.achieved_on)
    known = set(have.filter(person__in=people).values_list("person_id", flat=True))
    return Certificate.objects.bulk_create(
        Certificate(
            person=person, course=course, achieved_on=passed.achieved_on, expires_on=ends,
            number=tidy(passed.number), evidence=tidy(passed.evidence),
            recorded_by=by, recorded_at=clock.now(),
        )
        for person in people
        if person.pk not in known
    )  # fmt: skip


def _refuse(people: list[Person], course: Course, passed: Passed) -> None:
    if not people:
        raise Refused("Choose at least one member of staff.", "people")
    if course.retired_on:
        raise Refused("That course is retired. Choose another, or bring it back.", "course")
    if passed.achieved_on > clock.today():
        raise Refused("That day is still to come. Enter it once they have passed.", "achieved_on")
    if passed.achieved_on.year < clock.today().year - OLDEST_YEARS:
        raise Refused("That is more than twenty years ago. Check the year.", "achieved_on")
    if passed.expires_on and passed.expires_on < passed.achieved_on:
        raise Refused("It ends before the day it was gained. Check both days.", "expires_on")


def withdraw(certificate: Certificate, why: str, by: Person) -> Certificate:
    """Withdraw a certificate: it stays to be seen, with the reason, and counts on no day.

    Raises Refused without a reason, or when it is withdrawn already. Records of holds keep what
    they froze while it stood.
    """
    reason = reason_given(why, SAY_WHY, "why", most=300)
    if certificate.revoked_on:
        raise Refused("This certificate is withdrawn already.", "why")
    certificate.revoked_on, certificate.revoked_by = clock.today(), by
    certificate.revoked_why = reason
    certificate.save(update_fields=["revoked_on", "revoked_by", "revoked_why"])
    return certificate
