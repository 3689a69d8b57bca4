"""School: places, words and duties, kept by the administrator."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods

from handrail.core import clock
from handrail.core.names import clean
from handrail.core.school_days import SchoolDays
from handrail.entry.guards import RUNS_SCHOOL, At, at_school
from handrail.people.models import Post
from handrail.records.choosing import choose_duty, chosen_by, duties_at
from handrail.records.kind import ANSWERING, AUTHOR, INVOLVED, Duty, Kind, all_kinds
from handrail.records.refusal import Refused
from handrail.records.rules import PASTORAL, READ_RULES
from handrail.school.models import Place, School, Word

FIELD = {"class": "field"}


@at_school(*RUNS_SCHOOL)
def school(request: At) -> HttpResponse:
    """Where everything about the school is kept."""
    day = request.reader.day
    counts = {
        "pupils": request.school.enrolments.on_roll(day).count(),  # type: ignore[attr-defined]
        "staff": Post.objects.held_on(day).filter(school=request.school)
        .aggregate(n=Count("person", distinct=True))["n"],
        "places": request.school.places.filter(retired_on=None).count(),
        "terms": request.school.terms.filter(ends__gte=day).count(),
        "words": request.school.words.filter(retired_on=None).count(),
    }  # fmt: skip
    context = {
        "counts": counts,
        "school": request.school,
        "sees_return": request.reader.holds(request.school.pk, Post.Role.HEAD),
        "sees_patterns": request.reader.holds(request.school.pk, *PASTORAL),
    }
    return render(request, "web/school.html", context)


class NameForm(forms.Form):
    name = forms.CharField(
        label="Name",
        max_length=120,
        widget=forms.TextInput(attrs=FIELD),
        error_messages={"required": "Give it a name."},
    )

    def clean_name(self) -> str:
        return clean(self.cleaned_data["name"])


@at_school(*RUNS_SCHOOL)
@require_http_methods(["GET", "POST"])
def places(request: At) -> HttpResponse:
    """Add a place, retire one that is no longer used, or bring one back."""
    form = NameForm(request.POST if "name" in request.POST else None)
    if request.method == "POST" and "place" in request.POST:
        return _turn(request, request.school.places, "/school/places/", "place")
    if form.is_bound and form.is_valid():
        name = form.cleaned_data["name"]
        if request.school.places.filter(name__iexact=name).exists():
            form.add_error("name", "There is a place of that name already.")
        else:
            Place.objects.create(school=request.school, name=name)
            messages.success(request, f"{name} was added.")
            return redirect("/school/places/")
    context = {"form": form, "places": request.school.places.order_by("retired_on", "name")}
    return render(request, "web/school_places.html", context, status=422 if form.errors else 200)


def _turn(request: At, rows: Any, back: str, name: str) -> HttpResponse:
    """Retire what is in use, or bring back what was retired. Nothing is deleted."""
    row = by_number(rows, request.POST.get(name, ""))
    row.retired_on = None if row.retired_on else clock.today()
    row.save(update_fields=["retired_on"])
    verb = "is retired; old records keep it" if row.retired_on else "is in use again"
    messages.success(request, f"“{row}” {verb}.")
    return redirect(back)


def by_number(rows: Any, number: str) -> Any:
    """The row of that number; else no such page."""
    try:
        row = rows.filter(uuid=UUID(number)).first()
    except ValueError:
        row = None
    if row is None:
        raise Http404("No such row.")
    return row


class WordForm(forms.Form):
    label = forms.CharField(
        label="New word",
        max_length=120,
        widget=forms.TextInput(attrs=FIELD),
        error_messages={"required": "Write the word as it should stand on the chip."},
    )
    value = forms.IntegerField(
        label="Level",
        required=False,
        min_value=1,
        max_value=4,
        help_text="Only where the list has levels: 1 is low, 4 is danger.",
        widget=forms.NumberInput(attrs=FIELD),
        error_messages={
            "invalid": "Give a number from 1 to 4.", "min_value": "Give a number from 1 to 4.",
            "max_value": "Give a number from 1 to 4.",
        },
    )  # fmt: skip

    def clean_label(self) -> str:
        return clean(self.cleaned_data["label"])


@at_school(*RUNS_SCHOOL)
@require_http_methods(["GET", "POST"])
def words(request: At) -> HttpResponse:
    """The school's words, list by list. A word is retired, never deleted or changed."""
    lists = [
        (words.name(kind.slug), f"{kind.label}: {words.question}")
        for kind in all_kinds()
        for words in kind.words
    ]
    asked = request.POST.get("list") or request.GET.get("list") or lists[0][0]
    if asked not in dict(lists):
        raise Http404("No such list.")
    form = WordForm(request.POST if "label" in request.POST else None)
    back = f"/school/words/?list={asked}"
    if request.method == "POST" and "word" in request.POST:
        return _turn(request, request.school.words, back, "word")
    if form.is_bound and form.is_valid() and _add_word(request, form, asked):
        return redirect(back)
    rows = request.school.words.filter(list=asked).order_by("retired_on", "position", "label")
    context = {
        "form": form, "lists": lists, "asked": asked, "title": dict(lists)[asked], "words": rows,
    }  # fmt: skip
    return render(request, "web/school_words.html", context, status=422 if form.errors else 200)


def _add_word(request: At, form: WordForm, list_name: str) -> bool:
    label = form.cleaned_data["label"]
    same = request.school.words.filter(list=list_name, label__iexact=label)
    if same.exists():
        form.add_error("label", "That word is in the list already. A retired one can come back.")
        return False
    slug = base = slugify(label)[:70] or "word"
    n = 2
    while request.school.words.filter(list=list_name, slug=slug).exists():
        slug, n = f"{base}-{n}", n + 1
    Word.objects.create(
        school=request.school,
        list=list_name,
        slug=slug,
        label=label,
        value=form.cleaned_data["value"],
        position=request.school.words.filter(list=list_name).count(),
    )
    messages.success(request, f"“{label}” was added.")
    return True


WHOSE = {
    AUTHOR: "whoever filed it",
    INVOLVED: "each adult who was in it",
    ANSWERING: "whoever wrote what it is about",
}


@at_school(*RUNS_SCHOOL)
@require_http_methods(["GET", "POST"])
def duties(request: At) -> HttpResponse:
    """What each kind of record sets going, by when, on what basis, and who may read it. What no
    law fixes the school may give longer, or not ask, with a reason."""
    if request.method == "POST":
        try:
            _choose(request)
        except Refused as refused:
            return _duties_page(request, refused.sentence, status=422)
        messages.success(request, "Kept. It holds for what is filed from now on.")
        return redirect("/school/duties/")
    return _duties_page(request)


def _duties_page(request: At, error: str = "", *, status: int = 200) -> HttpResponse:
    rows = [
        (
            kind,
            [_duty_row(request.school, kind, duty) for duty in kind.duties],
            [READ_RULES[name].sentence for name in kind.readers],
        )
        for kind in all_kinds()
    ]
    typed = request.POST if error else {}
    context = {"rows": rows, "error": error, "typed": typed}
    return render(request, "web/school_duties.html", context, status=status)


def _duty_row(school: School, kind: Kind, duty: Duty) -> dict[str, Any]:
    choice = chosen_by(school).get((kind.slug, duty.slug))
    off = bool(choice and choice.off)
    now = next((one for one in duties_at(kind, school) if one.slug == duty.slug), duty)
    return {
        "duty": now,
        "owner": _owner(duty.owner),
        "by_when": "Not asked here" if off else now.within.words(),
        "choice": choice,
        "off": off,
        "counts_days": isinstance(duty.within, SchoolDays),
        "key": f"{kind.slug} {duty.slug}",
    }


def _choose(request: At) -> None:
    slug, _, duty = request.POST.get("duty", "").partition(" ")
    kind = next((kind for kind in all_kinds() if kind.slug == slug), None)
    if kind is None:
        raise Refused("There is no such duty.")
    days = request.POST.get("days", "").strip()
    if days and not (days.isascii() and days.isdigit()):
        raise Refused("Give the school days as a number, such as 2.", "days")
    choose_duty(
        request.reader, request.school, kind, duty, off=request.POST.get("off") == "yes",
        days=int(days) if days else None, why=request.POST.get("why", ""),
    )  # fmt: skip


def _owner(owner: str) -> str:
    return WHOSE.get(owner) or Post.Role(owner).label
