"""Legal holds: what must not be destroyed, by whom and why, and lifting a hold again."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from handrail.core.ids import clean_reference, is_reference
from handrail.core.names import fold
from handrail.entry.guards import At, at_school
from handrail.keeping.holding import HOLDERS, lift_hold, may_know, place_hold
from handrail.keeping.models import Hold
from handrail.people.models import Person
from handrail.records.models import Record
from handrail.records.refusal import Refused

FIELD = {"class": "field"}
MOST_SHOWN = 20


class HoldForm(forms.Form):
    scope = forms.ChoiceField(
        label="Keep", choices=Hold.Scope.choices, widget=forms.RadioSelect,
        initial=Hold.Scope.PUPIL, error_messages={"required": "Choose what must be kept."},
    )  # fmt: skip
    what = forms.CharField(
        label="Which pupil or record", max_length=120, required=False,
        widget=forms.TextInput(attrs=FIELD),
        help_text="The pupil’s name or UPN, or the record’s reference.",
    )  # fmt: skip
    why = forms.CharField(
        label="Why", max_length=300, widget=forms.TextInput(attrs=FIELD),
        help_text="Such as “Claim received 3 November” or “The inquiry wrote to us”.",
        error_messages={"required": "Say why it must be kept."},
    )  # fmt: skip


@at_school(*HOLDERS)
@require_http_methods(["GET", "POST"])
def holds(request: At) -> HttpResponse:
    """The holds that stand and those that were lifted; place one, lift one."""
    if request.method == "POST" and "lift" in request.POST:
        return _lift(request)
    form = HoldForm(request.POST if "scope" in request.POST else None)
    matches: list[Person] = []
    if form.is_bound and form.is_valid():
        try:
            matches = _place(request, form)
        except Refused as refused:
            form.add_error(refused.field or None, refused.sentence)
        if not matches and not form.errors:
            messages.success(request, "The hold stands from now on.")
            return redirect("/school/keeping/holds/")
    rows = Hold.objects.filter(school=request.school).select_related(
        "pupil", "record", "placed_by", "lifted_by"
    )
    known = [row for row in rows if may_know(request.reader, row)]
    context = {
        "form": form,
        "matches": matches,
        "standing": [row for row in known if not row.lifted_at],
        "lifted": [row for row in known if row.lifted_at],
    }
    wrong = form.errors or matches
    return render(request, "web/keeping_holds.html", context, status=422 if wrong else 200)


def _place(request: At, form: HoldForm) -> list[Person]:
    """Place the hold; or give back the pupils among whom somebody must choose."""
    scope, what, why = (form.cleaned_data[name] for name in ("scope", "what", "why"))
    parts: dict[str, Any] = {}
    if scope == Hold.Scope.RECORD:
        parts["record"] = _record(request, what)
    elif scope == Hold.Scope.PUPIL:
        found = _pupils(request, what)
        if len(found) > 1:
            return found
        parts["pupil"] = found[0]
    place_hold(request.reader, request.school, why, **parts)
    return []


def _record(request: At, what: str) -> Record:
    rows = Record.objects.readable_by(request.reader).filter(school=request.school)
    found = rows.filter(reference=clean_reference(what)).first() if is_reference(what) else None
    if found is None:
        raise Refused("There is no such record here. Give its reference as it is shown.", "what")
    return found


def _pupils(request: At, what: str) -> list[Person]:
    """Pupils who are or were at this school, by number when one was chosen, else by name or UPN."""
    people = Person.objects.filter(pupil__enrolments__school=request.school).distinct()
    if chosen := request.POST.get("pupil", ""):
        try:
            people = people.filter(uuid=UUID(chosen))
        except ValueError:
            raise Refused("Choose one of the pupils.", "what") from None
        found = list(people)
    elif not fold(what).split():
        raise Refused("Give the pupil’s name or UPN.", "what")
    else:
        by_name = people
        for part in fold(what).split():
            by_name = by_name.filter(folded__contains=part)
        by_number = people.filter(pupil__upn__iexact=what.strip())
        found = list(by_number) or list(by_name.order_by("family", "given")[:MOST_SHOWN])
    if not found:
        raise Refused("No pupil of that name is or was at this school.", "what")
    return found


def _lift(request: At) -> HttpResponse:
    try:
        number = UUID(request.POST["lift"])
    except ValueError:
        raise Http404("No such hold.") from None
    row = Hold.objects.filter(school=request.school, uuid=number).first()
    if row is None or not may_know(request.reader, row):
        raise Http404("No such hold.")
    try:
        lift_hold(request.reader, row, request.POST.get("because", ""))
        messages.success(request, "The hold is lifted.")
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("/school/keeping/holds/")
