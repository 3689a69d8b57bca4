"""A pupil's support on one page: needs, plan, evidence, reviews, and what is due; and its pack."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from handrail.core import clock
from handrail.entry.guards import STAFF, At, at_school
from handrail.entry.proof import prove_for
from handrail.people.models import Pupil
from handrail.people.need_codes import PROVISIONS
from handrail.plans.standing import REVIEW
from handrail.records.completing import may_complete
from handrail.records.kind import kind_named
from handrail.records.models import AccessEntry
from handrail.records.reading import note_pupil_opened, note_reading
from handrail.records.refusal import Refused
from handrail.records.rules import PASTORAL, may_write, may_write_about
from handrail.reports.making import ask_for_pack
from handrail.support.evidence import Evidence, named_in
from handrail.support.strategies import may_know_needs
from handrail.support.whole import Whole, support_of
from handrail.web.pupils import find_pupil


@at_school(*STAFF)
def support(request: At, uuid: UUID) -> HttpResponse:
    """What this reader may know of a pupil's support; the opening of each record is noted."""
    child = find_pupil(request, uuid)
    whole = support_of(request.reader, request.school, child.person)
    note_pupil_opened(request.reader, request.school.pk, child.pk)
    for one in (*whole.stands, *whole.reviews[:1]):  # of older reviews the headline stands alone
        prove_for(request, one.record)
        note_reading(request.reader, one.record, AccessEntry.How.OPENED)
    context = {
        "person": child.person, "whole": whole, "now": clock.now(),
        **knows_needs(request, child), **_plan(whole), "reviews": whole.reviews,
        "evidence": _evidence(whole.evidence), "may": _may(request, child, whole),
    }  # fmt: skip
    return render(request, "web/support.html", context)


def knows_needs(request: At, child: Pupil) -> dict[str, Any]:
    """Provision and needs with their dates: for leads and whoever works with the pupil."""
    reader = request.reader
    if not may_know_needs(reader, request.school, child.pk):
        return {"knows_needs": False}
    spells = child.provision_spells.on(reader.day)  # type: ignore[attr-defined]
    spell = spells.filter(provision=child.sen_provision).first()
    return {
        "knows_needs": True,
        "provision": PROVISIONS.get(child.sen_provision, ""),
        "provision_since": spell.starts if spell else None,
        "needs": list(child.needs_named.on(reader.day)),  # type: ignore[attr-defined]
        "needs_said": child.needs,
    }


def _plan(whole: Whole) -> dict[str, Any]:
    """The plan in force; each target with what its programme says, where it names one."""
    plan = whole.plan
    rows = plan.rows_by_slug if plan else {}
    signed = rows.get("signatures", ())
    return {
        "plan": plan,
        "targets": [
            (row, named_in(row.measure, whole.evidence.answers)) for row in rows.get("targets", ())
        ],
        "supports": rows.get("supports", ()),
        "outcomes": rows.get("outcomes", ()),
        "signed": signed,
    }


def _evidence(found: Evidence) -> dict[str, Any]:
    """The evidence with the sessions of each programme beside its answer."""
    return {
        "learning": found.learning,
        "programmes": [(one, found.given.get(one.place.pk)) for one in found.answers],
        "standings": found.standings,
        "records": found.records,
    }


def _may(request: At, child: Pupil, whole: Whole) -> dict[str, Any]:
    """What this reader can do next, and where."""
    reader, school = request.reader, request.school.pk
    begins = f"pupil={child.person.uuid}"
    review, plan, profile = (kind_named(slug) for slug in (REVIEW, "support_plan", "profile"))
    writes = may_write(reader, plan.writers, school) and child.pk not in reader.own_child_ids
    theirs = writes and may_write_about(reader, plan.writers, school, {child.pk})
    return {
        "review": f"{review.starts_at}{begins}" if writes and whole.plan else "",
        "plan": f"{plan.starts_at}{begins}" if theirs else "",
        "profile": f"{profile.starts_at}{begins}" if theirs else "",
        "sign": whole.plan is not None and may_complete(whole.plan.record, reader),
        "needs": reader.holds(school, *PASTORAL) and child.pk not in reader.own_child_ids,
        "pack": whole.plan is not None,
    }


@at_school(*STAFF)
@require_POST
def pack(request: At, uuid: UUID) -> HttpResponse:
    """Ask for the pack of what this reader may read; there is none without a plan to read."""
    child = find_pupil(request, uuid)
    whole = support_of(request.reader, request.school, child.person)
    if not whole.records:
        raise Http404("Nothing here for this reader.")
    for record in whole.records:
        prove_for(request, record)
    try:
        report = ask_for_pack(request.reader, whole)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect(f"/pupils/{uuid}/support/")
    return redirect(f"/reports/{report.uuid}/")
