"""Holding: nothing is destroyed while an inquiry, a claim or a request may need it."""

from django.db import transaction

from handrail.core import clock
from handrail.keeping.models import Hold
from handrail.people.models import Person, Post
from handrail.records.models import Record
from handrail.records.reader import Reader
from handrail.records.reading import may_read
from handrail.records.refusal import Refused, reason_given
from handrail.records.rules import DESIGNATED
from handrail.school.models import School

HOLDERS = (Post.Role.HEAD, *DESIGNATED)


def may_hold(reader: Reader, school_id: int) -> bool:
    return reader.holds(school_id, *HOLDERS)


def may_know(reader: Reader, hold: Hold) -> bool:
    """A hold on everything is no secret among those who keep the school.

    One on a pupil or a record may tell what it is about: only for the head and the designated
    leads, never about a child they care for at home, nor a record that they may not read.
    """
    if hold.scope == Hold.Scope.EVERYTHING:
        return True
    if not may_hold(reader, hold.school_id) or hold.pupil_id in reader.own_child_ids:
        return False
    return hold.record is None or may_read(reader, hold.record)


@transaction.atomic
def place_hold(
    reader: Reader,
    school: School,
    why: str,
    *,
    pupil: Person | None = None,
    record: Record | None = None,
) -> Hold:
    """Keep everything, all about a pupil, or one record from being destroyed, for a reason."""
    if not may_hold(reader, school.pk):
        raise Refused("Only the head and the designated leads can place a hold.")
    if record is not None and (record.school_id != school.pk or not may_read(reader, record)):
        raise Refused("There is no such record here.", "what")
    if record is not None and record.is_stub:
        raise Refused("This record was destroyed already.", "what")
    if pupil is not None and pupil.pk in reader.own_child_ids:
        raise Refused("Ask a colleague: this is a child you care for at home.", "what")
    said = reason_given(why, "Say why it must be kept, in a few words.", "why", most=300)
    scope = Hold.Scope.PUPIL if pupil else Hold.Scope.RECORD if record else Hold.Scope.EVERYTHING
    return Hold.objects.create(
        school=school, scope=scope, pupil=pupil, record=record, why=said,
        placed_by=reader.person, placed_at=clock.now(),
    )  # fmt: skip


@transaction.atomic
def lift_hold(reader: Reader, hold: Hold, because: str) -> None:
    """End a hold, for a reason. It stays on file, with who placed and who lifted it."""
    if not may_hold(reader, hold.school_id) or not may_know(reader, hold):
        raise Refused("There is no such hold.")
    if hold.lifted_at:
        raise Refused("This hold is lifted already.")
    said = reason_given(because, "Say why it may end, in a few words.", "because", most=300)
    hold.lifted_by, hold.lifted_at, hold.lifted_because = reader.person, clock.now(), said
    hold.save(update_fields=["lifted_by", "lifted_at", "lifted_because"])
