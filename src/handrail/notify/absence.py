"""Absence: who is away now, and who is told in their place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from handrail.core import clock
from handrail.notify.models import Absence
from handrail.people.models import Person, Post
from handrail.records.reader import Reader
from handrail.records.refusal import Refused
from handrail.records.rules import DESIGNATED

LONGEST_DAYS = 400


def away_at(school_id: int, moment: datetime) -> frozenset[int]:
    """Keys of those who hold a post at the school and are away at a moment; one query."""
    running = Absence.objects.running(moment).filter(person__posts__school=school_id)
    return frozenset(running.values_list("person_id", flat=True))


def say_away(person: Person, starts: datetime, ends: datetime, by: Person) -> Absence:
    """Write an absence down. Raises Refused with the field and what to do."""
    if ends <= starts:
        raise Refused("Give an end that is later than the start.", "ends")
    if ends <= clock.now():
        raise Refused("That is over already. Give an end that is still to come.", "ends")
    if (ends - starts).days > LONGEST_DAYS:
        raise Refused("That is more than a year. End the post instead.", "ends")
    return Absence.objects.create(
        person=person, starts=starts, ends=ends, said_by=by, said_at=clock.now()
    )


def back(absence: Absence) -> None:
    """End an absence now: one that runs is over, one that was to come never happens."""
    now = clock.now()
    if absence.starts > now:
        absence.delete()
        return
    absence.ends = now
    absence.save(update_fields=["ends"])


def absences_of(people: Iterable[int]) -> dict[int, list[Absence]]:
    """The absences that run or will, by person; one query."""
    found: dict[int, list[Absence]] = {}
    rows = Absence.objects.to_come(clock.now()).filter(person__in=list(people))
    for row in rows.select_related("said_by"):
        found.setdefault(row.person_id, []).append(row)
    return found


@dataclass(frozen=True)
class Cover:
    """Somebody who is away, until when, and the post that the reader covers meanwhile."""

    person: Person
    post: str
    until: datetime


def covered_by(reader: Reader, school_id: int) -> list[Cover]:
    """For whom this reader is told at once today: deputies for leads, the head for all leads."""
    held = reader.roles.get(school_id, frozenset())
    if not held & {*DESIGNATED, Post.Role.HEAD}:
        return []
    posts = Post.objects.held_on(reader.day).filter(school=school_id, role__in=DESIGNATED)
    leads = list(posts.select_related("person").order_by("-role", "person__family", "pk"))
    away = {row.person_id: row for row in Absence.objects.running(clock.now()).filter(
        person__in=[post.person_id for post in leads]).order_by("ends")}  # fmt: skip
    first = [post for post in leads if post.role == Post.Role.DESIGNATED_LEAD]
    if any(post.person_id not in away for post in first):
        return []
    if not held & set(DESIGNATED) and any(post.person_id not in away for post in leads):
        return []
    covered = first if held & set(DESIGNATED) else leads
    return [
        Cover(post.person, post.get_role_display().lower(), away[post.person_id].ends)
        for post in covered
        if post.person_id != reader.person_id
    ]
