"""Bundles: making the one file, seeing how far it is, handing it out, and the list of grounds."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST

from handrail.core import clock
from handrail.core.names import clean
from handrail.entry.guards import At, at_school
from handrail.records.refusal import Refused
from handrail.sharing.grounds import give_grounds
from handrail.sharing.making import ask_for_bundle, hand_out, latest, mark_sent, may_make
from handrail.sharing.models import Bundle, Ground, SubjectRequest
from handrail.sharing.requesting import LEADS
from handrail.web.requests import found, page

FIELD = {"class": "field"}


def _made_by_me(request: At, uuid: UUID) -> SubjectRequest:
    """The request when this reader may put its bundle together, else no such page."""
    asked = found(request, uuid)
    if not may_make(request.reader, asked):
        raise Http404("Somebody else makes this bundle.")
    return asked


@at_school(*LEADS)
@require_POST
def make(request: At, uuid: UUID) -> HttpResponse:
    """Make the bundle: a small one at once, a large one on the next round."""
    asked = _made_by_me(request, uuid)
    try:
        bundle = ask_for_bundle(request.reader, asked)
    except Refused as refused:
        return page(request, asked, status=422, make_error=refused.sentence)
    if bundle.state == Bundle.State.READY:
        messages.success(request, "The bundle is ready.")
    elif bundle.state == Bundle.State.FAILED:
        messages.error(request, bundle.problem)
    return redirect(f"/requests/{uuid}/#bundle")


@at_school(*LEADS)
def making(request: At, uuid: UUID) -> HttpResponse:
    """How far the newest bundle is, for the page that waits."""
    asked = _made_by_me(request, uuid)
    return render(request, "web/bundle_progress.html", {"bundle": latest(asked), "asked": asked})


@at_school(*LEADS)
@require_http_methods(["GET", "POST"])
def download(request: At, uuid: UUID, number: UUID) -> HttpResponse:
    """The file as it was made; with a passphrase, locked by it."""
    asked = _made_by_me(request, uuid)
    bundle = asked.bundles.filter(uuid=number).select_related("request").first()
    if bundle is None or bundle.state != Bundle.State.READY:
        raise Http404("No such bundle.")
    try:
        if request.method == "POST" and not request.POST.get("passphrase", "").strip():
            raise Refused("Give a passphrase, or use the plain download.", "passphrase")
        body, name = hand_out(request.reader, bundle, request.POST.get("passphrase", ""))
    except Refused as refused:
        return page(request, asked, status=422, download_error=refused.sentence)
    response = HttpResponse(body, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@at_school(*LEADS)
@require_POST
def sent(request: At, uuid: UUID) -> HttpResponse:
    """It went out: from now on nothing in it can change."""
    asked = _made_by_me(request, uuid)
    try:
        mark_sent(request.reader, asked, request.POST.get("how", ""))
    except Refused as refused:
        return page(request, asked, status=422, sent_error=refused.sentence, typed=request.POST)
    messages.success(request, "Kept as it went, with the day and how.")
    return redirect(f"/requests/{uuid}/")


class GroundForm(forms.Form):
    label = forms.CharField(
        label="Name", max_length=120, widget=forms.TextInput(attrs=FIELD),
        error_messages={"required": "Give the ground a name."},
    )  # fmt: skip
    meaning = forms.CharField(
        label="When it may be used", max_length=400,
        widget=forms.Textarea(attrs={**FIELD, "rows": 2}),
        error_messages={"required": "Say when it may be used."},
    )  # fmt: skip
    source = forms.CharField(
        label="Where the law says so", max_length=200, widget=forms.TextInput(attrs=FIELD),
        error_messages={"required": "Say where the law says so."},
    )  # fmt: skip
    in_general = forms.CharField(
        label="What the letter says of it", max_length=300, required=False,
        help_text="In general words. Leave it empty where even naming the ground could harm.",
        widget=forms.Textarea(attrs={**FIELD, "rows": 2}),
    )  # fmt: skip


@at_school(*LEADS)
@require_http_methods(["GET", "POST"])
def grounds(request: At) -> HttpResponse:
    """The grounds on which something may be withheld: add one, retire one, bring one back."""
    give_grounds(request.school)
    if request.method == "POST" and "ground" in request.POST:
        return _turn(request)
    form = GroundForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _add(request, form):
        messages.success(request, "Added.")
        return redirect("/requests/grounds/")
    rows = Ground.objects.filter(school=request.school).order_by("retired_on", "position")
    context = {"form": form, "grounds": rows}
    return render(request, "web/grounds.html", context, status=422 if form.errors else 200)


def _turn(request: At) -> HttpResponse:
    try:
        number = UUID(request.POST["ground"])
    except ValueError:
        raise Http404("No such ground.") from None
    row = Ground.objects.filter(school=request.school, uuid=number).first()
    if row is None:
        raise Http404("No such ground.")
    row.retired_on = None if row.retired_on else clock.today()
    row.save(update_fields=["retired_on"])
    return redirect("/requests/grounds/")


def _add(request: At, form: GroundForm) -> bool:
    said: dict[str, Any] = {name: clean(value) for name, value in form.cleaned_data.items()}
    slug = slugify(said["label"])[:40] or "ground"
    rows = Ground.objects.filter(school=request.school)
    if rows.filter(slug=slug).exists():
        form.add_error("label", "There is a ground of that name already.")
        return False
    Ground.objects.create(school=request.school, slug=slug, position=rows.count(), **said)
    return True
