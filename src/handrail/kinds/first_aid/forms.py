"""What the sheet asks for first aid."""

from typing import Any

from django import forms

from handrail.kinds.first_aid.models import FirstAid
from handrail.records.forms import DetailForm


class FirstAidForm(DetailForm):
    kind_slug = "first_aid"
    treated_at = forms.TimeField(
        label="Time treated",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
        error_messages={"invalid": "Give the time as hours and minutes, such as 10:45."},
    )

    class Meta:
        model = FirstAid
        fields = ("head_injury", "cause", "treated_at", "told")
        labels = {
            "head_injury": "The head was hurt",
            "cause": "How it happened",
            "told": "Who was told",
        }

    def clean(self) -> dict[str, Any]:
        """A place on the body that is the head says so by itself."""
        cleaned = super().clean() or self.cleaned_data
        if any(word.slug.startswith("head") for word in cleaned.get("where") or ()):
            cleaned["head_injury"] = True
        return cleaned
