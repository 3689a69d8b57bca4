"""The form on which a request is written down."""

from typing import Any

from django import forms

from handrail.core import clock
from handrail.people.models import CarerLink, Person, Pupil
from handrail.records.kind import all_kinds
from handrail.sharing.models import SubjectRequest

FIELD = {"class": "field"}
DAY = {"class": "field", "type": "date"}
Right, Asker, Identity = SubjectRequest.Right, SubjectRequest.Asker, SubjectRequest.Identity


def _day(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"),
        error_messages={"invalid": "That is not a date. Choose a day.",
                        "required": "Give the day on which it came."}, **more,
    )  # fmt: skip


class Chips(forms.CheckboxSelectMultiple):
    template_name = "ui/components/chips.html"


class RequestForm(forms.Form):
    right = forms.ChoiceField(
        label="What is asked for",
        choices=Right.choices,
        initial=Right.SUBJECT_ACCESS,
        help_text="The parent’s own right to the educational record is for maintained schools "
        "alone, and must be met within 15 school days. In doubt choose subject access.",
        widget=forms.Select(attrs=FIELD),
        error_messages={"required": "Choose what is asked for."},
    )
    asker = forms.ChoiceField(
        label="Who asks",
        choices=Asker.choices,
        widget=forms.Select(attrs=FIELD),
        error_messages={"required": "Choose who asks."},
    )
    carer = forms.ModelChoiceField(
        label="Which carer",
        queryset=Person.objects.none(),
        empty_label="Choose",
        to_field_name="uuid",
        required=False,
        help_text="Only when a carer asks.",
        widget=forms.Select(attrs=FIELD),
        error_messages={"invalid_choice": "Choose one of this pupil’s carers."},
    )
    asker_name = forms.CharField(
        label="Agency or person acting for them", max_length=200, required=False,
        widget=forms.TextInput(attrs=FIELD),
    )  # fmt: skip
    received_on = _day("Received on", help_text="The clock starts that day, also in a holiday.")
    identity = forms.ChoiceField(
        label="How you know who they are", choices=Identity.choices,
        widget=forms.Select(attrs=FIELD),
        error_messages={"required": "Choose how you know who they are."},
    )  # fmt: skip
    identity_words = forms.CharField(
        label="More about that", max_length=300, required=False,
        widget=forms.TextInput(attrs=FIELD),
    )  # fmt: skip
    pupils_view = forms.CharField(
        label="What the pupil says to it",
        max_length=300,
        required=False,
        help_text="The right is the pupil’s. If they are old enough to understand, ask them first.",
        widget=forms.TextInput(attrs=FIELD),
    )
    asked_for = forms.CharField(
        label="What they ask for, in their words", max_length=500, required=False,
        widget=forms.Textarea(attrs={**FIELD, "rows": 3}),
    )  # fmt: skip
    covers_from = _day("Records from", required=False, help_text="Leave empty for all.")
    covers_to = _day("Records up to", required=False)
    kinds = forms.MultipleChoiceField(
        label="Kinds of record",
        required=False,
        help_text="Choose none to give every kind.",
        widget=Chips(),
    )

    def __init__(self, *args: Any, pupil: Pupil, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        links = CarerLink.objects.filter(pupil=pupil)
        carers = Person.objects.filter(pk__in=links.values("carer"))
        self.fields["carer"].queryset = carers  # type: ignore[attr-defined]
        self.fields["kinds"].choices = [(kind.slug, kind.plural) for kind in all_kinds()]  # type: ignore[attr-defined]
        self.fields["received_on"].initial = clock.today()
        self.fields["covers_to"].initial = clock.today()

    def asked(self) -> dict[str, Any]:
        """What was written, as the engine takes it."""
        return dict(self.cleaned_data)
