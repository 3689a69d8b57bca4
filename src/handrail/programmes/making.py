"""Making a programme, saying who is on it and when each starts, and drawing starts by chance."""

import math
import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from handrail.core import clock
from handrail.core.dates import said_day
from handrail.core.school_days import Calendar
from handrail.learning.planning import assistants_at
from handrail.people.models import Enrolment, Person
from handrail.programmes.models import Measurement, OtherChange, Programme, ProgrammePupil
from handrail.programmes.reading import MAKERS, may_steer
from handrail.records.reader import Reader
from handrail.records.refusal import Refused, reason_given
from handrail.school.calendars import calendar_of
from handrail.school.models import School

MEASURED_BY = ("measure", "unit", "direction", "scale", "how", "watched_minutes")
LARGEST = 1e9  # of a goal, as of what is measured
MOST_WHY = 110  # with both days before it, it fits beside the chart
LONGEST_DRAW = timedelta(days=120)
LEFT_EMPTY = {
    "name": "Give the programme a name.",
    "purpose": "Say what the programme is for.",
    "measure": "Say what is measured, such as words read in a minute.",
    "unit": "Say in what unit it is measured, such as words a minute.",
    "how": "Say how it is measured, such as a fresh page read aloud for one minute.",
}
FIXED = "The measure is fixed once it was taken: a new measure needs a new programme."


def make_programme(reader: Reader, programme: Programme) -> Programme:
    """Keep a new programme. Raises Refused with a sentence and its field."""
    if not reader.holds(programme.school_id, *MAKERS):
        raise Refused("Programmes are made by teachers, the SENCO, the behaviour manager or head.")
    programme.made_by, programme.made_at = reader.person, clock.now()
    _check(programme)
    programme.save()
    return programme


def change_programme(reader: Reader, programme: Programme) -> Programme:
    """Keep what was changed of a programme; its measure only while nothing was measured."""
    if not may_steer(reader, programme):
        raise Refused("Only whoever leads or made this programme can change it.")
    before = Programme.objects.get(pk=programme.pk)
    moved = [name for name in MEASURED_BY if getattr(before, name) != getattr(programme, name)]
    if moved and Measurement.objects.filter(place__programme=programme).exists():
        raise Refused(FIXED, moved[0])
    _check(programme)
    programme.called_before = "\n".join(_names_before(before, programme.name))
    programme.save()
    return programme


def _names_before(before: Programme, name: str) -> list[str]:
    """The names it had, each once, and not the one that it has now."""
    names = dict.fromkeys([*before.names_before, before.name])
    return [one for one in names if one != name]


def _check(programme: Programme) -> None:
    """Raises Refused for the first field that its column would not take."""
    for name, sentence in LEFT_EMPTY.items():
        if not getattr(programme, name).strip():
            raise Refused(sentence, name)
    if len(programme.purpose) > 2_000 or len(programme.method) > 2_000:
        raise Refused("This is longer than 2,000 characters. Say it shorter.", "purpose")
    try:
        programme.clean_fields(exclude=["led_by", "made_by", "school", "course"])
    except ValidationError as wrong:
        field, said = next(iter(wrong.message_dict.items()))
        raise Refused(said[0], field) from None


def add_pupil(
    reader: Reader, programme: Programme, pupil: Person, *, goal: float | None = None,
    after_bad_spell: bool = False,
) -> ProgrammePupil:  # fmt: skip
    """Put a pupil of the school on a programme; no start is said yet."""
    _steering(reader, programme)
    _refuse_goal(programme, goal)
    on_roll = Enrolment.objects.on_roll(clock.today()).filter(
        pupil=pupil.pk, school=programme.school_id
    )
    if pupil.pk in reader.own_child_ids or not on_roll.exists():
        raise Refused("Choose a pupil of the school.", "pupil")
    try:
        with transaction.atomic():
            return ProgrammePupil.objects.create(
                programme=programme, pupil=pupil, goal=goal, after_bad_spell=after_bad_spell
            )
    except IntegrityError:
        raise Refused("This pupil is on the programme already.", "pupil") from None


def _refuse_goal(programme: Programme, goal: float | None) -> None:
    """A goal lies where the measure can: an average of counts need not be whole."""
    if goal is None:
        return
    if programme.scale == Programme.Scale.PERCENTAGE and not 0 <= goal <= 100:
        raise Refused("A goal in per cent lies between 0 and 100.", "goal")
    if programme.scale in (Programme.Scale.COUNT, Programme.Scale.TIME) and goal < 0:
        raise Refused("A goal of this measure is 0 or more.", "goal")
    if not math.isfinite(goal) or abs(goal) > LARGEST:
        raise Refused("That is not a number we can keep.", "goal")


@transaction.atomic
def say_dates(
    reader: Reader, place: ProgrammePupil, starts: date | None, ends: date | None,
    because: str = "",
) -> None:  # fmt: skip
    """Say when support starts and ends for a pupil. A start that was drawn stays as it was drawn:
    moving it afterwards would undo what the draw is for. Any other moves only with a reason once
    something was measured, and both days stay on the chart: the best of many starts proves nothing.
    """
    _steering(reader, place.programme)
    if place.drawn_at and starts != place.starts:
        raise Refused("This start was drawn, so it stays.", "starts")
    if ends and (starts is None or ends < starts):
        raise Refused("The last day with support comes after its first.", "ends")
    last = place.pauses.last()
    if last and starts != place.starts:
        raise Refused("Support was stopped since, so its first day stays.", "starts")
    if last and ends and ends < (last.ends or last.starts):
        raise Refused("The last day with support comes after it was stopped.", "ends")
    if place.starts and starts != place.starts and place.measurements.exists():
        _keep_moved_start(reader, place, starts, because)
    place.starts, place.ends = starts, ends
    place.save(update_fields=["starts", "ends"])


def _keep_moved_start(
    reader: Reader, place: ProgrammePupil, starts: date | None, because: str
) -> None:
    why = reason_given(
        because, "Measuring has begun. Say why the start moves: it stays on the chart.", "because",
        most=MOST_WHY,
    )  # fmt: skip
    to = f"to {said_day(starts)}" if starts else "away"
    OtherChange.objects.create(
        school=place.programme.school, pupil=place.pupil, date=clock.today(),
        words=f"Start moved from {said_day(place.starts)} {to}: {why}",
        noted_by=reader.person, noted_at=clock.now(),
    )  # fmt: skip


def draw_starts(
    reader: Reader, programme: Programme, first: date, last: date
) -> list[ProgrammePupil]:
    """Draw a start for every pupil on the programme who has none, and keep the seed.

    The school days of the window are cut into as many stretches as there are pupils; each pupil
    gets one stretch and a day of it, both by chance, so that starts are staggered. The days must
    lie ahead: a start that is drawn after the event is no test.
    """
    _steering(reader, programme)
    if first <= clock.today():
        raise Refused("The days to draw from must lie ahead.", "first")
    if last < first or last - first > LONGEST_DRAW:
        raise Refused("Give a last day after the first, within four months.", "last")
    places = list(programme.places.filter(starts=None).order_by("pk"))
    if not places:
        raise Refused("Everybody on the programme has a start already.", "first")
    days = school_days(calendar_of(programme.school), first, last)
    if len(days) < len(places) * 2:
        words = (
            f"Two school days for each pupil without a start are needed, {len(places) * 2} in all"
        )
        raise Refused(f"{words}; from the first to the last here are {len(days)}.", "last")
    seed = secrets.token_hex(8)
    for turn, day in enumerate(drawn(seed, days, len(places))):
        place = places[turn]
        place.starts, place.drawn_from, place.drawn_until = day, first, last
        place.drawn_seed, place.drawn_at = seed, clock.now()
        place.drawn_among, place.drawn_turn = len(places), turn
    ProgrammePupil.objects.bulk_update(
        places, ["starts", "drawn_from", "drawn_until", "drawn_seed", "drawn_at", "drawn_among",
                 "drawn_turn"]
    )  # fmt: skip
    return places


def drawn(seed: str, days: Sequence[date], pupils: int) -> list[date]:
    """The starts that a seed draws from these days, one for each pupil in order of their place.

    The same seed, days and number give the same starts, on every machine: Python's own generator
    seeded with text, of which random() alone is used, because its sequence is promised to stay.
    """
    chance = Random(seed)  # noqa: S311 - to be repeated, not to be secret
    order = sorted(range(pupils), key=lambda _: chance.random())
    edges = [round(turn * len(days) / pupils) for turn in range(pupils + 1)]
    picked = [low + int(chance.random() * (high - low))
              for low, high in zip(edges, edges[1:], strict=False)]  # fmt: skip
    return [days[picked[order[turn]]] for turn in range(pupils)]


def school_days(calendar: Calendar, first: date, last: date) -> list[date]:
    """The school days of a window, both ends counted."""
    every = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    return [day for day in every if calendar.is_school_day(day)]


def staff_to_lead(school: School) -> list[Person]:
    """Who can be given a programme: everyone with a post there that reads pupils' learning."""
    return assistants_at(school, clock.today())


def _steering(reader: Reader, programme: Programme) -> None:
    if not may_steer(reader, programme):
        raise Refused("Only whoever leads or made this programme can say that.")
