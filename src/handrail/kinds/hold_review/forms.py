"""What is asked in a review of a hold."""

from typing import Any

from django import forms

from handrail.kinds.hold_review.models import HoldReview
from handrail.records.forms import ChipWidget, DetailForm

EITHER = "Choose an answer; “cannot tell” is one."


def _answer(
    label: str, choices: Any = HoldReview.Answer.choices, empty: str = EITHER
) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=choices, widget=ChipWidget, error_messages={"required": empty}
    )


class HoldReviewForm(DetailForm):
    kind_slug = "hold_review"
    stage = _answer("Whose review", HoldReview.Stage.choices, "Say whose review this is.")
    necessary = _answer("Was it necessary?")
    proportionate = _answer("Was it proportionate?")
    least_restrictive = _answer("Was it the least restrictive way, for the least time?")
    followed_plan = _answer("Was the pupil’s plan followed?", HoldReview.Followed.choices)
    outcome = _answer("Outcome", HoldReview.Outcome.choices, "Say how it ends.")

    class Meta:
        model = HoldReview
        fields = (
            "stage", "necessary", "proportionate", "least_restrictive", "followed_plan",
            "lead_considered", "will_change", "outcome", "question",
        )  # fmt: skip
        labels = {
            "lead_considered": "Whether the designated lead must know was considered",
            "will_change": "What will change",
            "question": "If it is sent back: what is asked",
        }
        widgets = {
            "will_change": forms.Textarea(attrs={"rows": 3}),
            "question": forms.Textarea(attrs={"rows": 2}),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        sent_back = cleaned.get("outcome") == HoldReview.Outcome.SENT_BACK
        if sent_back and not (cleaned.get("question") or "").strip():
            self.add_error("question", "Say what you ask, so that its author can answer.")
        return cleaned
