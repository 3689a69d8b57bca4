"""The zone log: how a zone was, in a tap, kept exactly once; and the list of a day by zone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from handrail.core import clock
from handrail.core.prose import tidy
from handrail.records.reader import Reader
from handrail.records.refusal import Refused, reason_given
from handrail.rota.models import ZoneNote
from handrail.school.models import Place, School

MOST_WORDS, MOST_CHILDREN, MOST_SHOWN = 200, 2_000, 300
LOST = "This note lost its number. Open the page again."


@dataclass(frozen=True)
class ZoneDraft:
    """How a zone was, as it is sent. `calm` is None where nobody said; `children` as typed."""

    uuid: UUID
    place: Place | None
    at: datetime
    calm: bool | None
    children: str = ""
    words: str = ""
    hazard: str = ""


def log_zone(reader: Reader, school: School, draft: ZoneDraft) -> ZoneNote:
    """Keep a note, or give back the one kept under this number before. Raises Refused."""
    if before := ZoneNote.objects.filter(uuid=draft.uuid).first():
        return _the_same(reader, before)
    if draft.place is None:
        raise Refused("Choose the zone.", "place")
    words, hazard = tidy(draft.words), tidy(draft.hazard)
    if draft.calm is None:
        raise Refused("Say whether all was calm or there is something to note.", "calm")
    if not draft.calm and not words and not hazard:
        raise Refused("Say in a few words what there is to note.", "words")
    if max(len(words), len(hazard)) > MOST_WORDS:
        raise Refused(f"This is longer than {MOST_WORDS} characters. Say it shorter.", "words")
    note = ZoneNote(
        uuid=draft.uuid, school=school, place=draft.place, at=min(draft.at, clock.now()),
        calm=draft.calm, children=_number(draft.children), words=words, hazard=hazard,
        author=reader.person, filed_at=clock.now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            note.save()
    except IntegrityError:  # a retry that ran beside us was first
        return _the_same(reader, ZoneNote.objects.get(uuid=draft.uuid))
    return note


def _the_same(reader: Reader, before: ZoneNote) -> ZoneNote:
    if before.author_id != reader.person_id:
        raise Refused(LOST)
    return before


def _number(text: str) -> int | None:
    said = text.strip()
    if not said:
        return None
    if not (said.isascii() and said.isdigit() and int(said[:6]) <= MOST_CHILDREN):
        raise Refused("Give the number of children as digits, such as 40.", "children")
    return int(said)


def withdraw_note(reader: Reader, note: ZoneNote, because: str) -> None:
    """Take one's own note back, with a reason; it stays to be seen."""
    if note.author_id != reader.person_id:
        raise Refused("Only whoever wrote it can withdraw it.")
    why = reason_given(because, "Say why it is withdrawn, in a few words.", "because",
                       most=MOST_WORDS)  # fmt: skip
    if note.withdrawn_at is None:
        note.withdrawn_at, note.withdrawn_because = clock.now(), why
        note.save(update_fields=["withdrawn_at", "withdrawn_because"])


def notes_of(school: School, day: date) -> list[tuple[Place, list[ZoneNote]]]:
    """The notes of a day by zone, each the newest first; at most three hundred."""
    began = clock.at_local(day, clock.MIDNIGHT)
    ended = clock.at_local(day + timedelta(days=1), clock.MIDNIGHT)
    rows = ZoneNote.objects.filter(school=school, at__gte=began, at__lt=ended)
    found = rows.select_related("place", "author").order_by("-at", "-id")[:MOST_SHOWN]
    return _by_place(found)


def _by_place(notes: Iterable[ZoneNote]) -> list[tuple[Place, list[ZoneNote]]]:
    found: dict[int, tuple[Place, list[ZoneNote]]] = {}
    for note in notes:
        found.setdefault(note.place_id, (note.place, []))[1].append(note)
    return sorted(found.values(), key=lambda row: row[0].name)
