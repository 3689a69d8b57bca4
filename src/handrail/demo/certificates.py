"""Certificates of the made-up staff: most in order, one that ran out, one that ends soon."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from random import Random

from handrail.core import clock
from handrail.people.models import Person
from handrail.school.models import School
from handrail.training.models import Certificate, Course
from handrail.training.recording import last_day

# Who has what, and how many days ago they passed. Level One lasts two years, Level Two one.
CAST = (
    ("sam", "team-teach-1", 250), ("sam", "safeguarding", 80), ("sam", "first-aid", 400),
    ("khan", "team-teach-2", 120), ("khan", "safeguarding", 80),
    ("patel", "team-teach-1", 700),  # ends within eight weeks
    ("patel", "safeguarding", 80),
    ("reid", "team-teach-1", 800),  # ran out
    ("okafor", "team-teach-1", 300), ("okafor", "safeguarding", 80),
    ("ahmed", "lead", 300), ("price", "lead", 690), ("office", "first-aid", 1060),
    ("grant", "safeguarding", 80),
)  # fmt: skip


def give_cast_certificates(school: School, staff: Mapping[str, Person], day: date) -> None:
    """What the cast holds on a day: Sam Birch and Mr Khan may lead a hold, Miss Reid no more."""
    courses = courses_of(school)
    by = staff["office"]
    Certificate.objects.bulk_create(
        _certificate(staff[who], courses[slug], day - timedelta(days=ago), by)
        for who, slug, ago in CAST
    )


def give_certificates(
    school: School, people: Iterable[Person], by: Person, day: date, rng: Random
) -> None:
    """Safeguarding for nearly all staff, Level One for about every third, some of it run out."""
    courses = courses_of(school)
    rows = []
    for person in people:
        if rng.random() < 0.95:
            passed = day - timedelta(days=rng.choice((80, 80, 81, 340)))
            rows.append(_certificate(person, courses["safeguarding"], passed, by))
        if rng.random() < 0.35:
            passed = day - timedelta(days=rng.randrange(30, 780))
            rows.append(_certificate(person, courses["team-teach-1"], passed, by))
        if rng.random() < 0.2:
            passed = day - timedelta(days=rng.randrange(30, 1120))
            rows.append(_certificate(person, courses["paediatric"], passed, by))
    Certificate.objects.bulk_create(rows)


def courses_of(school: School) -> dict[str, Course]:
    return {course.slug: course for course in Course.objects.filter(school=school)}


def _certificate(person: Person, course: Course, passed: date, by: Person) -> Certificate:
    return Certificate(
        person=person, course=course, achieved_on=passed,
        expires_on=last_day(passed, course.valid_months or 12),
        evidence="Seen by the office", recorded_by=by, recorded_at=clock.now(),
    )  # fmt: skip
