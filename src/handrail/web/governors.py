"""The governors' report as a file: for the head, the designated leads and the behaviour manager."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from handrail.entry.guards import At, at_school
from handrail.measures.governors import governors_report
from handrail.web.patterns import FIRST, REPORTS, choice_of, may_report


@at_school(*REPORTS)
@require_safe
def report(request: At) -> HttpResponse:
    """Two pages without a name over the days that the address asks for."""
    if not may_report(request):
        raise Http404("Somebody without a child here makes it.")
    span = choice_of(request).span
    body = governors_report(request.reader, request.school, span.first, span.last)
    answer = HttpResponse(body, content_type="application/pdf")
    name = f"governors-{FIRST}s-{span.first}-{span.last}.pdf"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
