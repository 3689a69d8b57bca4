"""What is due: refreshers, and the map of gaps of people by courses."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import QuerySet

from handrail.database.written_once import written_once
from handrail.people.models import Person, Post
from handrail.school.models import School
from handrail.training.models import Certificate, Course

SOON_DAYS = 56  # eight weeks
VALID, SOON, EXPIRED, NEVER = "valid", "soon", "expired", "never"


@dataclass(frozen=True)
class Cell:
    """One person and one course: "valid", "soon" (ends within eight weeks), "expired", "never"."""

    state: str
    certificate: Certificate | None = None

    @property
    def expires_on(self) -> date | None:
        return self.certificate.expires_on if self.certificate else None


@dataclass
class GapRow:
    """One person, the posts they hold, and a cell for each course in the map's order."""

    person: Person
    posts: list[str]
    roles: list[str]
    cells: list[Cell] = field(default_factory=list)

    @property
    def first_due(self) -> date:
        """The first day on which something of theirs ended or ends; the far future for nothing."""
        pressing = (EXPIRED, SOON)
        days = [one.expires_on for one in self.cells if one.state in pressing and one.expires_on]
        return min(days, default=date.max)


@dataclass(frozen=True)
class GapMap:
    courses: list[Course]
    rows: list[GapRow]


@dataclass(frozen=True)
class Refresher:
    """Somebody whose certificate ended or ends soon and was not followed by another."""

    person: Person
    course: Course
    certificate: Certificate
    state: str

    @property
    def expires_on(self) -> date:
        return self.certificate.expires_on or date.max


def cell_of(
    course: Course, held: list[Certificate], day: date, within_days: int = SOON_DAYS
) -> Cell:
    """How somebody stands to a course, given their certificates that were not withdrawn."""
    counting = [one for one in held if one.achieved_on <= day and one.course.counts_for(course)]
    if not counting:
        return Cell(NEVER)
    best = max(counting, key=lambda one: (one.expires_on or date.max, one.achieved_on, one.pk))
    if not best.counts_on(day):
        return Cell(EXPIRED, best)
    ends = best.expires_on
    soon = ends is not None and ends <= day + timedelta(days=within_days)
    return Cell(SOON if soon else VALID, best)


def gaps(school: School, day: date) -> GapMap:
    """Everyone who holds a post that day by every course in use: three queries, by surname."""
    courses = list(Course.objects.filter(school=school, retired_on=None))
    rows = _people(school, day)
    held: dict[int, list[Certificate]] = {}
    certificates = Certificate.objects.standing().filter(course__school=school, person__in=rows)
    for one in certificates.select_related("course"):
        held.setdefault(one.person_id, []).append(one)
    for pk, row in rows.items():
        row.cells = [cell_of(course, held.get(pk, []), day) for course in courses]
    return GapMap(courses, list(rows.values()))


def _people(school: School, day: date) -> dict[int, GapRow]:
    """Who works here that day, with their posts; the trust works elsewhere."""
    posts = Post.objects.held_on(day).filter(school=school).exclude(role=Post.Role.TRUST)
    rows: dict[int, GapRow] = {}
    order = ("person__family", "person__given", "person_id", "pk")
    for post in posts.select_related("person").order_by(*order):
        row = rows.setdefault(post.person_id, GapRow(post.person, [], []))
        if post.role not in row.roles:
            row.roles.append(post.role)
            row.posts.append(post.get_role_display())
    return rows


def refreshers_due(school: School, day: date, within_days: int = SOON_DAYS) -> list[Refresher]:
    """Certificates of those who hold a post that ended, or end within so many days, and were not
    followed by one that lasts longer; what ended first stands first. Three queries.

    A higher level of the same provider follows a lower one, and a lower one is not asked for
    beside it: one refresher each for Level One and Level Two would be one too many.
    """
    return refreshers_in(gaps(school, day), day, within_days)


def refreshers_in(board: GapMap, day: date, within_days: int = SOON_DAYS) -> list[Refresher]:
    """The same of a map that is at hand; no query."""
    found: dict[int, Refresher] = {}
    last = day + timedelta(days=within_days)
    for row in board.rows:
        for course, cell in zip(board.courses, row.cells, strict=True):
            certificate = cell.certificate
            if certificate is None or cell.expires_on is None or cell.expires_on > last:
                continue
            state = EXPIRED if cell.state == EXPIRED else SOON
            if certificate.course_id == course.pk:
                found[certificate.pk] = Refresher(row.person, course, certificate, state)
    return sorted(
        found.values(), key=lambda one: (one.expires_on, one.person.family, one.person.pk)
    )


def ending_soon(person: Person, school: School, day: date) -> list[Refresher]:
    """What somebody is told of their own: certificates that end within eight weeks, not yet
    followed by another; two queries, one for somebody without certificates."""
    held = _held(person.pk, school.pk)
    found = []
    for certificate in held:
        cell = cell_of(certificate.course, held, day)
        if cell.state == SOON and cell.certificate == certificate:
            found.append(Refresher(person, certificate.course, certificate, SOON))
    return sorted(found, key=lambda one: one.expires_on)


@written_once
def _held(person: int, school: int) -> QuerySet[Certificate]:
    rows = Certificate.objects.standing().filter(person=person, course__school=school)
    return rows.filter(course__retired_on=None).select_related("course")
