"""What the law says of a pupil between dates, the professionals who work with them, and their
ethnicity: parts of the details page.

Designations and professionals are known to the designated leads, the head and the SENCO. To
everybody else the page has no such part, whether there is one or not.
"""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from handrail.core.names import clean
from handrail.entry.guards import At
from handrail.people.ethnicity import main_choices
from handrail.people.models import Designation, Pupil
from handrail.records.rules import KNOW_OF_CARE
from handrail.school.models import School
from handrail.web.keys import is_key
from handrail.web.professionals import ProfessionalForm, professionals_of

FIELD = {"class": "field"}
DAY = {**FIELD, "type": "date"}


class DesignationForm(forms.Form):
    designation = forms.ChoiceField(
        label="What holds", choices=Designation.Sort.choices, widget=forms.Select(attrs=FIELD),
        error_messages={"required": "Choose what holds.", "invalid_choice": "Choose what holds."},
    )  # fmt: skip
    authority = forms.CharField(
        label="Local authority", max_length=120, required=False,
        widget=forms.TextInput(attrs=FIELD),
    )  # fmt: skip
    since = forms.DateField(
        label="Since", widget=forms.DateInput(attrs=DAY),
        error_messages={"required": "Say since when, as a date.",
                        "invalid": "Say since when, as a date."},
    )  # fmt: skip
    until = forms.DateField(
        label="Until", required=False, widget=forms.DateInput(attrs=DAY),
        error_messages={"invalid": "Give the last day as a date, or leave it empty."},
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "The last day lies before the first.")
        return cleaned

    def keep(self, pupil: Pupil) -> None:
        """Add it; what held before stays, so that records of then keep what stood."""
        said = self.cleaned_data
        Designation.objects.create(
            pupil=pupil, sort=said["designation"], authority=clean(said["authority"]),
            starts=said["since"], ends=said["until"],
        )  # fmt: skip


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


def may_know_of_care(request: At, pupil: Pupil) -> bool:
    """By post, and never about one's own child."""
    holds = request.reader.holds(request.school.pk, *KNOW_OF_CARE)
    return holds and pupil.pk not in request.reader.own_child_ids


def parts_of(request: At, pupil: Pupil) -> dict[str, Any]:
    """The parts as far as this reader may see them, with what was sent in their fields."""
    sent = request.POST
    found: dict[str, Any] = {}
    if may_know_of_care(request, pupil):
        found["designation_form"] = DesignationForm(sent if "designation" in sent else None)
        found["designations"] = pupil.designations.order_by("-starts", "pk")
        found["professional_form"] = ProfessionalForm(sent if "job" in sent else None)
        found["professionals"] = professionals_of(pupil, request.reader.day)
    if request.school.keeps_ethnicity:
        found["ethnicity_form"] = EthnicityForm(sent if "ethnicity" in sent else None, pupil=pupil)
    return found


def change_parts(
    pupil: Pupil, school: School, parts: dict[str, Any], sent: Any, last_day: date
) -> bool:
    """Do the one thing that was sent to one of the parts; whether it was done."""
    works = parts.get("professional_form")
    if works is not None and works.is_bound and works.is_valid():
        works.keep(pupil, school)
        return True
    if works is not None and is_key(number := sent.get("end-professional", "")):
        parts["professionals"].filter(pk=number).update(ends=last_day)
        return True
    return _change_standing(pupil, parts, sent, last_day)


def _change_standing(pupil: Pupil, parts: dict[str, Any], sent: Any, last_day: date) -> bool:
    form = parts.get("designation_form")
    if form is not None and form.is_bound and form.is_valid():
        form.keep(pupil)
        return True
    number = sent.get("end-designation", "")
    if form is not None and is_key(number):
        running = pupil.designations.filter(Q(ends=None) | Q(ends__gt=last_day), pk=number)
        running.update(ends=last_day)
        return True
    said = parts.get("ethnicity_form")
    if said is not None and said.is_bound and said.is_valid():
        pupil.ethnicity = said.cleaned_data["ethnicity"]
        pupil.save(update_fields=["ethnicity"])
        return True
    return False


def are_wrong(parts: dict[str, Any]) -> bool:
    """Whether something that was sent cannot be kept."""
    return any(getattr(part, "errors", None) for part in parts.values())
