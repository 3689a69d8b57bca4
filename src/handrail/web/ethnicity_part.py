"""A pupil's ethnicity, where the school keeps it: a part of their details."""

from typing import Any

from django import forms

from handrail.people.ethnicity import main_choices
from handrail.people.models import Pupil

FIELD = {"class": "field"}


class EthnicityForm(forms.Form):
    ethnicity = forms.ChoiceField(
        label="Ethnicity", required=False, widget=forms.Select(attrs=FIELD),
        help_text="As the parents or the pupil say it; only for equality figures.",
        error_messages={"invalid_choice": "Choose one of the list."},
    )  # fmt: skip

    def __init__(self, *args: Any, pupil: Pupil, **kwargs: Any) -> None:
        kwargs["initial"] = {"ethnicity": pupil.ethnicity}
        super().__init__(*args, **kwargs)
        choices = [("", "Not known"), *main_choices()]
        if pupil.ethnicity and pupil.ethnicity not in dict(choices):
            choices.append((pupil.ethnicity, pupil.ethnicity))  # an extended code of the roll
        self.fields["ethnicity"].choices = choices  # type: ignore[attr-defined]


def change_ethnicity(pupil: Pupil, form: EthnicityForm) -> bool:
    """Keep what was sent; whether it was done."""
    if not (form.is_bound and form.is_valid()):
        return False
    pupil.ethnicity = form.cleaned_data["ethnicity"]
    pupil.save(update_fields=["ethnicity"])
    return True
