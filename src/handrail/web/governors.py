"""The governors' report: asked for on Patterns, by the head or a designated lead."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from handrail.entry.guards import At, at_school
from handrail.records.refusal import Refused
from handrail.reports.governors import REPORTS, governors_report, may_report
from handrail.reports.making import ask
from handrail.web.patterns import FIRST, choice_of


@at_school(*REPORTS)
@require_POST
def print_report(request: At) -> HttpResponse:
    """Two pages without a name over the days that the address asks for."""
    if not may_report(request.reader, request.school.pk):
        raise Http404("Somebody without a child here makes it.")
    choice = choice_of(request)
    try:
        if choice.wrong:
            raise Refused(choice.wrong)
        found = governors_report(request.reader, request.school, FIRST, choice.span)
        report = ask(request.reader, found)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect(f"/school/patterns/?{choice.query}")
    return redirect(f"/reports/{report.uuid}/")
