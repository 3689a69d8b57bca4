"""Falling behind: who is listed and why, how often the rule was wrong, and the rule itself."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from handrail.attendance.standing import FEWEST as FEWEST_HALF_DAYS
from handrail.attendance.standing import last_brought
from handrail.entry.guards import At, at_school, take_typed
from handrail.falling_behind.listing import listed_today, watch_for
from handrail.falling_behind.models import Rule
from handrail.falling_behind.past import FEWEST, past_of
from handrail.falling_behind.ruling import (
    NUMBERS,
    SETTERS,
    WATCHERS,
    decided_before,
    set_rule,
    terms_of,
    words_to_choose,
)
from handrail.feedback.asking import Asked, Narrowed, is_number
from handrail.feedback.for_home import lately
from handrail.records.refusal import Refused

FIELD = {"class": "field", "inputmode": "numeric"}
RULE = "/falling-behind/rule/"


class Chips(forms.CheckboxSelectMultiple):
    template_name = "ui/components/chips.html"


def _number(name: str, label: str, hint: str) -> forms.IntegerField:
    least, most = (one.limit_value for one in Rule._meta.get_field(name).validators[:2])  # type: ignore[union-attr]
    wrong = f"Give a number from {least} to {most}."
    return forms.IntegerField(
        label=label, help_text=hint, min_value=least, max_value=most,
        widget=forms.TextInput(attrs=FIELD),
        error_messages={name: wrong for name in ("required", "invalid", "min_value", "max_value")},
    )  # fmt: skip


class RuleForm(forms.Form):
    weeks = _number("weeks", "Weeks looked at", "Also how long afterwards the past is followed.")
    attendance = _number(
        "attendance", "Attendance below, in per cent", "Of half days on which they were expected."
    )  # fmt: skip
    removals = _number("removals", "Removals in these weeks", "This many or more are a sign.")
    removal_words = forms.MultipleChoiceField(
        label="Words that mean removal", required=False, widget=Chips,
        help_text="Of your words for what was done. Records of time out of class count as well.",
    )  # fmt: skip
    marks = _number("marks", "Marks of an objective", "With fewer, nothing is said of it.")
    objectives = _number("objectives", "Objectives that do not move", "This many are a sign.")
    signs = _number("signs", "Signs needed to be listed", "Of the four, each counted once.")
    because = forms.CharField(
        label="Why", max_length=300, widget=forms.TextInput(attrs={"class": "field"}),
        error_messages={"required": "Say why, in a sentence."},
    )  # fmt: skip


def _asked(request: At) -> Asked:
    group = request.GET.get("group", "")
    by = Narrowed(group=group if is_number(group) else "")
    return Asked(request.reader, request.school, lately(6), by)


@at_school(*WATCHERS)
@require_safe
def listed(request: At) -> HttpResponse:
    """The pupils listed today, why, and what has been tried; the rule stands beside it."""
    asked, terms = _asked(request), terms_of(request.school)
    context = {
        "rows": listed_today(asked, terms), "terms": terms, "rule": terms.rule,
        "looked_at": len(asked.children), "group": asked.by.group,
        "groups": sorted({group for child in asked.every for group in child.groups},
                         key=lambda group: group[1]),
        "may_set": request.reader.holds(request.school.pk, *SETTERS), "today": request.reader.day,
        "attendance_until": last_brought(request.school), "fewest": FEWEST_HALF_DAYS,
    }  # fmt: skip
    return render(request, "web/falling_behind.html", context)


@at_school(*WATCHERS)
@require_safe
def past(request: At) -> HttpResponse:
    """How often the rule was wrong on days of the past, over the pupils that this reader sees."""
    asked, terms = _asked(request), terms_of(request.school)
    found = past_of(watch_for(asked, terms), request.reader.day)
    context = {"past": found, "terms": terms, "rule": terms.rule, "fewest": FEWEST,
               "looked_at": len(asked.children), "rate": _per_cent(found.rate)}  # fmt: skip
    return render(request, "web/falling_behind_past.html", context)


def _per_cent(rate: tuple[float, float, float] | None) -> list[int] | None:
    return [round(100 * part) for part in rate] if rate else None


@at_school(*SETTERS)
@require_http_methods(["GET", "POST"])
def rule(request: At) -> HttpResponse:
    """Every number of the rule, what the school decided before, and deciding anew."""
    terms = terms_of(request.school)
    choices = [(str(word.uuid), word.label) for word in words_to_choose(request.school)]
    form = RuleForm(_data(request), initial=_opening(terms.rule, terms.words))
    form.fields["removal_words"].choices = choices  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid() and _kept(request, form):
        messages.success(request, "Kept. The list follows it from now on.")
        return redirect("/falling-behind/")
    wrong = request.method == "POST"
    context = {"form": form, "terms": terms, "before": decided_before(request.school),
               "author": request.reader.person.uuid}  # fmt: skip
    return render(request, "web/falling_behind_rule.html", context, status=422 if wrong else 200)


def _data(request: At) -> Any:
    """What is sent; or what was typed when the session ended, shown again as it was."""
    if request.method == "POST":
        return request.POST
    typed = take_typed(request, RULE)
    return {name: value if name == "removal_words" else value[0]
            for name, value in typed.items() if name != "path"} or None  # fmt: skip


def _opening(rule: Rule, words: Any) -> dict[str, Any]:
    numbers = {name: getattr(rule, name) for name in NUMBERS}
    return {**numbers, "removal_words": [str(word.uuid) for word in words]}


def _kept(request: At, form: RuleForm) -> bool:
    sent = form.cleaned_data
    words = words_to_choose(request.school).filter(uuid__in=sent["removal_words"])
    try:
        set_rule(request.reader, request.school, sent, words, sent["because"])
    except Refused as refused:
        form.add_error(refused.field or None, refused.sentence)
        return False
    return True
