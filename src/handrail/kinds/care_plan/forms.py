"""What is asked for a plan for personal care."""

from django import forms

from handrail.kinds.care_plan.models import CarePlan, Signature
from handrail.plans.asking import (
    SIGNATURE_ERRORS,
    SIGNATURE_FIELDS,
    SIGNATURE_LABELS,
    SIGNATURE_WIDGETS,
    AgreementForm,
    SignatureFormBase,
    lines,
)
from handrail.records.forms import ChipWidget


class CarePlanForm(AgreementForm):
    kind_slug = "care_plan"
    adults = forms.ChoiceField(
        label="How many adults", choices=CarePlan.Adults.choices, widget=ChipWidget,
        help_text="No rule of law asks for two: weigh the child’s privacy and everybody’s safety.",
        error_messages={"required": "Say how many adults there are, as was weighed up.",
                        "invalid_choice": "Say how many adults there are, as was weighed up."},
    )  # fmt: skip

    class Meta:
        model = CarePlan
        fields = (
            "change", "review_on", "ended", "needs", "how", "adults", "adults_why", "own_part",
            "says", "products", "moving",
        )  # fmt: skip
        labels = {
            "ended": "This care is no longer needed",
            "needs": "What care is needed, and when",
            "how": "How it is done, step by step, and where",
            "adults_why": "Why so many",
            "own_part": "What the child does for themselves, and the next step",
            "says": "The child’s words for it, and whom they would rather have",
            "products": "Creams, pads, allergies",
            "moving": "Moving and lifting, and what is used",
        }
        error_messages = {
            "needs": {"required": "Say what care is needed."},
            "how": {"required": "Say how it is done, so that everybody does it alike."},
            "adults_why": {"required": "Say why, in a sentence."},
        }
        widgets = {
            name: lines(3) for name in ("needs", "how", "own_part", "says", "products", "moving")
        }


class SignatureForm(SignatureFormBase):
    class Meta:
        model = Signature
        fields = SIGNATURE_FIELDS
        labels = SIGNATURE_LABELS
        widgets = SIGNATURE_WIDGETS
        error_messages = SIGNATURE_ERRORS
