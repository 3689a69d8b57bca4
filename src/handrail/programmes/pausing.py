"""Stopping support for a while and starting it again: what comes twice is seen twice."""

from datetime import date, timedelta

from django.db import IntegrityError, transaction

from handrail.core import clock
from handrail.programmes.models import Pause, ProgrammePupil
from handrail.programmes.reading import may_steer
from handrail.records.reader import Reader
from handrail.records.refusal import Refused, reason_given

ONLY = "Only whoever leads or made this programme can say that."


def stop(reader: Reader, place: ProgrammePupil, day: date, because: str) -> Pause:
    """Support stops: `day` is the first without it. Raises Refused, beside the field."""
    _steering(reader, place)
    if place.starts is None or day <= place.starts:
        raise Refused("Support stops after it started.", "day")
    if place.ends and day > place.ends:
        raise Refused("Support has ended by then.", "day")
    before = list(place.pauses.all())
    if any(pause.ends is None for pause in before):
        raise Refused("Support is stopped already.", "day")
    if any(pause.ends and day <= pause.ends + timedelta(days=1) for pause in before):
        raise Refused("Support was stopped then already: give a later day.", "day")
    why = reason_given(because, "Say why it stops: it stays beside the chart.", "because", most=200)
    pause = Pause(place=place, starts=day, because=why, said_by=reader.person, said_at=clock.now())
    try:
        with transaction.atomic():
            pause.save()
    except IntegrityError:
        raise Refused("Support is stopped already.", "day") from None
    return pause


def start_again(reader: Reader, place: ProgrammePupil, day: date, because: str) -> Pause:
    """Support starts again on `day`. Raises Refused with a sentence and its field."""
    _steering(reader, place)
    pause = place.pauses.filter(ends=None).first()
    if pause is None:
        raise Refused("Support is running: it cannot start again.", "day")
    if day <= pause.starts:
        raise Refused("Support starts again after it stopped.", "day")
    if place.ends and day > place.ends:
        raise Refused("The last day with support is before that: move it first.", "day")
    sentence = "Say why it starts again: it stays beside the chart."
    pause.again_because = reason_given(because, sentence, "because", most=200)
    pause.ends = day - timedelta(days=1)
    pause.again_by, pause.again_at = reader.person, clock.now()
    pause.save(update_fields=["ends", "again_because", "again_by", "again_at"])
    return pause


def _steering(reader: Reader, place: ProgrammePupil) -> None:
    if not may_steer(reader, place.programme):
        raise Refused(ONLY)
