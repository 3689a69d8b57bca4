"""Keeping: what is due to be destroyed, for how long each kind stays, holds, and certificates."""

import json
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from handrail.core import clock
from handrail.entry.guards import RUNS_SCHOOL, At, at_school
from handrail.keeping import ledger
from handrail.keeping.beside import Kept, all_kept, due_beside, kept_named
from handrail.keeping.destroying import (
    carry_out,
    confirm,
    may_confirm,
    propose,
    second_people,
    withdraw,
)
from handrail.keeping.holding import HOLDERS, may_hold
from handrail.keeping.known import known_breaks
from handrail.keeping.models import Destruction, DestructionLine
from handrail.keeping.periods import (
    COUNTS_FROM,
    MOST_YEARS,
    WITH_THE_LAST,
    law_of,
    rules_beside,
    rules_of,
    set_period,
)
from handrail.keeping.planning import Due, everything_due, preview
from handrail.people.models import Post
from handrail.records.kind import Kind, all_kinds, kind_named
from handrail.records.reading import known_among
from handrail.records.refusal import Refused

FIELD = {"class": "field"}
SHOWN = 50  # references of a kind and year before anything is proposed; the proposal has them all
KEEPERS = (*RUNS_SCHOOL, *HOLDERS[1:])
Circle, State = Destruction.Circle, Destruction.State


@at_school(*KEEPERS)
@require_http_methods(["GET", "POST"])
def keeping(request: At) -> HttpResponse:
    """What is due, by kind and year, as far as this reader may know of it; the head proposes."""
    if request.method == "POST":
        return _propose(request)
    everything, beside = everything_due(request.school), due_beside(request.school)
    circles = [
        {
            "circle": Circle(circle),
            "groups": _groups(found.due, found.readable),
            "due": len(found.due),
            "held": _groups(found.held, found.readable),
            "open": _open(request, circle),
            "beside": beside if circle == Circle.ORDINARY else [],
        }
        for circle in _circles(request)
        for found in [preview(request.reader, request.school, circle, everything)]
    ]
    context = {
        "circles": circles,
        "is_head": request.reader.holds(request.school.pk, Post.Role.HEAD),
        "may_hold": may_hold(request.reader, request.school.pk),
        "runs_school": request.reader.holds(request.school.pk, *RUNS_SCHOOL),
        "certificates": Destruction.objects.filter(
            school=request.school, circle__in=_circles(request), state=State.DONE
        ),
        "backup": ledger.last("made"),
        "proved": next((row for row in reversed(ledger.noted("made")) if row.get("proved")), None),
        "practised": ledger.last("practised"),
        "known": [one for one in known_breaks() if one.school in {"", str(request.school.uuid)}],
        "forget_days": settings.BACKUP_FORGET_DAYS,
    }
    return render(request, "web/keeping.html", context)


def _circles(request: At) -> list[str]:
    """The restricted ones exist only for those who may know of them."""
    knows = may_hold(request.reader, request.school.pk)
    return [Circle.ORDINARY, *([Circle.RESTRICTED] if knows else [])]


def _open(request: At, circle: str) -> Destruction | None:
    rows = Destruction.objects.filter(school=request.school, circle=circle)
    return rows.filter(state__in=[State.PROPOSED, State.RUNNING]).first()


def _groups(found: Iterable[Due], readable: frozenset[int]) -> list[dict[str, Any]]:
    """By kind and year: how many, under which rule, and the references that may be shown."""
    rows: dict[tuple[str, int], dict[str, Any]] = {}
    for due in found:
        row = rows.setdefault(
            (due.record.kind, due.happened_on.year),
            {"kind": due.rule.kind, "year": due.happened_on.year, "count": 0, "records": [],
             "rule": due.rule.sentence, "holds": [], "more": 0},
        )  # fmt: skip
        row["count"] += 1
        if due.record.pk in readable and len(row["records"]) < SHOWN:
            row["records"].append((due.record, due.due_on))
        elif due.record.pk in readable:
            row["more"] += 1
        row["holds"] += [hold for hold in due.holds if hold not in row["holds"]]
    return [rows[key] for key in sorted(rows)]


def _propose(request: At) -> HttpResponse:
    circle = request.POST.get("circle", "")
    if circle not in _circles(request):
        raise Http404("No such circle.")
    try:
        row = propose(request.reader, request.school, circle)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("/school/keeping/")
    messages.success(request, "Proposed. Nothing is destroyed yet.")
    return redirect(f"/school/keeping/{row.uuid}/")


def _known(request: At, uuid: UUID) -> Destruction:
    """A destruction of a circle that this reader may know of, else no such page."""
    rows = Destruction.objects.filter(school=request.school, circle__in=_circles(request))
    row = rows.select_related("proposed_by", "confirmed_by").filter(uuid=uuid).first()
    if row is None:
        raise Http404("No such destruction.")
    return row


@at_school(*KEEPERS)
@require_http_methods(["GET", "POST"])
def destruction(request: At, uuid: UUID) -> HttpResponse:
    """One proposal: its list, the second person's yes, and afterwards the certificate."""
    row = _known(request, uuid)
    error = ""
    if request.method == "POST":
        try:
            return _act(request, row)
        except Refused as refused:
            error = refused.sentence
    lines = _lines(request, row)
    context = {
        "row": row,
        "is_done": row.state == State.DONE,
        "error": error,
        "groups": _line_groups(request, lines),
        "destroyed": [one for one in lines if one.outcome != DestructionLine.Outcome.SPARED],
        "spared": [one for one in lines if one.outcome == DestructionLine.Outcome.SPARED],
        "may_confirm": may_confirm(request.reader, row),
        "may_withdraw": may_hold(request.reader, row.school_id),
        "seconds": second_people(row.school, row.proposed_by),
        "backups_until": _backups_until(row),
    }
    return render(request, "web/destruction.html", context, status=422 if error else 200)


def _act(request: At, row: Destruction) -> HttpResponse:
    here = f"/school/keeping/{row.uuid}/"
    if "withdraw" in request.POST:
        withdraw(request.reader, row)
        messages.success(request, "Withdrawn. Nothing was destroyed.")
        return redirect("/school/keeping/")
    if "go_on" in request.POST and may_confirm(request.reader, row):
        carry_out(row)
        return redirect(here)
    if "looked" not in request.POST:
        raise Refused("Look through the list, then tick that you have.")
    confirm(request.reader, row)
    messages.success(request, "Done. This is the certificate.")
    return redirect(here)


def _lines(request: At, row: Destruction) -> list[DestructionLine]:
    """All of a certificate; of a restricted proposal only what this reader may know of."""
    lines = list(row.lines.select_related("record"))
    if row.circle == Circle.RESTRICTED and row.state != State.DONE:
        known = _readable(request, lines)
        lines = [line for line in lines if line.record_id in known]
    return lines


def _readable(request: At, lines: list[DestructionLine]) -> set[int]:
    return known_among(request.reader, [line.record_id for line in lines])


def _line_groups(request: At, lines: list[DestructionLine]) -> list[dict[str, Any]]:
    known = _readable(request, lines)
    rows: dict[tuple[str, int], dict[str, Any]] = {}
    for line in lines:
        if line.outcome == DestructionLine.Outcome.SPARED:
            continue
        row = rows.setdefault(
            (line.kind, line.happened_on.year),
            {"kind": kind_named(line.kind), "year": line.happened_on.year, "count": 0,
             "records": [], "rule": line.rule},
        )  # fmt: skip
        row["count"] += 1
        if line.record_id in known:
            row["records"].append((line.record, line.due_on))
    return [rows[key] for key in sorted(rows)]


def _backups_until(row: Destruction) -> date | None:
    """Until when a backup that Handrail keeps may still hold what was destroyed."""
    if row.done_at is None:
        return None
    return clock.local(row.done_at).date() + timedelta(days=settings.BACKUP_FORGET_DAYS + 1)


@at_school(*KEEPERS)
def certificate(request: At, uuid: UUID) -> HttpResponse:
    """The certificate as JSON: what was written and chained, with its fingerprint.

    Whole only for the head and the designated leads; the office gets the numbers without the
    references.
    """
    row = _known(request, uuid)
    if row.state != State.DONE:
        raise Http404("There is no certificate yet.")
    whole = json.loads(row.body)
    if not may_hold(request.reader, row.school_id):
        whole = {**whole, "destroyed": len(whole["destroyed"]), "spared": len(whole["spared"])}
    body = {"certificate": whole, "hash": row.hash}
    answer = HttpResponse(json.dumps(body, indent=1), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="certificate-{row.called}.json"'
    return answer


class PeriodForm(forms.Form):
    kind = forms.ChoiceField(
        label="Kind of record", widget=forms.Select(attrs=FIELD),
        error_messages={"required": "Choose a kind of record."},
    )  # fmt: skip
    years = forms.IntegerField(
        label="Years", min_value=1, max_value=MOST_YEARS, widget=forms.NumberInput(attrs=FIELD),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            f"Give a number of years from 1 to {MOST_YEARS}.",
        ),
    )  # fmt: skip
    counts_from = forms.ChoiceField(
        label="Counted from", choices=list(COUNTS_FROM.items()), widget=forms.Select(attrs=FIELD),
        error_messages={"required": "Choose what the years count from."},
    )  # fmt: skip
    basis = forms.CharField(
        label="On whose word", max_length=200, widget=forms.TextInput(attrs=FIELD),
        help_text="Such as “Records policy 2026, agreed by governors on 3 November”.",
        error_messages={"required": "Say on whose word this period stands."},
    )  # fmt: skip

    def __init__(self, *args: Any, kinds: Iterable[Kind | Kept], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(kind.slug, kind.label) for kind in kinds]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]


@at_school(*RUNS_SCHOOL)
@require_http_methods(["GET", "POST"])
def periods(request: At) -> HttpResponse:
    """For how long each kind is kept: the default with its source, and what the school decided."""
    sorts: list[Kind | Kept] = [*all_kinds(), *all_kept()]
    form = PeriodForm(request.POST or None, kinds=sorts)
    if form.is_bound and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            row = set_period(request.reader, request.school, data.pop("kind"), **data)
        except Refused as refused:
            form.add_error(refused.field or None, refused.sentence)
        else:
            kind = kept_named(row.kind) or kind_named(row.kind)
            messages.success(request, f"{kind.plural}: this period holds from now on.")
            return redirect("/school/keeping/periods/")
    rules = [*rules_of(request.school).values(), *rules_beside(request.school)]
    rows = [(rule.kind, law_of(rule.kind.slug), rule) for rule in rules]
    context = {"form": form, "rows": rows, "with_the_last": WITH_THE_LAST}
    return render(request, "web/keeping_periods.html", context, status=422 if form.errors else 200)
