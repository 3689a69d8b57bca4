"""The states of each component that the gallery shows and the tests look at."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms

from handrail.core import clock

LONG_NAME = "Wolfeschlegelsteinhausen-Featherstonehaugh"
HOLDS = [("space", "Space"), ("adult", "A trusted adult"), ("choice", "Two choices")]


@dataclass(frozen=True)
class Example:
    """One state of a component: what it is, and what the component is given."""

    says: str
    given: dict[str, Any]


@dataclass(frozen=True)
class Kind:
    """Stands in for a kind of record: this room knows none."""

    slug: str
    icon: str
    label: str


@dataclass(frozen=True)
class Place:
    name: str


@dataclass(frozen=True)
class Record:
    """Stands in for a record."""

    headline: str = ""
    happened_at: datetime | None = None
    words: str = ""
    precision: str = "exact"
    place: Place | None = None
    is_voided: bool = False
    is_restricted: bool = False
    author_name: str = "Sam Birch"
    uuid: UUID = UUID(int=1)


@dataclass(frozen=True)
class Action:
    """Stands in for something that somebody must do."""

    sentence: str
    due: datetime
    record: Record = Record()


KINDS = {
    kind.slug: kind
    for kind in (
        Kind("recognition", "star", "Recognition"),
        Kind("behaviour", "triangle-alert", "Behaviour"),
        Kind("concern", "shield", "Concern"),
        Kind("first_aid", "bandage", "First aid"),
        Kind("contact", "phone", "Contact"),
        Kind("note", "pencil", "Note"),
        Kind("restrictive", "hand", "Hold"),
        Kind("learning", "book-open", "Learning"),
        Kind("session", "repeat", "Session"),
        Kind("care", "heart-pulse", "Care"),
        Kind("cover", "clipboard-check", "Cover"),
        Kind("of_its_own", "file-text", "A kind without a colour"),
    )
}


class Asked(forms.Form):
    """Every sort of field that a form of ours can have."""

    name = forms.CharField(
        label="Name",
        help_text="As it stands on the door.",
        error_messages={"required": "Give the place a name."},
    )
    story = forms.CharField(label="What happened", widget=forms.Textarea, required=False)
    minutes = forms.IntegerField(
        label="Minutes",
        required=False,
        max_value=600,
        error_messages={
            "invalid": "Give the minutes as a whole number.",
            "max_value": "That is longer than a day at school: give the minutes.",
        },
    )
    day = forms.DateField(
        label="Day", widget=forms.DateInput(attrs={"type": "date"}),
        error_messages=dict.fromkeys(("required", "invalid"), "Give the day, month and year."),
    )  # fmt: skip
    post = forms.ChoiceField(
        label="Post", choices=[("a", "Assistant"), ("t", "Teacher")],
        error_messages={"required": "Choose a post."},
    )  # fmt: skip
    told = forms.BooleanField(label="The head has been told", required=False)


def examples() -> dict[str, list[Example]]:
    """By the name of the component's file."""
    return {
        "form_field": list(_fields()),
        "chips": [Example("Real boxes, drawn as chips.", {"widget": _chips()})],
        "error_summary": [
            Example(
                "Above a form that could not be saved.",
                {"errors": ["Give the place a name.", "Minutes must be a number, such as 5."]},
            )
        ],
        "empty": [
            Example(
                "It says what will stand there, and how to begin.",
                {
                    "icon_name": "history",
                    "title": "Nothing to show yet",
                    "text": "What you file can be found here.",
                    "href": "#log",
                    "label": "Log something",
                },
            )
        ],
        "back": [Example("First on a page below another.", {"href": "#up", "label": "School"})],
        "pager": [
            Example(
                "In the middle of a list.",
                {"newer": "#newest", "newer_label": "Newest", "older": "#older"},
            )
        ],
        "record_row": list(_records()),
        "action_card": list(_actions()),
    }


def _fields() -> Iterator[Example]:
    for field in Asked(prefix="fresh"):
        yield Example(f"{field.label}, not yet filled in.", {"field": field})
    wrong = Asked({"wrong-minutes": "900"}, prefix="wrong")
    yield Example("Left out: the fault stands beside it.", {"field": wrong["name"]})
    yield Example("Filled in wrongly: what was typed stays.", {"field": wrong["minutes"]})


def _chips() -> Any:
    box = forms.CheckboxSelectMultiple(choices=HOLDS)
    return box.get_context("help", ["adult"], {"id": "help"})["widget"]


def _records() -> Iterator[Example]:
    then = clock.now() - timedelta(hours=2)
    usual = Record(
        "Hit out, after: asked to stop an activity",
        then,
        words="Computers had to stop early. Leo pulled his sleeves, then hit out.",
        place=Place("Room 7"),
    )
    void = Record("Graze: knee", then, is_voided=True, precision="about")
    hidden = Record("Concern: something they said", then, is_restricted=True, precision="day")
    for says, record, slug, pupils in (
        ("As most are.", usual, "behaviour", "Leo T"),
        ("Void, at about a time.", void, "first_aid", ""),
        ("Restricted, some time that day, and a long name.", hidden, "concern", LONG_NAME),
    ):
        yield Example(says, {"record": record, "kind": KINDS[slug], "pupils": pupils})
    overdue = Action("Tell Leo T’s carer what happened", then)
    yield Example("Owed.", {"record": usual, "kind": KINDS["behaviour"], "late": overdue})


def _actions() -> Iterator[Example]:
    now = clock.now()
    late = Action("Tell Leo T’s carer what happened", now - timedelta(days=3))
    long = Action(f"Tell {LONG_NAME}’s carer", now + timedelta(hours=5))
    yield Example("Late.", {"action": late, "kind": KINDS["behaviour"]})
    yield Example("Due, and a long name.", {"action": long, "kind": KINDS["first_aid"]})
