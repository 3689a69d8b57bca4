"""What is asked for an individual risk assessment."""

from handrail.kinds.risk_assessment.models import Risk, RiskAssessment, Signature
from handrail.plans.asking import (
    LABELS,
    SIGNATURE_ERRORS,
    SIGNATURE_FIELDS,
    SIGNATURE_LABELS,
    SIGNATURE_WIDGETS,
    AgreementForm,
    SignatureFormBase,
    lines,
)
from handrail.records.row_forms import RowForm


class RiskAssessmentForm(AgreementForm):
    kind_slug = "risk_assessment"

    class Meta:
        model = RiskAssessment
        fields = ("change", "review_on", "ended", "about_what", "medical", "avoid")
        labels = {**LABELS, "about_what": "What it is about: an activity, a place, a behaviour"}
        widgets = {name: lines() for name in ("about_what", "medical", "avoid")}


class RiskForm(RowForm):
    class Meta:
        model = Risk
        fields = ("hazard", "harmed", "likelihood", "severity", "in_place", "more")
        labels = {
            "hazard": "What could go wrong", "harmed": "Who may be harmed",
            "likelihood": "How likely, as things are", "severity": "How bad it would be",
            "in_place": "What is in place", "more": "What more is to be done",
        }  # fmt: skip
        widgets = {"in_place": lines(), "more": lines()}
        error_messages = {
            "hazard": {"required": "Say what could go wrong."},
            "harmed": {"required": "Say who may be harmed."},
            "likelihood": {"required": "Say how likely it is."},
            "severity": {"required": "Say how bad it would be."},
        }


class SignatureForm(SignatureFormBase):
    class Meta:
        model = Signature
        fields = SIGNATURE_FIELDS
        labels = SIGNATURE_LABELS
        widgets = SIGNATURE_WIDGETS
        error_messages = SIGNATURE_ERRORS
