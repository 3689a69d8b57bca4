"""Moments of one pupil on a programme: written down in a few taps, and held against each other."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handrail.capture.times import read_captured
from handrail.core.ids import new_uuid
from handrail.entry.guards import At, at_school, take_typed
from handrail.learning.reading import HAS_LEARNING
from handrail.programmes.bringing_on import Against, against, said
from handrail.programmes.models import Moment, ProgrammePupil
from handrail.programmes.noticing import (
    BEFORE,
    DONE,
    MomentDraft,
    may_notice,
    notice,
    withdraw_moment,
    words_to_choose,
)
from handrail.programmes.reading import may_steer, places_by_programme, programmes_open_to
from handrail.records.refusal import Refused
from handrail.school.models import School, Word
from handrail.web.patterns import as_csv
from handrail_evidence.sequences import CONTINGENCY

LATEST, MOST, MOST_KEPT = 20, 2_000, 60
HAPPENED = {"yes": True, "no": False}
LOST = "This moment lost its number. Open the page again."


def find_place(request: At, uuid: UUID) -> ProgrammePupil:
    """A pupil's place on a programme that the reader may measure, or no such page."""
    rows = ProgrammePupil.objects.filter(uuid=uuid, programme__school=request.school)
    place = rows.select_related("programme__school", "pupil").first()
    if place is None or not may_notice(request.reader, place):
        raise Http404("No such place for this reader.")
    return place


@at_school(*HAS_LEARNING)
@require_http_methods(["GET", "POST"])
def moments(request: At, uuid: UUID) -> HttpResponse:
    """Write a moment down, and what comes before the behaviour more often than by chance."""
    place = find_place(request, uuid)
    if request.method == "GET":
        typed = take_typed(request, request.path)
        return render(request, "web/moments.html", _context(request, place, typed))
    try:
        notice(request.reader, place, _draft(request, new_uuid()))
    except Refused as refused:
        typed = {name: request.POST.getlist(name) for name in ("before", "done", "number")}
        context = _context(request, place, typed) | {"errors": [refused.sentence]}
        return render(request, "web/moments.html", context, status=422)
    messages.success(request, "Kept.")
    return redirect(request.path)


def _draft(request: At, otherwise: UUID | None = None) -> MomentDraft:
    sent = request.POST
    try:
        number = UUID(sent.get("number", ""))
    except ValueError:
        if otherwise is None:
            raise Refused(LOST) from None
        number = otherwise
    return MomentDraft(
        number, read_captured(sent).at, HAPPENED.get(sent.get("happened", "")),
        sent.getlist("before"), sent.getlist("done"),
    )  # fmt: skip


def _context(request: At, place: ProgrammePupil, typed: dict[str, Any]) -> dict[str, Any]:
    kept = list(place.moments.select_related("observer").order_by("-happened_at", "-id")[:MOST])
    every = Word.objects.filter(school=request.school, list__in=(BEFORE, DONE))
    known = {(word.list, word.slug): word for word in every}
    steers = may_steer(request.reader, place.programme)
    first = against(kept, [word for (name, _), word in known.items() if name == BEFORE])
    then = against(kept, [word for (name, _), word in known.items() if name == DONE], done=True)
    return {
        "place": place, "programme": place.programme, "author": request.reader.person.uuid,
        "number": next(iter(typed.get("number", ())), "") or new_uuid(), "errors": [],
        "lists": _lists(place.programme.school, typed),
        "parts": [_part("before", "What comes before it", first),
                  _part("done", "What is done then", then)],
        "recipe": CONTINGENCY, "hidden": max(0, len(kept) - LATEST),
        "latest": [_row(request, one, known, steers=steers) for one in kept[:LATEST]],
    }  # fmt: skip


def _lists(school: School, typed: dict[str, Any]) -> list[dict[str, Any]]:
    before, done = words_to_choose(school)
    return [_chips("before", "What was going on", before, typed),
            _chips("done", "What others did then", done, typed)]  # fmt: skip


def _chips(name: str, label: str, words: list[Word], typed: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "label": label, "words": words, "chosen": typed.get(name, [])}


def _part(name: str, title: str, found: Against) -> dict[str, Any]:
    return {"name": name, "title": title, "found": found, "said": said(found)}


def _row(
    request: At, one: Moment, known: dict[tuple[str, str], Word], *, steers: bool
) -> dict[str, Any]:
    slugs = [(BEFORE, slug) for slug in one.before] + [(DONE, slug) for slug in one.done]
    mine = steers or one.observer_id == request.reader.person_id
    return {
        "moment": one, "may_withdraw": mine and one.withdrawn_at is None,
        "words": ", ".join(known[key].label for key in slugs if key in known),
    }  # fmt: skip


def moments_to_keep(request: At) -> dict[str, Any]:
    """What a device keeps to notice moments without signal: the form once, and whose it can be of.

    The places that are not over, of programmes that the reader leads and of pupils they work with;
    not of a pupil whom somebody looks at for an hour and a reason.
    """
    reader, school = request.reader, request.school
    by_programme = {one.pk: one for one in programmes_open_to(reader, school)}
    mine = set(reader.pupils_at(school.pk)) - {row.pupil_id for row in reader.overrides}
    places = [
        place
        for key, (shown, _) in places_by_programme(reader, school, by_programme.values()).items()
        for place in shown
        if place.condition_on(reader.day) != "F"
        and (place.pupil_id in mine or by_programme[key].led_by_id == reader.person_id)
    ][:MOST_KEPT]
    if not places:
        return {"form": "", "places": []}
    form = {"lists": _lists(school, {})}
    return {
        "form": render_to_string("web/moment_form.html", form, request),
        "places": [
            {"uuid": str(place.uuid), "pupil": place.pupil.short,
             "programme": place.programme.name, "measure": place.programme.measure}
            for place in places
        ],
    }  # fmt: skip


@at_school(*HAS_LEARNING)
@require_safe
def table(request: At, uuid: UUID) -> HttpResponse:
    """What the pictures show, as a file, with how it was worked out."""
    parts = _context(request, find_place(request, uuid), {})["parts"]
    return as_csv(f"moments-{request.reader.day}.csv", _cells(parts))


def _cells(parts: list[dict[str, Any]]) -> Iterator[list[Any]]:
    yield ["Part", "Word", "With it", "Of moments with the behaviour", "Without it",
           "Of moments without", "Yule’s Q", "From", "To", "What it says", "How"]  # fmt: skip
    for part in parts:
        for one in part["found"].words:
            space = one.space
            said = [space.q, space.lo, space.hi] if space.enough else ["", "", ""]
            yield [part["title"], one.label, one.with_it, one.events, one.without,
                   one.background, *said, one.verdict, CONTINGENCY]  # fmt: skip


@at_school()
@require_POST
def send_moment(request: At) -> JsonResponse:
    """A moment from a device's outbox. The answer repeats its number."""
    sent = request.POST
    number = sent.get("number", "")
    if sent.get("author") != str(request.reader.person.uuid):
        return JsonResponse({"number": number, "state": "somebody-elses"}, status=403)
    try:
        notice(request.reader, _sent_place(request), _draft(request))
    except Refused as refused:
        reasons = {"moment": refused.sentence}
        answer = {"number": number, "state": "refused", "reasons": reasons}
        return JsonResponse(answer, status=422)
    return JsonResponse({"number": number, "state": "filed"})


def _sent_place(request: At) -> ProgrammePupil:
    try:
        return find_place(request, UUID(request.POST.get("place", "")))
    except (ValueError, Http404):
        raise Refused("You cannot write about this pupil here.") from None


@at_school(*HAS_LEARNING)
@require_POST
def withdraw(request: At, uuid: UUID) -> HttpResponse:
    """Withdraw a moment, with a reason; it stays to be seen."""
    rows = Moment.objects.filter(uuid=uuid, place__programme__school=request.school)
    moment = rows.select_related("place__programme__school", "place__pupil").first()
    if moment is None or not may_notice(request.reader, moment.place):
        raise Http404("No such moment.")
    try:
        withdraw_moment(request.reader, moment, request.POST.get("because", ""))
        messages.success(request, "Withdrawn. It stays to be seen, with your reason.")
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect(f"/programmes/places/{moment.place.uuid}/moments/")
