"""What is asked for a behaviour (regulation) plan."""

from handrail.kinds.behaviour_plan.models import BehaviourPlan, Signature, Stage
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


class BehaviourPlanForm(AgreementForm):
    kind_slug = "behaviour_plan"

    class Meta:
        model = BehaviourPlan
        fields = (*COLUMNS, "strengths", "triggers", "helps", "working_on")
        labels = {
            **LABELS,
            "strengths": "What they are good at and like",
            "triggers": "What sets it off",
            "helps": "What helps",
            "working_on": "What we are working on together",
        }
        widgets = {
            name: lines()
            for name in ("medical", "avoid", "strengths", "triggers", "helps", "working_on")
        }


class StageForm(RowForm):
    class Meta:
        model = Stage
        fields = STAGE_FIELDS
        labels = STAGE_LABELS
        widgets = STAGE_WIDGETS
        error_messages = STAGE_ERRORS


class SignatureForm(SignatureFormBase):
    class Meta:
        model = Signature
        fields = SIGNATURE_FIELDS
        labels = SIGNATURE_LABELS
        widgets = SIGNATURE_WIDGETS
        error_messages = SIGNATURE_ERRORS
