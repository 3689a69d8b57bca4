"""What the sheet asks where somebody is missing: who. Numbers come from the list of the class."""

from typing import Any

from django import forms

from handrail.kinds.head_count.models import HeadCount
from handrail.records.forms import DetailForm

NUMBER = {
    "invalid": "Give the number of pupils, such as 28.",
    "min_value": "There cannot be fewer than none.",
    "max_value": "That is more than a school. Check the number.",
}


def _number(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=5_000, error_messages=NUMBER
    )


class HeadCountForm(DetailForm):
    kind_slug = "head_count"
    expected = _number("How many were expected")
    present = _number("How many are here")
    found_at = forms.TimeField(
        label="When everybody was found",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
        error_messages={"invalid": "Give the time as hours and minutes, such as 10:45."},
    )

    class Meta:
        model = HeadCount
        fields = ("expected", "present", "found_at", "found_where")
        labels = {"found_where": "Where they were found"}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        expected, present = cleaned.get("expected"), cleaned.get("present")
        if expected is not None and present is not None and present > expected:
            self.add_error("present", "More are here than were expected. Count again.")
        return cleaned
