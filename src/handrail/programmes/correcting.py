"""Correcting a session: it is withdrawn with a reason, and another may stand in its place.

What was kept stays to be seen, struck through; it counts in no dose and no register. What was
measured in it is withdrawn with it, because it came from the same slip.
"""

from uuid import UUID, uuid5

from django.db import transaction

from handrail.core import clock
from handrail.programmes.giving import SessionDraft, give_session
from handrail.programmes.marking import withdraw_marks
from handrail.programmes.models import Measurement, Programme, Session
from handrail.programmes.reading import may_steer, places_open_to
from handrail.records.reader import Reader
from handrail.records.refusal import Refused, reason_given

WHY = "Say what was wrong, in a few words."


def may_correct(reader: Reader, session: Session) -> bool:
    """Whoever gave it, or steers the programme; only while everybody on its register is theirs to
    see, because the register is written anew."""
    programme = session.programme
    places = [line.place for line in session.register.select_related("place__pupil")]
    seen = len(places_open_to(reader, programme, places)) == len(places)
    mine = session.given_by_id == reader.person_id or may_steer(reader, programme)
    return mine and seen and session.withdrawn_at is None


@transaction.atomic
def withdraw_session(reader: Reader, session: Session, because: str) -> None:
    """Take a session back with what was measured and marked in it. Raises Refused."""
    if not may_correct(reader, session):
        raise Refused("Whoever gave it, or leads the programme, corrects it.")
    why = reason_given(because, WHY, "because", most=200)
    session.withdrawn_at, session.withdrawn_by = clock.now(), reader.person
    session.withdrawn_because = why
    session.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    measured_in(session).filter(withdrawn_at=None).update(
        withdrawn_at=clock.now(), withdrawn_because=why
    )
    withdraw_marks(reader, session, why)


def measured_in(session: Session):  # type: ignore[no-untyped-def]
    """What was measured in a session: its rows are numbered from the session's own number."""
    places = session.register.values_list("place__uuid", flat=True)
    return Measurement.objects.filter(
        uuid__in=[uuid5(session.uuid, str(place)) for place in places],
        place__programme=session.programme_id,
    )


@transaction.atomic
def replace_session(
    reader: Reader, programme: Programme, wrong: Session, draft: SessionDraft, because: str
) -> Session:
    """Put a session right: all of it, or nothing. Sent twice, it is done once."""
    if made := Session.objects.filter(uuid=draft.uuid, replaces=wrong).first():
        return made
    withdraw_session(reader, wrong, because)
    session = give_session(reader, programme, draft)
    session.replaces = wrong
    session.save(update_fields=["replaces"])
    return session


def session_to_correct(reader: Reader, programme: Programme, number: str) -> Session | None:
    """The session of that number, while this reader may correct it; sent again, the one that was
    just replaced."""
    try:
        found = Session.objects.filter(programme=programme, uuid=UUID(number)).first()
    except ValueError:
        return None
    if found is None:
        return None
    again = found.withdrawn_by_id == reader.person_id and found.replaced_by.exists()
    return found if again or may_correct(reader, found) else None
