"""The form of a visit: where and when, who leads, which adults, classes and pupils."""

from typing import Any

from django import forms

from handrail.entry.guards import STAFF, At
from handrail.people.models import Person, Post
from handrail.school.models import Group
from handrail.visits.models import Visit
from handrail.visits.planning import VisitDraft
from handrail.web.how_told import Chips

FIELD = {"class": "field"}
SEVERAL = ("adults", "groups", "pupils")
MOST = 4_000


def _line(label: str, most: int, required: str = "", **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, required=bool(required),
        widget=forms.TextInput(attrs=FIELD),
        error_messages={"required": required, "max_length": f"Say it in {most} characters."},
        **more,
    )  # fmt: skip


def _words(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=MOST, required=False,
        widget=forms.Textarea(attrs={**FIELD, "rows": 3}),
        error_messages={"max_length": f"Say it in {MOST:,} characters."},
    )  # fmt: skip


def _day(label: str, required: str = "", **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, required=bool(required),
        widget=forms.DateInput(attrs={**FIELD, "type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": required,
                        "invalid": "That is not a date. Give day, month and year."}, **more,
    )  # fmt: skip


def _time(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label, widget=forms.TimeInput(attrs={**FIELD, "type": "time"}, format="%H:%M"),
        error_messages={"required": "Give a time, such as 09:15.",
                        "invalid": "Give the time as hours and minutes, such as 09:15."},
    )  # fmt: skip


def _several(label: str, hint: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, required=False, widget=Chips, help_text=hint,
        error_messages={"invalid_choice": "Choose from the list.",
                        "invalid_list": "Choose from the list."},
    )  # fmt: skip


class VisitForm(forms.Form):
    """Names of people and groups are those of this school; nothing else can be chosen."""

    number = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={"required": "Load the page again.", "invalid": "Load the page again."},
    )
    what = _line("What is it", 120, "Say what it is, such as “Museum, with 4 Willow”.")
    where = _line("Where to", 200, "Say where to, with the address if there is one.")
    on = _day("Day", "Say on which day.")
    leaves = _time("Leaves at")
    until = _day("Day of return", help_text="Leave it empty if it is the same day.")
    back = _time("Back at")
    leader = forms.ChoiceField(
        label="Who leads it", widget=forms.Select(attrs=FIELD),
        error_messages={"required": "Choose who leads it.",
                        "invalid_choice": "Choose somebody of the list."},
    )  # fmt: skip
    adults = _several("Which other adults of the school")
    helpers = _words("Helpers from outside", "A line each: name and number to ring.")
    groups = _several("Add everybody of", "Whoever stays behind is taken off afterwards.")
    pupils = _several("Who is on it", "Tap a name to take it off.")
    phone = _line("Number to ring on the way", 60)
    medicines = _words("Medicines taken along", "Whose, what, and which adult carries it.")
    notes = _words(
        "What else the adults must know", "Where to meet, what to do if somebody is lost."
    )

    def __init__(self, *args: Any, request: At, visit: Visit | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = Post.objects.held_on(request.reader.day).filter(school=request.school)
        staff = Person.objects.filter(pk__in=held.filter(role__in=STAFF).values("person"))
        groups = Group.objects.filter(school=request.school, ends=None)
        on_it = visit.pupils.order_by("given", "family") if visit else []
        self.people: dict[str, Person] = {str(one.uuid): one for one in staff}
        if visit:  # who led it or went with it and has left since stays on it
            self.people |= {str(p.uuid): p for p in (visit.leader, *visit.adults.all())}
        self.classes = {str(one.uuid): one for one in groups}
        self.on_it: dict[str, Person] = {str(one.uuid): one for one in on_it}
        named = [(key, one.formal) for key, one in self.people.items()]
        self._offer("leader", [("", "Choose"), *named])
        self._offer("adults", named)
        self._offer("groups", [(key, one.name) for key, one in self.classes.items()])
        self._offer("pupils", [(key, one.name) for key, one in self.on_it.items()])
        if not self.on_it:
            del self.fields["pupils"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def draft(self) -> VisitDraft:
        """Only after the form is valid."""
        said = self.cleaned_data
        return VisitDraft(
            said["number"], said["what"], said["where"], said["on"], said["until"] or said["on"],
            said["leaves"], said["back"], self.people[said["leader"]],
            [self.people[key] for key in said["adults"]],
            [self.on_it[key] for key in said.get("pupils", ())],
            [self.classes[key] for key in said["groups"]],
            said["helpers"], said["phone"], said["medicines"], said["notes"],
        )  # fmt: skip


def opening_of(visit: Visit) -> dict[str, Any]:
    """The form as the visit stands."""
    names = ("what", "where", "on", "leaves", "back", "helpers", "phone", "medicines", "notes")
    return {
        **{name: getattr(visit, name) for name in names},
        "number": visit.uuid,
        "until": visit.until if visit.until != visit.on else None,
        "leader": str(visit.leader.uuid),
        "adults": [str(one.uuid) for one in visit.adults.all()],
        "pupils": [str(one.uuid) for one in visit.pupils.all()],
    }
