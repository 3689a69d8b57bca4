"""Gathering: everything about the pupil made into pieces, with the names in them marked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from handrail.core import clock
from handrail.core.hashing import canonical_json, sha256_hex
from handrail.records.about import records_about
from handrail.records.models import Attachment, Record
from handrail.sharing.known import OTHER, PUPIL, STAFF, Known, known_at
from handrail.sharing.marking import Mark, marks_in
from handrail.sharing.models import Alias, Piece, SubjectRequest
from handrail.sharing.models.piece import Part
from handrail.sharing.passages import (
    Passage,
    beside_passages,
    carers_passages,
    details_passages,
    file_passages,
    overrides_of,
    posts_by_person,
    reads_passages,
    record_passages,
)

Key = tuple[str, str, int, int]


@dataclass
class Drawn:
    """A piece as it would be gathered now."""

    part: str
    sort: str
    passages: list[Passage]
    record: Record | None = None
    attachment: Attachment | None = None
    at: datetime | None = None

    @property
    def key(self) -> Key:
        return _key(
            self.part,
            self.sort,
            self.record.pk if self.record else None,
            self.attachment.pk if self.attachment else None,
        )


def _key(part: str, sort: str, record: int | None, attachment: int | None) -> Key:
    return (part, sort, record or 0, attachment or 0)


@transaction.atomic
def gather(request: SubjectRequest) -> dict[str, int]:
    """Bring the pieces of a request up to what is held now; how many are new or changed, by part.

    A piece that has not changed keeps what was decided about it. One that has waits again; what
    was decided about it before stays in its history.
    """
    SubjectRequest.objects.select_for_update().get(pk=request.pk)
    kept = {
        _key(piece.part, piece.sort, piece.record_id, piece.attachment_id): piece
        for piece in request.pieces.all()
    }
    fresh = dict.fromkeys(Part.values, 0)
    for position, (drawn, passages, found) in enumerate(_marked(request)):
        fingerprint = fingerprint_of(passages, found)
        piece = kept.pop(drawn.key, None) or Piece(
            request=request, part=drawn.part, sort=drawn.sort, record=drawn.record,
            attachment=drawn.attachment, at=drawn.at,
        )  # fmt: skip
        if piece.fingerprint != fingerprint:
            fresh[drawn.part] += 1
            piece.passages, piece.found, piece.fingerprint = passages, found, fingerprint
            piece.state = Piece.State.WAITING
        piece.position = position
        piece.save()
    for gone in kept.values():
        _empty(gone)
    request.gathered_at = clock.now()
    request.save(update_fields=["gathered_at"])
    _name_all(request)
    return fresh


def _empty(piece: Piece) -> None:
    """What is no longer held, such as a carer who was taken off the roll, cannot leave. The piece
    stays, without its text, because what was decided about it stays."""
    piece.passages, piece.found, piece.fingerprint = [], [], fingerprint_of([], [])
    piece.state = Piece.State.WITHHELD
    piece.save()


def is_stale(request: SubjectRequest) -> bool:
    """Whether something was added or changed since the pieces were gathered."""
    kept = {
        _key(piece.part, piece.sort, piece.record_id, piece.attachment_id): piece.fingerprint
        for piece in request.pieces.exclude(sort=Piece.Sort.READS)
        if piece.passages
    }
    now = {
        drawn.key: fingerprint_of(passages, found)
        for drawn, passages, found in _marked(request)
        if drawn.sort != Piece.Sort.READS  # reviewing is itself a reading, and would never end
    }
    return now != kept


def fingerprint_of(passages: list[dict[str, Any]], found: list[dict[str, Any]]) -> str:
    return sha256_hex(canonical_json([passages, found]))


def _marked(
    request: SubjectRequest,
) -> Iterator[tuple[Drawn, list[dict[str, Any]], list[dict[str, Any]]]]:
    """Every piece with its passages and marks, ordinary part first.

    Who is near is told from the ordinary records for the ordinary part, so that nothing in it
    depends on whether there is another.
    """
    records = records_about(
        request.pupil, request.school_id, since=request.covers_from, until=request.covers_to,
        kinds=request.kinds,
    )  # fmt: skip
    near: set[tuple[int, str]] = set()
    for part in Part.values:
        rows = [record for record in records if _part_of(record) == part]
        more = {(row.person_id, str(row.person.uuid)) for record in rows
                for row in record.involvements.all()}  # fmt: skip
        if part == Part.ORDINARY or not more <= near:
            near |= more
            known = _known(request, near)
        for drawn in _drawn(request, part, rows):
            passages = [vars(passage) for passage in drawn.passages]
            marks = [mark.as_json() for mark in _marks(drawn, known)]
            yield drawn, passages, marks


def _part_of(record: Record) -> str:
    return Part.RESTRICTED if record.is_restricted else Part.ORDINARY


def _known(request: SubjectRequest, near: set[tuple[int, str]]) -> Known:
    asker = request.carer_id if request.asker == SubjectRequest.Asker.CARER else None
    known = known_at(request.school, request.pupil, {pk for pk, _ in near}, asker)
    return known.with_circle(uuid for _, uuid in near)


def _drawn(request: SubjectRequest, part: str, records: Sequence[Record]) -> Iterator[Drawn]:
    if part == Part.ORDINARY:
        pupil = request.pupil.pupil
        yield Drawn(part, Piece.Sort.DETAILS, details_passages(pupil, request.school))
        if rows := carers_passages(pupil):
            yield Drawn(part, Piece.Sort.CARERS, rows)
        if rows := beside_passages(request):
            yield Drawn(part, Piece.Sort.BESIDE, rows)
    for record in records:
        shut = part == Part.RESTRICTED
        yield Drawn(
            part, Piece.Sort.RECORD, record_passages(record, request.pupil, shut=shut), record,
            at=record.happened_at,
        )  # fmt: skip
        for file in record.attachments.all():
            yield Drawn(
                part, Piece.Sort.FILE, file_passages(file, record), record, file,
                record.happened_at,
            )  # fmt: skip
    overrides = overrides_of(request.pupil, request.school) if part == Part.ORDINARY else []
    if reads := reads_passages(list(records), posts_by_person(request.school), overrides):
        yield Drawn(part, Piece.Sort.READS, reads)


def _marks(drawn: Drawn, known: Known) -> Iterator[Mark]:
    for number, passage in enumerate(drawn.passages):
        marks = marks_in(
            number, passage.text, known, free=passage.free, humps=drawn.sort == Piece.Sort.FILE
        )
        yield from _of_one(number, passage, marks, known)


def _of_one(number: int, passage: Passage, marks: Iterable[Mark], known: Known) -> Iterator[Mark]:
    """Where the system itself knows whose name a passage begins with, no guess is needed."""
    entry = known.whose.get(passage.whose) if passage.whose else None
    if entry is None:
        yield from (() if passage.whose else marks)
        return
    sort, name = entry
    if (at := max((passage.text.find(one) for one in name), default=-1)) < 0:
        yield from marks
        return
    length = max(len(one) for one in name if passage.text.find(one) == at)
    yield Mark(number, at, at + length, passage.whose, sort, sure=True)
    yield from (mark for mark in marks if mark.s >= at + length)


def _name_all(request: SubjectRequest) -> None:
    """Give everybody who is named what they are called, in the order in which they appear."""
    have = {(row.part, row.key) for row in request.aliases.all()}
    fresh = []
    count = len(have)
    for piece in request.pieces.order_by("part", "position"):
        for mark in piece.found:
            key = (piece.part, mark["who"])
            if mark["who"] and mark["sort"] in {PUPIL, "carer", STAFF, OTHER} and key not in have:
                have.add(key)
                count += 1
                fresh.append(
                    Alias(request=request, part=piece.part, key=mark["who"], sort=mark["sort"],
                          position=count)
                )  # fmt: skip
    Alias.objects.bulk_create(fresh)
