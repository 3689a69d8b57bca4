"""What is asked in a support review."""

from typing import Any

from django import forms

from handrail.kinds.support_review.models import Signature, SupportReview, TargetReview
from handrail.plans.asking import (
    SIGNATURE_ERRORS,
    SIGNATURE_FIELDS,
    SIGNATURE_LABELS,
    SIGNATURE_WIDGETS,
    DayToCome,
    SignatureFormBase,
    lines,
)
from handrail.records.forms import ChipWidget, DetailForm
from handrail.records.row_forms import RowForm

Sort, Decision = SupportReview.Sort, SupportReview.Decision


class SupportReviewForm(DetailForm):
    kind_slug = "support_review"
    sort = forms.ChoiceField(
        label="Which review", choices=Sort.choices, widget=ChipWidget,
        error_messages={"required": "Say which review this is."},
    )  # fmt: skip
    decision = forms.ChoiceField(
        label="What is decided", choices=Decision.choices, widget=ChipWidget,
        error_messages={"required": "Say what is decided."},
    )  # fmt: skip
    next_on = DayToCome(
        label="Next review on",
        error_messages={
            "required": "Say when it is reviewed next.",
            "invalid": "Give the day, such as 26 March 2027.",
        },
    )
    annual_by = DayToCome(
        label="Next annual review done by",
        help_text="Only after an annual review: within twelve months of this one.",
        error_messages={
            "required": "After an annual review, say by when the next one must be done.",
            "invalid": "Give the day, such as 26 March 2027.",
        },
    )

    class Meta:
        model = SupportReview
        fields = (
            "sort", "present", "impact", "child_view", "carer_view", "staff_view", "decision",
            "because", "adulthood", "next_on", "annual_by",
        )  # fmt: skip
        labels = {
            "present": "Who took part",
            "impact": "What has changed, and how we know",
            "child_view": "What the pupil says, in their words; if nothing, why",
            "carer_view": "What parents or carers say; if nothing, why",
            "staff_view": "What staff say",
            "because": "Why this is decided",
            "adulthood": "Preparing for adulthood (from Year 9)",
        }
        error_messages = {
            "impact": {"required": "Say what has changed since the last review, or that nothing "
                       "has."},
            "because": {"required": "Say why, in a sentence."},
            "child_view": {"required": "Write what the pupil says, or why there is nothing."},
            "carer_view": {"required": "Write what parents or carers say, or why they do not."},
        }  # fmt: skip
        widgets = {
            **{name: lines() for name in ("child_view", "carer_view", "staff_view", "because",
                                          "adulthood")},
            "impact": lines(3),
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """No next day where support stops; none by law but after an annual review."""
        cleaned = super().clean() or self.cleaned_data
        stops = cleaned.get("decision") == Decision.STOP
        self._not_asked(cleaned, "next_on", when=stops)
        self._not_asked(cleaned, "annual_by", when=stops or cleaned.get("sort") == Sort.TERMLY)
        return cleaned

    def _not_asked(self, cleaned: dict[str, Any], name: str, *, when: bool) -> None:
        if when:
            self.errors.pop(name, None)
            cleaned[name] = None


class TargetReviewForm(RowForm):
    class Meta:
        model = TargetReview
        fields = ("target", "reached", "evidence")
        labels = {"target": "Target", "reached": "Where it stands", "evidence": "How we know"}
        widgets = {"target": lines(), "evidence": lines()}
        error_messages = {
            "target": {"required": "Say which target this is about."},
            "reached": {"required": "Say where it stands; “cannot tell yet” is an answer."},
            "evidence": {"required": "Say how you know."},
        }


class SignatureForm(SignatureFormBase):
    class Meta:
        model = Signature
        fields = SIGNATURE_FIELDS
        labels = SIGNATURE_LABELS
        widgets = SIGNATURE_WIDGETS
        error_messages = SIGNATURE_ERRORS
