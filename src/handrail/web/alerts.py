"""Alerts: what I was told and whether I looked."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from handrail.core import clock
from handrail.entry.guards import At, at_school, go_on_at
from handrail.notify.absence import covered_by
from handrail.notify.account import how_told
from handrail.notify.arriving import shown_in_app
from handrail.notify.telling import alerts_of
from handrail.records.models import Record
from handrail.web.keys import is_key
from handrail.web.readings import WATCHERS

PAGE = 25


@at_school()
def alerts(request: At) -> HttpResponse:
    """My alerts, newest first. The headline shows only while I may read the record."""
    rows = alerts_of(request.reader).select_related(
        "override", "override__pupil", "override__person", "action"
    )
    if request.GET.get("show") == "new":
        rows = rows.filter(seen_at=None)
    start = _number(request.GET.get("after", ""))
    found = list(rows[start : start + PAGE + 1])
    known = Record.objects.readable_by(request.reader).in_bulk(
        [row.record_id for row in found if row.record_id]
    )
    shown_in_app(row for row in found[:PAGE] if row.seen_at is None)
    told = how_told(found[:PAGE])
    context = {
        "rows": [(row, known.get(row.record_id or 0), told[row.pk]) for row in found[:PAGE]],
        "covers": covered_by(request.reader, request.school.pk),
        "mail_to_files": settings.MAIL_TO_FILES,
        "next": start + PAGE if len(found) > PAGE else 0,
        "before": max(0, start - PAGE) if start else None,
        "only_new": request.GET.get("show") == "new",
        "may_see_readings": request.reader.holds(request.school.pk, *WATCHERS),
    }
    return render(request, "web/alerts.html", context)


def _number(text: str) -> int:
    return int(text) if is_key(text) and len(text) < 7 else 0


@at_school()
def follow(request: At, uuid: UUID) -> HttpResponse:
    """Go from an alert to what it is about, at the school that it came from; it counts as seen."""
    alert = alerts_of(request.reader).filter(uuid=uuid).first()
    if alert is None:
        raise Http404("No such alert.")
    if alert.seen_at is None:
        shown_in_app([alert])
        alert.seen_at = clock.now()
        alert.save(update_fields=["seen_at"])
    go_on_at(request, alert.school_id)
    if alert.leads_to:
        return redirect(alert.leads_to)
    if alert.override_id and alert.override:
        return redirect(f"/pupils/{alert.override.pupil.uuid}/")
    if alert.sort == alert.Sort.OVERRIDE:  # of no one pupil: of very many
        return redirect("/school/readings/")
    return redirect(f"/records/{alert.record.uuid}/" if alert.record else "/alerts/")


@at_school()
@require_POST
def all_seen(request: At) -> HttpResponse:
    """Mark what is not urgent as seen; what is urgent is seen by opening it."""
    alerts_of(request.reader).filter(seen_at=None, urgent=False).update(seen_at=clock.now())
    return redirect("/alerts/")
