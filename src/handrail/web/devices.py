"""Phones and tablets: what the school lets a device show without signal, and for how long."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from handrail.entry.guards import RUNS_SCHOOL, At, at_school
from handrail.school.models import School


class DevicesForm(forms.ModelForm):  # type: ignore[type-arg]
    offline_hours = forms.IntegerField(
        label="Hours that it is shown for",
        min_value=1,
        max_value=72,
        help_text="After that the device forgets it, until it is opened with signal again.",
        widget=forms.NumberInput(attrs={"class": "field"}),
        error_messages={
            "required": "Give a number of hours.", "invalid": "Give a whole number of hours.",
            "min_value": "Give at least 1 hour.", "max_value": "Give at most 72 hours.",
        },
    )  # fmt: skip

    class Meta:
        model = School
        fields = ("offline_copy", "offline_hours")
        widgets = {"offline_copy": forms.Select(attrs={"class": "field"})}
        error_messages = {"offline_copy": {"required": "Choose what a device may show."}}


@at_school(*RUNS_SCHOOL)
@require_http_methods(["GET", "POST"])
def devices(request: At) -> HttpResponse:
    form = DevicesForm(request.POST or None, instance=request.school)
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, "Devices follow this when they are next opened with signal.")
        return redirect("/school/devices/")
    status = 422 if form.errors else 200
    return render(request, "web/school_devices.html", {"form": form}, status=status)
