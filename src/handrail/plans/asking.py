"""What is asked of every plan: the day to look at it again, its stages and its signatures."""

from datetime import date, timedelta
from typing import Any

from django import forms

from handrail.core import clock
from handrail.plans.columns import Agreement, SignatureRow
from handrail.records.forms import ChipWidget, DetailForm
from handrail.records.row_forms import RowForm

FURTHEST = timedelta(days=400)  # a plan is looked at again within the year
DAY = {"type": "date"}


class DayToCome(forms.DateField):
    """A day after today, and not more than a year off."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs=DAY))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        if day is not None and day <= clock.today():
            raise forms.ValidationError("Choose a day that is still to come.")
        if day is not None and day > clock.today() + FURTHEST:
            raise forms.ValidationError("That is more than a year off. Choose an earlier day.")
        return day


def lines(rows: int = 2) -> forms.Textarea:
    """A box for that many lines."""
    return forms.Textarea(attrs={"rows": rows})


class AgreementForm(DetailForm):
    """A plan that has ended needs no day to look at it again; every other does."""

    change = forms.ChoiceField(
        label="What is this?", choices=Agreement.Change.choices, widget=ChipWidget,
        error_messages={"required": "Say whether this plan is new, changed or the same."},
    )  # fmt: skip
    review_on = DayToCome(
        label="Look at it again by",
        error_messages={
            "required": "Say by when it is to be looked at again.",
            "invalid": "Give the day, such as 12 January 2027.",
        },
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("ended"):
            self.errors.pop("review_on", None)
            cleaned["review_on"] = None
        return cleaned


COLUMNS = ("change", "review_on", "ended", "medical", "avoid")
LABELS = {
    "ended": "This plan has ended: nothing of it holds any more",
    "medical": "Medical advice that bears on it",
    "avoid": "What to avoid with this pupil",
}
STAGE_FIELDS = ("stage", "looks_like", "adults_do", "adults_say", "avoid")
STAGE_LABELS = {
    "stage": "Stage", "looks_like": "What it looks like", "adults_do": "What adults do",
    "adults_say": "What adults say", "avoid": "What to avoid",
}  # fmt: skip
STAGE_ERRORS = {
    "stage": {"required": "Say which stage this is."},
    "adults_do": {"required": "Say what adults do at this stage."},
}
STAGE_WIDGETS = {
    name: lines() for name in ("looks_like", "adults_do", "adults_say", "avoid")
}  # fmt: skip
SIGNATURE_FIELDS = ("name", "signs_as", "answer", "given_on", "because")
SIGNATURE_LABELS = {
    "name": "Name", "signs_as": "As", "answer": "Answer", "given_on": "On",
    "because": "If declined: why",
}  # fmt: skip
SIGNATURE_ERRORS = {
    "name": {"required": "Write the name of who signs."},
    "signs_as": {"required": "Say as whom they sign."},
    "answer": {"required": "Say whether they agreed or declined."},
    "given_on": {"required": "Give the day, such as 23 November 2026.",
                 "invalid": "Give the day, such as 23 November 2026."},
}  # fmt: skip
SIGNATURE_WIDGETS = {"given_on": forms.DateInput(attrs=DAY)}


class SignatureFormBase(RowForm):
    """Whoever declines says why; nobody signs on a day that has not come."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        declined = cleaned.get("answer") == SignatureRow.Answer.DECLINED
        if declined and not (cleaned.get("because") or "").strip():
            self.add_error("because", "Say why they declined, in their own words if you can.")
        given = cleaned.get("given_on")
        if given is not None and given > clock.today():
            self.add_error("given_on", "This day is still to come. Sign on the day itself.")
        return cleaned
