"""Checks: the list of what is looked at and how often, a look, and which are due."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max, QuerySet

from handrail.core import clock
from handrail.core.names import clean
from handrail.core.prose import tidy
from handrail.core.school_days import NoSchoolDay
from handrail.database.written_once import written_once
from handrail.equipment.models import Check, Look
from handrail.people.models import Person, Post
from handrail.records.reader import Reader
from handrail.records.refusal import Refused
from handrail.school.calendars import calendar_of
from handrail.school.models import Place, School

Role = Post.Role
KEEPERS = (Role.ADMINISTRATOR, Role.HEAD)
LOOKERS = tuple(role for role in Role.values if role not in {Role.VOLUNTEER, Role.TRUST})
MOST_WORDS = 1_000


@dataclass(frozen=True)
class CheckDraft:
    """What is looked at, where, for what, how often, by whom (nobody: anybody), and when next."""

    what: str
    every: int
    due_on: date
    place: Place | None = None
    look_at: str = ""
    who: Person | None = None


def checks_at(school: School) -> QuerySet[Check]:
    """Every check in use, the next due first, each with its last look (`last`)."""
    rows = Check.objects.filter(school=school, retired_on=None)
    return rows.select_related("place", "who").annotate(last=Max("looks__at"))


def days_due(reader: Reader, school: School, day: date) -> list[date]:
    """The days on which something was due by a day: a keeper's is all of it, anybody else's what
    they look at."""
    keeps = reader.holds(school.pk, *KEEPERS)
    return _days_due(None if keeps else reader.person_id, school.pk, day)


@written_once
def _days_due(person: int | None, school: int, day: date) -> "QuerySet[Any, date]":
    rows = Check.objects.filter(school=school, retired_on=None, due_on__lte=day)
    rows = rows if person is None else rows.filter(who=person)
    return rows.values_list("due_on", flat=True)


def keep_check(reader: Reader, school: School, row: Check | None, draft: CheckDraft) -> Check:
    """Put something on the list, or change what the list says of it."""
    if not reader.holds(school.pk, *KEEPERS):
        raise Refused("The administrator or the head keeps the list of what is checked.")
    what = clean(draft.what)[:120]
    if not what:
        raise Refused("Say what is checked, such as “Hoist” or “Climbing frame”.", "what")
    if draft.every not in Check.Every.values:
        raise Refused("Choose how often it is checked.", "every")
    if row is None:
        row = Check(school=school, made_by=reader.person, made_at=clock.now())
    row.what, row.place, row.every = what, draft.place, draft.every
    row.look_at, row.who, row.due_on = tidy(draft.look_at)[:MOST_WORDS], draft.who, draft.due_on
    row.save()
    return row


def turn_check(reader: Reader, row: Check) -> None:
    """Retire a check, or bring it back. Its looks stay."""
    if not reader.holds(row.school_id, *KEEPERS):
        raise Refused("The administrator or the head keeps the list of what is checked.")
    row.retired_on = None if row.retired_on else clock.today()
    row.save(update_fields=["retired_on"])


@transaction.atomic
def look(reader: Reader, row: Check, number: UUID, *, in_order: bool) -> Look:
    """Keep that somebody looked today; the next look is due from today on. The same number again
    (a double tap) does nothing."""
    if not reader.holds(row.school_id, *LOOKERS):
        raise Refused("Whoever works here can check this.")
    if already := Look.objects.filter(uuid=number, check_of=row).first():
        return already
    row = Check.objects.select_for_update().get(pk=row.pk)
    made = Look.objects.create(
        uuid=number, check_of=row, at=clock.now(), by=reader.person, in_order=in_order,
        was_due_on=row.due_on,
    )  # fmt: skip
    row.due_on = next_day(row, clock.today())
    row.save(update_fields=["due_on"])
    return made


def next_day(row: Check, day: date) -> date:
    """The day of the next look after one on a day: so many days on, and a school day."""
    calendar = calendar_of(row.school)
    ahead = day + timedelta(days=row.every)
    try:
        return ahead if calendar.is_school_day(ahead) else calendar.next_school_day(ahead)
    except NoSchoolDay:  # nobody entered terms for a year ahead
        return ahead
