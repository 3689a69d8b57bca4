"""The rota of the made-up school: one week, a gap, a swap that waits, and notes of two zones."""

from datetime import datetime, time

from handrail.core import clock
from handrail.core.ids import new_uuid
from handrail.demo.cast import Cast
from handrail.demo.lessons import past_school_days
from handrail.records.reader import reader_for
from handrail.rota.making import TurnDraft, make_turns
from handrail.rota.models import Swap, ZoneNote
from handrail.school.calendars import calendar_of

EVERY = (0, 1, 2, 3, 4)
TURNS = (
    ("before_school", "Gate", time(8, 30), time(8, 45), EVERY, "khan", ""),
    ("break", "Lower yard", time(10, 45), time(11), EVERY, "lee", "Stand where you see the steps"),
    ("lunch", "Dining hall", time(12), time(12, 30), EVERY, "sam", ""),
    ("lunch", "Upper yard", time(12, 30), time(13), EVERY, "patel", ""),
    ("after_school", "Gate", time(15, 30), time(15, 45), (0, 1, 2, 3), "price", ""),
    ("after_school", "Gate", time(15, 30), time(15, 45), (4,), "", ""),
)
NOTES = (
    ("Lower yard", time(10, 58), "lee", True, 55, "", ""),
    (
        "Dining hall",
        time(12, 28),
        "sam",
        False,
        90,
        "Long queue at the hatch, two tables short",
        "",
    ),
    ("Upper yard", time(12, 50), "patel", True, 40, "", "Loose slab by the bench"),
)


def tell_rota(cast: Cast, until: datetime) -> None:
    """Mr Khan's week, Jo Lee's question to Sam, and how the zones were on the last school day."""
    days = past_school_days(cast.school, until)
    if not days:
        return
    with clock.frozen(until):
        manager, school = reader_for(cast.khan), cast.school
        made = [
            make_turns(manager, school, TurnDraft(
                sort, cast.places[place], starts, ends, weekdays=weekdays, since=min(days),
                people=[cast.staff[who]] if who else [], note=note,
            ))
            for sort, place, starts, ends, weekdays, who, note in TURNS
        ]  # fmt: skip
        soon = calendar_of(school).next_school_day(clock.today())
        turn = next(one for one in made[1] if one.weekday == soon.weekday())
        Swap.objects.create(
            turn=turn, date=soon, asked_by=cast.lee, asked_of=cast.sam, asked_at=until,
            words="A dentist. I take yours on Friday",
        )  # fmt: skip
        ZoneNote.objects.bulk_create(
            ZoneNote(
                uuid=new_uuid(), school=school, place=cast.places[place],
                at=clock.at_local(max(days), at), filed_at=until, author=cast.staff[who],
                calm=calm, children=children, words=words, hazard=hazard,
            )
            for place, at, who, calm, children, words, hazard in NOTES
        )  # fmt: skip
