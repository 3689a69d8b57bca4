"""The question at what times of the day a medicine is given."""

from typing import Any

from django import forms

from handrail.care.giving import times_of


class TimesField(forms.CharField):
    """Times with commas between them; kept as "09:00, 12:30", in order."""

    def clean(self, value: Any) -> str:
        said = str(super().clean(value) or "")
        try:
            return ", ".join(f"{at:%H:%M}" for at in times_of(said))
        except ValueError:
            raise forms.ValidationError(
                "Give the times as hours and minutes with commas, such as 09:00, 12:30."
            ) from None
