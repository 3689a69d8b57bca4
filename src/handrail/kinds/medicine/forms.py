"""What the sheet asks for a dose of medicine."""

from typing import Any

from django import forms

from handrail.kinds.medicine.models import Dose
from handrail.records.forms import ChipWidget, DetailForm

WHOLE = "Give a whole number from 0 to 9999."


class DoseForm(DetailForm):
    kind_slug = "medicine"
    outcome = forms.ChoiceField(
        label="Was it taken?", choices=Dose.Outcome.choices, widget=ChipWidget,
        initial=Dose.Outcome.GIVEN,
        error_messages={"required": "Choose given, refused or not given.",
                        "invalid_choice": "Choose given, refused or not given."},
    )  # fmt: skip
    count_left = forms.IntegerField(
        label="How many are left (controlled medicine)", required=False, min_value=0,
        max_value=9999,
        error_messages={"invalid": WHOLE, "min_value": WHOLE, "max_value": WHOLE},
    )  # fmt: skip

    class Meta:
        model = Dose
        fields = (
            "medicine", "outcome", "dose", "because", "as_needed", "count_left", "effects",
        )  # fmt: skip
        labels = {
            "medicine": "Which medicine",
            "dose": "How much, such as 5 ml or 2 puffs",
            "because": "If it was not taken: why, or what they said",
            "as_needed": "As needed: it was not a set time",
            "effects": "Anything noticed afterwards",
        }
        error_messages = {
            "medicine": {"required": "Say which medicine, as it is written on its label."},
            "dose": {"required": "Say how much, such as 5 ml."},
        }

    def clean(self) -> dict[str, Any]:
        """A dose that was not taken says why."""
        cleaned = super().clean() or self.cleaned_data
        was_taken = cleaned.get("outcome") == Dose.Outcome.GIVEN
        if "outcome" in cleaned and not was_taken and not (cleaned.get("because") or "").strip():
            self.add_error("because", "Say why it was not taken, in a few words.")
        return cleaned
