"""Feedback about one pupil: a page for the pupil, and a report for home."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from handrail.core import clock
from handrail.entry.guards import At, at_school, take_typed
from handrail.feedback.for_home import HomeReport, home_report, lately
from handrail.feedback.for_pupil import feedback_for
from handrail.learning.reading import HAS_LEARNING
from handrail.people.models import Pupil
from handrail.records.reading import note_pupil_opened
from handrail.records.refusal import Refused
from handrail.reports.home import age_said, home_pdf
from handrail.web.learning import readable_pupil

WEEKS = (("6", "The last 6 weeks"), ("12", "The last 12 weeks"), ("40", "The last school year"))


@at_school(*HAS_LEARNING)
@require_safe
def for_pupil(request: At, uuid: UUID) -> HttpResponse:
    """What I can do now, what I am working on, what helped: large, and read aloud on a tap."""
    child = readable_pupil(request, uuid)
    note_pupil_opened(request.reader, request.school.pk, child.pk)
    context = {
        "person": child.person, "feedback": feedback_for(child.person, request.school),
        "today": clock.today(),
    }  # fmt: skip
    return render(request, "web/feedback.html", context)


@at_school(*HAS_LEARNING)
@require_http_methods(["GET", "POST"])
def for_home(request: At, uuid: UUID) -> HttpResponse:
    """The report for home as it will read, with its reading age; then as PDF or as plain text."""
    child = readable_pupil(request, uuid)
    note_pupil_opened(request.reader, request.school.pk, child.pk)
    typed = take_typed(request, request.path) if request.method == "GET" else {}
    sent: dict[str, Any] = {name: _one(typed, name) for name in typed}
    data = request.POST if request.method == "POST" else sent
    words = data.get("words", "")
    weeks = _weeks(data.get("weeks", ""))
    error = ""
    try:
        report = home_report(request.reader, request.school, child.person, lately(weeks), words)
    except Refused as refused:
        error = refused.sentence
        report = home_report(request.reader, request.school, child.person, lately(weeks))
    if "pdf" in data and not error:
        return _file(child, home_pdf(request.school, report), "pdf", "application/pdf")
    if "text" in data and not error:
        return _file(child, report.text.encode(), "txt", "text/plain; charset=utf-8")
    return _page(request, child, report, words, weeks, error)


def _one(typed: dict[str, Any], name: str) -> str:
    value = typed[name]
    return str(value[0]) if isinstance(value, list) and value else str(value or "")


def _weeks(text: str) -> int:
    return int(text) if text in dict(WEEKS) else 12


def _page(
    request: At, child: Pupil, report: HomeReport, words: str, weeks: int, error: str
) -> HttpResponse:
    context = {
        "person": child.person, "report": report, "age": age_said(report), "words": words,
        "weeks": str(weeks), "choices": WEEKS, "error": error,
        "is_hard": bool(report.age and report.age.years > 11),
        "author": request.reader.person.uuid,
    }  # fmt: skip
    return render(request, "web/home_report.html", context, status=422 if error else 200)


def _file(child: Pupil, body: bytes, ending: str, sort: str) -> HttpResponse:
    """A file that is called by a number, of nobody's name."""
    response = HttpResponse(body, content_type=sort)
    name = f"getting-on-{str(child.person.uuid)[-8:]}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
