"""Programmes of the made-up school: reading for three with staggered starts, regulation for two."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from random import Random

from django.db.models import prefetch_related_objects

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.demo.lessons import past_school_days
from handrail.learning.models import Objective
from handrail.programmes.models import (
    Attendance,
    Measurement,
    Moment,
    OtherChange,
    Programme,
    ProgrammePupil,
    Session,
)  # fmt: skip

EVENING = time(15, 45)
AIMS = {"Read it again": ("e3", "e8"), "Calm corner": ()}  # objectives marked in its sessions
FEWEST_DAYS = 20
READING = {
    "name": "Read it again", "sort": "reading",
    "purpose": "Read a page of Year 3 text aloud without stopping at every line.",
    "method": "Read together, read alone, mend two words, read again, say what happened, choose "
    "tomorrow’s page.",
    "times_a_week": 4, "minutes": 15, "weeks": 8, "steps": 6, "cost_once": 120,
    "cost_a_session": 6, "measure": "Words read right in a minute", "unit": "words a minute",
    "direction": "increase", "scale": "count", "how": "a fresh page read aloud for one minute",
    "watched_minutes": 1,
}  # fmt: skip
CALM = {
    "name": "Calm corner", "sort": "regulation",
    "purpose": "Notice the first sign, take three breaths, and come back to the table.",
    "method": "Name the feeling, breathe, choose a tool, come back.",
    "times_a_week": 5, "minutes": 10, "weeks": 6, "steps": 4, "cost_once": 45,
    "cost_a_session": 4, "measure": "Times up and away from the table", "unit": "times a morning",
    "direction": "decrease", "scale": "count", "how": "a tally by whoever sits nearest",
    "watched_minutes": 60,
}  # fmt: skip


@dataclass(frozen=True)
class Course:
    """How it goes for one pupil: when support starts (a share of the days), the level before, the
    level with support and the gain a week, all in the measure's unit."""

    name: str
    start: float
    before: float
    after: float
    weekly: float = 0.0
    goal: float | None = None
    after_bad_spell: bool = False


READERS = (
    Course("leo", 0.3, 31, 38, 1.4, goal=55),
    Course("jaden", 0.45, 24, 25, 0.2, goal=45),
    Course("amina", 0.6, 37, 46, 1.5, goal=60),
)
CALMED = (
    Course("leo", 0.4, 6.2, 2.4, goal=2),
    Course("zoe", 0.85, 3.1, 2.2, goal=1, after_bad_spell=True),
)


def _give_place(cast: Cast, programme: Programme, codes: Sequence[str]) -> None:
    """Where it is held, and what can be marked in a session."""
    programme.held_in = next(iter(cast.places.values()))
    programme.save(update_fields=["held_in"])
    rows = Objective.objects.filter(framework__school=cast.school, code__in=codes)
    programme.objectives.set(rows)


def tell_programmes(cast: Cast, until: datetime) -> None:
    """Both programmes with a term of sessions and measurements."""
    days = past_school_days(cast.school, until)
    if len(days) < FEWEST_DAYS:
        return  # the school has only begun
    rng = Random(11)  # noqa: S311 - made-up numbers
    for said, courses in ((READING, READERS), (CALM, CALMED)):
        programme = Programme.objects.create(
            **said, school=cast.school, led_by=cast.sam, made_by=cast.patel, made_at=_eve(days[0])
        )
        _give_place(cast, programme, AIMS[programme.name])
        places = [_place(cast, programme, one, days) for one in courses]
        for place, one in zip(places, courses, strict=True):
            Measurement.objects.bulk_create(_measured(cast, place, one, days, rng))
        _sessions(cast, programme, places, days, rng)
        if said is CALM:
            Moment.objects.bulk_create(_moments(cast, places[0], days))
    OtherChange.objects.create(
        school=cast.school, pupil=cast.leo, date=days[int(len(days) * 0.55)],
        words="Sits by the window now, away from the door", noted_by=cast.patel,
        noted_at=_eve(days[int(len(days) * 0.55)]),
    )  # fmt: skip


def _eve(day: date) -> datetime:
    return clock.at_local(day, EVENING)


def _place(
    cast: Cast, programme: Programme, one: Course, days: Sequence[date]
) -> ProgrammePupil:  # fmt: skip
    return ProgrammePupil.objects.create(
        programme=programme, pupil=getattr(cast, one.name), goal=one.goal,
        starts=days[int(len(days) * one.start)], after_bad_spell=one.after_bad_spell,
    )  # fmt: skip


def _measured(
    cast: Cast, place: ProgrammePupil, one: Course, days: Sequence[date], rng: Random
) -> Iterator[Measurement]:
    """Every second school day, now and then missed."""
    for day in days[::2]:
        missed = rng.random() < 0.08
        yield Measurement(
            place=place, date=day, value=None if missed else _value(place, one, day, rng),
            missed_because="Not in school" if missed else "", observer=cast.sam,
            setting="4 Willow", how=place.programme.how,
            watched_minutes=place.programme.watched_minutes, filed_at=_eve(day),
        )  # fmt: skip


def _value(place: ProgrammePupil, one: Course, day: date, rng: Random) -> float:
    level = one.before
    if place.starts and day >= place.starts:
        level = one.after + one.weekly * (day - place.starts).days / 7
    return float(max(0, round(rng.gauss(level, 0.5 + level**0.5 * 0.5))))


def _sessions(
    cast: Cast, programme: Programme, places: Sequence[ProgrammePupil], days: Sequence[date],
    rng: Random,
) -> None:  # fmt: skip
    """Most days once somebody has started; each with its register."""
    first = min(place.starts for place in places if place.starts)
    given = [day for day in days if day >= first and rng.random() < 0.8]
    sessions = Session.objects.bulk_create(
        Session(programme=programme, date=day, given_by=cast.sam, steps=programme.steps,
                steps_followed=programme.steps - (rng.random() < 0.25), filed_at=_eve(day))
        for day in given
    )  # fmt: skip
    prefetch_related_objects(places, "pauses")
    Attendance.objects.bulk_create(
        Attendance(session=session, place=place, away="absent" if rng.random() < 0.07 else "")
        for session in sessions for place in places if place.condition_on(session.date) == "B"
    )  # fmt: skip


# How often each word was there when it happened, and when it did not: noise stands out.
AROUND = (("noise", 0.7, 0.25), ("waiting", 0.4, 0.4), ("hard-work", 0.3, 0.35))
ANSWERS = (("gave-space", 0.6, 0.2), ("calm-talk", 0.5, 0.5))


def _moments(cast: Cast, place: ProgrammePupil, days: Sequence[date]) -> Iterator[Moment]:
    """Each day one at which it happened and one at which it did not, over the last weeks."""
    rng = Random(5)  # noqa: S311 - made-up numbers

    def chosen(words: tuple[tuple[str, float, float], ...], *, happened: bool) -> list[str]:
        return sorted(slug for slug, with_it, without in words
                      if rng.random() < (with_it if happened else without))  # fmt: skip

    for day in days[-26:]:
        for hour, happened in ((9, True), (10, False)):
            yield Moment(
                place=place, happened=happened, observer=cast.sam, filed_at=_eve(day),
                happened_at=clock.at_local(day, time(hour, rng.randrange(60))),
                before=chosen(AROUND, happened=happened), done=chosen(ANSWERS, happened=happened),
            )  # fmt: skip
