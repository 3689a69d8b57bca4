"""What the sheet asks for personal care."""

from typing import Any

from django import forms

from handrail.kinds.care.models import Care
from handrail.records.forms import ChipWidget, DetailForm


class CareForm(DetailForm):
    kind_slug = "care"
    second = forms.ChoiceField(
        label="A second adult?", choices=Care.Second.choices, widget=ChipWidget,
        help_text="Two adults are no rule of law: it is what was agreed for this child.",
        error_messages={"required": "Say whether a second adult was there, or why not.",
                        "invalid_choice": "Say whether a second adult was there, or why not."},
    )  # fmt: skip
    share = forms.ChoiceField(
        label="What they did for themselves", choices=Care.Share.choices, widget=ChipWidget,
        required=False,
        error_messages={"invalid_choice": "Choose how much of it they did for themselves."},
    )  # fmt: skip
    willing = forms.ChoiceField(
        label="How they took it", choices=Care.Willing.choices, widget=ChipWidget, required=False,
        error_messages={"invalid_choice": "Choose whether they came willingly."},
    )  # fmt: skip
    until = forms.TimeField(
        label="Finished at", required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
        error_messages={"invalid": "Give the time as hours and minutes, such as 10:45."},
    )  # fmt: skip

    class Meta:
        model = Care
        fields = (
            "second", "second_why", "share", "willing", "unplanned", "noticed", "used", "until",
        )  # fmt: skip
        labels = {
            "second_why": "Who was near, or why nobody could come",
            "unplanned": "An accident: it was not a planned change",
            "noticed": "What was noticed, and where on the body",
            "used": "Cream, pads, hoist or sling used",
        }

    def clean(self) -> dict[str, Any]:
        """Whoever was alone with a child says why."""
        cleaned = super().clean() or self.cleaned_data
        alone = cleaned.get("second") == Care.Second.NOBODY
        if alone and not (cleaned.get("second_why") or "").strip():
            self.add_error("second_why", "Say why nobody could come, in a few words.")
        return cleaned
