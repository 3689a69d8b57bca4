"""Short ways for tests to make a programme of the cast, to measure and to give a session."""

from datetime import date, timedelta
from typing import Any

from handrail.core.ids import new_uuid
from handrail.demo.cast import Cast
from handrail.people.models import Person
from handrail.programmes.giving import SessionDraft, Taken, give_session, measure
from handrail.programmes.making import add_pupil, make_programme
from handrail.programmes.models import Programme, ProgrammePupil, Session
from handrail.records.reader import reader_for

STARTS = date(2026, 11, 9)  # a Monday; the standing day is 23 November


def programme_of(cast: Cast, by: Person | None = None, **more: Any) -> Programme:
    """Mr Patel's programme against calling out, led by Sam."""
    said: dict[str, Any] = {
        "school": cast.school, "name": "Wait and tell", "sort": "regulation",
        "purpose": "Wait for a turn.", "led_by": cast.sam, "times_a_week": 3, "minutes": 10,
        "weeks": 6, "steps": 4, "cost_once": 20, "cost_a_session": 5, "measure": "Calls out",
        "unit": "calls a lesson", "direction": "decrease", "scale": "count", "how": "a tally",
    } | more  # fmt: skip
    return make_programme(reader_for(by or cast.patel), Programme(**said))


def place_of(
    cast: Cast, programme: Programme, pupil: Person, starts: date | None = STARTS, **more: Any
) -> ProgrammePupil:  # fmt: skip
    place = add_pupil(reader_for(cast.okafor), programme, pupil, **more)
    place.starts = starts
    place.save()
    return place


def measured(
    cast: Cast, place: ProgrammePupil, before: list[float | None], after: list[float | None]
) -> None:
    """Day by day up to the start and from it on; None is missed."""
    starts = place.starts or STARTS
    first = starts - timedelta(days=len(before))
    for ahead, value in enumerate([*before, *after]):
        taken = Taken(value, "" if value is not None else "Not in school")
        day = first + timedelta(days=ahead)
        measure(reader_for(cast.sam), place.programme, new_uuid(), day, {place: taken})


def session_of(cast: Cast, places: list[ProgrammePupil], **more: Any) -> Session:
    parts: dict[str, Any] = {
        "uuid": new_uuid(), "day": date(2026, 11, 20), "register": dict.fromkeys(places, ""),
        "steps_followed": 3,
    } | more  # fmt: skip
    return give_session(reader_for(cast.sam), places[0].programme, SessionDraft(**parts))
