"""Where somebody is just now: by the timetable, else by their turn of duty."""

from handrail.core import clock
from handrail.entry.guards import At
from handrail.people.models import Lesson
from handrail.rota.today import turn_now
from handrail.school.models import Place


def lesson_now(request: At) -> Lesson | None:
    """The lesson or duty that the timetable says the person is in; fills the place."""
    moment = clock.local(clock.now())
    return (
        Lesson.objects.filter(
            school=request.school, weekday=moment.weekday(), staff__person=request.reader.person,
            starts__lte=moment.time(), ends__gt=moment.time(),
        )
        .select_related("place", "group")
        .first()
    )  # fmt: skip


def where_now(request: At, lesson: Lesson | None) -> Place | None:
    """Where the timetable says the person is, else the zone of their turn of duty."""
    if lesson and lesson.place:
        return lesson.place
    turn = turn_now(request.reader, request.school)
    return turn.place if turn else None
