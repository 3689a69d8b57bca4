"""Objectives: the school's lists, searched by any part of their words."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from handrail.entry.guards import RUNS_SCHOOL, At, at_school
from handrail.learning.models import Framework
from handrail.learning.objectives import search_objectives, subjects_and_stages
from handrail.learning.reading import HAS_LEARNING, PLANNERS
from handrail.learning.retiring import KEEPERS
from handrail.learning.starter import give_starter_objectives
from handrail.web.keys import is_key

PAGE, FOUND = 40, 12
MAY_LOAD = tuple(dict.fromkeys((*PLANNERS, *RUNS_SCHOOL)))
MAY_LOOK = tuple(dict.fromkeys((*HAS_LEARNING, *RUNS_SCHOOL)))


@at_school(*MAY_LOOK)
def objectives(request: At) -> HttpResponse:
    """Search and page through the objectives that this school uses."""
    asked = request.GET
    q, subject, stage = asked.get("q", "")[:80], asked.get("subject", ""), asked.get("stage", "")
    rows = search_objectives(
        request.school, q, subject=subject, stage=stage, framework=asked.get("framework", "")
    )
    after = asked.get("after", "0")
    start = int(after) if is_key(after) and len(after) < 7 else 0
    found = list(rows[start : start + PAGE + 1])
    subjects, stages = subjects_and_stages(request.school)
    context = {
        "q": q, "subject": subject, "stage": stage, "framework": asked.get("framework", ""),
        "found": found[:PAGE], "subjects": subjects, "stages": stages,
        "frameworks": _frameworks(request),
        "next": start + PAGE if len(found) > PAGE else 0,
        "before": max(0, start - PAGE) if start else None,
        "may_keep": request.reader.holds(request.school.pk, *KEEPERS),
        "may_load": request.reader.holds(request.school.pk, *MAY_LOAD),
    }  # fmt: skip
    name = "objectives_found" if request.headers.get("HX-Request") else "objectives"
    return render(request, f"web/{name}.html", context)


def _frameworks(request: At) -> list[Framework]:
    in_use = Q(objectives__retired_on=None, objectives__pupil=None)
    rows = Framework.objects.filter(school=request.school, retired_on=None)
    rows = rows.exclude(sort=Framework.Sort.PUPIL)
    return list(rows.annotate(size=Count("objectives", filter=in_use)))


@at_school(*HAS_LEARNING)
def find_objectives(request: At) -> HttpResponse:
    """What a plan's form finds while somebody types."""
    q = request.GET.get("q", "")[:80]
    found = search_objectives(request.school, q)[:FOUND] if q.strip() else []
    return render(request, "web/objectives_ticks.html", {"found": found, "look_up": q})


@at_school(*MAY_LOAD)
@require_POST
def load_starter(request: At) -> HttpResponse:
    """Give the school Handrail's own starter lists; what is there already stays."""
    made = give_starter_objectives(request.school)
    messages.success(request, f"{made} objectives added." if made else "They were here already.")
    return redirect("/objectives/")
