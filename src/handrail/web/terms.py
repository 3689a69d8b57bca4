"""Terms, closed days and opening times: the one page of what every clock counts on."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from handrail.entry.guards import RUNS_SCHOOL, At, at_school
from handrail.school.calendars import calendar_of
from handrail.school.models import ClosedDay, Term
from handrail.school.models.period import Weekday
from handrail.web.form_errors import sentences_of
from handrail.web.keys import is_key
from handrail.web.opening_times import OpeningForm

FIELD = {"class": "field"}


class TermForm(forms.Form):
    name = forms.CharField(
        label="Name", max_length=120, widget=forms.TextInput(attrs=FIELD),
        error_messages={"required": "Give the term a name, such as “Autumn 1”."},
    )  # fmt: skip
    starts = forms.DateField(
        label="First day",
        widget=forms.DateInput(attrs={**FIELD, "type": "date"}),
        error_messages={"required": "Give the first day.", "invalid": "That is not a date."},
    )
    ends = forms.DateField(
        label="Last day with pupils",
        widget=forms.DateInput(attrs={**FIELD, "type": "date"}),
        error_messages={"required": "Give the last day.", "invalid": "That is not a date."},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", "The term ends before it starts. Check both dates.")
        return cleaned


class ClosedForm(forms.Form):
    closed = forms.DateField(
        label="Closed day",
        widget=forms.DateInput(attrs={**FIELD, "type": "date"}),
        error_messages={"required": "Give the day.", "invalid": "That is not a date."},
    )
    why = forms.CharField(
        label="Why", max_length=120, widget=forms.TextInput(attrs=FIELD),
        error_messages={"required": "Say why, such as “Training day”."},
    )  # fmt: skip


@at_school(*RUNS_SCHOOL)
@require_http_methods(["GET", "POST"])
def terms(request: At) -> HttpResponse:
    """Terms, closed days and opening times: what every clock counts on."""
    taken_out = {name: request.GET.get(name, "") for name in TermForm.base_fields}
    form = TermForm(request.POST if "starts" in request.POST else None, initial=taken_out)
    closed_form = ClosedForm(request.POST if "closed" in request.POST else None)
    hours = OpeningForm(request.POST if "opens_0" in request.POST else None, school=request.school)
    done = (
        _remove_day(request)
        or (hours.is_bound and hours.is_valid() and _keep_hours(request, hours))
        or (form.is_bound and form.is_valid() and _add_term(request, form))
        or (closed_form.is_bound and closed_form.is_valid() and _add_closed(request, closed_form))
    )
    if done:
        return redirect("/school/terms/")
    if term := _take_out_term(request):
        said = {name: getattr(term, name) for name in TermForm.base_fields}
        return redirect(f"/school/terms/?{urlencode(said)}")
    this_year = date(request.reader.day.year - 1, 9, 1)
    context = {
        "form": form, "closed_form": closed_form, "hours": hours,
        "open_now": [
            (Weekday(day).label, open_then)
            for day, open_then in sorted(calendar_of(request.school).hours.items())
        ],
        "terms": request.school.terms.filter(ends__gte=this_year),
        "closed_days": request.school.closed_days.filter(date__gte=this_year),
    }  # fmt: skip
    context["errors"] = sentences_of(form, closed_form, hours)
    status = 422 if context["errors"] else 200
    return render(request, "web/school_terms.html", context, status=status)


def _remove_day(request: At) -> bool:
    number = request.POST.get("remove_day", "")
    if not is_key(number):
        return False
    deleted, _ = request.school.closed_days.filter(pk=number).delete()
    if deleted:
        messages.success(request, "That day is a school day again.")
    return True


def _take_out_term(request: At) -> Term | None:
    """A term that was entered wrongly: one of a wrong year would stop every clock until then."""
    number = request.POST.get("remove_term", "")
    term = request.school.terms.filter(pk=number).first() if is_key(number) else None
    if term is not None:
        term.delete()
        messages.success(
            request,
            f"{term.name} was taken out. Clocks that run already keep their times. If that was a "
            "slip: it stands in the fields below, add it again.",
        )
    return term


def _keep_hours(request: At, form: OpeningForm) -> bool:
    form.keep(request.school)
    messages.success(request, "Kept. It holds for what is filed from now on.")
    return True


def _add_term(request: At, form: TermForm) -> bool:
    data = form.cleaned_data
    clash = request.school.terms.filter(starts__lte=data["ends"], ends__gte=data["starts"]).first()
    if clash:
        form.add_error("starts", f"These dates run into {clash.name}.")
        return False
    Term.objects.create(school=request.school, **data)
    messages.success(request, f"{data['name']} was added.")
    return True


def _add_closed(request: At, form: ClosedForm) -> bool:
    try:
        with transaction.atomic():
            ClosedDay.objects.create(
                school=request.school,
                date=form.cleaned_data["closed"],
                why=form.cleaned_data["why"],
            )
    except IntegrityError:
        form.add_error("closed", "That day is closed already.")
        return False
    messages.success(request, "The clocks now leave that day out.")
    return True
