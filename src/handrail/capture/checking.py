"""What is looked up as a record is written or completed, as far as its writer may know it."""

from collections.abc import Iterable
from typing import Any

from handrail.capture.sheet import Sheet, read_answers
from handrail.records.beginning import newly_called
from handrail.records.completing import facts_with
from handrail.records.kind import Found, Kind
from handrail.records.models import Record
from handrail.records.promising import promised
from handrail.records.reader import Reader
from handrail.records.rules import KNOW_OF_CARE, PRIVATE_TO


def known_to(reader: Reader, school_id: int, found: Iterable[Found]) -> list[Found]:
    """What of it is this reader's to know: the same that the record's page shows them later."""
    leads = reader.holds(school_id, *PRIVATE_TO)
    knows_of_care = reader.holds(school_id, *KNOW_OF_CARE)
    return [
        one
        for one in found
        if (leads or not one.private or one.person == reader.person)
        and (knows_of_care or one.slug != "care")
    ]


def checks_of(record: Record, sheet: Sheet) -> dict[str, Any]:
    """For the page that completes a record: what somebody should look at, what else was looked
    up, and what saving these answers would set going. Faults in them are let be."""
    kind: Kind = record.declared
    quiet = Sheet(sheet.reader, sheet.school, sheet.data, desk=kind)
    facts = facts_with(record, read_answers(quiet, record))
    found = known_to(sheet.reader, record.school_id, kind.look(facts))
    begins = {action.duty for action in newly_called(record, facts) if not action.private}
    return {
        "will": [
            promised(duty, facts, sheet.reader.calendar_of)
            for duty in kind.duties
            if duty.slug in begins
        ],
        "look": [one for one in found if one.verdict == "look"],
        "in_order": [one for one in found if one.verdict != "look"],
        "completes": True,
        "kind": kind,
    }
