"""What is asked for a restrictive intervention: three things on the floor, the rest before home."""

from typing import Any

from django import forms

from handrail.core.spans import HALF_A_DAY
from handrail.kinds.hold.models import ADULTS, Hold, Injury, Observation, Part
from handrail.people.models import Person
from handrail.records.forms import ChipWidget, DetailForm
from handrail.records.row_forms import AdultField, RowForm
from handrail.school.models import Place
from handrail.training.models import Technique

TIME = forms.TimeInput(attrs={"type": "time"})
BAD_TIME = {"invalid": "Give the time as hours and minutes, such as 10:45."}

BACKWARDS = (
    "This part ends before it began. Check both times; only what went past midnight ends earlier."
)


def _choice(label: str, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, widget=ChipWidget,
        choices=[(value, words) for value, words in choices if value],
        error_messages={"invalid_choice": "Choose one of the answers."},
    )  # fmt: skip


def _minutes(label: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=600,
        error_messages={
            "invalid": "Give the minutes as a number, such as 2.",
            "max_value": "More than 600 minutes is longer than a school day. Check the number.",
            "min_value": "Minutes cannot be below 0.",
        },
    )  # fmt: skip


def _text(rows: int = 2) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class HoldForm(DetailForm):
    kind_slug = "hold"
    minutes = _minutes("About how long, in minutes")
    anybody_hurt = _choice("Is anybody hurt?", [("yes", "Yes"), ("no", "No")])
    tried_minutes = _minutes("For how long was that tried, in minutes")
    planned = _choice("Was it planned?", Hold.Planned.choices)
    plan_followed = _choice("Was the handling plan followed?", Hold.Followed.choices)
    risk_followed = _choice("Was the risk assessment followed?", Hold.RiskFollowed.choices)
    breathing = _choice("Breathing, during and after", Hold.Breathing.choices)
    distress = _choice("How distressed was the pupil afterwards?", Hold.Distress.choices)
    emergency = _choice("Police or ambulance?", Hold.Emergency.choices)
    pupil_account = _choice("The pupil’s own account", Hold.PupilAccount.choices)

    class Meta:
        model = Hold
        fields = (
            "minutes", "anybody_hurt", "lead_up", "tried_minutes", "why", "planned",
            "plan_followed", "risk_followed", "not_followed_because", "breathing", "distress",
            "medical", "damage", "emergency", "ended", "pupil_account", "differently",
            "seclusion_place", "seclusion_watched_by", "seclusion_ended_when", "late_because",
        )  # fmt: skip
        labels = {
            "lead_up": "What led up to it",
            "why": "Why it was necessary",
            "not_followed_because": "If a plan was not followed, or in part: why",
            "medical": "Physical and medical check, and what was found",
            "damage": "Damage",
            "ended": "How it ended",
            "differently": "What might have been done differently",
            "seclusion_place": "Seclusion: which place",
            "seclusion_watched_by": "Seclusion: who watched all the time",
            "seclusion_ended_when": "Seclusion: when and why they could leave",
            "late_because": "If this is written after the day: why",
        }
        widgets = {
            "lead_up": _text(3), "why": _text(3), "medical": _text(), "damage": _text(),
            "not_followed_because": _text(), "ended": _text(), "differently": _text(),
            "seclusion_ended_when": _text(),
        }  # fmt: skip


class PartForm(RowForm):
    starts = forms.TimeField(
        label="Began", widget=TIME,
        error_messages={**BAD_TIME, "required": "Say when this part began, such as 10:45."},
    )  # fmt: skip
    ends = forms.TimeField(label="Ended", required=False, widget=TIME, error_messages=BAD_TIME)
    technique = forms.ModelChoiceField(
        label="Technique or position", queryset=Technique.objects.none(), to_field_name="uuid",
        required=False, empty_label="Not in the list: say below",
        error_messages={"invalid_choice": "Choose a technique of the school’s catalogue."},
    )  # fmt: skip
    place = forms.ModelChoiceField(
        label="Where, if elsewhere", queryset=Place.objects.none(), to_field_name="uuid",
        required=False, empty_label="Where it happened",
        error_messages={"invalid_choice": "Choose a place of the school."},
    )  # fmt: skip
    adult = AdultField(label="First adult")
    second = AdultField(label="Second adult")
    third = AdultField(label="Third adult")
    fourth = AdultField(label="Fourth adult")
    fifth = AdultField(label="Fifth adult")
    sixth = AdultField(label="Sixth adult")
    folded = ("place", *(name for adult in ADULTS[2:] for name in (adult, f"{adult}_did")))
    folded_label = "Another place, a third adult and more"

    class Meta:
        model = Part
        fields = (
            "starts", "ends", "place", "technique",
            *(name for adult in ADULTS for name in (adult, f"{adult}_did")), "changes",
        )  # fmt: skip
        labels = {
            **{f"{adult}_did": "What they did" for adult in ADULTS},
            "changes": "Releases, changes, or what the list has no word for",
        }

    def prepare(self) -> None:
        for name in ADULTS:
            self.fields[name].offer(self.adults)  # type: ignore[attr-defined]
        places = Place.objects.filter(school=self.school, retired_on=None)
        self.fields["place"].queryset = places  # type: ignore[attr-defined]
        techniques = Technique.objects.filter(school=self.school, retired_on=None)
        self.fields["technique"].queryset = techniques  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        named: list[Person] = []
        for name in ADULTS:
            if cleaned.get(name) in named:
                self.add_error(name, "Somebody is named twice. Name each adult once in a part.")
            elif cleaned.get(name):
                named.append(cleaned[name])
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and Part(starts=starts, ends=ends).seconds > HALF_A_DAY:
            self.add_error("ends", BACKWARDS)
        return cleaned


class ObservationForm(RowForm):
    at = forms.TimeField(
        label="At", widget=TIME,
        error_messages={**BAD_TIME, "required": "Say when you looked, such as 10:45."},
    )  # fmt: skip
    by = AdultField(label="Who looked")
    breathing = forms.ChoiceField(
        label="Breathing", required=False,
        choices=[("", "Not said"), *Observation.Breathing.choices],
        error_messages={"invalid_choice": "Choose one of the answers."},
    )  # fmt: skip
    distress = forms.ChoiceField(
        label="How distressed", required=False,
        choices=[("", "Not said"), *Hold.Distress.choices],
        error_messages={"invalid_choice": "Choose one of the answers."},
    )  # fmt: skip

    class Meta:
        model = Observation
        fields = ("at", "by", "breathing", "distress", "seen")
        labels = {"seen": "What was seen"}
        error_messages = {"seen": {"required": "Say what was seen, in a few words."}}

    def prepare(self) -> None:
        self.fields["by"].offer(self.adults)  # type: ignore[attr-defined]


class InjuryForm(RowForm):
    staff = AdultField(label="Which member of staff")

    class Meta:
        model = Injury
        fields = ("whose", "staff", "what", "treated", "treated_by", "off_work")
        labels = {
            "whose": "Who", "what": "What injury", "treated": "Treated",
            "treated_by": "Treated by", "off_work": "They could not go on working",
        }  # fmt: skip
        error_messages = {
            "whose": {"required": "Say who was hurt."},
            "what": {"required": "Say what the injury is, in a few words."},
            "treated": {"required": "Say whether it was treated."},
        }

    def prepare(self) -> None:
        self.fields["staff"].offer(self.adults)  # type: ignore[attr-defined]
