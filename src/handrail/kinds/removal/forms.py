"""What is asked of a removal: almost nothing as it begins, the rest the same day."""

from typing import Any

from django import forms

from handrail.kinds.removal.models import Removal
from handrail.records.forms import ChipWidget, DetailForm


class RemovalForm(DetailForm):
    kind_slug = "removal"
    ended = forms.ChoiceField(
        label="How it ended",
        required=False,
        choices=Removal.Ended.choices,
        widget=ChipWidget,
        error_messages={"invalid_choice": "Choose how it ended."},
    )
    ended_at = forms.TimeField(
        label="When it ended",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
        error_messages={"invalid": "Give the time as hours and minutes, such as 10:45."},
    )

    class Meta:
        model = Removal
        fields = ("ended", "ended_at", "work")
        labels = {"work": "What they were given to do"}

    def clean(self) -> dict[str, Any]:
        """Whoever gives the time of return has said that they came back."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("ended_at") and not cleaned.get("ended") and "ended" not in self.errors:
            cleaned["ended"] = Removal.Ended.BACK
        return cleaned
