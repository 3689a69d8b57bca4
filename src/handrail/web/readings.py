"""Readings: who opened very many pupils' files in an hour, and from how many that is told."""

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from handrail.entry.guards import At, at_school
from handrail.people.models import Person, Post
from handrail.records.models import PupilOpening, WideReading
from handrail.records.rules import DESIGNATED

WATCHERS = (*DESIGNATED, Post.Role.HEAD)
PAGE = 25
NUMBER = "Give a number from 5 to 500."


class ManyForm(forms.Form):
    many_files = forms.IntegerField(
        label="Tell us from so many pupils in an hour",
        help_text="Nobody is stopped from reading. The designated leads and the head are told.",
        min_value=5, max_value=500,
        widget=forms.NumberInput(attrs={"class": "field"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), NUMBER),
    )  # fmt: skip


@at_school(*WATCHERS)
@require_http_methods(["GET", "POST"])
def readings(request: At) -> HttpResponse:
    """For the designated leads and the head: wide readings, newest first, and the number."""
    sent = request.POST if request.method == "POST" else None
    form = ManyForm(sent, initial={"many_files": request.school.many_files})
    if form.is_bound and form.is_valid():
        request.school.many_files = form.cleaned_data["many_files"]
        request.school.save(update_fields=["many_files"])
        messages.success(request, "Kept.")
        return redirect("/school/readings/")
    rows = WideReading.objects.filter(school=request.school).select_related("person")
    found = list(rows[:PAGE])
    pupils = _pupils(found)
    shown = [(row, pupils.get((row.person_id, row.day), [])) for row in found]
    context = {"form": form, "rows": shown}
    return render(request, "web/readings.html", context, status=422 if form.errors else 200)


def _pupils(found: list[WideReading]) -> dict[tuple[int, date], list[Person]]:
    """Whose pages each opened that day; readings of records stand on the records themselves."""
    opened = PupilOpening.objects.filter(
        person__in={row.person_id for row in found}, day__in={row.day for row in found},
        school__in={row.school_id for row in found},
    )  # fmt: skip
    pupils: dict[tuple[int, date], list[Person]] = {}
    for one in opened.select_related("pupil").order_by("pupil__family", "pupil__given"):
        pupils.setdefault((one.person_id, one.day), []).append(one.pupil)
    return pupils
