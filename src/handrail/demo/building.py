"""Building the demonstration: both schools, the years gone by, and the story of today."""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import transaction

from handrail.core import clock
from handrail.core.progress import Progress, silent
from handrail.demo.agreements import agree_plans
from handrail.demo.attendance import tell_attendance
from handrail.demo.cast import PASSWORD, Cast, make_cast
from handrail.demo.certificates import give_certificates
from handrail.demo.classroom import tell_classroom
from handrail.demo.holds import fill_holds
from handrail.demo.jobs import tell_jobs
from handrail.demo.known import give_what_is_known
from handrail.demo.lessons import tell_lessons
from handrail.demo.out import tell_out
from handrail.demo.past import expected, fill_past, school_days
from handrail.demo.phones import give_phones
from handrail.demo.programmes import tell_programmes
from handrail.demo.roll import Roll
from handrail.demo.rota import tell_rota
from handrail.demo.schools import build_academy, grow_primary, set_terms, totals
from handrail.demo.story import tell_story
from handrail.demo.support import give_history, tell_support
from handrail.demo.terms import school_years
from handrail.demo.unkindness import fill_unkindness
from handrail.learning.models import LessonPlan, Mark
from handrail.people.models import Person, Post, User
from handrail.records.models import Action, Record
from handrail.school.calendars import calendar_of

SMALL_PUPILS, SMALL_WEEKS = 60, 6
ACADEMY_SHARE = 4  # one academy pupil for every four of the primary


@dataclass(frozen=True)
class SignIn:
    """An account of the demonstration, and what its person is."""

    username: str
    name: str
    posts: str
    school: str


@dataclass(frozen=True)
class DemoReport:
    """What was built: who can sign in, how much there is of what, and how long it took."""

    password: str
    accounts: tuple[SignIn, ...]
    counts: dict[str, int]
    seconds: float


class AlreadyBuilt(RuntimeError):
    """The database holds a school already; the demonstration is never mixed into a real one."""


def build_demo(
    *,
    small: bool = False,
    pupils: int = 600,
    years: float = 2,
    seed: int = 1,
    records: int | None = None,
    progress: Progress = silent,
    until: datetime | None = None,
) -> DemoReport:
    """Build Spring Lane Primary and Academy in an empty, migrated database.

    `small` is the cast, some sixty pupils and six weeks. `records` asks for about that many
    instead of what `years` usually bring. `until` is the moment at which the story stands (now
    when not said). The same seed and moment give the same schools and records. `progress` steps
    once a record; `about_how_many` says what to expect. Raises AlreadyBuilt for a database in use.
    """
    if Post.objects.exists():
        raise AlreadyBuilt("There is a school in this database already.")
    began, until = time.perf_counter(), until or clock.now()
    first = _first_day(until, small=small, years=years)
    pupils = SMALL_PUPILS if small else pupils
    rolls, cast = _people(pupils, first, until, Random(seed))  # noqa: S311 - made-up people
    _train(rolls, cast, clock.local(until).date(), seed)
    known = Random(f"{seed}-known")  # noqa: S311 - made-up people
    give_what_is_known(rolls[0], known, clock.local(until).date())
    for roll in rolls:
        since = Random(f"{seed}-since-{roll.school.pk}")  # noqa: S311 - made-up people
        give_history(roll.school, clock.local(until).date(), since)
    scale = _scale(rolls, first, until, records)
    with _patient_collector():
        for number, roll in enumerate(rolls):
            calendar, rng = calendar_of(roll.school), Random(f"{seed}-{number}")  # noqa: S311
            fill_past(roll, calendar, rng, first.date(), until, scale=scale, progress=progress)
        _unkindness(rolls[0], first.date(), until, seed)
        agree_plans(cast, until)  # before the holds, which keep what was in force
        rng = Random(f"{seed}-holds")  # noqa: S311 - made-up events
        fill_holds(rolls[0], calendar_of(rolls[0].school), rng, first, until, progress=progress)
    tell_out(cast, until)
    tell_story(cast, until)
    tell_lessons(cast, until)
    tell_programmes(cast, until)
    tell_support(cast, until)
    tell_attendance(cast, until)
    tell_classroom(cast, until)
    tell_jobs(cast, until)
    tell_rota(cast, until)
    return DemoReport(PASSWORD, sign_ins(), _counts(), time.perf_counter() - began)


def about_how_many(
    *, small: bool = False, pupils: int = 600, years: float = 2, records: int | None = None
) -> int:
    """About how many records a demonstration of that size will hold, for a progress bar."""
    if records:
        return records
    weeks, pupils = (SMALL_WEEKS, SMALL_PUPILS) if small else (years * 38, pupils)
    return int(0.35 * weeks * 5 * pupils * (1 + 1 / ACADEMY_SHARE))


@contextmanager
def _patient_collector() -> Iterator[None]:
    """Millions of rows come and go without a circle among them: look for circles less often."""
    usual = gc.get_threshold()
    gc.set_threshold(200_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _first_day(until: datetime, *, small: bool, years: float) -> datetime:
    days = SMALL_WEEKS * 7 if small else round(365.25 * years)
    return clock.local(until) - timedelta(days=days)


@transaction.atomic
def _people(pupils: int, first: datetime, until: datetime, rng: Random) -> tuple[list[Roll], Cast]:
    """Everyone and everything that is there before the first record."""
    cast = make_cast(accounts=False, day=clock.local(until).date())
    years = school_years(first.date(), clock.local(until).date())
    set_terms(cast.school, years)
    primary = grow_primary(cast, years, pupils, rng)
    academy, theirs = build_academy(primary, cast, years, max(10, pupils // ACADEMY_SHARE), rng)
    _give_accounts({**cast.staff, **theirs})
    return [primary, academy], cast


def _train(rolls: list[Roll], cast: Cast, day: date, seed: int) -> None:
    """Certificates for everyone who works here and is not in the cast, which has its own."""
    known = {person.pk for person in cast.staff.values()}
    for roll in rolls:
        posts = Post.objects.filter(school=roll.school).exclude(role=Post.Role.TRUST)
        people = Person.objects.filter(pk__in=posts.values("person")).exclude(pk__in=known)
        rng = Random(f"{seed}-training-{roll.school.pk}")  # noqa: S311 - made-up people
        give_certificates(roll.school, people, roll.by_role[Post.Role.HEAD], day, rng)


def _unkindness(roll: Roll, first: date, until: datetime, seed: int) -> None:
    """Bullying and prejudice at the primary; dice of their own, so that nothing else changes."""
    rng = Random(f"{seed}-unkindness")  # noqa: S311 - made-up people
    fill_unkindness(roll, calendar_of(roll.school), rng, first, clock.local(until))


def _give_accounts(people: dict[str, Person]) -> None:
    """One password for all of them, which is printed anyway: hashed once, not once each."""
    hashed = make_password(PASSWORD)
    User.objects.bulk_create(
        User(username=username, person=person, password=hashed)
        for username, person in people.items()
    )
    give_phones(User.objects.filter(person__in=people.values()))


def _scale(rolls: list[Roll], first: datetime, until: datetime, records: int | None) -> float:
    """How much busier or calmer than usual the days must be for that many records."""
    if not records:
        return 1.0
    days = list(school_days(calendar_of(rolls[0].school), first.date(), until.date()))
    return records / sum(expected(roll, len(days)) for roll in rolls)


def sign_ins() -> tuple[SignIn, ...]:
    """Every account of the demonstration, as the console lists them."""
    rows = []
    for user in User.objects.select_related("person").order_by("pk"):
        posts = list(user.person.posts.select_related("school").order_by("pk"))
        roles = dict.fromkeys(post.get_role_display() for post in posts)
        schools = dict.fromkeys(post.school.name for post in posts)
        rows.append(
            SignIn(user.username, user.person.formal, ", ".join(roles), " and ".join(schools))
        )
    return tuple(rows)


def _counts() -> dict[str, int]:
    open_ = Action.objects.filter(state=Action.State.OPEN)
    return {
        **totals(),
        "lesson plans": LessonPlan.objects.count(),
        "marks": Mark.objects.count(),
        "records": Record.everything.count(),
        "actions": Action.objects.count(),
        "open actions": open_.count(),
        "overdue actions": open_.filter(due__lt=clock.now()).count(),
    }
