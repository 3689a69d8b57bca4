"""The needs register: its page and table, and one pupil's provision and needs between dates."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from handrail.core import clock
from handrail.core.dates import said_day
from handrail.entry.guards import At, at_school
from handrail.people.models import Post, Pupil
from handrail.people.need_codes import AREAS, PROVISIONS, codes_on, need_codes
from handrail.people.needs import TooEarly, change_provision, name_needs
from handrail.records.rules import PASTORAL
from handrail.school.models import Group
from handrail.support.register import YEARS, Asked, Line, register_of
from handrail.web.patterns import as_csv
from handrail.web.pupils import find_pupil

KEEPS = (Post.Role.SENCO, Post.Role.HEAD)
FIELD = {"class": "field"}
DAY = {**FIELD, "type": "date"}
MOST_NEEDS = 4
DUE = (
    ("late", "Review overdue"), ("soon", "Review within two weeks"), ("none", "Without a plan"),
)  # fmt: skip
ORDERS = (
    ("", "By surname"), ("year", "By year"), ("provision", "EHC plans first"),
    ("since", "Longest first"), ("need", "By primary need"), ("due", "What is due first"),
)  # fmt: skip


@at_school(*PASTORAL)
@require_safe
def register(request: At) -> HttpResponse:
    """Who has which provision and needs since when, narrowed and ordered; what is due."""
    asked = Asked.of(request.GET.dict())
    lines = register_of(request.reader, request.school, asked)
    context = {
        "lines": lines, "asked": asked, "query": request.GET.urlencode(),
        "late": sum(line.is_late for line in lines),
        "without": sum(not line.has_plan for line in lines),
        "provisions": PROVISIONS.items(), "areas": AREAS.items(),
        "codes": need_codes().values(), "years": YEARS, "dues": DUE, "orders": ORDERS,
        "groups": Group.objects.filter(school=request.school, sort="class", ends=None),
    }  # fmt: skip
    return render(request, "web/needs.html", context)


@at_school(*PASTORAL)
@require_safe
def table(request: At) -> HttpResponse:
    """The same for a spreadsheet, narrowed and ordered as the page was."""
    lines = register_of(request.reader, request.school, Asked.of(request.GET.dict()))
    return as_csv(f"needs-{request.reader.day}.csv", _rows(lines))


def _rows(lines: list[Line]) -> Iterator[list[Any]]:
    yield [
        "Surname", "First name", "UPN", "Year", "Class", "Provision code", "Provision",
        "Provision since", "Primary need", "Primary need since", "Other needs", "Support plan",
        "Next review", "What",
    ]  # fmt: skip
    for line in lines:
        person, first = line.pupil.person, line.primary
        yield [
            person.family, person.given, line.pupil.upn, line.year, line.class_name,
            line.provision, line.provision_said, line.since or "", first.code if first else "",
            (first.starts or "") if first else "", " ".join(need.code for need in line.others),
            "yes" if line.has_plan else "no", line.due_on or "",
            line.due[0].duty.replace("-", " ") if line.due else "",
        ]  # fmt: skip


class ProvisionForm(forms.Form):
    provision = forms.ChoiceField(
        label="Provision", choices=list(PROVISIONS.items()), widget=forms.Select(attrs=FIELD),
        error_messages={"required": "Choose what holds.", "invalid_choice": "Choose what holds."},
    )  # fmt: skip
    since = forms.DateField(
        label="Since", widget=forms.DateInput(attrs=DAY),
        error_messages={"required": "Say since when, as a date.",
                        "invalid": "Say since when, as a date."},
    )  # fmt: skip

    def clean_since(self) -> Any:
        return _not_to_come(self.cleaned_data["since"])


class NeedsForm(forms.Form):
    named_since = forms.DateField(
        label="Since", widget=forms.DateInput(attrs=DAY),
        error_messages={"required": "Say since when, as a date.",
                        "invalid": "Say since when, as a date."},
    )  # fmt: skip

    def __init__(self, *args: Any, pupil: Pupil, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        standing = list(pupil.needs_named.filter(ends=None))
        choices = [("", "None"), *((one.code, f"{one.code}: {one.label}")
                                   for one in codes_on(clock.today()))]  # fmt: skip
        known = {code for code, _ in choices}
        choices += [(row.code, row.code) for row in standing if row.code not in known]
        for n in range(1, MOST_NEEDS + 1):
            self.fields[f"need_{n}"] = forms.ChoiceField(
                label="Primary need" if n == 1 else f"Need {n}", choices=choices, required=False,
                initial=standing[n - 1].code if n <= len(standing) else "",
                widget=forms.Select(attrs=FIELD),
                error_messages={"invalid_choice": "Choose one of the list."},
            )  # fmt: skip
        self.order_fields([*(f"need_{n}" for n in range(1, MOST_NEEDS + 1)), "named_since"])

    def clean_named_since(self) -> Any:
        return _not_to_come(self.cleaned_data["named_since"])

    def codes(self) -> list[str]:
        """The codes in their order; only after the form is valid."""
        chosen = (self.cleaned_data[f"need_{n}"] for n in range(1, MOST_NEEDS + 1))
        return [code for code in chosen if code]


def _not_to_come(day: Any) -> Any:
    if day > clock.today():
        raise forms.ValidationError("This day is still to come. Enter it on the day itself.")
    return day


@at_school(*PASTORAL)
@require_http_methods(["GET", "POST"])
def pupil_needs(request: At, uuid: UUID) -> HttpResponse:
    """One pupil's provision and needs with their history; the SENCO and the head change them."""
    pupil = find_pupil(request, uuid)
    if pupil.pk in request.reader.own_child_ids:
        raise Http404("Not for this reader.")
    keeps = request.reader.holds(request.school.pk, *KEEPS)
    if request.method == "POST" and not keeps:
        raise Http404("Not for this post.")
    sent = request.POST
    provision = ProvisionForm(
        sent if "provision" in sent else None, initial={"provision": pupil.sen_provision or "N"}
    )
    named = NeedsForm(sent if "need_1" in sent else None, pupil=pupil)
    if request.method == "POST" and _change(request, pupil, provision, named):
        messages.success(request, "Kept. What held before stays in the history.")
        return redirect(f"/pupils/{uuid}/needs/")
    context = {
        "person": pupil.person, "pupil": pupil, "keeps": keeps, "provision_form": provision,
        "needs_form": named, "spells": pupil.provision_spells.select_related("noted_by"),  # type: ignore[attr-defined]
        "named": pupil.needs_named.order_by("ends", "rank", "pk").select_related("noted_by"),  # type: ignore[attr-defined]
        "says": PROVISIONS.get(pupil.sen_provision, "Not said"),
    }  # fmt: skip
    wrong = provision.errors or named.errors
    return render(request, "web/pupil_needs.html", context, status=422 if wrong else 200)


def _change(request: At, pupil: Pupil, provision: ProvisionForm, named: NeedsForm) -> bool:
    """Do the one thing that was sent; whether it was done."""
    by, day = request.reader.person, request.reader.day
    if provision.is_bound and provision.is_valid():
        said = provision.cleaned_data
        try:
            change_provision(pupil, said["provision"], said["since"], by, day)
        except TooEarly as early:
            said_since = said_day(early.since)
            sentence = f"What holds now began on {said_since}. Give a later day."
            provision.add_error("since", sentence)
            return False
        return True
    if named.is_bound and named.is_valid():
        name_needs(pupil, named.codes(), named.cleaned_data["named_since"], by, day)
        return True
    return False
