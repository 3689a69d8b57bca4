"""Fields in which staff are chosen: by the name that colleagues say, as everywhere else."""

from typing import TYPE_CHECKING, Any

from django import forms

from handrail.people.models import Person

FIELD = {"class": "field"}

if TYPE_CHECKING:
    SingleField = forms.ModelChoiceField[Person]
    SeveralField = forms.ModelMultipleChoiceField[Person]
else:
    SingleField = forms.ModelChoiceField
    SeveralField = forms.ModelMultipleChoiceField


class StaffField(SingleField):
    """One member of staff. The form says of whom, in `queryset`, as it is built."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", "Choose")
        kwargs.setdefault("widget", forms.Select(attrs=FIELD))
        super().__init__(queryset=Person.objects.none(), to_field_name="uuid", **kwargs)

    def label_from_instance(self, obj: Person) -> str:
        return obj.formal


class SeveralStaffField(SeveralField):
    """Several of them."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.SelectMultiple(attrs=FIELD))
        super().__init__(queryset=Person.objects.none(), to_field_name="uuid", **kwargs)

    def label_from_instance(self, obj: Person) -> str:
        return obj.formal
