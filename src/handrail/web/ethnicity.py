"""Whether the school keeps ethnicity codes, which is off until the head or the office says so."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from handrail.entry.guards import RUNS_SCHOOL, At, at_school


@at_school(*RUNS_SCHOOL)
@require_http_methods(["GET", "POST"])
def ethnicity(request: At) -> HttpResponse:
    """Turn it on or off. Off, nothing that was kept is shown, counted or frozen into a record."""
    if request.method == "POST":
        request.school.keeps_ethnicity = request.POST.get("keeps") == "yes"
        request.school.save(update_fields=["keeps_ethnicity"])
        messages.success(request, "Kept.")
        return redirect("/school/ethnicity/")
    return render(request, "web/school_ethnicity.html", {"school": request.school})
