"""A pupil's plans on one page, what changed between versions, and which are to be looked at."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from handrail.core import clock
from handrail.entry.guards import At, at_school
from handrail.entry.proof import prove_for
from handrail.people.models import Person
from handrail.plans.comparing import changes_between
from handrail.plans.standing import (
    PLANS,
    as_they_stood,
    plan_kinds,
    plans_in_force,
    reviews_due,
    versions_of,
)  # fmt: skip
from handrail.records.completing import may_complete
from handrail.records.in_force import InForce
from handrail.records.kind import kind_named
from handrail.records.models import AccessEntry, Action, Record
from handrail.records.reading import note_reading
from handrail.records.rules import PASTORAL, may_write
from handrail.web.pupils import find_pupil, is_stranger

STAGES = (
    ("calm", "Calm", "sun"),
    ("rising", "Rising", "chart-line"),
    ("crisis", "Crisis", "triangle-alert"),
    ("recovery", "Recovery", "repeat"),
)
MOST_DUE = 300


@dataclass
class Stage:
    """One block of the page: what it looks like, what adults do and say, what to avoid."""

    slug: str
    label: str
    icon: str
    rows: list[Any] = field(default_factory=list)


@at_school()
def plan(request: At, uuid: UUID) -> HttpResponse:
    """Every plan in force about a pupil on one page; each opening is written down."""
    child = find_pupil(request, uuid)
    plans = plans_in_force(request.reader, request.school, child.person, clock.now())
    _opened(request, [one.record for one in plans])
    day = request.reader.day
    medical = child.flags.filter(Q(ends=None) | Q(ends__gte=day), sort="medical")
    context = {
        "person": child.person,
        **glance_of(plans),
        "flags": [flag.text for flag in medical],
        "has_medicines": any(one.record.kind == "medicine_plan" for one in plans),
        "has_profile": any(one.record.kind == "profile" for one in plans),
        "about": [_about(request, one, child.person) for one in plans],
        "to_begin": []
        if is_stranger(request, child)
        else _to_begin(request, {one.record.kind for one in plans}),
    }
    return render(request, "web/pupil_plan.html", context)


def _opened(request: At, records: Iterable[Record]) -> None:
    for record in records:
        prove_for(request, record)
        note_reading(request.reader, record, AccessEntry.How.OPENED)


def plan_to_keep(person: Person, plans: Sequence[InForce], flags: list[str], day: date) -> str:
    """The page of a pupil's plans as a device keeps it, without what needs signal."""
    about = [
        {
            "kind": one.record.declared,
            "record": one.record,
            "review_on": one.review_on,
            "late": one.review_on is not None and one.review_on < day,
        }
        for one in plans
    ]
    context = {"person": person, "about": about, "flags": flags, **glance_of(plans)}
    return render_to_string("web/offline_plan.html", context)


def glance_of(plans: Sequence[InForce]) -> dict[str, Any]:
    """What an adult needs at arm's length, of all plans of a pupil together."""
    return {
        "stages": [stage for stage in _stages(plans) if stage.rows],
        "medical": _said(plans, "medical"),
        "avoid": _said(plans, "avoid"),
        "prevents": _said(plans, "prevents") or _said(plans, "helps"),
        "triggers": _said(plans, "triggers"),
        "afterwards": _said(plans, "afterwards"),
        "techniques": [row for one in plans for row in one.rows_by_slug.get("techniques", ())],
        "risks": [row for one in plans for row in one.rows_by_slug.get("risks", ())],
        "supports": [row for one in plans for row in one.rows_by_slug.get("supports", ())],
        "targets": [row for one in plans for row in one.rows_by_slug.get("targets", ())],
    }


def _stages(plans: Sequence[InForce]) -> list[Stage]:
    """The four stages. What the handling plan says of one stands before the behaviour plan's,
    which is heard only where the first is silent: an adult in a crisis reads one text."""
    found = []
    for slug, label, icon in STAGES:
        stage = Stage(slug, label, icon)
        for one in plans:
            rows = [row for row in one.rows_by_slug.get("stages", ()) if row.stage == slug]
            stage.rows = stage.rows or rows
        found.append(stage)
    return found


def _said(plans: Iterable[InForce], column: str) -> list[str]:
    """What the plans say in a column, each sentence once."""
    return list(dict.fromkeys(said for one in plans if (said := getattr(one.detail, column, ""))))


def _about(request: At, one: InForce, pupil: Person) -> dict[str, Any]:
    """From when a plan is, until when it holds, who agreed, and what this reader can do."""
    kind = one.record.declared
    signed = one.rows_by_slug.get("signatures", ())
    return {
        "kind": kind,
        "record": one.record,
        "review_on": one.review_on,
        "late": one.review_on is not None and one.review_on < request.reader.day,
        "is_signed": kind.rows_named("signatures") is not None,
        "agreed": [row for row in signed if row.answer == "agreed"],
        "declined": [row for row in signed if row.answer == "declined"],
        "versions": f"/pupils/{pupil.uuid}/plan/{kind.slug}/",
        "again": f"{kind.starts_at}pupil={pupil.uuid}"
        if may_write(request.reader, kind.writers, request.school.pk)
        else "",
        "may_sign": may_complete(one.record, request.reader),
    }


def _to_begin(request: At, there: set[str]) -> list[Any]:
    """Kinds of plan that this pupil has none of and this post may write."""
    return [
        kind
        for kind in plan_kinds()
        if kind.slug not in there and may_write(request.reader, kind.writers, request.school.pk)
    ]


@at_school()
def plan_versions(request: At, uuid: UUID, slug: str) -> HttpResponse:
    """The versions of one plan, and what changed between two of them."""
    child = find_pupil(request, uuid)
    if slug not in PLANS:
        raise Http404("There is no such plan.")
    versions = versions_of(request.reader, request.school, child.person, slug)
    before, after = _two(request, versions)
    both = [record for record in (before, after) if record is not None]
    _opened(request, both)
    stood = {plan.record.pk: plan for plan in as_they_stood(both)}
    kind = kind_named(slug)
    context = {
        "person": child.person, "kind": kind, "versions": versions,
        "before": before, "after": after,
        "changes": changes_between(kind, stood[before.pk], stood[after.pk])
        if before and after else [],
    }  # fmt: skip
    return render(request, "web/pupil_plan_versions.html", context)


def _two(request: At, versions: list[Record]) -> tuple[Record | None, Record | None]:
    """The two that were asked for, the earlier first; else the last two."""
    by_number = {str(record.uuid): n for n, record in enumerate(versions)}
    asked = {by_number.get(request.GET.get(name, "")) for name in ("from", "to")} - {None}
    places = sorted(place for place in asked if place is not None)
    if len(places) != 2:
        places = list(range(len(versions[:2])))
    chosen = [versions[place] for place in places]
    return (chosen[1] if len(chosen) == 2 else None), (chosen[0] if chosen else None)


ANNUAL = "annual review of the EHC plan"  # filed as a support review, and asked for by law


@at_school(*PASTORAL)
def plans_due(request: At) -> HttpResponse:
    """Plans that are to be looked at again: overdue first, then by their day."""
    rows = list(reviews_due(request.reader, request.school)[: MOST_DUE + 1])
    now = clock.now()
    late = [row for row in rows[:MOST_DUE] if row.due < now]
    context = {
        "parts": [
            ("Overdue", _as_rows(late)),
            ("Coming up", _as_rows(rows[len(late) : MOST_DUE])),
        ],
        "more": len(rows) > MOST_DUE,
        "nothing": not rows,
    }
    return render(request, "web/pupil_plans_due.html", context)


def _as_rows(actions: Sequence[Action]) -> list[dict[str, Any]]:
    """Each with the page on which it is answered."""
    found = []
    for action in actions:
        kind = kind_named(action.evidence.removeprefix("record:"))
        by_itself = action.record.kind in PLANS or action.record.kind == kind.slug
        found.append(
            {
                "action": action,
                "kind": kind,
                "name": ANNUAL if action.duty == "annual-review" else kind.label.lower(),
                "after": None if by_itself else action.record.declared,
            }
        )
    return found
