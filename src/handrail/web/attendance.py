"""Attendance: brought in from a file by the office, after a look; and one pupil’s, counted."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from handrail.attendance.keeping import KEPT
from handrail.attendance.loading import import_attendance
from handrail.attendance.standing import FEWEST, attendance_of, last_brought, shares_of
from handrail.entry.guards import RUNS_SCHOOL, At, at_school
from handrail.falling_behind.ruling import terms_of
from handrail.keeping.periods import rules_beside
from handrail.learning.reading import HAS_LEARNING
from handrail.records.reading import note_pupil_opened
from handrail.records.refusal import Refused
from handrail.web.learning import readable_pupil
from handrail.web.waiting_file import let_go, take_file

WHAT, MOST_FAULTS, STRETCHES = "attendance", 200, 6
HOME = "/school/attendance/"


@at_school(*RUNS_SCHOOL)
@require_http_methods(["GET", "POST"])
def attendance(request: At) -> HttpResponse:
    """Choose a file; see what it would change; load all of it or nothing."""
    kept = next(rule.said for rule in rules_beside(request.school) if rule.kind is KEPT)
    context: dict[str, Any] = {"until": last_brought(request.school), "error": "", "kept": kept}
    if request.method == "GET":
        let_go(request, WHAT)  # whoever left it does not leave the pupils' file lying here
        return render(request, "web/attendance.html", context)
    try:
        token, path = take_file(request, WHAT)
    except Refused as refused:
        context["error"] = refused.sentence
        return render(request, "web/attendance.html", context, status=422)
    load = request.POST.get("load") == "yes"
    report = import_attendance(
        path.name, path.read_bytes(), request.school, by=request.reader.person, dry_run=not load
    )
    if report.loaded:
        let_go(request, WHAT)
        messages.success(request, f"Kept: {report}")
        return redirect(HOME)
    if not report.ok:
        let_go(request, WHAT)
    context |= {"report": report, "token": token, "faults": report.faults[:MOST_FAULTS],
                "more_faults": max(0, len(report.faults) - MOST_FAULTS)}  # fmt: skip
    return render(request, "web/attendance.html", context, status=200 if report.ok else 422)


@at_school(*HAS_LEARNING)
@require_safe
def pupil_attendance(request: At, uuid: UUID) -> HttpResponse:
    """How much of each stretch of weeks a pupil attended: counted, without the reasons."""
    child = readable_pupil(request, uuid)
    note_pupil_opened(request.reader, request.school.pk, child.pk)
    terms, day = terms_of(request.school), request.reader.day
    weeks = timedelta(weeks=terms.rule.weeks)
    rows = []
    for back in range(STRETCHES):
        last = day - back * weeks
        found = attendance_of(request.school, [child.pk], last - weeks + timedelta(days=1), last)
        if one := found.get(child.pk):
            rows.append(one)
    context = {
        "person": child.person, "rows": [row for row in rows if row.expected],
        "shares": shares_of(request.school, child.pk), "rule": terms.rule, "fewest": FEWEST,
    }  # fmt: skip
    return render(request, "web/pupil_attendance.html", context)
