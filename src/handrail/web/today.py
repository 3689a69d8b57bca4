"""Today: now, next, what waits on me, and what the day still holds."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from handrail.care.due import due_today
from handrail.core import clock
from handrail.database.written_once import written_once
from handrail.entry.guards import STAFF, At, at_school
from handrail.notify.models import Alert
from handrail.notify.telling import alerts_of
from handrail.people.models import Lesson, Membership, Person, Post
from handrail.people.parents import not_to_be_told
from handrail.plans.standing import AHEAD, with_plan, without_far_off
from handrail.records.kind import Kind, kind_named
from handrail.records.models import Action, Record
from handrail.records.models.record import RecordQuerySet
from handrail.records.reader import Reader
from handrail.records.reading import Held, actions_known, whose_actions
from handrail.rota.today import own_turns
from handrail.school.models import School
from handrail.timeline.handover import said_today
from handrail.timeline.out_now import out_now
from handrail.web.equipment import equipment_today
from handrail.web.request_clocks import clocks_of
from handrail.web.today_plans import lessons_planned
from handrail.web.training import training_today
from handrail.web.unseen import MOST_COUNTED, unseen_of
from handrail.web.visits import visits_today

SHOWN = 8


@dataclass(frozen=True)
class Waiting:
    action: Action
    kind: Kind
    heed: bool = False  # the roll has come to say that this carer must not be told


@dataclass(frozen=True)
class NowChild:
    person: Person
    hints: str
    plan: bool = False  # one is in force that the reader may open


@at_school()
def today(request: At) -> HttpResponse:
    out = out_now(request.reader, request.school)
    return render(request, "web/today.html", {**today_context(request), "out": out})


def today_context(request: At) -> dict[str, Any]:
    """What Today shows; also what a device keeps of it."""
    lessons = lessons_of(request.reader.person, request.school)
    now_time = clock.local(clock.now()).time()
    now = next((row for row in lessons if row.starts <= now_time < row.ends), None)
    later = [row for row in lessons if row.starts > now_time]
    waiting = waiting_for(request.reader, request.school)
    return {
        "greeting": _greeting(now_time.hour),
        "person": request.reader.person,
        "day": clock.today(),
        "school": request.school,
        "has_other_schools": len(request.reader.schools) > 1,
        "now": now,
        "minutes_left": _minutes_left(now) if now else 0,
        "children": _children(request.reader, request.school, now) if now else [],
        "later": later,
        "waiting": waiting[:SHOWN],
        "more_waiting": len(waiting) > SHOWN,
        "looks": request.reader.holds(request.school.pk, Post.Role.TRUST),
        "read": _read_by_others(request),
        "requests": clocks_of(request),
        **lessons_planned(request, now),
        **visits_today(request),
        "supervised": _logged_by_supervised(request.reader, request.school),
        **training_today(request),
        **equipment_today(request),
        "medicines": due_today(request.reader, request.school)
        if request.reader.holds(request.school.pk, *STAFF)
        else [],
        "turns": own_turns(request.reader, request.school)
        if request.reader.holds(request.school.pk, *STAFF)
        else None,
    }


def _greeting(hour: int) -> str:
    return "Good morning" if hour < 12 else "Good afternoon" if hour < 17 else "Good evening"


def lessons_of(person: Person, school: School) -> list[Lesson]:
    """A person's timetable for this weekday, in order."""
    return _timetabled(person.pk, school.pk, clock.today().weekday())


@written_once
def _timetabled(person: int, school: int, weekday: int) -> QuerySet[Lesson]:
    lessons = Lesson.objects.filter(school=school, weekday=weekday, staff__person=person)
    return lessons.select_related("group", "place")


def _minutes_left(lesson: Lesson) -> int:
    ends = clock.at_local(clock.today(), lesson.ends)
    return max(0, int((ends - clock.now()).total_seconds() // 60))


def waiting_for(reader: Reader, school: School) -> list[Waiting]:
    """Open actions of mine at this school, most pressing first; one more than is shown."""
    known, until = Record.objects.readable_by(reader), clock.now() + AHEAD
    rows = _most_pressing(known, school.pk, until, *whose_actions(reader))
    shut = not_to_be_told((action.pupil_id, action.carer_id) for action in rows)
    return [
        Waiting(action, kind_named(action.record.kind), (action.pupil_id, action.carer_id) in shut)
        for action in rows
    ]


@written_once
def _most_pressing(
    known: RecordQuerySet, school: int, until: datetime, person: int, held: Held,
    children: tuple[int, ...],
) -> QuerySet[Action]:  # fmt: skip
    mine = actions_known(known, person, held, children).filter(
        school=school, state=Action.State.OPEN
    )
    rows = without_far_off(mine, until).select_related(None)
    shown = rows.select_related("pupil", "carer", "record").only(
        "what", "due", "pupil", "carer", "record__uuid", "record__kind"
    )
    return shown.order_by("due", "pk")[: SHOWN + 1]


def _children(reader: Reader, school: School, lesson: Lesson) -> list[NowChild]:
    """The pupils of the group being taught who have something the adult must know, first."""
    if lesson.group is None:
        return []
    people = _taught(lesson.group.pk, clock.today())
    said = said_today(reader, lesson.group)
    planned = with_plan(reader, school, [person.pk for person in people])
    rows = [
        NowChild(person, _hints(person, said.get(person.pk, [])), person.pk in planned)
        for person in people
    ]
    known = [row for row in rows if row.hints or row.plan]
    return sorted(known, key=lambda row: (not row.plan, row.person.given))[:6]


@written_once
def _taught(group: int, day: date) -> QuerySet[Person]:
    members = Membership.objects.on(day).filter(group=group, role=Membership.Role.PUPIL)
    return Person.objects.filter(pk__in=members.values("person")).select_related("pupil")


def _hints(person: Person, said: list[Record]) -> str:
    notes = [f"{record.headline} ({record.author_name})" for record in said]
    helps = person.pupil.helps if hasattr(person, "pupil") else ""
    return ". ".join([*notes, helps[:1].upper() + helps[1:]] if helps else notes)


def _read_by_others(request: At) -> list[Alert]:
    """What I wrote and somebody had to read, read since yesterday and not yet seen by me."""
    unseen = unseen_of(request)
    if Alert.Sort.READ not in unseen and len(unseen) < MOST_COUNTED:
        return []
    return list(
        alerts_of(request.reader).filter(sort=Alert.Sort.READ, seen_at=None).order_by("-at")[:3]
    )


def _logged_by_supervised(reader: Reader, school: School) -> list[tuple[Record, Kind]]:
    """What the volunteers and trainees I supervise logged today, as far as I may read it."""
    people = _supervised_by(reader.person_id, school.pk, reader.day)
    if not people:
        return []
    began = clock.at_local(reader.day, clock.MIDNIGHT)
    rows = Record.objects.readable_by(reader).select_related("place")
    found = rows.filter(author__in=people, school=school, filed_at__gte=began)
    return [(row, kind_named(row.kind)) for row in found.order_by("-filed_at", "-pk")[:SHOWN]]


@written_once
def _supervised_by(person: int, school: int, day: date) -> "QuerySet[Any, int]":
    theirs = Post.objects.held_on(day).filter(school=school, supervisor=person)
    return theirs.values_list("person", flat=True)
