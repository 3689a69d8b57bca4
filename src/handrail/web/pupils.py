"""Pupils: finding one by any part of a name, class or year; and one pupil's page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from handrail.core.names import fold
from handrail.database.written_once import written_once
from handrail.entry.guards import STAFF, At, at_school
from handrail.entry.proof import prove_again
from handrail.followup.late import overdue_in
from handrail.learning.reading import HAS_LEARNING, may_read_learning
from handrail.people.at_a_glance import (
    carers_of,
    flags_of,
    groups_of,
    key_adults_of,
    last_enrolment,
    pupil_among,
    pupils_among,
)  # fmt: skip
from handrail.people.models import CarerLink, Membership, Person, Post, Pupil
from handrail.plans.standing import kinds_in_force
from handrail.plans.technology import technology_of
from handrail.records.amending import override_for
from handrail.records.kind import all_kinds, kind_named
from handrail.records.models import Action, Record
from handrail.records.models.record import RecordQuerySet
from handrail.records.reading import (
    kinds_open_to,
    knows_of_care,
    not_private_to,
    note_pupil_opened,
)  # fmt: skip
from handrail.records.refusal import Refused
from handrail.records.rules import PASTORAL, may_write
from handrail.school.models import Group
from handrail.sharing.requesting import leads_requests
from handrail.timeline.pages import pupil_page
from handrail.web.keys import is_key
from handrail.web.request_clocks import requests_about
from handrail.web.who_is_out import may_file, with_out

SHOWN = 40
RECENT = 5


@at_school()
def pupils(request: At) -> HttpResponse:
    """Everyone on the roll that this post may look up; my groups first."""
    asked = request.GET.get("q", "").strip()[:80]
    group_asked, year = request.GET.get("group", ""), request.GET.get("year", "")[:2]
    rows = visible_pupils(request)
    if asked:
        rows = rows.filter(
            _named(asked) | Q(person__memberships__group__in=_groups_named(request, asked))
        )
    if group := _group(request, group_asked):
        rows = rows.filter(person__memberships__in=_members(request, [group.pk]))
    if year:
        rows = rows.filter(enrolments__school=request.school, enrolments__year=year)
    mine = not (asked or group or year)
    if mine:
        rows = rows.filter(pk__in=request.reader.pupil_ids)
    after = request.GET.get("after", "0")
    start = int(after) if is_key(after) and len(after) < 6 else 0
    found = list(rows.distinct()[start : start + SHOWN + 1])
    context = {
        "q": asked, "group": group, "year": year, "mine": mine,
        "pupils": _with_class(request, found[:SHOWN]),
        "recent": _opened_last(request) if mine and not start else [],
        "next": start + SHOWN if len(found) > SHOWN else 0,
        "before": max(0, start - SHOWN) if start else None,
        "groups": Group.objects.filter(school=request.school, sort="class", ends=None),
        "has_seats": request.reader.holds(request.school.pk, *HAS_LEARNING),
        "looks_at_plans": request.reader.holds(request.school.pk, *PASTORAL),
        "has_visits": request.reader.holds(request.school.pk, *STAFF),
        "leads_requests": leads_requests(request.reader, request.school.pk),
        "years": ["N1", "N2", "R", *(str(n) for n in range(1, 14))],
    }  # fmt: skip
    if group:
        context["counts"] = may_file(request, "head_count")
        context |= with_out(request, [row.person for row in found[:SHOWN]])
    name = "web/pupils_found.html" if request.headers.get("HX-Request") else "web/pupils.html"
    return render(request, name, context)


def visible_pupils(request: At) -> Any:
    """Staff may look up every pupil of the school; volunteers those of their groups."""
    only = pupils_looked_up(request)
    return pupils_among(request.school.pk, request.reader.day, only)


def pupils_looked_up(request: At) -> tuple[int, ...] | None:
    """The pupils (keys) that alone may be looked up; None for whoever may look up every one."""
    if request.reader.only_logs(request.school.pk):
        return tuple(sorted(request.reader.pupil_ids))
    return None


def _named(asked: str) -> Q:
    """Every part that was typed stands somewhere in one of the pupil's names."""
    matches = Q()
    for part in fold(asked).split():
        matches &= Q(person__folded__contains=part)
    return matches


def _groups_named(request: At, asked: str) -> Any:
    return Group.objects.filter(school=request.school, name__icontains=asked, ends=None)


def _group(request: At, number: str) -> Group | None:
    try:
        return Group.objects.filter(school=request.school, uuid=UUID(number)).first()
    except ValueError:
        return None


def _members(request: At, groups: list[int]) -> Any:
    return Membership.objects.on(request.reader.day).filter(
        group__in=groups, role=Membership.Role.PUPIL
    )


def recent_pupils(request: At) -> list[int]:
    """Ids of the pupils whose page was opened last."""
    return list(request.session.get("recent_pupils", []))


def _opened_last(request: At) -> list[Pupil]:
    """The pupils whose pages were opened last and may still be looked up, newest first."""
    keys = recent_pupils(request)
    rows = {pupil.pk: pupil for pupil in visible_pupils(request).filter(pk__in=keys).distinct()}
    return _with_class(request, [rows[pk] for pk in keys if pk in rows][:RECENT])


def _with_class(request: At, found: list[Pupil]) -> list[Pupil]:
    """Give each pupil the name of their class, in one query."""
    rows = Membership.objects.on(request.reader.day).filter(
        person__in=[pupil.pk for pupil in found], role="pupil", group__sort="class",
        group__school=request.school,
    )  # fmt: skip
    classes = dict(rows.values_list("person_id", "group__name"))
    for pupil in found:
        pupil.class_name = classes.get(pupil.pk, "")  # type: ignore[attr-defined]
    return found


def find_pupil(request: At, uuid: UUID) -> Pupil:
    """A pupil of this school by number, or no such page."""
    only = pupils_looked_up(request)
    found = pupil_among(request.school.pk, request.reader.day, only, uuid)
    if not found:
        raise Http404("No such pupil here.")
    return found[0]


@at_school()
def pupil(request: At, uuid: UUID) -> HttpResponse:
    """At a glance, what runs on a clock, and the timeline as far as this reader may know it."""
    child = find_pupil(request, uuid)
    reader = request.reader
    kinds = [slug for slug in request.GET.getlist("kind") if slug in {k.slug for k in all_kinds()}]
    note_pupil_opened(reader, request.school.pk, child.pk)
    page = pupil_page(reader, child.person, kinds=kinds, after=request.GET.get("after", ""))
    late = overdue_in(page.records)
    _remember(request, child)
    day = reader.day
    context = {
        "pupil": child,
        "person": child.person,
        "enrolment": next(iter(last_enrolment(child.pk, request.school.pk)), None),
        "groups": groups_of(child.pk, day),
        "flags": flags_of(child.pk, day),
        "carers": _carers(request, child),
        "key_adults": key_adults_of(child.pk, day),
        "rows": [(record, kind_named(record.kind), late.get(record.pk)) for record in page.records],
        "may_keep": reader.holds(request.school.pk, *PASTORAL, Post.Role.ADMINISTRATOR),
        "has_learning": may_read_learning(reader, request.school.pk, child.pk),
        "older": page.older,
        "after": request.GET.get("after", ""),
        "kinds": kinds_open_to(reader),
        "chosen_kinds": kinds,
        "clocks": _clocks(request, child.person),
        **requests_about(request, child.person),
        **_plans_of(request, child),
        "may_file": _may_file(request, child, something=bool(page.records)),
        "may_plan": may_write(reader, ("planners",), request.school.pk)
        and not is_stranger(request, child),
        "works_with": child.pk in reader.pupil_ids,
        "may_override": _may_override(request, child),
        "override": next((row for row in reader.overrides if row.pupil_id == child.pk), None),
    }
    return render(request, "web/pupil.html", context)


def _plans_of(request: At, child: Pupil) -> dict[str, Any]:
    """Which plans about the pupil this reader may know of, and the technology that helps."""
    kinds = {kind for _, kind in kinds_in_force(request.reader, request.school, [child.pk])}
    people = [child.pk] if "profile" in kinds else []
    return {
        "technology": technology_of(request.reader, request.school, people).get(child.pk, ()),
        "has_plan": bool(kinds - {"profile", "medicine_plan"}),
        "has_medicines": "medicine_plan" in kinds,
        "may_hold": may_write(request.reader, ("medicine_keepers",), request.school.pk),
        "has_support": "support_plan" in kinds,
        "has_profile": "profile" in kinds,
    }


def _remember(request: At, child: Pupil) -> None:
    before = recent_pupils(request)
    if before[:1] == [child.pk]:
        return  # nothing to write
    recent = [pk for pk in before if pk != child.pk]
    request.session["recent_pupils"] = [child.pk, *recent][:12]


def _carers(request: At, child: Pupil) -> list[CarerLink]:
    """Carers are shown to staff, not to volunteers."""
    if request.reader.only_logs(request.school.pk):
        return []
    return carers_of(child.pk, request.reader.day)


def _clocks(request: At, person: Person) -> list[Action]:
    """Open actions about this pupil, on records that the reader may know of."""
    reader = request.reader
    known, care = Record.objects.readable_by(reader), knows_of_care(reader)
    return _open_about(known, care, person.pk, request.school.pk)


@written_once
def _open_about(
    known: RecordQuerySet, care: tuple[int, ...], person: int, school: int
) -> QuerySet[Action]:
    about = Action.objects.filter(pupil=person, state=Action.State.OPEN, school=school)
    rows = not_private_to(care, about)
    of = known.filter(actions__in=rows)
    shown = rows.filter(record__in=of.values("pk"))
    return shown.select_related("pupil", "carer", "record", "owner_person")[:10]


def is_stranger(request: At, child: Pupil) -> bool:
    """Whether the pupil is the reader's own child, or none of those they work with, lead or have
    opened for an hour: no plan is begun then, since they could not read the one there is."""
    return child.pk in request.reader.own_child_ids or _may_override(request, child)


def _may_file(request: At, child: Pupil, *, something: bool) -> bool:
    """Of a pupil who is not theirs, only what they wrote themselves can be filed for CPOMS."""
    if child.pk in request.reader.own_child_ids:
        return False
    staff = request.reader.holds(request.school.pk, *STAFF)
    return staff and (something or not is_stranger(request, child))


def _may_override(request: At, child: Pupil) -> bool:
    reader = request.reader
    works = reader.holds(request.school.pk, Post.Role.ASSISTANT, Post.Role.TEACHER)
    leads = reader.holds(
        request.school.pk, "senco", "behaviour_manager", "designated_lead", "deputy_lead", "head"
    )
    return works and not leads and child.pk not in reader.pupil_ids | reader.own_child_ids


@at_school()
@require_POST
def look_anyway(request: At, uuid: UUID) -> HttpResponse:
    """Open, for an hour and for a reason, the ordinary records of a pupil not my own."""
    child = find_pupil(request, uuid)
    prove_again(request)
    try:
        override_for(request.reader, child.person, request.school, request.POST.get("why", ""))
        messages.success(request, "Open for one hour. The designated lead has been told.")
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect(f"/pupils/{uuid}/")
