"""Who from an agency works with a pupil: a part of the details page.

A social worker's name says that a child has one, so this part is known to the designated leads, the
head and the SENCO alone, like the part on care beside it.
"""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from handrail.core.names import clean
from handrail.people.models import Agency, Person, Professional, Pupil
from handrail.school.models import School
from handrail.web.keys import is_key

FIELD = {"class": "field"}


def _line(label: str, most: int, missing: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, required=bool(missing),
        widget=forms.TextInput(attrs=FIELD), error_messages={"required": missing},
    )  # fmt: skip


class ProfessionalForm(forms.Form):
    first_name = _line("First name", 100)
    surname = _line("Surname", 100, "Give a surname.")
    job = _line("What they are", 120, "Say what they are, such as “Social worker”.")
    agency = _line("Agency", 200)
    telephone = _line("Telephone", 40)
    mail = forms.EmailField(
        label="E-mail", required=False, widget=forms.EmailInput(attrs=FIELD),
        error_messages={"invalid": "This is not an e-mail address."},
    )  # fmt: skip

    def keep(self, pupil: Pupil, school: School) -> None:
        """Write down the person, and their agency where the school has none of that name yet."""
        said = {name: clean(value) for name, value in self.cleaned_data.items()}
        person = Person.objects.create(
            given=said["first_name"], family=said["surname"],
            phone=said["telephone"], email=said["mail"],
        )  # fmt: skip
        Professional.objects.create(
            pupil=pupil, person=person, job=said["job"], agency=_agency(school, said["agency"])
        )


def _agency(school: School, name: str) -> Agency | None:
    if not name:
        return None
    known = Agency.objects.filter(school=school, name__iexact=name).first()
    return known or Agency.objects.create(school=school, name=name)


def professionals_of(pupil: Pupil, day: date) -> QuerySet[Professional]:
    """Who works with a pupil that day."""
    running = Professional.objects.filter(Q(ends=None) | Q(ends__gte=day), pupil=pupil)
    return running.select_related("person", "agency").order_by("pk")


def change_professionals(
    pupil: Pupil, school: School, form: ProfessionalForm, sent: Any, last_day: date
) -> bool:
    """Add whom was sent, or end one with their last day; whether it was done."""
    if form.is_bound and form.is_valid():
        form.keep(pupil, school)
        return True
    if is_key(number := sent.get("end-professional", "")):
        running = Professional.objects.filter(Q(ends=None) | Q(ends__gt=last_day), pupil=pupil)
        running.filter(pk=number).update(ends=last_day)
        return True
    return False
