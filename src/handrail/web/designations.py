"""What the law says of a pupil between dates, such as being in care: a part of their details."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from handrail.core.names import clean
from handrail.people.models import Designation, Pupil
from handrail.web.keys import is_key

FIELD = {"class": "field"}
DAY = {**FIELD, "type": "date"}


class DesignationForm(forms.Form):
    designation = forms.ChoiceField(
        label="What holds", choices=Designation.Sort.choices, widget=forms.Select(attrs=FIELD),
        error_messages={"required": "Choose what holds.", "invalid_choice": "Choose what holds."},
    )  # fmt: skip
    authority = forms.CharField(
        label="Local authority", max_length=120, required=False,
        widget=forms.TextInput(attrs=FIELD),
    )  # fmt: skip
    since = forms.DateField(
        label="Since", widget=forms.DateInput(attrs=DAY),
        error_messages={"required": "Say since when, as a date.",
                        "invalid": "Say since when, as a date."},
    )  # fmt: skip
    until = forms.DateField(
        label="Until", required=False, widget=forms.DateInput(attrs=DAY),
        error_messages={"invalid": "Give the last day as a date, or leave it empty."},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "The last day lies before the first.")
        return cleaned

    def keep(self, pupil: Pupil) -> None:
        """Add it; what held before stays, so that records of then keep what stood."""
        said = self.cleaned_data
        Designation.objects.create(
            pupil=pupil, sort=said["designation"], authority=clean(said["authority"]),
            starts=said["since"], ends=said["until"],
        )  # fmt: skip


def change_designations(pupil: Pupil, form: DesignationForm, sent: Any, last_day: date) -> bool:
    """Add what was sent, or end one with its last day; whether it was done."""
    if form.is_bound and form.is_valid():
        form.keep(pupil)
        return True
    if is_key(number := sent.get("end-designation", "")):
        running = pupil.designations.filter(Q(ends=None) | Q(ends__gt=last_day), pk=number)
        running.update(ends=last_day)
        return True
    return False
