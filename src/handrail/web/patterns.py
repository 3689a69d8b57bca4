"""Patterns: when, where, how often, to whom; each number leads to the records behind it."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from handrail.entry.guards import At, at_school
from handrail.followup.late import overdue_in
from handrail.measures.asking import Asked
from handrail.measures.figures import Figures, figures
from handrail.measures.grouping import dimensions_for
from handrail.measures.narrowing import NoSuchCell, narrowed
from handrail.measures.ranges import CHOICES, LONGEST, Range, range_named
from handrail.records.kind import Kind
from handrail.records.reading import kinds_open_to, posts_that_read
from handrail.records.rules import KNOW_OF_CARE, PASTORAL
from handrail.reports.governors import may_report
from handrail.school.calendars import calendar_of
from handrail.sharing.leaving import safe_cell
from handrail.timeline.pages import PAGE, read_mark, write_mark
from handrail.web.find import names_in
from handrail.web.heat import heat
from handrail.web.trend_picture import picture

FIRST = "hold"  # what the page opens with, where there is such a kind
OWN = {"kind", "range", "from", "to", "after"}
BAD_DAY = "Give the day as a date, such as 2026-09-02."
WRONG_WAY = "The last day lies before the first."
TOO_LONG = f"Choose at most {LONGEST} days."


@dataclass(frozen=True)
class Choice:
    """What somebody asked for: a kind and a range, and what was wrong with the dates."""

    kind: Kind
    slug: str
    span: Range
    wrong: str = ""

    @property
    def query(self) -> str:
        days = {"from": self.span.first, "to": self.span.last}
        return urlencode({"kind": self.kind.slug, "range": "custom", **days})


def kinds_to_count(request: At) -> list[Kind]:
    """Kinds that say what can be counted, and that this reader's posts read: where a reader sees
    only what they were in themselves, a count would call the rest of the school none."""
    return [
        kind
        for kind in kinds_open_to(request.reader)
        if kind.measures
        and request.reader.holds(request.school.pk, *posts_that_read(kind, kind.sensitivity))
    ]


def choice_of(request: At) -> Choice:
    """The kind and the range that the address asks for; no such page for a kind not theirs."""
    kinds = {kind.slug: kind for kind in kinds_to_count(request)}
    slug = request.GET.get("kind") or (FIRST if FIRST in kinds else next(iter(kinds), ""))
    if slug not in kinds:
        raise Http404("No such kind.")
    asked = request.GET.get("range", "")
    asked = asked if asked in dict(CHOICES) else "year"
    today = request.reader.day
    terms = list(request.school.terms.all())
    if asked != "custom":
        return Choice(kinds[slug], asked, range_named(asked, request.school, today, terms))
    span, wrong = _custom(request)
    return Choice(kinds[slug], asked, span or range_named("year", request.school, today, terms),
                  wrong)  # fmt: skip


def _custom(request: At) -> tuple[Range | None, str]:
    try:
        first, last = (date.fromisoformat(request.GET.get(name, "")) for name in ("from", "to"))
    except ValueError:
        return None, BAD_DAY
    if last < first:
        return None, WRONG_WAY
    if (last - first).days >= LONGEST:
        return None, TOO_LONG
    return Range(first, last), ""


def asked_of(request: At, choice: Choice) -> Asked:
    return Asked(choice.kind, request.school, choice.span, request.reader)


def knows_of_care(request: At) -> bool:
    return request.reader.holds(request.school.pk, *KNOW_OF_CARE)


def _figures(request: At, choice: Choice) -> Figures:
    care = knows_of_care(request)
    dimensions = dimensions_for(ethnicity=request.school.keeps_ethnicity, care=care)
    return figures(asked_of(request, choice), calendar_of(request.school), dimensions, care=care)


@at_school(*PASTORAL)
@require_safe
def patterns(request: At) -> HttpResponse:
    """Everything that can be counted of one kind over one range."""
    choice = choice_of(request)
    found = _figures(request, choice)
    context = {
        "f": found, "choice": choice, "kinds": kinds_to_count(request), "ranges": CHOICES,
        "link": f"/school/patterns/records/?{choice.query}",
        "grid": heat(found.counted), "picture": picture(found.trend),
        "governors": choice.kind.slug == FIRST and may_report(request.reader, request.school.pk),
    }  # fmt: skip
    return render(request, "web/patterns.html", context, status=422 if choice.wrong else 200)


@at_school(*PASTORAL)
@require_safe
def table(request: At) -> HttpResponse:
    """The same figures as a file for a spreadsheet; small groups are kept back there as well."""
    choice = choice_of(request)
    name = f"{choice.kind.slug}-{choice.span.first}-{choice.span.last}.csv"
    return as_csv(name, _rows(_figures(request, choice)))


def as_csv(name: str, rows: Iterator[list[Any]]) -> HttpResponse:
    """Rows as a file; no cell can be taken for a formula."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    out = csv.writer(answer)
    for row in rows:
        out.writerow([safe_cell(str(cell)) for cell in row])
    return answer


def _rows(f: Figures) -> Iterator[list[Any]]:
    yield ["Part", "What", "Records", "Pupils", "Pupil-days", "Rate per 1,000", "From", "To",
           "Minutes, where known", "Known of"]  # fmt: skip
    yield ["All", f.asked.kind.plural, f.counted.total, f.pupils, *_rate(f.rate)]
    yield ["All", "Same weeks of the year before", f.before.n, "", *_rate(f.before)]
    for term, n, who in f.terms:
        yield ["Term", f"{term.name} {term.first.year}", n, who]
    for week in f.trend.weeks:
        yield ["Week", week.monday, week.n, "", week.pupil_days, f"{week.rate:.2f}"]
    for (weekday, hour), n in sorted(f.counted.by_slot.items()):
        yield ["Weekday and hour", f"{weekday + 1} {hour:02}:00", n]
    parts = (
        ("Hour", f.by_hour), ("Place", f.places), ("Pupil", f.by_pupil), ("Adult", f.by_adult),
        *((measure.label, rows) for measure, rows in f.tables),
    )  # fmt: skip
    for part, weighed in parts:
        for row in weighed:
            minutes = [row.minutes_said if row.timed else "", row.timed] if f.minutes else []
            yield [part, row.line.label, row.line.n, "", *_rate(row.rate), *minutes]
    for one in f.groups:
        for group in one.groups:
            shown = ["kept back"] * 5 if group.hidden else [
                group.records, group.pupils, *_rate(group.rate)
            ]  # fmt: skip
            yield [one.label, group.label, *shown]
    for line in f.clocks:
        yield ["Clock: asked, in time, late, overdue now", line.label, line.asked, line.in_time,
               line.late, line.overdue]  # fmt: skip


def _rate(rate: Any) -> list[Any]:
    estimate = rate.estimate
    if estimate is None:
        return [0, "", "", ""]
    limits = [f"{number:.3f}" for number in (estimate.value, estimate.lo, estimate.hi)]
    return [rate.pupil_days, *limits]


@at_school(*PASTORAL)
@require_safe
def behind(request: At) -> HttpResponse:
    """The records behind a number, newest first."""
    choice = choice_of(request)
    by = {name: str(value) for name, value in request.GET.items() if name not in OWN}
    if any(value.startswith("care:") for value in by.values()) and not knows_of_care(request):
        raise Http404("Not for this post.")
    after = request.GET.get("after", "")
    try:
        found = narrowed(asked_of(request, choice), by)
    except NoSuchCell:
        raise Http404("No such number.") from None
    if mark := read_mark(request.reader, after):
        found = found.filter(happened_at__lte=mark[0]).exclude(happened_at=mark[0], pk__gte=mark[1])
    rows = list(found.select_related("place", "author").order_by("-happened_at", "-pk")[: PAGE + 1])
    records, older = rows[:PAGE], write_mark(rows[PAGE - 1]) if len(rows) > PAGE else ""
    names, late = names_in(records), overdue_in(records)
    context = {
        "rows": [(row, choice.kind, names.get(row.pk, ""), late.get(row.pk)) for row in records],
        "choice": choice, "after": after, "older": older, "narrowed": bool(by),
        "back": f"/school/patterns/?{choice.query}",
    }  # fmt: skip
    return render(request, "web/patterns_behind.html", context)
