"""Registers: the numbered list of a kind, and checking a printed entry against it."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render

from handrail.entry.guards import At, at_school
from handrail.records.kind import Kind
from handrail.records.models import RegisterEntry
from handrail.records.rules import PASTORAL
from handrail.registers.checking import check_entry
from handrail.registers.keeping import keeps_register, numbered_kind, sees_list
from handrail.registers.listing import Asked, page_of, pupils_in, years_of

STATES = (("", "Every entry"), ("filed", "In force"), ("voided", "Void"))


@at_school(*PASTORAL)
def register(request: At, slug: str) -> HttpResponse:
    """The entries of a register, newest first; a voided one keeps its number and says why."""
    kind = _open_to(request, slug)
    school, reader = request.school.pk, request.reader
    years = years_of(reader, school, kind)
    asked = _asked(request, years)
    page = page_of(reader, school, kind, asked)
    context = {
        "kind": kind, "lines": page.lines, "older": page.older, "asked": asked,
        "keeps": keeps_register(reader, school, kind),
        "years": [(year, RegisterEntry.year_said(year)) for year in years],
        "pupils": pupils_in(reader, school, kind, asked.year), "states": STATES,
        "narrowed": bool(asked.pupil or asked.state or asked.unsigned or asked.after),
    }  # fmt: skip
    return render(request, "web/register.html", context)


@at_school(*PASTORAL)
def check(request: At, slug: str) -> HttpResponse:
    """Whether a printed entry says what its record said, in words."""
    kind = _open_to(request, slug)
    if not keeps_register(request.reader, request.school.pk, kind):
        raise Http404("No such register.")
    years = years_of(request.reader, request.school.pk, kind)
    form = CheckForm(request.GET or None, years=years)
    answer = None
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        answer = check_entry(
            request.school.pk, slug, int(said["year"]), said["number"], said["value"]
        )
    context = {"kind": kind, "form": form, "answer": answer}
    status = 422 if form.errors or (answer and answer.matches is None) else 200
    return render(request, "web/register_check.html", context, status=status)


class CheckForm(forms.Form):
    number = forms.IntegerField(
        label="Number", min_value=1, max_value=2_000_000_000,
        widget=forms.NumberInput(attrs={"class": "field"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            "Give the number of the entry, such as 14.",
        ),
    )  # fmt: skip
    year = forms.ChoiceField(
        label="School year", widget=forms.Select(attrs={"class": "field"}),
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose a school year."),
    )  # fmt: skip
    value = forms.CharField(
        label="Value, from the end of the entry", max_length=100,
        help_text="With or without spaces.",
        widget=forms.TextInput(attrs={"class": "field", "autocomplete": "off"}),
        error_messages={"required": "Type the value that stands at the end of the entry."},
    )  # fmt: skip

    def __init__(self, *args: Any, years: list[int], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["year"].choices = [  # type: ignore[attr-defined]
            (str(year), RegisterEntry.year_said(year)) for year in years
        ]


def _open_to(request: At, slug: str) -> Kind:
    """The kind of a register that this reader sees, else no such page."""
    kind = numbered_kind(slug)
    if kind is None or not sees_list(request.reader, request.school.pk, kind):
        raise Http404("No such register.")
    return kind


def _asked(request: At, years: list[int]) -> Asked:
    """What was chosen; what makes no sense is as good as nothing chosen."""
    said: Any = request.GET
    year = said.get("year", "")
    chosen = int(year) if year.isdecimal() and int(year) in years else None
    return Asked(
        year=chosen,
        pupil=_uuid(said.get("pupil", "")),
        state=said.get("state", "") if said.get("state") in dict(STATES) else "",
        unsigned=said.get("unsigned") == "on",
        after=_uuid(said.get("after", "")),
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
