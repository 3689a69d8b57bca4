"""One record, whole: words, people, accounts, what must follow, history, and who read it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from handrail.entry.guards import STAFF, At, at_school, go_on_at, take_typed
from handrail.entry.handing_out import shut
from handrail.entry.proof import prove_for
from handrail.notify.account import told_of
from handrail.people.models import Person, Post
from handrail.people.parents import heed_of_parent
from handrail.records.accounts import KEPT_APART, amendments_shown, owes_account
from handrail.records.amending import add_reader, amend_record, may_void, void_record
from handrail.records.attaching import attach, path_of
from handrail.records.closing import (
    close_as_not_needed,
    close_on_ground,
    closes_by_reason,
    ground_of,
    needs_a_ground,
    needs_a_lead,
    reason_shown,
    what_closes,
)  # fmt: skip
from handrail.records.completing import may_complete, missing_from
from handrail.records.facts import facts_said, rows_said_of
from handrail.records.kind import ACCOUNT, ANSWER, COMPLETE, READING, Kind, kind_named
from handrail.records.models import AccessEntry, Action, Involvement, Link, Record
from handrail.records.reading import (
    answerable_by,
    details_of,
    findings_shown,
    is_own_action,
    note_reading,
    shown_to,
)
from handrail.records.refusal import Refused
from handrail.records.rules import DESIGNATED, PASTORAL, may_write
from handrail.registers.keeping import keeps_register, sees_list
from handrail.reports.parents import has_edition

CLOSES = {
    READING: "Closes when {owner} opens this record.",
    ACCOUNT: "Closes when {owner} has given their own account.",
    COMPLETE: "Closes when nothing that is asked for is missing.",
    ANSWER: "Closes when {owner} has added to the record it is about.",
}


def readable(request: At, uuid: UUID) -> Record:
    """The record when this reader may know of it, else no such page. Not noted as a reading.

    Of a restricted record nothing opens without fresh proof of who is reading.
    """
    record = (
        Record.objects.readable_by(request.reader)
        .select_related("school", "place", "group", "author")
        .filter(uuid=uuid)
        .first()
    )
    if record is None:
        raise Http404("No such record.")
    prove_for(request, record)
    return record


@at_school()
def record(request: At, uuid: UUID) -> HttpResponse:
    """Open a record, at its own school; the opening is written down."""
    found = readable(request, uuid)
    go_on_at(request, found.school_id)
    note_reading(request.reader, found, AccessEntry.How.OPENED)
    return _page(request, found, **_came_back(request))


def _came_back(request: At) -> dict[str, Any]:
    """The words that were on their way when the session ended, back in their fields."""
    kept = take_typed(request, request.path)
    fields = {"amend_words": "words", "void_reason": "reason", "share_why": "why"}
    typed = {name: kept[field][0] for name, field in fields.items() if kept.get(field)}
    return {**typed, "came_back": True} if typed else {}


def _page(request: At, found: Record, *, status: int = 200, **more: Any) -> HttpResponse:
    kind = kind_named(found.kind)
    if found.is_stub:
        return render(request, "web/record_stub.html", {"record": found, "kind": kind})
    details_of([found])
    involved = list(found.involvements.select_related("person"))
    leads = DESIGNATED if found.is_restricted else PASTORAL
    is_lead = request.reader.holds(found.school_id, *leads)
    context = {
        "record": found,
        "kind": kind,
        "facts": facts_said(kind, found.detail, list(found.chosen.select_related("word"))),  # type: ignore[attr-defined]
        "rows_said": rows_said_of(found),
        "people": [(kind.role(row.role), row) for row in involved],
        "findings": findings_shown(request.reader, found),
        "entry": getattr(found, "register_entry", None),
        "keeps_register": bool(kind.register)
        and keeps_register(request.reader, found.school_id, kind),
        "edition": not found.is_voided and has_edition(found),
        "for_cpoms": _to_file(request, found, involved),
        "sees_register": bool(kind.register) and sees_list(request.reader, found.school_id, kind),
        **_to_be_written(request, found, kind, involved),
        "amendments": amendments_shown(found, request.reader.person),
        "attachments": found.attachments.all(),
        "links": _links(request, found),
        "actions": _actions(request, found),
        "history": found.revisions.select_related("by"),
        "readers": _readers(found),
        "may_void": may_void(found, request.reader),
        "may_add_reader": is_lead,
        "staff": _staff(found) if is_lead else [],
        **more,
    }
    return render(request, "web/record.html", context, status=status)


def _to_be_written(
    request: At, found: Record, kind: Kind, involved: list[Involvement]
) -> dict[str, Any]:
    """What is still asked for, and what of it this reader can write."""
    if found.is_voided:
        return {}
    completes = may_complete(found, request.reader)
    owes = owes_account(found, request.reader.person)
    typed = request.session.pop("account_typed", {}) if "account_typed" in request.session else {}
    asks = any(duty.evidence == ACCOUNT for duty in kind.duties)
    return {
        "missing": [kind.question(name) for name in missing_from(found)],
        "may_complete": completes,
        "owes_account": owes,
        "kept_apart": KEPT_APART,
        "account_typed": typed.get(str(found.uuid), ""),
        "accounts_to_write": [
            row for row in involved if asks and completes and row.as_pupil and not row.account
        ],
    }


def _to_file(request: At, found: Record, involved: list[Involvement]) -> list[Person]:
    """The pupils in whose file for CPOMS this reader can put it."""
    if found.is_voided or not request.reader.holds(found.school_id, *STAFF):
        return []
    own = request.reader.own_child_ids
    return [row.person for row in involved if row.as_pupil and row.person_id not in own][:6]


def _links(request: At, found: Record) -> list[tuple[str, Record, Kind]]:
    """Linked records, only those this reader may know of."""
    rows = [(link.get_sort_display(), link.target_id) for link in found.links.all()]
    rows += [(link.seen_from_target, link.source_id) for link in found.linked_by.all()]
    known = Record.objects.readable_by(request.reader).in_bulk([pk for _, pk in rows])
    return [(sort, known[pk], kind_named(known[pk].kind)) for sort, pk in rows if pk in known]


def _actions(request: At, found: Record) -> list[dict[str, Any]]:
    """What must follow, each with what this reader can do about it."""
    rows = shown_to(request.reader, found.actions.all()).select_related(
        "pupil", "carer", "owner_person", "closed_by", "evidence_record"
    )
    known = Record.objects.readable_by(request.reader).in_bulk(
        [row.evidence_record_id for row in rows if row.evidence_record_id]
    )
    told = told_of([row.pk for row in rows])
    answers = set(answerable_by(request.reader).filter(record=found).values_list("pk", flat=True))
    return [
        {
            "action": row,
            "told": told.get(row.pk, []),
            "mine": row.is_open and closes_by_reason(row, request.reader)
            and (is_own_action(request.reader, row) or needs_a_ground(row) or needs_a_lead(row)),
            "gives_copy": row.duty.endswith("-copy"),
            **_how_it_closes(request, row, answers=row.pk in answers),
            "evidence": known.get(row.evidence_record_id or 0),
        }
        for row in rows
    ]  # fmt: skip


def _how_it_closes(request: At, action: Action, *, answers: bool) -> dict[str, Any]:
    """By which record, on which ground, or by what else an action comes to an end."""
    duty = action.record.declared.duty(action.duty)
    grounds = duty.grounds if duty else ()
    said: dict[str, Any] = {
        "grounds": [g for g in grounds if request.reader.holds(action.school_id, *g.posts)],
        "ground": ground_of(action),
        "heed": heed_of_parent(action.pupil, action.carer) if action.is_open else "",
        "because": reason_shown(action, request.reader),
        "only_so": "" if closes_by_reason(action, request.reader) else what_closes(action),
    }
    if action.evidence.startswith("record:"):
        kind = kind_named(action.evidence.removeprefix("record:"))
        if answers and may_write(request.reader, kind.writers, action.school_id):
            return {**said, "starts_at": kind.starts_at, "kind_label": kind.said}
        return {**said, "closes": f"Closes when a {kind.said} is filed for it."}
    owner = action.owner if action.owner_person else action.owner.lower()
    if action.evidence == ANSWER and is_own_action(request.reader, action):
        said["answers_at"] = _asked_about(request, action.record)
    return {**said, "closes": CLOSES[action.evidence].format(owner=owner)}


def _asked_about(request: At, asking: Record) -> str:
    """Where whoever is asked by a record answers: on the record that it is about."""
    targets = asking.links.filter(sort=Link.Sort.EVIDENCE_FOR).values("target")
    known = Record.objects.readable_by(request.reader).filter(pk__in=targets).first()
    return f"/records/{known.uuid}/#amendments" if known else ""


def _readers(found: Record) -> list[dict[str, Any]]:
    """Who opened it: each person once, with their first time and how often."""
    rows: dict[int, dict[str, Any]] = {}
    for entry in found.access.select_related("person", "override"):
        row = rows.setdefault(
            entry.person_id, {"person": entry.person, "first": entry.at, "times": 0, "why": ""}
        )
        row["times"] += 1
        row["why"] = row["why"] or (entry.override.why if entry.override else "")
    return list(rows.values())


def _staff(found: Record) -> list[Person]:
    posts = Post.objects.held_on(found.filed_at.date()).filter(school_id=found.school_id)
    return list(Person.objects.filter(pk__in=posts.values("person")))


@at_school()
@require_POST
def amend(request: At, uuid: UUID) -> HttpResponse:
    found = readable(request, uuid)
    words = request.POST.get("words", "")
    try:
        amend_record(found, request.reader, words)
    except Refused as refused:
        return _page(request, found, status=422, amend_error=refused.sentence, amend_words=words)
    messages.success(request, "Your words now stand beside the original.")
    return redirect(f"/records/{uuid}/#amendments")


@at_school()
@require_POST
def void(request: At, uuid: UUID) -> HttpResponse:
    found = readable(request, uuid)
    reason = request.POST.get("reason", "")
    try:
        void_record(found, request.reader, reason)
    except Refused as refused:
        return _page(request, found, status=422, void_error=refused.sentence, void_reason=reason)
    messages.success(request, "This record is void. It stays readable, with your reason.")
    return redirect(f"/records/{uuid}/")


@at_school()
@require_POST
def add_files(request: At, uuid: UUID) -> HttpResponse:
    """Keep each file that can be kept; name each that cannot, and why."""
    found = readable(request, uuid)
    problems = []
    for upload in request.FILES.getlist("files"):
        try:
            attach(found, request.reader, upload.name or "", upload)  # type: ignore[arg-type]
        except Refused as refused:
            problems.append(f"{upload.name}: {refused.sentence}")
    if problems or not request.FILES:
        problems = problems or ["Choose a photo or a PDF first."]
        return _page(request, found, status=422, file_errors=problems)
    messages.success(request, "Kept with the record.")
    return redirect(f"/records/{uuid}/#files")


@at_school()
def attachment(request: At, uuid: UUID, file: UUID) -> HttpResponseBase:
    """The bytes of an attachment: always as a download, never as a page of ours."""
    found = readable(request, uuid)
    row = found.attachments.filter(uuid=file).first()
    if row is None or not default_storage.exists(path_of(row)):
        raise Http404("No such file.")
    note_reading(request.reader, found, AccessEntry.How.ATTACHMENT)
    response = FileResponse(
        default_storage.open(path_of(row)), as_attachment=True,
        filename=row.name, content_type=row.content_type,
    )  # fmt: skip
    return shut(response)


@at_school()
@require_POST
def share(request: At, uuid: UUID) -> HttpResponse:
    """Let one more member of staff read this record."""
    found = readable(request, uuid)
    why = request.POST.get("why", "")
    person = next((p for p in _staff(found) if str(p.uuid) == request.POST.get("person")), None)
    try:
        if person is None:
            raise Refused("Choose somebody who works here.")
        add_reader(found, request.reader, person, why)
    except Refused as refused:
        return _page(request, found, status=422, share_error=refused.sentence, share_why=why)
    messages.success(request, f"{person.formal} can read this record now.")
    return redirect(f"/records/{uuid}/#readers")


@at_school()
@require_POST
def set_aside(request: At, uuid: UUID) -> HttpResponse:
    """Close an action as not needed, with a reason that is kept."""
    known_of = shown_to(request.reader, Action.objects.filter(uuid=uuid))
    action = known_of.select_related("record").first()
    if action is None:
        raise Http404("No such action.")
    known = Record.objects.readable_by(request.reader).filter(pk=action.record_id)
    if not (known.exists() or is_own_action(request.reader, action)):
        raise Http404("No such action.")
    prove_for(request, action.record)
    try:
        _set_aside(action, request)
        messages.success(request, "Closed, with your reason.")
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect(f"/records/{action.record.uuid}/#actions")


def _set_aside(action: Action, request: At) -> None:
    because, ground = request.POST.get("because", ""), request.POST.get("ground", "")
    if ground:
        close_on_ground(action, request.reader, ground, because)
    else:
        close_as_not_needed(action, request.reader, because)
