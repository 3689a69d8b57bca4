"""Composing: what leaves, as plain data, from pieces that have all been decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from handrail.core import clock
from handrail.core.dates import said_day
from handrail.core.progress import Progress, silent
from handrail.records.kind import all_kinds, kind_named
from handrail.records.lasting import periods_said
from handrail.sharing.deciding import pieces_in_order
from handrail.sharing.models import Alias, Ground, Piece, SubjectRequest
from handrail.sharing.models.piece import Part
from handrail.sharing.naming import names_for
from handrail.sharing.standing import WITHHELD, shown, stand_of

FORMAT = "handrail-subject-access/1"
MEANS = {
    "Pupil": "another pupil", "Carer": "a carer or other adult outside the school",
    "Staff member": "somebody who works or worked at the school", "Person": "somebody else",
}  # fmt: skip


@dataclass
class Composed:
    """Everything that leaves but the files themselves, which `files` names by their pieces."""

    reference: str
    body: dict[str, Any]
    files: list[tuple[str, Piece]] = field(default_factory=list)


def compose(request: SubjectRequest, *, progress: Progress = silent) -> Composed:
    """The letter and every piece that goes, masked, in the order of time.

    Nothing of a piece that is withheld is in it: not its number, its date, nor that it exists.
    """
    pieces = pieces_in_order(request)
    labels = {ground.slug: ground for ground in Ground.objects.filter(school=request.school_id)}
    drawn = _Drawing(request, {slug: ground.label for slug, ground in labels.items()})
    out = Composed(request.reference, {})
    entries: list[dict[str, Any]] = []
    for piece in sorted(pieces, key=_in_time):
        progress.step()
        if piece.state == Piece.State.GOES:
            entries.append(drawn.entry(piece, out.files, number=len(entries) + 1))
        elif piece.state == Piece.State.WITHHELD:
            drawn.leave_out(piece)
    hidden = _withheld_references(pieces)
    entries = [_without(entry, hidden) for entry in entries]
    out.body = {
        "format": FORMAT,
        "reference": request.reference,
        "school": request.school.name,
        "pupil": request.pupil.name,
        "made_on": said_day(clock.today()),
        "letter": _letter(request, drawn.grounds_used, labels.values()),
        "people": _legend(entries, drawn.names),
        "entries": entries,
    }
    return out


def _in_time(piece: Piece) -> tuple[int, str, int]:
    """Details first, then records by the time they happened, whichever part, then who read."""
    order = [
        Piece.Sort.DETAILS, Piece.Sort.CARERS, Piece.Sort.BESIDE, Piece.Sort.RECORD,
        Piece.Sort.READS,
    ]  # fmt: skip
    sort = Piece.Sort.RECORD if piece.sort == Piece.Sort.FILE else piece.sort
    when = piece.at.isoformat() if piece.at else ""
    return (order.index(Piece.Sort(sort)), when, piece.position)


class _Drawing:
    """What stays the same from piece to piece, and what was withheld on the way."""

    def __init__(self, request: SubjectRequest, grounds: Mapping[str, str]) -> None:
        self.request = request
        self.grounds = grounds
        self.rules = list(request.word_rules.all())
        aliases: list[Alias] = list(request.aliases.all())
        self.names = {part: names_for(aliases, part) for part in Part.values}
        self.grounds_used: set[str] = set()

    def _stand(self, piece: Piece) -> Any:
        return stand_of(
            piece, list(piece.decisions.all()), self.rules,
            mask_staff=self.request.mask_staff, grounds=self.grounds,
        )  # fmt: skip

    def leave_out(self, piece: Piece) -> None:
        self.grounds_used.add(self._stand(piece).ground)

    def entry(self, piece: Piece, files: list[tuple[str, Piece]], *, number: int) -> dict[str, Any]:
        stand = self._stand(piece)
        rows = shown(piece, stand, self.names[piece.part])
        self.grounds_used |= {row.ground for row in rows if row.held}
        self.grounds_used |= {mark.ground for mark in stand.marks.values() if mark.on}
        if any(mark.on and not mark.ground for mark in stand.marks.values()):
            self.grounds_used.add(self.grounds.get("third_party", ""))
        entry: dict[str, Any] = {
            "number": number,
            "sort": piece.get_sort_display(),
            "title": _title(piece),
            "record": piece.record.reference if piece.record else "",
            "kind": kind_named(piece.record.kind).label if piece.record else "",
            "on": said_day(clock.local(piece.at).date()) if piece.at else "",
            "passages": [{"label": row.label, "text": row.out} for row in rows],
        }
        if piece.attachment:
            name = f"files/{len(files) + 1:03}{ENDINGS.get(piece.attachment.content_type, '')}"
            files.append((name, piece))
            entry["file"] = name
        return entry


ENDINGS = {
    "image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "application/pdf": ".pdf",
}  # fmt: skip


def _title(piece: Piece) -> str:
    if piece.record is None:
        return piece.get_sort_display()
    day = said_day(clock.local(piece.record.happened_at).date())
    kind = kind_named(piece.record.kind).label
    what = f"{kind}: file" if piece.attachment else kind
    return f"{what}, {day} ({piece.record.reference})"


def _withheld_references(pieces: Iterable[Piece]) -> set[str]:
    return {
        piece.record.reference
        for piece in pieces
        if piece.record and piece.sort == Piece.Sort.RECORD and piece.state != Piece.State.GOES
    }


def _without(entry: dict[str, Any], hidden: set[str]) -> dict[str, Any]:
    """An entry in which nothing points at a record that is withheld."""
    kept = []
    for row in entry["passages"]:
        if any(reference in row["label"] for reference in hidden):
            continue
        text = row["text"]
        for reference in hidden:
            text = text.replace(reference, WITHHELD)
        kept.append({**row, "text": text})
    hides_itself = entry["record"] in hidden
    title = entry["title"].split(" (")[0] if hides_itself else entry["title"]
    return {**entry, "passages": kept, "title": title,
            "record": "" if hides_itself else entry["record"]}  # fmt: skip


def _legend(
    entries: Sequence[dict[str, Any]], names: Mapping[str, Mapping[str, str]]
) -> list[dict[str, str]]:
    """What "Pupil A" and its like stand for, as far as they are in what goes."""
    text = "\n".join(row["text"] for entry in entries for row in entry["passages"])
    return [
        {"called": one, "means": means}
        for one, means in MEANS.items()
        if any(name.startswith(one) and name in text for name in names[Part.RESTRICTED].values())
    ]


def _letter(
    request: SubjectRequest, used: Iterable[str], grounds: Iterable[Ground]
) -> dict[str, Any]:
    """What the cover says. Grounds in general words only, and only those that point to nothing."""
    used = set(used)
    kinds = [kind for kind in all_kinds() if not request.kinds or kind.slug in request.kinds]
    return {
        "received": said_day(request.received_on),
        "asker": _asker(request),
        "covers": _covers(request),
        "kinds": ", ".join(kind.plural.lower() for kind in kinds) if request.kinds else "",
        "withheld": [g.in_general for g in grounds if g.label in used and g.in_general],
        "kept": periods_said(request.school, request.kinds),
    }  # fmt: skip


def _asker(request: SubjectRequest) -> str:
    if request.asker == SubjectRequest.Asker.PUPIL:
        return request.pupil.name
    return request.carer.name if request.carer else request.asker_name


def _covers(request: SubjectRequest) -> str:
    start, end = said_day(request.covers_from), said_day(request.covers_to)
    if start and end:
        return f"from {start} to {end}"
    return f"from {start}" if start else f"up to {end}" if end else ""
