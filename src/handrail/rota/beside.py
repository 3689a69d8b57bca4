"""The rota as it leaves: nothing about a pupil, and the school's tables."""

from datetime import date

from handrail.people.models import Person
from handrail.records.beside import Said, Tables
from handrail.rota.models import Swap, Turn, TurnChange, ZoneNote
from handrail.school.models import School


def said_of(
    pupil: Person, school: School, since: date | None, until: date | None
) -> list[Said]:  # fmt: skip
    """Nothing: turns are of staff, and a zone's note names no child."""
    return []


def tables(school: School) -> Tables:
    """Turns, what differed on a date, swaps, and the zone log, with numbers instead of keys."""
    turn = ["uuid", "sort", "weekday", "on", "since", "until", "starts", "ends", "place__name",
            "person__uuid", "note", "made_by__uuid", "made_at"]  # fmt: skip
    change = ["turn__uuid", "date", "off", "person__uuid", "why", "said_by__uuid", "said_at"]
    swap = ["turn__uuid", "date", "asked_by__uuid", "asked_of__uuid", "words", "state",
            "asked_at", "answered_at"]  # fmt: skip
    note = ["uuid", "place__name", "at", "calm", "children", "words", "hazard", "author__uuid",
            "filed_at", "withdrawn_at", "withdrawn_because"]  # fmt: skip
    rows = {
        "turns.csv": (turn, Turn.objects.filter(school=school)),
        "turn_changes.csv": (change, TurnChange.objects.filter(turn__school=school)),
        "turn_swaps.csv": (swap, Swap.objects.filter(turn__school=school)),
        "zone_log.csv": (note, ZoneNote.objects.filter(school=school)),
    }
    return {
        name: ([column.partition("__")[0] for column in columns],
               found.order_by("pk").values_list(*columns).iterator(chunk_size=2_000))
        for name, (columns, found) in rows.items()
    }  # fmt: skip
