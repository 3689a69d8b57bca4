"""Courses, techniques and limits: what the school trains by, and what a hold may be named."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from handrail.core import clock
from handrail.core.names import clean
from handrail.entry.guards import At, at_school
from handrail.school.models import School
from handrail.training.holding import limits_of
from handrail.training.models import Course, HoldLimits, Technique
from handrail.training.starters import give_starter_training
from handrail.web.school import by_number
from handrail.web.training import KEEPS

FIELD = {"class": "field"}
NAME = {"required": "Give it a name."}
MONTHS = "Give a number of months from 1 to 120, or leave it empty."
ADULTS = dict.fromkeys(("required", "invalid", "min_value", "max_value"), "Give 1 to 6 adults.")
MINUTES = dict.fromkeys(
    ("required", "invalid", "min_value", "max_value"), "Give minutes from 1 to 240."
)


def _text(label: str, most: int = 120, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, widget=forms.TextInput(attrs=FIELD), error_messages=NAME,
        **more,
    )  # fmt: skip


def _number(
    label: str, low: int, high: int, wrong: dict[str, str], **more: Any
) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=low, max_value=high, error_messages=wrong,
        widget=forms.NumberInput(attrs=FIELD), **more,
    )  # fmt: skip


def _months() -> forms.IntegerField:
    wrong = dict.fromkeys(("invalid", "min_value", "max_value"), MONTHS)
    hint = "For certificates entered from now on. Left empty, a certificate has no end."
    return _number("Months it is good for", 1, 120, wrong, required=False, help_text=hint)


class CourseForm(forms.Form):
    name = _text("Course")
    provider = _text("Provider", required=False)
    teaches = forms.ChoiceField(
        label="Teaches", choices=Course.Teaches.choices, widget=forms.Select(attrs=FIELD),
        error_messages={"required": "Choose what it teaches."},
    )  # fmt: skip
    level = _number(
        "Level", 1, 9, dict.fromkeys(("invalid", "min_value", "max_value"), "Give 1 to 9."),
        required=False, help_text="A higher level of the same provider counts for a lower one.",
    )  # fmt: skip
    valid_months = _months()


class MonthsForm(forms.Form):
    valid_months = _months()


class TechniqueForm(forms.Form):
    name = _text("Name", help_text="As your training calls it. It cannot be changed later.")
    sort = forms.ChoiceField(
        label="Sort", choices=Technique.Sort.choices, widget=forms.Select(attrs=FIELD),
        error_messages={"required": "Choose what sort it is."},
    )  # fmt: skip
    course = forms.ModelChoiceField(
        label="Course that allows it", queryset=Course.objects.none(), required=False,
        empty_label="None is needed",
        to_field_name="uuid", widget=forms.Select(attrs=FIELD),
    )  # fmt: skip
    adults_needed = _number("Adults needed", 1, 6, ADULTS, initial=1)
    guidance = _text("How it is done", 300, required=False)
    needs_medical_check = forms.BooleanField(label="Needs a medical check", required=False)
    prohibited = forms.BooleanField(label="Prohibited here", required=False)
    prohibited_why = _text("Why it is prohibited", 200, required=False)

    def __init__(self, *args: Any, school: School, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        courses = Course.objects.filter(school=school, retired_on=None)
        self.fields["course"].queryset = courses  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("prohibited") and not cleaned.get("prohibited_why"):
            self.add_error("prohibited_why", "Say why, so that everybody understands it.")
        return cleaned


class LimitsForm(forms.Form):
    longest_hold = _number("A hold is flagged from", 1, 240, MINUTES, help_text="Minutes")
    longest_seclusion = _number("Seclusion is flagged from", 1, 240, MINUTES, help_text="Minutes")
    longest_unseen = _number(
        "In seclusion, time without a look is flagged from", 1, 240, MINUTES, help_text="Minutes"
    )


@at_school(*KEEPS)
@require_http_methods(["GET", "POST"])
def courses(request: At) -> HttpResponse:
    """Add a course, change for how long the next certificates are good, retire one."""
    form = CourseForm(request.POST if "name" in request.POST else None)
    wrong = ""
    if request.method == "POST":
        if "starters" in request.POST:
            give_starter_training(request.school)
            return redirect("/school/training/courses/")
        if "retire" in request.POST:
            _retire(request, Course.objects.filter(school=request.school))
            return redirect("/school/training/courses/")
        if "course" in request.POST and not (wrong := _change_months(request)):
            return redirect("/school/training/courses/")
        if form.is_bound and form.is_valid() and _add(request, Course, form):
            return redirect("/school/training/courses/")
    rows = Course.objects.filter(school=request.school).order_by("retired_on", "position", "name")
    context = {"form": form, "courses": rows, "wrong": wrong, "asked": request.POST.get("course")}
    status = 422 if wrong or form.errors else 200
    return render(request, "web/training_courses.html", context, status=status)


def _change_months(request: At) -> str:
    """Keep the months of one course; the sentence of what is wrong, or nothing."""
    course = by_number(Course.objects.filter(school=request.school), request.POST["course"])
    form = MonthsForm(request.POST)
    if not form.is_valid():
        return MONTHS
    course.valid_months = form.cleaned_data["valid_months"]
    course.source = "Set by the school"
    course.save(update_fields=["valid_months", "source"])
    messages.success(request, "Kept. Certificates that stand keep their own last day.")
    return ""


@at_school(*KEEPS)
@require_http_methods(["GET", "POST"])
def techniques(request: At) -> HttpResponse:
    """The catalogue: add, retire, bring back; and from how many minutes something is flagged."""
    form = TechniqueForm(request.POST if "name" in request.POST else None, school=request.school)
    limits = limits_of(request.school)
    first = {name: getattr(limits, name) for name in LimitsForm.base_fields}
    limits_form = LimitsForm(request.POST if "longest_hold" in request.POST else None,
                             initial=first)  # fmt: skip
    rows = Technique.objects.filter(school=request.school)
    if request.method == "POST":
        if "retire" in request.POST:
            _retire(request, rows)
            return redirect("/school/training/techniques/")
        if limits_form.is_bound and limits_form.is_valid():
            _keep_limits(request, limits, limits_form)
            return redirect("/school/training/techniques/")
        if form.is_bound and form.is_valid() and _add(request, Technique, form):
            return redirect("/school/training/techniques/")
    context = {
        "form": form, "limits_form": limits_form, "limits": limits,
        "techniques": rows.select_related("course").order_by(
            "retired_on", "prohibited", "position", "name"
        ),
    }  # fmt: skip
    wrong = form.errors or limits_form.errors
    return render(request, "web/training_techniques.html", context, status=422 if wrong else 200)


def _keep_limits(request: At, limits: HoldLimits, form: LimitsForm) -> None:
    for name in LimitsForm.base_fields:
        setattr(limits, name, form.cleaned_data[name])
    limits.changed_at, limits.changed_by = clock.now(), request.reader.person
    limits.save()
    messages.success(request, "Kept.")


def _add(request: At, model: Any, form: forms.Form) -> bool:
    """Add a row; a name that stands already is refused, retired ones too: they can come back."""
    said = {
        name: clean(value) if isinstance(value, str) else value
        for name, value in form.cleaned_data.items()
    }
    rows = model.objects.filter(school=request.school)
    if rows.filter(name__iexact=said["name"]).exists():
        form.add_error("name", "That name stands already. A retired one can come back.")
        return False
    model.objects.create(school=request.school, position=rows.count(), **said)
    messages.success(request, f"“{said['name']}” was added.")
    return True


def _retire(request: At, rows: Any) -> None:
    """Retire a row or bring it back. What is prohibited for every school stays choosable."""
    row = by_number(rows, request.POST["retire"])
    if getattr(row, "prohibited", False) and row.slug:
        raise Http404("Never retired: what happened must be written as it happened.")
    row.retired_on = None if row.retired_on else clock.today()
    row.save(update_fields=["retired_on"])
    verb = "is retired; what names it keeps it" if row.retired_on else "is in use again"
    messages.success(request, f"“{row}” {verb}.")
