"""What is asked when somebody asks whether it has stopped."""

from typing import Any

from django import forms

from handrail.kinds.prejudice_check.models import PrejudiceCheck
from handrail.records.forms import ChipWidget, DetailForm


class PrejudiceCheckForm(DetailForm):
    kind_slug = "prejudice_check"
    stopped = forms.ChoiceField(
        label="Has it stopped?", choices=PrejudiceCheck.Stopped.choices, widget=ChipWidget,
        help_text="What they say, not what we hope.",
        error_messages={"required": "Say whether it has stopped."},
    )  # fmt: skip

    class Meta:
        model = PrejudiceCheck
        fields = ("stopped", "now")
        labels = {"now": "What happens now"}
        widgets = {"now": forms.Textarea(attrs={"rows": 2})}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        goes_on = cleaned.get("stopped") in {"less", "no"}
        if goes_on and not (cleaned.get("now") or "").strip():
            self.add_error("now", "It has not stopped: say what happens now.")
        return cleaned
