"""The school's logo: what stands on everything that is printed."""

from io import BytesIO

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from handrail.entry.guards import RUNS_SCHOOL, STAFF, At, at_school
from handrail.records.refusal import Refused
from handrail.school.logos import keep_logo
from handrail.school.models import Logo


@at_school(*RUNS_SCHOOL)
@require_http_methods(["GET", "POST"])
def logo(request: At) -> HttpResponse:
    """See, change or take away the logo."""
    error = ""
    if request.method == "POST":
        try:
            _change(request)
            return redirect("/school/logo/")
        except Refused as refused:
            error = refused.sentence
    kept = Logo.objects.filter(school=request.school).defer("png").first()
    context = {"logo": kept, "error": error}
    return render(request, "web/school_logo.html", context, status=422 if error else 200)


def _change(request: At) -> None:
    if request.POST.get("remove"):
        Logo.objects.filter(school=request.school).delete()
        messages.success(request, "The logo is gone from what is printed from now on.")
        return
    upload = request.FILES.get("logo")
    keep_logo(request.school, upload if upload is not None else BytesIO())  # type: ignore[arg-type]
    messages.success(request, "Kept. It stands on what is printed from now on.")


@at_school(*STAFF)
def logo_picture(request: At) -> HttpResponse:
    """The picture, as it was drawn again."""
    row = Logo.objects.filter(school=request.school).first()
    if row is None:
        raise Http404("This school has no logo.")
    response = HttpResponse(bytes(row.png), content_type="image/png")
    response["X-Content-Type-Options"] = "nosniff"
    return response
