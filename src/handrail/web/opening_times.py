"""When the school is open on each weekday: the hours that its clocks count."""

from datetime import time
from typing import Any

from django import forms
from django.db import transaction

from handrail.school.calendars import calendar_of
from handrail.school.models import OpeningTime, School
from handrail.school.models.period import Weekday

CLOCK = {"class": "field", "type": "time"}
NO_TIME = "Give the time of {} as hours and minutes, such as 8:45."


class OpeningForm(forms.Form):
    """Two times for each weekday; a day without them is no school day."""

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = calendar_of(school).hours
        for number, day in Weekday.choices:
            open_then = now.get(number)
            self._add(f"opens_{number}", day, "from", open_then.opens if open_then else None)
            self._add(f"closes_{number}", day, "to", open_then.closes if open_then else None)

    def _add(self, name: str, day: str, which: str, initial: time | None) -> None:
        self.fields[name] = forms.TimeField(
            label=f"{day} {which}", required=False, initial=initial,
            error_messages={"invalid": NO_TIME.format(day)},
            widget=forms.TimeInput(attrs=CLOCK, format="%H:%M"),
        )  # fmt: skip

    def days(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields of each weekday, side by side."""
        return [(self[f"opens_{number}"], self[f"closes_{number}"]) for number in Weekday.values]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for number, day in Weekday.choices:
            opens, closes = cleaned.get(f"opens_{number}"), cleaned.get(f"closes_{number}")
            if {f"opens_{number}", f"closes_{number}"} & self.errors.keys():
                continue
            if (opens is None) != (closes is None):
                missing = "opens" if opens is None else "closes"
                self.add_error(f"{missing}_{number}", f"Give both times of {day}, or neither.")
            elif opens and closes and closes <= opens:
                self.add_error(
                    f"closes_{number}", f"{day} ends before it begins. Check both times."
                )
        if not self.errors and not any(cleaned.values()):
            self.add_error("opens_0", "Give the hours of at least one day.")
        return cleaned

    def keep(self, school: School) -> None:
        """In place of the hours that stood before."""
        said = self.cleaned_data
        with transaction.atomic():
            OpeningTime.objects.filter(school=school).delete()
            OpeningTime.objects.bulk_create(
                OpeningTime(
                    school=school, weekday=number,
                    opens=said[f"opens_{number}"], closes=said[f"closes_{number}"],
                )
                for number in Weekday.values
                if said[f"opens_{number}"]
            )  # fmt: skip
