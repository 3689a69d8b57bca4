"""What the sheet asks for a behaviour record."""

from typing import Any

from django import forms

from handrail.kinds.behaviour.models import Behaviour
from handrail.records.forms import DetailForm
from handrail.school.models import Word
from handrail.school.words import words_in_use


class BehaviourForm(DetailForm):
    kind_slug = "behaviour"
    minutes = forms.IntegerField(
        label="How long it lasted, in minutes",
        required=False,
        min_value=0,
        max_value=600,
        error_messages={
            "invalid": "Give the minutes as a number, such as 5.",
            "max_value": "More than 600 minutes is longer than a school day. Check the number.",
            "min_value": "Minutes cannot be below 0.",
        },
    )

    class Meta:
        model = Behaviour
        fields = ("followed", "minutes", "restorative")
        labels = {"followed": "What followed", "restorative": "Plan a restorative talk"}
        widgets = {"followed": forms.Textarea(attrs={"rows": 2})}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("seen") and not cleaned.get("level"):
            cleaned["level"] = self._usual_level(cleaned["seen"])
        return cleaned

    def _usual_level(self, seen: list[Word]) -> Word | None:
        """The level that the school gives to the gravest thing seen."""
        gravest = max((word.value or 1 for word in seen), default=1)
        return words_in_use(self.school, "behaviour.level").filter(value=gravest).first()
