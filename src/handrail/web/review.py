"""The reviewer's page: one piece, every mask in it, and what is decided about it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from handrail.entry.guards import At, at_school
from handrail.entry.handing_out import shut
from handrail.records.accounts import KEPT_APART, kept_apart
from handrail.records.attaching import path_of
from handrail.records.models import AccessEntry
from handrail.records.reading import note_reading
from handrail.records.refusal import Refused
from handrail.sharing.deciding import decide, look_at, mask_words, undo
from handrail.sharing.grounds import grounds_of
from handrail.sharing.making import bytes_that_leave
from handrail.sharing.models import Decision, Ground, Piece, SubjectRequest
from handrail.sharing.requesting import pieces_for
from handrail.sharing.standing import Span
from handrail.web.request_clocks import WORKERS
from handrail.web.requests import found, line_of, whole_number

Act = Decision.Act


@at_school(*WORKERS)
@require_http_methods(["GET", "POST"])
def piece(request: At, uuid: UUID, number: UUID) -> HttpResponse:
    """Look at one piece, or decide something about it. Looking at a record is written down."""
    asked = found(request, uuid)
    here = _piece(request, asked, number)
    if here.record is not None and kept_apart(here.record, request.reader.person):
        messages.error(request, KEPT_APART)
        return redirect(f"/records/{here.record.uuid}/#accounts")
    if request.method == "GET":
        if here.record is not None:
            note_reading(request.reader, here.record, AccessEntry.How.OPENED)
        return _page(request, asked, here)
    try:
        return _decided(request, asked, here)
    except Refused as refused:
        here.refresh_from_db()
        return _page(request, asked, here, status=422, error=refused.sentence,
                     error_at=refused.field, typed=request.POST)  # fmt: skip


def _piece(request: At, asked: SubjectRequest, number: UUID) -> Piece:
    rows = pieces_for(request.reader, asked).select_related("record", "attachment")
    here = rows.filter(uuid=number).first()
    if here is None:
        raise Http404("No such piece.")
    return here


def _page(
    request: At, asked: SubjectRequest, here: Piece, *, status: int = 200, **more: Any
) -> HttpResponse:
    stand, rows = look_at(asked, here)
    order = list(
        pieces_for(request.reader, asked)
        .order_by("part", "position")
        .values_list("uuid", flat=True)
    )
    at = order.index(here.uuid)
    decisions = list(here.decisions.select_related("by", "ground", "undoes").order_by("-pk"))
    undone = {one.undoes_id for one in decisions}
    context = {
        "asked": asked, "piece": here, "line": line_of(here), "stand": stand, "rows": rows,
        "grounds": grounds_of(asked.school), "at": at + 1, "of": len(order),
        "before": order[at - 1] if at else None,
        "after": order[at + 1] if at + 1 < len(order) else None,
        "history": [
            (one, one.act != Act.UNDO and one.pk not in undone
             and one.fingerprint == here.fingerprint)
            for one in decisions
        ],
        "is_photo": bool(here.attachment and here.attachment.content_type.startswith("image/")),
        **more,
    }  # fmt: skip
    return render(request, "web/review.html", context, status=status)


def _decided(request: At, asked: SubjectRequest, here: Piece) -> HttpResponse:
    """Do the one thing that was sent. What ends a piece leads to the next that waits."""
    sent = request.POST
    seen = whole_number(sent.get("seen", "")) or 0
    back = f"/requests/{asked.uuid}/pieces/{here.uuid}/"
    for name, do in DO.items():
        if name in sent:
            anchor = do(request, here, seen)
            return redirect(back + anchor)
    act = sent.get("act", "")
    if act not in {Act.GOES, Act.WITHHOLD}:
        raise Refused("Choose what to do with this piece.")
    if act == Act.GOES and here.attachment:
        bytes_that_leave(here)  # refuses, in words, what could not be cleaned later
    ground = _ground(request, here) if act == Act.WITHHOLD else None
    decide(request.reader, here, act, seen=seen, ground=ground, words=sent.get("why", ""))
    rest = pieces_for(request.reader, asked).filter(state=Piece.State.WAITING)
    later = rest.filter(part=here.part, position__gt=here.position).order_by("position").first()
    following = later or rest.order_by("part", "position").first()
    if following is None:
        messages.success(request, "Everything that you can look at has been decided.")
        return redirect(f"/requests/{asked.uuid}/")
    return redirect(f"/requests/{asked.uuid}/pieces/{following.uuid}/")


def _spans(text: str) -> list[Span]:
    """ "0-12-17" as it stands on a button."""
    numbers = [whole_number(part) for part in text.split("-")]
    if len(numbers) != 3 or None in numbers:
        raise Refused("This text changed since you looked. See how it stands now.")
    p, s, e = (number or 0 for number in numbers)
    return [(p, s, e)]


def _ground(request: At, here: Piece) -> Ground | None:
    try:
        number = UUID(request.POST.get("ground", ""))
    except ValueError:
        return None
    return Ground.objects.filter(
        school=here.request.school_id, retired_on=None, uuid=number
    ).first()


def _mask(request: At, here: Piece, seen: int) -> str:
    spans = _spans(request.POST["mask"])
    decide(request.reader, here, Act.MASK, seen=seen, spans=spans)
    return f"#p{spans[0][0]}"


def _show(request: At, here: Piece, seen: int) -> str:
    spans = _spans(request.POST["show"])
    decide(request.reader, here, Act.SHOW, seen=seen, spans=spans)
    return f"#p{spans[0][0]}"


def _hold(request: At, here: Piece, seen: int) -> str:
    ground = _ground(request, here)
    if ground is None or not request.POST["hold"]:
        raise Refused("Choose which part, and on what ground it is held back.", "part")
    spans = _whole(here, request.POST["hold"])
    why = request.POST.get("why", "")
    decide(request.reader, here, Act.HOLD, seen=seen, spans=spans, ground=ground, words=why)
    return f"#p{spans[0][0]}"


def _give(request: At, here: Piece, seen: int) -> str:
    spans = _whole(here, request.POST["give"])
    decide(request.reader, here, Act.GIVE, seen=seen, spans=spans)
    return f"#p{spans[0][0]}"


def _whole(here: Piece, text: str) -> list[Span]:
    """The span of a whole passage, by its number."""
    number = whole_number(text)
    if number is None or number >= len(here.passages):
        raise Refused("This text changed since you looked. See how it stands now.")
    return [(number, 0, max(1, len(here.passages[number]["text"])))]


def _typed(request: At, here: Piece, seen: int) -> str:
    ground = _ground(request, here)
    decision = mask_words(request.reader, here, request.POST["words"], seen=seen, ground=ground)
    return f"#p{decision.spans[0][0]}"


def _undo(request: At, here: Piece, seen: int) -> str:
    number = request.POST["undo"]
    try:
        decision = here.decisions.filter(uuid=UUID(number)).first()
    except ValueError:
        decision = None
    if decision is None:
        raise Refused("There is no such decision to undo.")
    undo(request.reader, here, decision)
    return "#history"


DO: dict[str, Callable[[At, Piece, int], str]] = {
    "mask": _mask, "show": _show, "hold": _hold, "give": _give, "words": _typed, "undo": _undo,
}  # fmt: skip


@at_school(*WORKERS)
def piece_file(request: At, uuid: UUID, number: UUID) -> HttpResponseBase:
    """The photo or document of a piece, to look at; written down like any opening of it."""
    asked = found(request, uuid)
    here = _piece(request, asked, number)
    row = here.attachment
    if row is None or here.record is None or not default_storage.exists(path_of(row)):
        raise Http404("No such file.")
    note_reading(request.reader, here.record, AccessEntry.How.ATTACHMENT)
    ending = row.name.rsplit(".", 1)[-1]
    response = FileResponse(
        default_storage.open(path_of(row)), as_attachment=True,
        filename=f"{asked.reference}-{here.position:03}.{ending}", content_type=row.content_type,
    )  # fmt: skip
    return shut(response)
