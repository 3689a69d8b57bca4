"""What is asked about bullying or prejudice: what and why on the floor, the rest the same day."""

from typing import Any

from django import forms

from handrail.kinds.prejudice.models import Other, Prejudice
from handrail.records.forms import ChipWidget, DetailForm
from handrail.records.row_forms import RowForm


def _choice(label: str, choices: Any, *, required: bool = False, hint: str = "") -> forms.Field:
    return forms.ChoiceField(
        label=label, required=required, widget=ChipWidget, choices=choices, help_text=hint,
        error_messages={
            "required": "Say whether it was bullying, prejudice or both.",
            "invalid_choice": "Choose one of the answers.",
        },
    )  # fmt: skip


class PrejudiceForm(DetailForm):
    kind_slug = "prejudice"
    sort = _choice("Which?", Prejudice.Sort.choices, required=True)
    seen_by = _choice(
        "Who took it so?", Prejudice.SeenBy.choices,
        hint="One person’s view is enough to record it.",
    )  # fmt: skip
    setting = _choice("In school or elsewhere?", Prejudice.Setting.choices)
    history = _choice("Has it happened before?", Prejudice.History.choices)
    police = _choice("Police?", Prejudice.Police.choices)

    class Meta:
        model = Prejudice
        fields = (
            "sort", "words_used", "seen_by", "setting", "history", "earlier", "effect", "police",
        )  # fmt: skip
        labels = {
            "words_used": "The exact words used",
            "earlier": "Earlier records: their references",
            "effect": "What it did to the target",
        }
        help_texts = {
            "words_used": "As they were said or written, also where they are offensive.",
        }
        widgets = {
            "words_used": forms.Textarea(attrs={"rows": 2}),
            "effect": forms.Textarea(attrs={"rows": 2}),
        }

    def clean(self) -> dict[str, Any]:
        """Prejudice is because of something; “nothing that we know of” is an answer as well."""
        cleaned = super().clean() or self.cleaned_data
        sort = cleaned.get("sort")
        asked = sort in {Prejudice.Sort.PREJUDICE, Prejudice.Sort.BOTH}
        if asked and "characteristic" not in self.errors and not cleaned.get("characteristic"):
            self.add_error("characteristic", "Choose what it was because of.")
        return cleaned


class OtherForm(RowForm):
    class Meta:
        model = Other
        fields = ("part", "who", "described")
        labels = {"part": "Their part", "who": "Who", "described": "Describe them, without a name"}
        error_messages = {
            "part": {"required": "Say what part they had."},
            "who": {"required": "Say what sort of person it was."},
        }
