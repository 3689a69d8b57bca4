"""What the sheet asks for a concern."""

from django import forms

from handrail.kinds.concern.models import Concern
from handrail.records.forms import DetailForm


class ConcernForm(DetailForm):
    kind_slug = "concern"

    class Meta:
        model = Concern
        fields = ("exact_words", "done", "told_in_person")
        labels = {
            "exact_words": "The child’s exact words",
            "done": "What you did",
            "told_in_person": "I have told a designated lead in person",
        }
        widgets = {
            "exact_words": forms.Textarea(attrs={"rows": 2}),
            "done": forms.Textarea(attrs={"rows": 2}),
        }
