"""What is asked for a debrief."""

from django import forms

from handrail.kinds.debrief.models import Debrief
from handrail.records.forms import ChipWidget, DetailForm


class DebriefForm(DetailForm):
    kind_slug = "debrief"
    with_whom = forms.ChoiceField(
        label="With whom", choices=Debrief.WithWhom.choices, widget=ChipWidget,
        error_messages={"required": "Say with whom you talked."},
    )  # fmt: skip
    how = forms.ChoiceField(
        label="How", choices=Debrief.How.choices, widget=ChipWidget,
        error_messages={"required": "Say how it was talked through."},
    )  # fmt: skip

    class Meta:
        model = Debrief
        fields = ("with_whom", "how", "helps_next_time", "support_offered", "time_off_offered")
        labels = {
            "helps_next_time": "What would help next time",
            "support_offered": "Support offered",
            "time_off_offered": "A break or time away was offered",
        }
        widgets = {
            "helps_next_time": forms.Textarea(attrs={"rows": 2}),
            "support_offered": forms.Textarea(attrs={"rows": 2}),
        }
