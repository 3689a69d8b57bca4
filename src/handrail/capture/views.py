"""The Log page: open the sheet, see what saving will do, save once, undo."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from handrail.capture.again import said_in_address
from handrail.capture.checking import known_to
from handrail.capture.here import lesson_now, where_now
from handrail.capture.saving import SavedOtherwise, keep_files, save_sheet, with_new_number
from handrail.capture.sheet import (
    Sheet,
    chosen_people,
    desk_kind,
    half_read,
    kinds_for,
    read_sheet,
    sheet_number,
)  # fmt: skip
from handrail.capture.untouched import drawn_once, is_untouched, left_for_later, rows_on_floor
from handrail.capture.who import Choice, choices, class_meant, look_up, may_be_named, my_pupils
from handrail.core import clock
from handrail.core.ids import new_uuid
from handrail.entry.guards import At, at_school
from handrail.people.models import Person
from handrail.people.parents import heed_of_parent
from handrail.people.working import classes_taught, groups_staffed
from handrail.records.amending import void_record
from handrail.records.drawing import facts_of
from handrail.records.forms import chips_of
from handrail.records.kind import Found, Kind, Rows, kind_named
from handrail.records.models import Action, Record
from handrail.records.promising import Promise, promises_of
from handrail.records.reader import Reader
from handrail.records.reading import actions_of, answerable_by, shown_to
from handrail.records.refusal import Refused
from handrail.records.row_forms import RowForm, row_forms
from handrail.school.models import Group, Place, School

UNDO_MINUTES = 10
NO_ANSWER = "Handrail could not write it down just now. Wait a moment, then save again."
SOMEBODY_ELSES = "This sheet was begun by somebody else, who can finish it after signing in."


@at_school()
@require_http_methods(["GET", "POST"])
def log(request: At) -> HttpResponse:
    """The sheet. What was sent wrong comes back whole, with a sentence beside each fault."""
    if request.method == "POST":
        return _save(request)
    kept = request.session.pop("kept_sheet", None)
    if kept and kept.get("author") == [str(request.reader.person.uuid)]:
        data = QueryDict(mutable=True)
        for name, values in kept.items():
            data.setlist(name, values)
        return _page(request, Sheet(request.reader, request.school, data), came_back=True)
    return _page(request, Sheet(request.reader, request.school, opening_sheet(request)))


def opening_sheet(request: At) -> QueryDict:
    """What the address already says: a pupil, a group, a kind, where and when, an action."""
    data = QueryDict(mutable=True)
    action = _action(request, request.GET.get("for", ""))
    if action is not None:
        data["for"] = str(action.uuid)
        data["kind"] = action.evidence.removeprefix("record:")
        about = [action.pupil] if action.pupil else []
        if action.carer and data["kind"]:
            data[f"{data['kind']}-with_whom"] = action.carer.formal
        duty = action.record.declared.duty(action.duty)
        if duty and duty.to_professional and data["kind"]:
            data[f"{data['kind']}-whose"] = "professional"
        if action.private:  # who reads it would learn what only the leads may know of the pupil
            data["restrict"] = "yes"
        data.setlist("who", [str(person.uuid) for person in about])
    for name, asked in (
        ("kind", "kind"), ("who", "pupil"), ("about", "about"), ("place", "place"),
        ("day", "day"), ("time", "time"),
    ):  # fmt: skip
        if request.GET.get(asked):
            data[name] = request.GET[asked]
    named = request.GET.get("pupil", "")
    if named and not may_be_named(request.reader, request.school, named):
        del data["who"]
    if "time" in data:
        data["when"] = "earlier"
    said_in_address(data, request.GET, kinds_for(request.reader, request.school))
    return data


def _action(request: At, number: str) -> Action | None:
    if not number:
        return None
    try:
        return answerable_by(request.reader).filter(uuid=UUID(number), state="open").first()
    except ValueError:
        return None


def _also_covers(request: At, number: str) -> list[Action]:
    """Other open actions that one such record can close as well: the same sort of
    evidence about the same pupil and the same carer, so that nobody rings twice."""
    action = _action(request, number)
    if action is None:
        return []
    own = Q(pk__in=actions_of(request.reader).values("pk"))  # a colleague's only of this record
    rows = answerable_by(request.reader).filter(
        own | Q(record=action.record),
        school=request.school,
        state="open",
        evidence=action.evidence,
        pupil=action.pupil,
    )
    carers = {None, action.carer_id} if action.carer_id else None
    return [
        row
        for row in rows.exclude(pk=action.pk).order_by("due", "pk")[:8]
        if carers is None or row.carer_id in carers
    ]


def _save(request: At) -> HttpResponse:
    data = request.POST
    if {"look", "more"} & set(data):  # without script: names and rows come by a round trip
        return _page(request, Sheet(request.reader, request.school, data))
    if data.get("author") not in ("", None, str(request.reader.person.uuid)):
        sheet = Sheet(request.reader, request.school, opening_sheet(request))
        sheet.errors["kind"] = SOMEBODY_ELSES
        return _page(request, sheet, status=422)
    sheet = Sheet(request.reader, request.school, data)
    drafts = read_sheet(sheet)
    if sheet.errors:
        return _page(request, sheet, status=422)
    try:
        records = save_sheet(sheet, drafts)
    except SavedOtherwise as refused:
        sheet.errors["kind"] = refused.sentence
        sheet.data = with_new_number(sheet.data)
        return _page(request, sheet, status=409)
    except Refused as refused:
        sheet.errors[refused.field or "kind"] = refused.sentence
        return _page(request, sheet, status=422)
    except (OperationalError, InterfaceError):
        sheet.errors["kind"] = NO_ANSWER  # the same number goes with it: nothing can double
        return _page(request, sheet, status=503)
    for sentence in keep_files(request, records[0]):
        messages.error(request, sentence)
    return redirect(f"/log/{records[0].uuid}/saved/")


def _page(request: At, sheet: Sheet, *, status: int = 200, came_back: bool = False) -> HttpResponse:
    context = {**sheet_context(request, sheet), "came_back": came_back}
    return render(request, "capture/log.html", context, status=status)


def sheet_context(request: At, sheet: Sheet) -> dict[str, Any]:
    """What the sheet's template needs; also for the sheet that a device keeps."""
    data, school = sheet.data, request.school
    group = class_meant(request.reader, school, request.GET.get("group", ""), request.reader.day)
    lesson = lesson_now(request)
    chosen = sheet.people or _chosen_people(request, data)
    named = data.get("look_up", "")
    found = look_up(request.reader, school, named) if named else []
    mine = my_pupils(request.reader, school, group)
    groups = _my_groups(request)
    numbers = {str(person.uuid) for person in chosen}
    at_hand = numbers | {choice.uuid for choice in found}  # nobody is offered twice
    named_people = choices(request.reader, school, chosen)
    return {
        "sheet": sheet,
        "data": data,
        "errors": sheet.errors,
        "number": sheet_number(data) if data.get("uuid") else new_uuid(),
        "chosen": named_people,
        "mine": [choice for choice in mine if choice.uuid not in at_hand],
        "looked_up": [choice for choice in found if choice.uuid not in numbers],
        "look_up": named,
        "found_nobody": bool(named) and not found,
        "groups": groups,
        "kinds": _sections(request, sheet, named_people, groups),
        "watched": _watched(request.reader, school),
        "kind_chosen": data.get("kind", ""),
        "places": Place.objects.filter(school=school, retired_on=None),
        "place_chosen": data.get("place")
        or (str(where.uuid) if (where := where_now(request, lesson)) else ""),  # fmt: skip
        "lesson": lesson,
        "now": clock.local(clock.now()),
        "action": (action := _action(request, data.get("for", ""))),
        "heed": _heed(request, sheet, action) if action else "",
        "covers": _also_covers(request, data.get("for", "")),
        "will": will_do(sheet) if data.get("kind") and request.method == "POST" else [],
    }


def _heed(request: At, sheet: Sheet, action: Action) -> str:
    """What whoever files for an action must know first: by the kind, or by the roll."""
    said = sheet.desk.heed(action.record, request.reader.person) if sheet.desk else ""
    return said or heed_of_parent(action.pupil, action.carer)


def _watched(reader: Reader, school: School) -> str:
    """What the device needs to say by itself what is amiss, by kind; nothing where nothing is."""
    kinds = [kind for kind in kinds_for(reader, school) if kind.watched]
    found = {kind.slug: said for kind in kinds if kind.watched and (said := kind.watched(school))}
    return json.dumps(found) if found else ""


def _sections(
    request: At, sheet: Sheet, people: list[Choice], groups: list[Group]
) -> list[dict[str, Any]]:
    """One section of the sheet for each kind this post may write; all of them are on the page."""
    sections = []
    kinds = _with_also(sheet.desk) if sheet.desk else kinds_for(request.reader, request.school)
    said = chips_of(request.school, kinds)
    for kind in kinds:
        if is_untouched(sheet, kind, several=len(people) > 1):
            drawn = drawn_once(kind, request.school, said, groups)
            chosen = kind.slug == sheet.data.get("kind")
            sections.append({"kind": kind, "chosen": chosen, "drawn": drawn})
            continue
        form = sheet.forms.get(kind.slug)
        if form is None:
            bound = sheet.data if f"{kind.slug}-shown" in sheet.data else None
            form = kind.form(
                bound, prefix=kind.slug, school=request.school, said=said,
                initial=_known_already(sheet.data, kind),
            )  # fmt: skip
        at_desk, later = kind is sheet.desk, left_for_later(kind)
        sections.append(
            {
                "kind": kind,
                "floor": [field for field in form if at_desk or field.name not in later],
                "later": [field for field in form if not at_desk and field.name in later],
                "rows": _rows(sheet, kind, at_desk=at_desk),
                "chosen": kind.slug == sheet.data.get("kind"),
                "also_on": kind in sheet.also(),
                "also": sheet.data.getlist(f"{kind.slug}-also"),
                "group": sheet.data.get(f"{kind.slug}-group", ""),
                "parts": _parts(sheet, kind, people),
                "words": sheet.data.get(f"{kind.slug}-words", ""),
                "words_error": sheet.errors.get(f"{kind.slug}-words", ""),
            }
        )
    return sections


def _parts(sheet: Sheet, kind: Kind, people: list[Choice]) -> list[tuple[Choice, str, str]]:
    """Each person, the part that was said of them, and what is wrong with it; none to be said."""
    asked = len(people) > 1 or (kind.parts_follow and kind in sheet.also())
    if len(kind.roles) < 2 or not asked:
        return []
    names = {who: f"{kind.slug}-role-{who.uuid}" for who in people}
    return [
        (who, sheet.data.get(name, ""), sheet.errors.get(name, "")) for who, name in names.items()
    ]


def _with_also(kind: Kind) -> list[Kind]:
    """The kind of a page of its own, and those that may have been true beside it."""
    return [kind, *(kind_named(also.kind) for also in kind.also)]


def _known_already(data: QueryDict, kind: Kind) -> dict[str, Any]:
    """Answers with which a form begins: those of the last version, or what an action says."""
    many = {words.slug for words in kind.words if words.many}
    names = {*kind.form.base_fields, *(words.slug for words in kind.words)}
    found = {name: f"{kind.slug}-{name}" for name in names if f"{kind.slug}-{name}" in data}
    return {
        name: data.getlist(sent) if name in many else data[sent] for name, sent in found.items()
    }


def _rows(sheet: Sheet, kind: Kind, *, at_desk: bool) -> list[tuple[Rows, list[RowForm]]]:
    """The parts of a kind that has several of something, as they were sent or empty."""
    adults = [person for person in sheet.people if not getattr(person, "is_pupil_here", True)]
    forms = sheet.rows.get(kind.slug) or row_forms(
        kind, sheet.data, sheet.school, [*adults, sheet.reader.person],
        more=sheet.data.get("more", ""), begun=sheet.data.get("begun") == "rows",
    )  # fmt: skip
    if not at_desk:
        return rows_on_floor(kind, forms)
    return [(rows, forms[rows.slug]) for rows in kind.rows]


def _my_groups(request: At) -> list[Group]:
    """The groups that the person staffs; of somebody who staffs none and does more than log, such
    as a head in the hall, every class of the school."""
    day, school = request.reader.day, request.school
    mine = groups_staffed(request.reader.person_id, school.pk, day)
    if mine or request.reader.only_logs(school.pk):
        return mine
    return classes_taught(school.pk, day)


def _chosen_people(request: At, data: QueryDict) -> list[Person]:
    """Those already chosen, who belong to this school."""
    return chosen_people(Sheet(request.reader, request.school, data))


def will_do(sheet: Sheet) -> list[Promise]:
    """What saving will set going, from the duties of the kinds as far as they are filled in."""
    quiet = Sheet(sheet.reader, sheet.school, sheet.data, desk=sheet.desk)
    days = sheet.reader.calendar_of
    return [
        promise
        for draft in half_read(quiet)
        for promise in promises_of(kind_named(draft.kind), facts_of(draft), days)
    ]


def looked_up(sheet: Sheet) -> list[Found]:
    """What somebody should look at, as far as the writer may know it; never a reason to refuse."""
    quiet = Sheet(sheet.reader, sheet.school, sheet.data, desk=sheet.desk)
    return [
        found
        for draft in half_read(quiet)
        for found in known_to(
            sheet.reader, sheet.school.pk, kind_named(draft.kind).look(facts_of(draft))
        )
        if found.verdict == "look"
    ]


def _desk(request: At) -> Kind | None:
    """The kind of a page of its own that asks."""
    return desk_kind(request.reader, request.school, request.POST.get("desk", ""))


@at_school()
@require_POST
def will(request: At) -> HttpResponse:
    """The part of the sheet that says what saving will do."""
    sheet = Sheet(request.reader, request.school, request.POST, desk=_desk(request))
    context = {"will": will_do(sheet), "look": looked_up(sheet), "kind": sheet.kind}
    return render(request, "capture/will.html", context)


@at_school()
def who(request: At) -> JsonResponse:
    """People whose names hold what was typed, as things to tap."""
    found = look_up(request.reader, request.school, request.GET.get("q", "")[:80])
    return JsonResponse({"people": [vars(choice) for choice in found]})


@at_school()
def saved(request: At, uuid: UUID) -> HttpResponse:
    """What was saved and what now runs; with a way to undo a slip of the finger."""
    record = Record.objects.readable_by(request.reader).filter(uuid=uuid).first()
    if record is None or record.author_id != request.reader.person_id:
        raise Http404("No such record.")
    others = Record.objects.readable_by(request.reader).filter(links__target=record)
    records = [record, *others]
    context = {
        "records": [(row, kind_named(row.kind)) for row in records],
        "actions": shown_to(
            request.reader, Action.objects.filter(record__in=records)
        ).select_related("pupil", "carer"),
        "may_undo": _may_undo(record),
        "record": record,
    }
    return render(request, "capture/saved.html", context)


def _may_undo(record: Record) -> bool:
    age = (clock.now() - record.filed_at).total_seconds()
    return not record.is_voided and age < UNDO_MINUTES * 60


@at_school()
@require_POST
@transaction.atomic
def undo(request: At, uuid: UUID) -> HttpResponse:
    """Void what was just saved, all of it; it stays readable to those who could read it."""
    record = Record.objects.readable_by(request.reader).filter(uuid=uuid).first()
    if record is None or record.author_id != request.reader.person_id:
        raise Http404("No such record.")
    if not _may_undo(record):
        messages.error(
            request, "It is too late to undo. You can void it on its page, with a reason."
        )
        return redirect(f"/records/{uuid}/")
    others = Record.objects.readable_by(request.reader).filter(links__target=record)
    for row in [record, *others]:
        if not row.is_voided:
            void_record(row, request.reader, "Undone by its author straight after saving")
    messages.success(request, "Undone. It is kept as void, so that nothing disappears.")
    return redirect("/log/")
