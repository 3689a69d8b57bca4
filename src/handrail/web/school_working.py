""" "Is it working?" for the school: every programme that the reader may open, beside the others."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from handrail.core import clock
from handrail.entry.guards import At, at_school
from handrail.learning.reading import HAS_LEARNING
from handrail.programmes.helping import Standing, standings_of
from handrail.programmes.reading import places_by_programme, programmes_open_to
from handrail.programmes.saying import written

MOST = 200


@at_school(*HAS_LEARNING)
@require_safe
def school_working(request: At) -> HttpResponse:
    """Verdicts, spread, dose and cost of each programme, and whom it seems to help."""
    rows = programmes_open_to(request.reader, request.school).select_related("led_by")
    programmes = list(rows[:MOST])
    places = places_by_programme(request.reader, request.school, programmes)
    standings = standings_of(programmes, places)
    context = {
        "rows": [_row(one) for one in standings], "total": _total(standings),
        "hidden": sum(one.hidden for one in standings), "today": clock.today(),
        "halved": [one for one in standings if one.halves], "school": request.school,
    }  # fmt: skip
    return render(request, "web/school_working.html", context)


def _row(one: Standing) -> dict[str, Any]:
    change, nap = one.pooled.change, one.pooled.nap
    return {
        "one": one, "change": [(value, written(value)) for value in change or ()],
        "nap": [(value, written(value)) for value in nap or ()],
        "each": one.dose.cost / one.pupils if one.pupils and not one.hidden else None,
    }  # fmt: skip


def _total(standings: list[Standing]) -> dict[str, float]:
    return {
        "places": sum(one.pupils for one in standings),
        "better": sum(one.pooled.shown for one in standings),
        "worse": sum(one.worse for one in standings),
        "not_changed": sum(one.pooled.not_changed for one in standings),
        "cannot_tell": sum(one.pooled.cannot_tell for one in standings),
        "sessions": sum(one.dose.sessions for one in standings),
        "cost": sum(one.dose.cost for one in standings),
    }
