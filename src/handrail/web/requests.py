"""Requests for what is held about a pupil: the list, logging one, and the page of one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from handrail.entry.guards import At, at_school
from handrail.people.models import Person, Post, Pupil
from handrail.records.kind import kind_named
from handrail.records.refusal import Refused
from handrail.sharing.deciding import end_rule, rule_word
from handrail.sharing.gathering import gather
from handrail.sharing.known import STAFF
from handrail.sharing.making import is_current, latest, may_make, undecided
from handrail.sharing.models import Alias, Decision, Piece, SubjectRequest, WordRule
from handrail.sharing.models.piece import Part
from handrail.sharing.naming import names_for
from handrail.sharing.requesting import (
    LEADS,
    Asked,
    administrators,
    basis_of,
    close_unsent,
    extend,
    leads_requests,
    let_in,
    let_out,
    log_request,
    may_extend,
    parts_of,
    pieces_for,
    progress,
    requests_of,
    turn_staff,
)
from handrail.web.pupils import find_pupil
from handrail.web.request_clocks import WORKERS, due_at
from handrail.web.request_form import RequestForm

SHOWN = 20


@at_school(*WORKERS)
def requests(request: At) -> HttpResponse:
    """Requests that I may work on: those that are open first, by their clocks."""
    rows = requests_of(request.reader).filter(school=request.school)
    leads = leads_requests(request.reader, request.school.pk)
    if not leads and not rows.exists():
        raise Http404("No such page for this post.")
    context = {
        "open": list(rows.filter(state=SubjectRequest.State.OPEN)),
        "ended": list(rows.exclude(state=SubjectRequest.State.OPEN).order_by("-ended_at")[:SHOWN]),
        "leads": leads,
    }
    return render(request, "web/requests.html", context)


@at_school(*LEADS)
@require_http_methods(["GET", "POST"])
def log(request: At, uuid: UUID) -> HttpResponse:
    """Log a request about one pupil; the clock starts with the day it was received."""
    child = pupil_asked_about(request, uuid)
    form = RequestForm(request.POST or None, pupil=child)
    if request.method == "POST" and form.is_valid():
        try:
            made = log_request(request.reader, request.school, child.person, Asked(**form.asked()))
        except Refused as refused:
            field = refused.field if refused.field in form.fields else None
            form.add_error(field, refused.sentence)
        else:
            messages.success(request, "Logged. Everything that is held was gathered.")
            return redirect(f"/requests/{made.uuid}/")
    context = {"form": form, "person": child.person}
    return render(request, "web/request_log.html", context, status=422 if form.errors else 200)


def pupil_asked_about(request: At, uuid: UUID) -> Pupil:
    """A pupil on roll, or one who left: the right to ask does not end with the enrolment."""
    try:
        child = find_pupil(request, uuid)
    except Http404:
        rows = Pupil.objects.filter(person__uuid=uuid, enrolments__school=request.school)
        found = rows.select_related("person").distinct().first()
        if found is None:
            raise
        child = found
    if child.pk in request.reader.own_child_ids:
        raise Http404("Not about my own child.")
    return child


def found(request: At, uuid: UUID) -> SubjectRequest:
    """The request when this reader may know of it, else no such page."""
    rows = requests_of(request.reader).select_related(
        "carer", "logged_by", "ended_by", "extended_by"
    )
    one = rows.filter(school=request.school, uuid=uuid).first()
    if one is None:
        raise Http404("No such request.")
    return one


@at_school(*WORKERS)
def one(request: At, uuid: UUID) -> HttpResponse:
    return page(request, found(request, uuid))


def page(request: At, asked: SubjectRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    """What was asked, how far it is, every piece, and what can be done now."""
    leads = leads_requests(request.reader, asked.school_id)
    pieces = pieces_for(request.reader, asked)
    counts = progress(pieces)
    rows = list(
        pieces.defer("passages").select_related("record", "attachment").order_by("part", "position")
    )
    parts = parts_of(request.reader, asked)
    aliases = list(asked.aliases.all())
    makes = may_make(request.reader, asked)
    bundle = latest(asked) if makes else None
    context = {
        "asked": asked, "leads": leads, "basis": basis_of(asked), "due_at": due_at(asked),
        "may_extend": leads and may_extend(asked),
        "parts": [_part(part, rows, counts) for part in parts],
        "waiting": next((piece for piece in rows if piece.state == Piece.State.WAITING), None),
        "people": _people(asked, aliases, parts[-1]),
        "rules": asked.word_rules.filter(part__in=parts, ended_at=None).select_related("by"),
        "history": _history(pieces),
        "kinds": [kind_named(slug).plural for slug in asked.kinds],
        "bundle": bundle,
        "bundles": _kept(asked) if makes else [],
        "current": bool(bundle) and is_current(asked, bundle),  # type: ignore[arg-type]
        "not_yet": undecided(asked) if makes and asked.is_open else "",
        "may_make": makes,
        **_workers(request, asked),
        **more,
    }  # fmt: skip
    return render(request, "web/request.html", context, status=status)


def _part(part: str, rows: list[Piece], counts: Any) -> dict[str, Any]:
    done, total = counts.get(part, (0, 0))
    return {
        "slug": part,
        "label": Part(part).label,
        "done": done,
        "total": total,
        "rows": [line_of(piece) for piece in rows if piece.part == part],
    }


def line_of(piece: Piece) -> dict[str, Any]:
    """One piece as a line of the list; its words stay inside."""
    kind = kind_named(piece.record.kind) if piece.record else None
    title = kind.label if kind else piece.get_sort_display()
    if piece.attachment and kind:
        title = f"{kind.label}: photo or document"
    unsure = sum(not mark["sure"] for mark in piece.found)
    return {"piece": piece, "kind": kind, "title": title, "unsure": unsure}


def whole_number(text: str) -> int | None:
    """A number as it stands on a button of ours; nothing for whatever else was sent."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _people(asked: SubjectRequest, aliases: list[Alias], part: str) -> list[tuple[str, str]]:
    """Who is who, for reviewers alone."""
    masked = [row for row in aliases if row.sort != STAFF or asked.mask_staff]
    names = names_for(masked, part)
    keys = [key for key in names if ":" not in key]
    people = {str(person.uuid): person for person in Person.objects.filter(uuid__in=keys)}
    return [
        (called, people[key].name if key in people else key.split(":", 1)[-1])
        for key, called in names.items()
    ]


def _history(pieces: Any) -> Any:
    rows = Decision.objects.filter(piece__in=pieces.values("pk"))
    return rows.select_related("by", "ground", "piece__record").order_by("-pk")[:SHOWN]


def _kept(asked: SubjectRequest) -> Any:
    rows = asked.bundles.filter(state="ready").select_related("asked_by")
    return rows.prefetch_related("handed_out__by")


def _workers(request: At, asked: SubjectRequest) -> dict[str, Any]:
    """For the head: who could be let in, and who is."""
    if not request.reader.holds(asked.school_id, Post.Role.HEAD):
        return {"may_let_in": False}
    return {
        "may_let_in": True,
        "workers": asked.workers.filter(ended_at=None).select_related("person"),
        "administrators": administrators(asked),
    }


@at_school(*WORKERS)
@require_POST
def act(request: At, uuid: UUID, what: str) -> HttpResponse:
    """One thing done to a whole request; what cannot be done says why beside its field."""
    asked = found(request, uuid)
    if what not in ACTS:
        raise Http404("No such act.")
    leads_only = what not in {"gather", "words"}
    if leads_only and not leads_requests(request.reader, asked.school_id):
        raise Http404("Not for this post.")
    try:
        messages.success(request, ACTS[what](request, asked))
    except Refused as refused:
        wrong = {f"{what}_error": refused.sentence, "typed": request.POST}
        return page(request, asked, status=422, **wrong)
    return redirect(f"/requests/{uuid}/")


def _extend(request: At, asked: SubjectRequest) -> str:
    extend(asked, request.reader, request.POST.get("why", ""))
    return "Two months more. Whoever asks must have been told why."


def _close(request: At, asked: SubjectRequest) -> str:
    close_unsent(asked, request.reader, request.POST.get("why", ""))
    return "Closed. Nothing was sent; your reason is kept."


def _people_let_in(request: At, asked: SubjectRequest) -> str:
    number = request.POST.get("person") or request.POST.get("end") or ""
    try:
        person = Person.objects.filter(uuid=UUID(number)).first()
    except ValueError:
        person = None
    if "end" in request.POST:
        let_out(asked, request.reader, person)
        return "They can no longer work on this request."
    let_in(asked, request.reader, person)
    return "They can work on this request now."


def _staff(request: At, asked: SubjectRequest) -> str:
    mask = request.POST.get("staff") == "mask"
    turn_staff(asked, request.reader, mask=mask)
    return "Names of staff are masked." if mask else "Names of staff are shown."


def _gather(request: At, asked: SubjectRequest) -> str:
    if not asked.is_open:
        raise Refused("This request has ended.")
    fresh = gather(asked)
    count = sum(fresh[part] for part in parts_of(request.reader, asked))
    if not count:
        return "Gathered again. Nothing is new."
    return f"Gathered again: {count} new or changed."


def _words(request: At, asked: SubjectRequest) -> str:
    parts = parts_of(request.reader, asked)
    if ended := request.POST.get("end", ""):
        part, _, word = ended.partition(":")  # by its word: a number in turn would show others
        rules = asked.word_rules.filter(part__in=parts, ended_at=None)
        rule = rules.filter(part=part, word=word).first()
        if rule is None:
            raise Refused("That word is no longer ruled on.")
        end_rule(request.reader, asked, rule)
        return f"“{rule.word}” is left to each piece again."
    act_asked = request.POST.get("act", "")
    if act_asked not in WordRule.Act.values:
        raise Refused("Choose whether to mask or to show it.")
    part = request.POST.get("part", Part.ORDINARY)
    if part not in parts:
        part = Part.ORDINARY
    rule = rule_word(request.reader, asked, part, act_asked, request.POST.get("word", ""))
    done = "masked" if rule.act == WordRule.Act.MASK else "shown"
    return f"“{rule.word}” is {done} everywhere. What holds it waits to be looked at again."


ACTS = {
    "extend": _extend, "close": _close, "people": _people_let_in, "staff": _staff,
    "gather": _gather, "words": _words,
}  # fmt: skip
