"""The equality return: a term or a year in numbers, its records, its table, and the nil return."""

import csv
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from handrail.core.small_numbers import FEW, is_small, lines_said
from handrail.entry.guards import At, at_school
from handrail.equality.counting import Table, records_in, tables_of
from handrail.equality.models import NilReturn
from handrail.equality.periods import Period, periods_of
from handrail.equality.signing import sign_nil
from handrail.people.models import Post
from handrail.records.kind import kind_named
from handrail.records.models import Record
from handrail.records.refusal import Refused
from handrail.records.rules import DESIGNATED
from handrail.sharing.leaving import safe_cell
from handrail.web.find import names_in

R = Post.Role
SEES = (R.BEHAVIOUR_MANAGER, *DESIGNATED, R.HEAD)
SEES_RESTRICTED = (*DESIGNATED, R.HEAD)
MOST_LISTED = 200


def _period(request: At) -> tuple[Period, list[Period]]:
    """The period that was asked for, else the newest term, and all there are."""
    every = periods_of(request.school, request.reader.day)
    asked = request.GET.get("period", "") or request.POST.get("period", "")
    if asked:
        one = next((period for period in every if period.slug == asked), None)
    else:
        one = next((period for period in every if not period.is_year), every[0])
    if one is None:
        raise Http404("No such period here.")
    return one, every


def _counted(request: At, period: Period) -> tuple[str, list[tuple[Table, list[Any]]]]:
    """The total, and each table’s lines: slug, label, what is shown, whether it leads on."""
    keys = records_in(request.reader, request.school, period)
    n = len(keys)
    lines = []
    for table in tables_of(request.school, keys):
        words = lines_said(table.counts, n, several=table.several)
        line = [(slug, table.labels[slug], words[slug], words[slug] != "0") for slug in words]
        lines.append((table, line))
    return (FEW if is_small(n) else str(n)), lines


@at_school(*SEES)
@require_http_methods(["GET", "POST"])
def equality(request: At) -> HttpResponse:
    """The return of one period; the head signs here that there was nothing."""
    period, every = _period(request)
    if request.method == "POST":
        return _sign(request, period)
    total, lines = _counted(request, period)
    is_head = request.reader.holds(request.school.pk, R.HEAD)
    signed = list(NilReturn.objects.filter(school=request.school))
    context = {
        "period": period, "periods": every, "total": total, "tables": lines, "signed": signed,
        "this_signed": next((one for one in signed if one.starts == period.starts
                             and one.ends == period.ends), None),
        "is_over": period.over <= request.reader.day,
        "may_sign": is_head and total == "0",
        "whole": request.reader.holds(request.school.pk, *SEES_RESTRICTED),
        "school": request.school, "runs": is_head,
    }  # fmt: skip
    return render(request, "web/equality.html", context)


def _sign(request: At, period: Period) -> HttpResponse:
    try:
        sign_nil(request.reader, request.school, period)
        messages.success(request, f"The nil return for the {period.label} is signed.")
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect(f"/school/equality/?period={period.slug}")


@at_school(*SEES)
@require_safe
def table(request: At) -> HttpResponse:
    """The return as a file for a spreadsheet, with the same numbers held back as on the page."""
    period, _ = _period(request)
    total, lines = _counted(request, period)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"equality-return-{period.slug}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    out = csv.writer(answer)
    out.writerow(map(safe_cell, ["School", "Period", "Table", "Line", "Number"]))
    before = [request.school.name, period.label]
    out.writerow(map(safe_cell, [*before, "All", "Records", total]))
    for one, several in lines:
        for _, label, said, _ in several:
            out.writerow(map(safe_cell, [*before, one.title, label, said]))
    return answer


@at_school(*SEES)
@require_safe
def behind(request: At) -> HttpResponse:
    """The records behind one number, for those who may read them."""
    period, _ = _period(request)
    keys = records_in(request.reader, request.school, period)
    title, label = "All", "All records"
    if request.GET.get("by"):
        tables = tables_of(request.school, keys)
        one = next((row for row in tables if row.slug == request.GET["by"]), None)
        of = request.GET.get("of", "")
        if one is None or of not in one.labels:
            raise Http404("No such number.")
        title, label, keys = one.title, one.labels[of], one.counted.get(of, [])
    rows = Record.objects.readable_by(request.reader).filter(pk__in=keys)
    found = list(rows.select_related("place").order_by("-happened_at", "-pk")[:MOST_LISTED])
    names, kind = names_in(found), kind_named("prejudice")
    context = {
        "period": period, "title": title, "label": label,
        "rows": [(row, kind, names.get(row.pk, "")) for row in found],
    }  # fmt: skip
    return render(request, "web/equality_records.html", context)
