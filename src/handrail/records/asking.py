"""Whoever a record asks to answer can read what it asks."""

from collections.abc import Sequence

from handrail.records.chain import append_current
from handrail.records.drawing import Drawn
from handrail.records.kind import ANSWERING
from handrail.records.models import Audience, Record, Revision
from handrail.records.reader import Reader, reader_for
from handrail.records.reading import may_read

WHY = "They are asked to answer what it asks."


def let_asked_read(drawn: Sequence[Drawn], reader: Reader) -> list[Record]:
    """Make a reader of everyone whom a fresh record asks for an answer and who could not read it.

    Gives back the records that were opened to one more reader.
    """
    return [one.record for one in drawn if _let_read(one, reader)]


def _let_read(one: Drawn, reader: Reader) -> bool:
    duties = {duty.slug for duty in one.kind.duties if duty.owner == ANSWERING}
    asked = {row.owner_person for row in one.actions if row.duty in duties and row.owner_person}
    shut_out = [who for who in asked if not may_read(reader_for(who), one.record)]
    for person in shut_out:
        row = Audience.objects.create(
            record=one.record, person=person, granted_by=reader.person,
            granted_at=one.record.filed_at, why=WHY,
        )  # fmt: skip
        append_current(
            one.record, act=Revision.Act.SHARED, at=row.granted_at, by=reader.person, reason=WHY
        )
    return bool(shut_out)
