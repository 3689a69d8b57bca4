"""What is asked for a positive handling plan."""

from typing import Any

from django import forms

from handrail.kinds.handling_plan.models import AgreedTechnique, HandlingPlan, Signature, Stage
from handrail.plans.asking import (
    COLUMNS,
    LABELS,
    SIGNATURE_ERRORS,
    SIGNATURE_FIELDS,
    SIGNATURE_LABELS,
    SIGNATURE_WIDGETS,
    STAGE_ERRORS,
    STAGE_FIELDS,
    STAGE_LABELS,
    STAGE_WIDGETS,
    AgreementForm,
    SignatureFormBase,
    lines,
)
from handrail.records.row_forms import RowForm
from handrail.training.models import Technique


class HandlingPlanForm(AgreementForm):
    kind_slug = "handling_plan"

    class Meta:
        model = HandlingPlan
        fields = (*COLUMNS, "triggers", "prevents", "afterwards")
        labels = {
            **LABELS,
            "triggers": "What sets it off",
            "prevents": "What prevents it",
            "afterwards": "Afterwards: what repairs it, and with whom they talk",
        }
        widgets = {
            name: lines() for name in ("medical", "avoid", "triggers", "prevents", "afterwards")
        }


class StageForm(RowForm):
    class Meta:
        model = Stage
        fields = STAGE_FIELDS
        labels = STAGE_LABELS
        widgets = STAGE_WIDGETS
        error_messages = STAGE_ERRORS


class TechniqueForm(RowForm):
    technique = forms.ModelChoiceField(
        label="Technique", queryset=Technique.objects.none(), to_field_name="uuid",
        empty_label="Choose",
        error_messages={
            "required": "Choose a technique of the school’s catalogue.",
            "invalid_choice": "Choose a technique of the school’s catalogue.",
        },
    )  # fmt: skip

    class Meta:
        model = AgreedTechnique
        fields = ("technique", "when", "agreed")
        labels = {"when": "When it is used", "agreed": "Agreed?"}
        error_messages = {"agreed": {"required": "Say whether it is agreed for this pupil."}}

    def prepare(self) -> None:
        techniques = Technique.objects.filter(school=self.school, retired_on=None)
        self.fields["technique"].queryset = techniques  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        technique, agreed = cleaned.get("technique"), cleaned.get("agreed")
        if technique and technique.prohibited and agreed != AgreedTechnique.Agreed.NEVER:
            self.add_error("agreed", "The school prohibits this. It can only be “not to be used”.")
        return cleaned


class SignatureForm(SignatureFormBase):
    class Meta:
        model = Signature
        fields = SIGNATURE_FIELDS
        labels = SIGNATURE_LABELS
        widgets = SIGNATURE_WIDGETS
        error_messages = SIGNATURE_ERRORS
