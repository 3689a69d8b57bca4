"""What is missing: which required answers of which records, who owes them; page, table and PDF."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from handrail.core.clock import local
from handrail.entry.guards import At, at_school
from handrail.measures.missing import Completeness, completeness
from handrail.records.refusal import Refused
from handrail.records.rules import PASTORAL
from handrail.registers.keeping import keeps_register
from handrail.reports.making import ask
from handrail.reports.missing import missing_report
from handrail.web.patterns import as_csv, asked_of, choice_of, kinds_to_count


@at_school(*PASTORAL)
@require_safe
def missing(request: At) -> HttpResponse:
    """Every record of the range that is not whole, the oldest first."""
    choice = choice_of(request)
    context = {
        "choice": choice, "found": completeness(asked_of(request, choice)),
        "kinds": kinds_to_count(request), "back": f"/school/patterns/?{choice.query}",
        "numbered": keeps_register(request.reader, request.school.pk, choice.kind),
    }  # fmt: skip
    return render(request, "web/patterns_missing.html", context)


@at_school(*PASTORAL)
@require_safe
def table(request: At) -> HttpResponse:
    """The same, one line for each answer that is missing."""
    choice = choice_of(request)
    name = f"missing-{choice.kind.slug}-{choice.span.first}-{choice.span.last}.csv"
    numbered = keeps_register(request.reader, request.school.pk, choice.kind)
    return as_csv(name, _rows(completeness(asked_of(request, choice)), numbered=numbered))


@at_school(*PASTORAL)
@require_POST
def print_missing(request: At) -> HttpResponse:
    """The same as a PDF, made through the reports."""
    choice = choice_of(request)
    try:
        if choice.wrong:
            raise Refused(choice.wrong)
        report = ask(request.reader, missing_report(request.school, choice.kind, choice.span))
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect(f"/school/patterns/missing/?{choice.query}")
    return redirect(f"/reports/{report.uuid}/")


def _rows(found: Completeness, *, numbered: bool) -> Iterator[list[Any]]:
    """`numbered`: whether numbers of the register are for this reader."""
    yield ["Entry", "Reference", "Day", "What", "Asked for by", "Owed by"]
    for row in found.rows:
        day = local(row.record.happened_at).date()
        for by, names in (
            ("law or statutory guidance", row.statutory), ("practice", row.practice),
            ("law: each parent told, or the local authority", row.not_told),
        ):  # fmt: skip
            for what in names:
                entry = row.entry if numbered else ""
                yield [entry, row.record.reference, day, what, by, row.owed_by]
