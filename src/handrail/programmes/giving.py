"""Giving a session and measuring: the doors by which both are kept, exactly once."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from handrail.core import clock
from handrail.core.prose import tidy
from handrail.learning.models import Objective
from handrail.learning.reading import may_read_learning
from handrail.people.models import Person
from handrail.programmes.marking import keep_marks
from handrail.programmes.models import (
    Attendance,
    Measurement,
    OtherChange,
    Programme,
    ProgrammePupil,
    Session,
)  # fmt: skip
from handrail.programmes.reading import may_run, may_steer, places_open_to
from handrail.records.reader import Reader
from handrail.records.refusal import Refused, reason_given
from handrail.school.models import School

LARGEST = 1e9
MOST_HOW = 120
MOST_MOMENTS = 400
AHEAD = "That day has not come yet."


@dataclass(frozen=True)
class Taken:
    """What was measured of one pupil: a value, or None and why it was missed."""

    value: float | None
    missed_because: str = ""
    every: int | None = None  # sampled by moments, so many seconds apart
    sampled: str = ""  # what was answered at each: "1" it was so, "0" it was not, "-" left out


@dataclass(frozen=True)
class SessionDraft:
    """A session as it is closed. `register` has an Attendance.Away for each place shown."""

    uuid: UUID
    day: date
    register: Mapping[ProgrammePupil, str]
    steps_followed: int | None = None
    note: str = ""
    taken: Mapping[ProgrammePupil, Taken] = field(default_factory=dict)
    setting: str = ""
    watched: int | None = None  # minutes, where it was another time than the programme says
    marks: Mapping[tuple[ProgrammePupil, Objective], int] = field(default_factory=dict)


@transaction.atomic
def give_session(reader: Reader, programme: Programme, draft: SessionDraft) -> Session:
    """Keep a session with its register and what was measured in it, or give back the one that was
    kept under this number before. Raises Refused with a sentence and its field."""
    _running(reader, programme, draft.register)
    if already := _session_before(reader, programme, draft.uuid):
        return already
    _refuse_unfit(programme, draft)
    session = Session(
        uuid=draft.uuid, programme=programme, date=draft.day, given_by=reader.person,
        steps_followed=draft.steps_followed, steps=programme.steps, note=tidy(draft.note)[:500],
        filed_at=clock.now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            session.save()
    except IntegrityError:  # a second tab, or a retry that ran beside us, was first
        return _session_before(reader, programme, draft.uuid) or session
    Attendance.objects.bulk_create(
        Attendance(session=session, place=place, away=away)
        for place, away in draft.register.items()
    )
    measure(reader, programme, draft.uuid, draft.day, draft.taken, setting=draft.setting,
            watched=draft.watched)  # fmt: skip
    keep_marks(reader, session, draft.register, draft.marks)
    return session


def _session_before(reader: Reader, programme: Programme, number: UUID) -> Session | None:
    session = Session.objects.filter(uuid=number).first()
    if session and (session.given_by_id, session.programme_id) != (
        reader.person_id, programme.pk,
    ):  # fmt: skip
        raise Refused("This session lost its number. Open the page again.")
    return session


def _refuse_unfit(programme: Programme, draft: SessionDraft) -> None:
    _refuse_ahead(draft.day)
    if not draft.register:
        raise Refused("There is nobody on the programme yet.")
    if any(away not in Attendance.Away.values for away in draft.register.values()):
        raise Refused("Say for each pupil whether they were there.", "register")
    if draft.steps_followed is not None and not 0 <= draft.steps_followed <= programme.steps:
        raise Refused(f"The method has {programme.steps} steps.", "steps_followed")


def measure(
    reader: Reader, programme: Programme, number: UUID, day: date,
    taken: Mapping[ProgrammePupil, Taken], *, setting: str = "", how: str = "",
    second: bool = False, watched: int | None = None,
) -> int:  # fmt: skip
    """Keep what was measured on a day, one row a pupil; how many are new.

    `number` is that of the form or the device: sent again, it makes nothing new. What a `second`
    observer saw is held against what the first did, and moves no chart and no verdict. `watched`
    are the minutes of that day, where they were others than the programme's: with them, and with
    how moments were sampled, the engine says what cannot be compared.
    """
    _running(reader, programme, taken)
    _refuse_ahead(day)
    rows = [
        Measurement(
            uuid=uuid5(number, str(place.uuid)), place=place, date=day, value=_fit(programme, one),
            missed_because="" if one.value is not None else tidy(one.missed_because)[:120],
            observer=reader.person, setting=tidy(setting)[:80],
            how=_how(programme, how, one), watched_minutes=watched or programme.watched_minutes,
            filed_at=clock.now(), second=second, sampled=_sampled(one),
        )
        for place, one in taken.items()
    ]  # fmt: skip
    if any(row.value is None and not row.missed_because for row in rows):
        raise Refused("Say why it was missed.")
    kept = set(Measurement.objects.filter(uuid__in=[row.uuid for row in rows])
               .values_list("uuid", flat=True))  # fmt: skip
    fresh = [row for row in rows if row.uuid not in kept]
    Measurement.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def _how(programme: Programme, how: str, one: Taken) -> str:
    moments = f", moments every {one.every} s" if one.every else ""
    return (tidy(how) or programme.how)[: MOST_HOW - len(moments)] + moments


def _sampled(one: Taken) -> str:
    """What was answered at each moment, while it still makes the number that stands beside it."""
    answered = one.sampled.count("1") + one.sampled.count("0")
    fits = one.every and one.value is not None and answered and len(one.sampled) <= MOST_MOMENTS
    if not fits or set(one.sampled) - set("10-"):
        return ""
    share = 100 * one.sampled.count("1") / answered
    return one.sampled if abs(share - (one.value or 0.0)) < 0.1 else ""


def _fit(programme: Programme, one: Taken) -> float | None:
    """The value where the scale knows it. Raises Refused."""
    if one.value is None:
        return None
    if not math.isfinite(one.value) or abs(one.value) > LARGEST:
        raise Refused("That is not a number we can keep.")
    if programme.scale == Programme.Scale.COUNT and (one.value < 0 or one.value % 1):
        raise Refused("A count is a whole number from 0 up.")
    if programme.scale == Programme.Scale.TIME and one.value < 0:
        raise Refused("A time is 0 minutes or more.")
    if programme.scale == Programme.Scale.PERCENTAGE and not 0 <= one.value <= 100:
        raise Refused("Per cent lie between 0 and 100.")
    return one.value


def withdraw(reader: Reader, row: Measurement, because: str) -> None:
    """Take a measurement back, with a reason; it stays in the table. By whoever took it or steers
    the programme."""
    programme = row.place.programme
    if not (row.observer_id == reader.person_id or may_steer(reader, programme)):
        raise Refused("Only whoever measured it, or leads the programme, can withdraw it.")
    why = reason_given(because, "Say why it is withdrawn, in a few words.", "because", most=200)
    if row.withdrawn_at is None:
        row.withdrawn_at, row.withdrawn_because = clock.now(), why
        row.save(update_fields=["withdrawn_at", "withdrawn_because"])


def note_other_change(
    reader: Reader, school: School, pupil: Person, day: date, words: str
) -> OtherChange:
    """Keep what else changed for a pupil; the same words for the same day are kept once."""
    if not may_read_learning(reader, school.pk, pupil.pk):
        raise Refused("You cannot write about this pupil here.")
    _refuse_ahead(day)
    said = reason_given(words, "Say in a few words what changed.", "words", most=200)
    return OtherChange.objects.get_or_create(
        school=school, pupil=pupil, date=day, words=said,
        defaults={"noted_by": reader.person, "noted_at": clock.now()},
    )[0]  # fmt: skip


def _refuse_ahead(day: date) -> None:
    if day > clock.today():
        raise Refused(AHEAD, "date")


def _running(reader: Reader, programme: Programme, places: Mapping[ProgrammePupil, object]) -> None:
    """Raises Refused where a pupil is not the reader's to write about here."""
    open_ = {place.pk for place in places_open_to(reader, programme, places)}
    fits = all(place.pk in open_ and place.programme_id == programme.pk for place in places)
    if not may_run(reader, programme) or not fits:
        raise Refused("You cannot write about this pupil here.")
