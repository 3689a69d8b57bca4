"""Scores: bringing a file in, the files that were brought in, and one pupil's scores."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handrail.core.ids import new_uuid
from handrail.entry.guards import At, at_school
from handrail.learning.reading import HAS_LEARNING
from handrail.records.reading import note_pupil_opened
from handrail.records.refusal import Refused
from handrail.scores.bringing import (
    BRINGERS,
    BadRows,
    batches_open_to,
    bring_scores,
    withdraw_batch,
)
from handrail.scores.models import Batch
from handrail.scores.reading import Bad
from handrail.scores.standing import pupils_in, series_of
from handrail.web.learning import readable_pupil

MOST, MOST_BAD = 50, 200
FIELD = {"class": "field"}
WORDS = {
    "instrument": "Instrument", "version": "Version or form", "norms_of": "Date of its norms",
    "licensed": "A licensed instrument: totals only", "sort": "The scores are",
    "direction": "What is better", "lowest": "Lowest possible score",
    "highest": "Highest possible score", "spread": "Standard deviation of its norms",
    "reliability": "Its reliability, 0 to 1",
}  # fmt: skip


SHARE = "Give it as in the manual: above 0 and below 1, such as 0.92."
SAID_WRONG = {
    "instrument": {"required": "Say which test or questionnaire it is."},
    "version": {"required": "Say which version or form: two versions are never joined."},
    "norms_of": {"invalid": "Give the day, month and year."},
    "sort": dict.fromkeys(("required", "invalid_choice"), "Choose what sort of score it is."),
    "direction": dict.fromkeys(("required", "invalid_choice"), "Choose which way is better."),
    "lowest": dict.fromkeys(("required", "invalid"), "Give the lowest score there is, a number."),
    "highest": dict.fromkeys(("required", "invalid"), "Give the highest score there is, a number."),
    "spread": dict.fromkeys(("invalid", "min_value"), "Give a number above 0, such as 15."),
    "reliability": dict.fromkeys(("invalid", "min_value", "max_value"), SHARE),
}


class BatchForm(forms.ModelForm):
    number = forms.UUIDField(widget=forms.HiddenInput, required=False)
    file = forms.FileField(
        label="The file", help_text="CSV with the headings pupil, date, score. Part is optional.",
        widget=forms.FileInput(attrs={**FIELD, "accept": ".csv,text/csv"}),
        error_messages={"required": "Choose the file.", "empty": "This file is empty."},
    )  # fmt: skip

    sort = forms.ChoiceField(
        label=WORDS["sort"], choices=[("", "Choose"), *Batch.Sort.choices],
        widget=forms.Select(attrs=FIELD), error_messages=SAID_WRONG["sort"],
    )  # fmt: skip
    direction = forms.ChoiceField(
        label=WORDS["direction"], choices=[("", "Choose"), *Batch.Direction.choices],
        widget=forms.Select(attrs=FIELD), error_messages=SAID_WRONG["direction"],
    )  # fmt: skip

    class Meta:
        model = Batch
        fields = tuple(WORDS)
        labels = WORDS
        error_messages = SAID_WRONG
        widgets = {
            **{name: forms.TextInput(attrs=FIELD) for name in ("instrument", "version")},
            **{name: forms.TextInput(attrs={**FIELD, "inputmode": "decimal"})
               for name in ("lowest", "highest", "spread", "reliability")},
            "norms_of": forms.DateInput(attrs={**FIELD, "type": "date"}, format="%Y-%m-%d"),
        }  # fmt: skip
        help_texts = {
            "spread": "With the reliability, it says which change is more than chance.",
            "reliability": "From the manual.",
        }


@at_school(*BRINGERS)
@require_http_methods(["GET", "POST"])
def scores(request: At) -> HttpResponse:
    """Bring a file in, all or nothing; every cell that cannot be kept is named with its reason."""
    bad: list[Bad] = []
    blank = Batch(school=request.school)
    if request.method == "POST":
        form = BatchForm(request.POST, request.FILES, instance=blank)
        if form.is_valid():
            bad, kept = _bring(request, form)
            if kept:
                return redirect("/scores/")
    else:
        form = BatchForm(instance=blank, initial={"number": new_uuid()})
    rows = list(batches_open_to(request.reader, request.school)[:MOST])
    counts = pupils_in(rows)
    context = {
        "form": form, "bad": bad[:MOST_BAD], "more_bad": max(0, len(bad) - MOST_BAD),
        "all_bad": len(bad), "rows": [(row, counts.get(row.pk, 0)) for row in rows],
    }  # fmt: skip
    status = 422 if request.method == "POST" else 200
    return render(request, "web/scores.html", context, status=status)


def _bring(request: At, form: BatchForm) -> tuple[list[Bad], bool]:
    batch: Batch = form.save(commit=False)
    batch.uuid = form.cleaned_data["number"] or new_uuid()
    try:
        bring_scores(request.reader, batch, form.cleaned_data["file"].read())
    except BadRows as found:
        return found.bad, False
    except Refused as refused:
        form.add_error(refused.field or None, refused.sentence)
        return [], False
    messages.success(request, "All of it is kept.")
    return [], True


@at_school(*BRINGERS)
@require_POST
def withdraw(request: At, uuid: UUID) -> HttpResponse:
    """Take a whole file back, with a reason; its scores stay to be seen, struck through."""
    found = batches_open_to(request.reader, request.school).filter(uuid=uuid).first()
    if found is None:
        raise Http404("No such file.")
    try:
        withdraw_batch(request.reader, found, request.POST.get("because", ""))
        messages.success(request, "Withdrawn. Its scores stay to be seen and count no more.")
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("/scores/")


@at_school(*HAS_LEARNING)
@require_safe
def pupil_scores(request: At, uuid: UUID) -> HttpResponse:
    """One pupil's scores, instrument by instrument, with version and norms."""
    child = readable_pupil(request, uuid)
    note_pupil_opened(request.reader, request.school.pk, child.pk)
    context: dict[str, Any] = {
        "person": child.person, "series": series_of(child.person, request.school),
        "may_bring": request.reader.holds(request.school.pk, *BRINGERS),
    }  # fmt: skip
    return render(request, "web/pupil_scores.html", context)
