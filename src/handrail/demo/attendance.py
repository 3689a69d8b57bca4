"""Attendance of the made-up school: eleven weeks, as a file of its register would bring them."""

from datetime import datetime
from random import Random

from handrail.attendance.models import HalfDay
from handrail.demo.cast import Cast
from handrail.demo.lessons import past_school_days
from handrail.people.working import pupils_of

HALVES = {"AM": "/", "PM": "\\"}
# How often each of the cast is away of a hundred days, beside four for everybody else.
AWAY = {"leo": 17, "jaden": 11, "zoe": 2}
REASONS = ("I", "I", "I", "M", "O", "N", "C")


def tell_attendance(cast: Cast, until: datetime) -> None:
    """A code for each half day of the last weeks, for everyone who is on roll today."""
    rng = Random(23)  # noqa: S311 - made-up codes
    named = {getattr(cast, name).pk: share for name, share in AWAY.items()}
    days = past_school_days(cast.school, until)
    people = [row.person for row in pupils_of(cast.school, until.date()).distinct()]
    rows = [
        HalfDay(
            school=cast.school, pupil=person, brought_by=cast.office, brought_at=until,
            date=day, half=half, code=code,
        )
        for person in people for day in days
        for half, code in _codes(rng, named.get(person.pk, 4))
    ]  # fmt: skip
    HalfDay.objects.bulk_create(rows, batch_size=1_000)


def _codes(rng: Random, away: int) -> list[tuple[str, str]]:
    if rng.randrange(100) < away:
        reason = rng.choice(REASONS)
        return [("AM", reason), ("PM", reason)]
    late = rng.randrange(100) < 3
    return [("AM", "L" if late else HALVES["AM"]), ("PM", HALVES["PM"])]
