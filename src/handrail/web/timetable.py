"""The timetable: lessons and duties by weekday, which Today shows and the sheet reads."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from handrail.core import clock
from handrail.entry.guards import RUNS_SCHOOL, At, at_school
from handrail.people.models import Lesson, LessonStaff, Person, Post
from handrail.school.models import Group, Period, Place
from handrail.school.models.period import Weekday
from handrail.web.choosing import SeveralStaffField
from handrail.web.keys import is_key

FIELD = {"class": "field"}
TIME = {**FIELD, "type": "time"}
NO_DAY = {"required": "Choose at least one day."}
CLOCK = forms.TimeInput(attrs=TIME)
NO_TIME = {"required": "Give the time, such as 09:30.", "invalid": "Give the time, such as 09:30."}


class LessonForm(forms.Form):
    name = forms.CharField(
        label="Lesson or duty", max_length=120, widget=forms.TextInput(attrs=FIELD),
        error_messages={"required": "Say what it is, such as “Maths” or “Playground duty”."},
    )  # fmt: skip
    weekdays = forms.TypedMultipleChoiceField(
        label="Days", choices=Weekday.choices[:5], coerce=int,
        widget=forms.CheckboxSelectMultiple, error_messages=NO_DAY,
    )  # fmt: skip
    starts = forms.TimeField(label="From", widget=CLOCK, error_messages=NO_TIME)
    ends = forms.TimeField(label="To", widget=CLOCK, error_messages=NO_TIME)
    group = forms.ModelChoiceField(
        label="Class or group", queryset=Group.objects.none(), required=False, empty_label="None",
        to_field_name="uuid", widget=forms.Select(attrs=FIELD),
    )  # fmt: skip
    place = forms.ModelChoiceField(
        label="Place", queryset=Place.objects.none(), required=False, empty_label="Not said",
        to_field_name="uuid", widget=forms.Select(attrs=FIELD),
    )  # fmt: skip
    staff = SeveralStaffField(
        label="With", help_text="One or several members of staff.",
        error_messages={"required": "Choose at least one member of staff."},
    )  # fmt: skip

    def __init__(self, *args: Any, request: At, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = Post.objects.held_on(request.reader.day).filter(school=request.school)
        rows = {
            "group": request.school.groups.filter(ends=None),
            "place": request.school.places.filter(retired_on=None),
            "staff": Person.objects.filter(pk__in=posts.values("person")),
        }
        for name, queryset in rows.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", "It ends before it starts. Check both times.")
        return cleaned


class PeriodForm(forms.Form):
    period = forms.CharField(
        label="Period", max_length=60, widget=forms.TextInput(attrs=FIELD),
        error_messages={"required": "Give the period a name, such as “Period 1” or “Lunch”."},
    )  # fmt: skip
    opens = forms.TimeField(label="From", widget=CLOCK, error_messages=NO_TIME)
    closes = forms.TimeField(label="To", widget=CLOCK, error_messages=NO_TIME)


@at_school(*RUNS_SCHOOL)
@require_http_methods(["GET", "POST"])
def timetable(request: At) -> HttpResponse:
    """One weekday's lessons; add one to several days at once, or take one away."""
    asked = request.GET.get("day", "")
    day = int(asked) if asked in {"0", "1", "2", "3", "4"} else min(clock.today().weekday(), 4)
    form = LessonForm(request.POST if "name" in request.POST else None, request=request)
    period_form = PeriodForm(request.POST if "period" in request.POST else None)
    if request.method == "POST" and (_remove(request) or _add(request, form, period_form)):
        return redirect(f"/school/timetable/?day={day}")
    lessons = Lesson.objects.filter(school=request.school, weekday=day)
    context = {
        "form": form,
        "period_form": period_form,
        "day": day,
        "weekdays": Weekday.choices[:5],
        "lessons": lessons.select_related("group", "place").prefetch_related("staff__person"),
        "periods": request.school.periods.all(),
    }
    wrong = form.errors or period_form.errors
    return render(request, "web/school_timetable.html", context, status=422 if wrong else 200)


def _remove(request: At) -> bool:
    for name, rows in (
        ("lesson", Lesson.objects.filter(school=request.school)),
        ("old_period", request.school.periods.all()),
    ):
        number = request.POST.get(name, "")
        if is_key(number):
            rows.filter(pk=number).delete()  # type: ignore[attr-defined]
            messages.success(request, "Taken off the timetable. Records are not touched by it.")
            return True
    return False


def _add(request: At, form: LessonForm, period_form: PeriodForm) -> bool:
    if period_form.is_bound and period_form.is_valid():
        data = period_form.cleaned_data
        Period.objects.create(
            school=request.school, name=data["period"], starts=data["opens"], ends=data["closes"]
        )
        return True
    if not (form.is_bound and form.is_valid()):
        return False
    data = form.cleaned_data
    for weekday in data["weekdays"]:
        lesson = Lesson.objects.create(
            school=request.school, weekday=weekday, starts=data["starts"], ends=data["ends"],
            name=data["name"], group=data["group"], place=data["place"],
        )  # fmt: skip
        LessonStaff.objects.bulk_create(
            LessonStaff(lesson=lesson, person=person) for person in data["staff"]
        )
    messages.success(request, f"{data['name']} was added.")
    return True
