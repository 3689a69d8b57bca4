"""What is asked for a support plan."""

from typing import Any

from django import forms

from handrail.kinds.support_plan.models import Outcome, Signature, Support, SupportPlan, Target
from handrail.plans.asking import (
    DAY,
    SIGNATURE_ERRORS,
    SIGNATURE_FIELDS,
    SIGNATURE_LABELS,
    SIGNATURE_WIDGETS,
    AgreementForm,
    DayToCome,
    SignatureFormBase,
    lines,
)
from handrail.records.forms import ChipWidget
from handrail.records.row_forms import RowForm
from handrail.strategies.finding import strategy_named

NOT_THERE = (
    "The school’s list has no strategy of that name. Choose one, or say yourself how adults go "
    "about it."
)


class SupportPlanForm(AgreementForm):
    kind_slug = "support_plan"
    sort = forms.ChoiceField(
        label="What it is for", choices=SupportPlan.Sort.choices, widget=ChipWidget,
        error_messages={"required": "Say whether it is SEN support or under an EHC plan."},
    )  # fmt: skip
    annual_by = DayToCome(
        label="Under an EHC plan: its annual review must be done by",
        help_text="Within twelve months of the plan or of its last review. Leave it empty for SEN "
        "support.",
        error_messages={
            "required": "Say by when the annual review of the EHC plan must be done.",
            "invalid": "Give the day, such as 12 January 2027.",
        },
    )

    layer = forms.ChoiceField(
        label="Layer of support, if your authority uses them", required=False,
        choices=[("", "None"), *SupportPlan.Layer.choices],
        error_messages={"invalid_choice": "Choose a layer of the list, or none."},
    )  # fmt: skip

    class Meta:
        model = SupportPlan
        fields = (
            "change", "review_on", "ended", "sort", "annual_by", "needs", "strengths",
            "child_view", "carer_view", "adjustments", "coauthor", "layer",
        )  # fmt: skip
        labels = {
            "ended": "This plan has ended: nothing of it holds any more",
            "needs": "Needs, in plain words",
            "strengths": "Strengths, and what already works",
            "child_view": "What the pupil wants and says, in their words",
            "carer_view": "What parents or carers want and say",
            "adjustments": "Reasonable adjustments everywhere",
            "coauthor": "Who wrote it with us",
        }
        error_messages = {"needs": {"required": "Say what the needs are, in a sentence or two."}}
        widgets = {
            name: lines()
            for name in ("needs", "strengths", "child_view", "carer_view", "adjustments")
        }

    def clean(self) -> dict[str, Any]:
        """Only a plan under an EHC plan that goes on has an annual review."""
        cleaned = super().clean()
        if cleaned.get("sort") == SupportPlan.Sort.SEN_SUPPORT or cleaned.get("ended"):
            self.errors.pop("annual_by", None)
            cleaned["annual_by"] = None
        return cleaned


class TargetForm(RowForm):
    class Meta:
        model = Target
        fields = ("objective", "measure", "baseline", "goal", "by")
        labels = {
            "objective": "What is to be reached", "measure": "How it is measured",
            "baseline": "Where it stands now", "goal": "Goal", "by": "By",
        }  # fmt: skip
        widgets = {
            "objective": lines(), "by": forms.DateInput(attrs=DAY),
            "measure": forms.TextInput(attrs={"list": "offered-targets-measure"}),
        }  # fmt: skip
        help_texts = {
            "measure": "Name the measure of a programme, and the review lays out what it says.",
        }
        error_messages = {
            "objective": {"required": "Say what is to be reached."},
            "measure": {"required": "Say how you will know: what is counted or looked at."},
            "baseline": {"required": "Say where it stands now; “not measured yet” is an answer."},
            "goal": {"required": "Say what would be enough."},
            "by": {"required": "Give the day, such as 26 March 2027.",
                   "invalid": "Give the day, such as 26 March 2027."},
        }  # fmt: skip


class SupportForm(RowForm):
    class Meta:
        model = Support
        fields = ("named", "what", "how_often", "who", "strategy")
        labels = {
            "named": "Strategy of the school’s list",
            "what": "What is done", "how_often": "How often and how long", "who": "Who does it",
            "strategy": "How adults go about it",
        }  # fmt: skip
        widgets = {
            "what": lines(), "strategy": lines(),
            "named": forms.TextInput(attrs={"list": "offered-supports-named"}),
        }  # fmt: skip
        error_messages = {
            "what": {"required": "Say what is done."},
            "how_often": {"required": "Say how often, such as “daily, 15 minutes”."},
            "who": {"required": "Say who does it: a post or a name."},
        }

    def clean(self) -> dict[str, Any]:
        """A strategy that is named fills what was left empty with its words of today."""
        cleaned = super().clean() or self.cleaned_data
        if not (named := cleaned.get("named") or ""):
            return cleaned
        strategy = strategy_named(self.school, named)
        if strategy is None:
            if not cleaned.get("strategy"):
                self.add_error("named", NOT_THERE)
            return cleaned
        cleaned["named"] = strategy.name
        if not cleaned.get("what") and not self["what"].value():
            self.errors.pop("what", None)
            cleaned["what"] = strategy.name
        cleaned["strategy"] = cleaned.get("strategy") or strategy.in_a_plan
        return cleaned


class OutcomeForm(RowForm):
    class Meta:
        model = Outcome
        fields = ("outcome", "provision", "given_by")
        labels = {
            "outcome": "Outcome (section E)", "provision": "Provision for it (section F)",
            "given_by": "Given by",
        }  # fmt: skip
        widgets = {"outcome": lines(), "provision": lines()}
        error_messages = {
            "outcome": {"required": "Copy the outcome from section E."},
            "provision": {"required": "Copy the provision from section F."},
        }


class SignatureForm(SignatureFormBase):
    class Meta:
        model = Signature
        fields = SIGNATURE_FIELDS
        labels = SIGNATURE_LABELS
        widgets = SIGNATURE_WIDGETS
        error_messages = SIGNATURE_ERRORS
