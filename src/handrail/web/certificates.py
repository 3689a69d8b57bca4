"""Certificates: entered, for several people at once if need be, and withdrawn with a reason."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from handrail.core.names import clean
from handrail.core.refusal import Refused
from handrail.entry.guards import At, at_school
from handrail.people.models import Person, Post
from handrail.training.models import Certificate, Course
from handrail.training.recording import Passed, enter_certificates, withdraw
from handrail.web.how_told import Chips
from handrail.web.training import KEEPS, person_page

FIELD = {"class": "field"}
DATE = {**FIELD, "type": "date"}
NOT_A_DATE = "That is not a date. Write it like 30/11/2026."


class CertificateForm(forms.Form):
    course = forms.ModelChoiceField(
        label="Course", queryset=Course.objects.none(), to_field_name="uuid",
        empty_label="Choose",
        widget=forms.Select(attrs=FIELD),
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose a course."),
    )  # fmt: skip
    people = forms.ModelMultipleChoiceField(
        label="Who passed", queryset=Person.objects.none(), to_field_name="uuid", widget=Chips,
        help_text="Everyone who was there and passed.",
        error_messages=dict.fromkeys(
            ("required", "invalid_choice", "invalid_pk_value", "invalid_list"),
            "Choose at least one member of staff.",
        ),
    )  # fmt: skip
    achieved_on = forms.DateField(
        label="Passed on", widget=forms.DateInput(attrs=DATE),
        error_messages={"required": "Give the day they passed.", "invalid": NOT_A_DATE},
    )  # fmt: skip
    expires_on = forms.DateField(
        label="Last day", required=False, widget=forms.DateInput(attrs=DATE),
        help_text="As the paper says. Left empty, it is counted from the course’s months.",
        error_messages={"invalid": NOT_A_DATE},
    )  # fmt: skip
    number = forms.CharField(
        label="Certificate number", required=False, max_length=60,
        widget=forms.TextInput(attrs=FIELD), help_text="Where you enter one person.",
    )  # fmt: skip
    evidence = forms.CharField(
        label="Seen", required=False, max_length=200, widget=forms.TextInput(attrs=FIELD),
        help_text="What you saw and where it is kept, such as “certificate, personnel file”.",
    )  # fmt: skip

    def __init__(self, *args: Any, request: At, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = Post.objects.held_on(request.reader.day).filter(school=request.school)
        courses = Course.objects.filter(school=request.school, retired_on=None)
        people = Person.objects.filter(pk__in=posts.exclude(role=Post.Role.TRUST).values("person"))
        self.fields["course"].queryset = courses  # type: ignore[attr-defined]
        self.fields["people"].queryset = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("number") and len(cleaned.get("people") or ()) > 1:
            self.add_error("number", "A number belongs to one person. Enter them one at a time.")
        return cleaned


@at_school(*KEEPS)
@require_http_methods(["GET", "POST"])
def add(request: At) -> HttpResponse:
    """Enter a certificate for one person, or for everyone of a training day."""
    first = {"people": request.GET.getlist("person"), "course": request.GET.get("course", "")}
    form = CertificateForm(request.POST or None, request=request, initial=first)
    if form.is_bound and form.is_valid() and _enter(request, form):
        return redirect("/school/training/")
    wrong = request.method == "POST"
    return render(request, "web/training_add.html", {"form": form}, status=422 if wrong else 200)


def _enter(request: At, form: CertificateForm) -> bool:
    said = form.cleaned_data
    passed = Passed(
        said["achieved_on"], said["expires_on"], clean(said["number"]), clean(said["evidence"])
    )
    try:
        made = enter_certificates(said["people"], said["course"], passed, request.reader.person)
    except Refused as refused:
        form.add_error(refused.field or None, refused.sentence)
        return False
    known = len(said["people"]) - len(made)
    also = f" {known} had it already." if known else ""
    people = "1 person" if len(made) == 1 else f"{len(made)} people"
    messages.success(request, f"{said['course'].name}: entered for {people}.{also}")
    return True


@at_school(*KEEPS)
@require_POST
def withdraw_one(request: At, uuid: UUID) -> HttpResponse:
    """Withdraw a certificate, with the reason; it stays on the page and counts no more."""
    rows = Certificate.objects.select_related("person", "course")
    found = rows.filter(uuid=uuid, course__school=request.school).first()
    if found is None:
        raise Http404("No such certificate here.")
    why = request.POST.get("why", "")
    try:
        withdraw(found, why, request.reader.person)
    except Refused as refused:
        return person_page(
            request, found.person, wrong=refused.sentence, why=why, number=found.uuid
        )
    messages.success(request, "Withdrawn. It stays to be seen, with your reason.")
    return redirect(f"/school/training/people/{found.person.uuid}/")
