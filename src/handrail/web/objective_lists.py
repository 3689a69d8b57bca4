"""The school's lists of objectives: loading one from a file, with a look before; and retiring."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from handrail.core.names import clean
from handrail.entry.guards import At, at_school
from handrail.learning.importing import ObjectivesReport, import_objectives
from handrail.learning.models import Framework, Objective
from handrail.learning.retiring import KEEPERS, bring_back, lists_at, retire
from handrail.records.refusal import Refused
from handrail.web.waiting_file import let_go, take_file

WHAT, MOST_FAULTS, MOST_RETIRED = "objectives", 200, 50
HOME = "/objectives/lists/"
SORTS = [choice for choice in Framework.Sort.choices if choice[0] != Framework.Sort.PUPIL]


@at_school(*KEEPERS)
@require_http_methods(["GET", "POST"])
def lists(request: At) -> HttpResponse:
    """Choose a file; see what it would change; load all of it or nothing. Below, every list."""
    if request.method == "GET":
        let_go(request, WHAT)
        return _page(request)
    try:
        token, path = take_file(request, WHAT)
    except Refused as refused:
        return _page(request, error=refused.sentence)
    said, load = _said(request), request.POST.get("load") == "yes"
    report = import_objectives(
        path, request.school, name=said["name"], sort=said["sort"], dry_run=not load
    )
    if report.loaded:
        let_go(request, WHAT)
        messages.success(request, f"Loaded: {report.framework}.")
        return redirect(HOME)
    if not report.ok:
        let_go(request, WHAT)
    return _page(request, report, token)


def _said(request: At) -> dict[str, str]:
    sort = request.POST.get("sort", "")
    return {"name": clean(request.POST.get("name", ""))[:120],
            "sort": sort if sort in dict(SORTS) else ""}  # fmt: skip


def _page(
    request: At, report: ObjectivesReport | None = None, token: str = "", error: str = ""
) -> HttpResponse:
    size = Count("objectives", filter=Q(objectives__retired_on=None))
    rows = list(lists_at(request.school).annotate(size=size).order_by("name"))
    faults = report.faults if report else []
    gone = Objective.objects.filter(framework__in=lists_at(request.school))
    context: dict[str, Any] = {
        "report": report, "token": token, "error": error, "said": _said(request), "sorts": SORTS,
        "faults": faults[:MOST_FAULTS], "more_faults": max(0, len(faults) - MOST_FAULTS),
        "in_use": [row for row in rows if row.retired_on is None],
        "retired": [row for row in rows if row.retired_on],
        "gone": gone.filter(framework__retired_on=None, retired_on__isnull=False)
        .select_related("framework").order_by("-retired_on", "-pk")[:MOST_RETIRED],
    }  # fmt: skip
    wrong = bool(error or faults)
    return render(request, "web/objective_lists.html", context, status=422 if wrong else 200)


@at_school(*KEEPERS)
@require_POST
def act(request: At, what: str, uuid: UUID) -> HttpResponse:
    """Retire an objective or a list by its number, or bring it back."""
    row = _row(request, uuid)
    if what not in {"retire", "bring-back"} or row is None:
        raise Http404("Nothing of that name or number.")
    if what == "retire":
        retire(request.reader, row)
        messages.success(request, "Retired. What was planned and marked stays; it can come back.")
    else:
        bring_back(request.reader, row)
        messages.success(request, "In use again.")
    return redirect(HOME)


def _row(request: At, uuid: UUID) -> Objective | Framework | None:
    rows = lists_at(request.school)
    found = Objective.objects.filter(framework__in=rows, uuid=uuid).select_related("framework")
    return rows.filter(uuid=uuid).first() or found.first()
