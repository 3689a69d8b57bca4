"""Whether an adult was trained for a hold: answers in words, asked by the record of a hold."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from handrail.core.dates import said_day
from handrail.people.models import Person, Post
from handrail.school.models import School
from handrail.training.models import Certificate, Course, HoldLimits, Technique

# Whoever is on site but is not a member of staff of this school leads no hold.
LEAD_NOTHING = (Post.Role.VOLUNTEER, Post.Role.TRUST)
VALID, EXPIRED, NONE, NOT_NEEDED = "valid", "expired", "none", "not_needed"


@dataclass(frozen=True)
class Standing:
    """How one adult stood to one technique on one day, to be frozen into a record as it was.

    `state` is "valid", "expired", "none", or "not_needed" where the technique asks for no course.
    `certificate` is the one that counts, or the last that did; `words` says it all in a sentence.
    """

    state: str
    words: str
    certificate: Certificate | None = None

    @property
    def expires_on(self) -> date | None:
        return self.certificate.expires_on if self.certificate else None


@dataclass(frozen=True)
class Leader:
    """Somebody on site who may lead a hold today, by which certificate."""

    person: Person
    certificate: Certificate


def certificates_on(
    person_ids: Iterable[int], school: School, day: date
) -> Mapping[int, list[Certificate]]:
    """The certificates of this school's courses that count on a day, by person; one query.

    The one that lasts longest stands first. Every person asked about is in the mapping.
    """
    found: dict[int, list[Certificate]] = {pk: [] for pk in person_ids}
    rows = Certificate.objects.good_on(day).filter(person__in=list(found), course__school=school)
    for row in rows.select_related("course"):
        found[row.person_id].append(row)
    for held in found.values():
        held.sort(key=_lasting, reverse=True)
    return found


def standing_for(technique: Technique, person: Person, day: date) -> Standing:
    """How an adult stood to a technique on a day. Never a refusal: the truth is recorded anyway.

    A certificate of a higher level of the same provider counts. "expired" means that one did
    count and ran out before the day; one gained later, or withdrawn, is as none.
    """
    return standings_for(technique, [person], day)[person.pk]


def standings_for(
    technique: Technique, people: Iterable[Person], day: date
) -> Mapping[int, Standing]:
    """The same for several adults, by person; one query, or none when no course is needed."""
    people = list(people)
    if technique.course is None:
        needless = Standing(NOT_NEEDED, "No certificate is asked for this.")
        return {person.pk: needless for person in people}
    found = standings_on(technique.course, ((person, day) for person in people))
    return {key: standing for (key, _), standing in found.items()}


def standings_on(
    course: Course, asked: Iterable[tuple[Person, date]]
) -> Mapping[tuple[int, date], Standing]:
    """How people stood to a course, each on a day of their own, by person and day; one query."""
    asked = list(asked)
    rows = Certificate.objects.standing().filter(
        person__in={person.pk for person, _ in asked}, course__school=course.school_id
    )
    held: dict[int, list[Certificate]] = {}
    for row in rows.select_related("course"):
        if row.course.counts_for(course):
            held.setdefault(row.person_id, []).append(row)
    return {
        (person.pk, day): _standing(
            person, course, [row for row in held.get(person.pk, []) if row.achieved_on <= day], day
        )
        for person, day in asked
    }


def _standing(person: Person, course: Course, held: list[Certificate], day: date) -> Standing:
    if not held:
        return Standing(NONE, f"{person.formal} has no certificate for {course.name}.")
    best = max(held, key=_lasting)
    who = f"{person.formal}: {best.course.name}"
    if best.counts_on(day):
        until = f", valid until {said_day(best.expires_on)}" if best.expires_on else ", with no end"
        return Standing(VALID, f"{who}{until}.", best)
    return Standing(EXPIRED, f"{who} ran out on {said_day(best.expires_on)}.", best)


def _lasting(certificate: Certificate) -> tuple[date, date, int]:
    """What lasts longest, then what is newest: the certificate that speaks for somebody."""
    return certificate.expires_on or date.max, certificate.achieved_on, certificate.pk


def may_lead_a_hold_today(school: School, day: date, away_ids: Iterable[int] = ()) -> list[Leader]:
    """Who holds a post here that day, is not away, and has a holding certificate that counts.

    By surname. Volunteers and the trust lead nothing. `away_ids` are keys of people, as
    `notify.absence.away_at` gives them. Two queries.
    """
    posts = Post.objects.held_on(day).filter(school=school).exclude(role__in=LEAD_NOTHING)
    rows = (
        Certificate.objects.good_on(day)
        .filter(course__school=school, course__teaches=Course.Teaches.HOLDING)
        .filter(person__in=posts.values("person"))
        .exclude(person__in=list(away_ids))
        .select_related("person", "course")
    )
    best: dict[int, Certificate] = {}
    for row in rows:
        known = best.get(row.person_id)
        if known is None or _rank(row) > _rank(known):
            best[row.person_id] = row
    leaders = [Leader(row.person, row) for row in best.values()]
    return sorted(leaders, key=lambda one: (one.person.family, one.person.given, one.person.pk))


def _rank(certificate: Certificate) -> tuple[int, tuple[date, date, int]]:
    """The highest level first, then what lasts longest."""
    return certificate.course.level or 0, _lasting(certificate)


def limits_of(school: School) -> HoldLimits:
    """The school's limits in minutes, or the defaults as a row that is not stored yet."""
    return HoldLimits.objects.filter(school=school).first() or HoldLimits(school=school)


def techniques_in_use(school: School) -> list[Technique]:
    """What a record may name today, in the catalogue's order, what is prohibited last; one query.

    Prohibited techniques are among them: what happened must be written as it happened.
    """
    rows = Technique.objects.filter(school=school, retired_on=None)
    return list(rows.select_related("course"))
