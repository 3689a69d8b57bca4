"""Where somebody is just now: by the timetable, else by their turn of duty."""

from datetime import time

from django.db.models import QuerySet

from handrail.core import clock
from handrail.database.written_once import written_once
from handrail.entry.guards import At
from handrail.people.models import Lesson
from handrail.rota.today import turn_now
from handrail.school.models import Place


def lesson_now(request: At) -> Lesson | None:
    """The lesson or duty that the timetable says the person is in; fills the place."""
    moment, person = clock.local(clock.now()), request.reader.person_id
    rows = _lesson_at(person, request.school.pk, moment.weekday(), moment.time())
    return rows[0] if rows else None


@written_once
def _lesson_at(person: int, school: int, weekday: int, at: time) -> QuerySet[Lesson]:
    rows = Lesson.objects.filter(
        school=school, weekday=weekday, staff__person=person, starts__lte=at, ends__gt=at
    )
    return rows.select_related("place", "group")[:1]


def where_now(request: At, lesson: Lesson | None) -> Place | None:
    """Where the timetable says the person is, else the zone of their turn of duty."""
    if lesson and lesson.place:
        return lesson.place
    turn = turn_now(request.reader, request.school)
    return turn.place if turn else None
