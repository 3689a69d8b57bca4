"""What is asked for the medicines that the school holds for a pupil."""

from typing import Any

from django import forms

from handrail.care.asking import TimesField
from handrail.core import clock
from handrail.kinds.medicine_plan.models import Held, MedicinePlan
from handrail.plans.asking import DAY, AgreementForm
from handrail.records.row_forms import RowForm

A_DAY = "Give the day, such as 23 November 2026."


def _whole(label: str, most: int) -> forms.IntegerField:
    sentence = f"Give a whole number from 1 to {most}."
    return forms.IntegerField(
        label=label, required=False, min_value=1, max_value=most,
        error_messages={"invalid": sentence, "min_value": sentence, "max_value": sentence},
    )  # fmt: skip


class MedicinePlanForm(AgreementForm):
    kind_slug = "medicine_plan"

    class Meta:
        model = MedicinePlan
        fields = ("change", "review_on", "ended")
        labels = {"ended": "No medicine is held for this pupil any more"}


class HeldForm(RowForm):
    times = TimesField(label="At set times, such as 09:00, 12:30", required=False, max_length=60)
    least_hours = _whole("Hours between two doses, at least", 48)
    most_a_day = _whole("Doses in a day, at most", 24)
    folded = ("brought_by", "controlled")
    folded_label = "Who brought it; a controlled medicine"

    class Meta:
        model = Held
        fields = (
            "name", "form", "dose", "times", "needed_when", "least_hours", "most_a_day",
            "consent_by", "consent_on", "expires_on", "kept_where", "brought_by", "controlled",
        )  # fmt: skip
        labels = {
            "name": "Medicine, as its label says", "form": "Sort", "dose": "How much at a time",
            "needed_when": "As needed: when, and what it looks like",
            "consent_by": "Written consent by", "consent_on": "Consent given on",
            "expires_on": "Expires on", "kept_where": "Where it is kept",
            "brought_by": "Brought by",
            "controlled": "A controlled medicine: counted, and locked away",
        }  # fmt: skip
        error_messages = {
            "name": {"required": "Write the name that stands on its label."},
            "form": {"required": "Choose what sort it is."},
            "dose": {"required": "Say how much is given at a time, such as 5 ml."},
            "kept_where": {"required": "Say where it is kept, so that anybody finds it."},
            "consent_on": {"invalid": A_DAY},
            "expires_on": {"invalid": A_DAY},
        }
        widgets = {
            "consent_on": forms.DateInput(attrs=DAY), "expires_on": forms.DateInput(attrs=DAY),
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """It is given at set times or as needed; consent was not given on a day to come."""
        cleaned = super().clean() or self.cleaned_data
        if "times" in cleaned and not cleaned["times"] and not cleaned.get("needed_when"):
            self.add_error("times", "Say at what times it is given, or when it is needed.")
        given = cleaned.get("consent_on")
        if given is not None and given > clock.today():
            self.add_error("consent_on", "This day is still to come. Keep it once it is given.")
        return cleaned
