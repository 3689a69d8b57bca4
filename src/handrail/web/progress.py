"""Progress: by pupil, group, year or need, with what stands behind each number, and as files."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from handrail.core import clock
from handrail.entry.guards import At, at_school
from handrail.feedback.asking import NONE, Asked, Narrowed, is_number
from handrail.feedback.counting import (
    COUNTED,
    LABELS,
    Thread,
    by_groups,
    is_better,
    judged,
    lines_of,
    marks_in,
    records_in,
    threads_of,
)
from handrail.feedback.for_home import lately
from handrail.feedback.for_school import WAYS, Row, as_cells, rows_of
from handrail.learning.models import Mark, Objective
from handrail.learning.reading import HAS_LEARNING
from handrail.measures.ranges import LONGEST, Range
from handrail.people.models import Person
from handrail.programmes.models import Session
from handrail.programmes.saying import verdict_of
from handrail.records.kind import kind_named
from handrail.sharing.workbook import SORT, Linked, as_workbook
from handrail.web.find import names_in
from handrail.web.keys import is_key
from handrail.web.patterns import BAD_DAY, TOO_LONG, WRONG_WAY, as_csv

PAGE = 50
USUAL_WEEKS = 6


@dataclass(frozen=True)
class Choice:
    """What the address asks for, and what was wrong with its days."""

    asked: Asked
    way: str
    wrong: str = ""

    @property
    def parts(self) -> dict[str, str]:
        by, span = self.asked.by, self.asked.span
        said = {
            "from": str(span.first), "to": str(span.last), "pupil": by.pupil, "group": by.group,
            "year": by.year, "need": by.need, "subject": by.subject,
        }  # fmt: skip
        return {name: value for name, value in said.items() if value}

    @property
    def query(self) -> str:
        return urlencode({"by": self.way, **self.parts})

    def behind(self, value: str) -> str:
        """The address of what stands behind a line's numbers, without its name."""
        return urlencode({**self.parts, self.way: value})


def _choice(request: At) -> Choice:
    sent = {name: request.GET.get(name, "").strip()[:200]
            for name in ("pupil", "group", "year", "need", "subject")}  # fmt: skip
    for name in ("pupil", "group"):
        of_none = name == "group" and sent[name] == NONE
        if sent[name] and not of_none and not is_number(sent[name]):
            raise Http404("No such pupil or group.")
    way = request.GET.get("by", "")
    span, wrong = _span(request)
    asked = Asked(request.reader, request.school, span, Narrowed(**sent))
    return Choice(asked, way if way in WAYS else "pupil", wrong)


def _span(request: At) -> tuple[Range, str]:
    usual = lately(USUAL_WEEKS)
    if not (request.GET.get("from") or request.GET.get("to")):
        return usual, ""
    try:
        first, last = (date.fromisoformat(request.GET.get(name, "")) for name in ("from", "to"))
    except ValueError:
        return usual, BAD_DAY
    if last < first:
        return usual, WRONG_WAY
    return (usual, TOO_LONG) if (last - first).days >= LONGEST else (Range(first, last), "")


@at_school(*HAS_LEARNING)
@require_safe
def progress(request: At) -> HttpResponse:
    """The table, over the last six weeks when nothing else is said."""
    choice = _choice(request)
    children = choice.asked.every
    subjects = Objective.objects.filter(framework__school=request.school).exclude(subject="")
    context = {
        "choice": choice, "labels": LABELS, "ways": [(name, one[0]) for name, one in WAYS.items()],
        "rows": [(row, choice.behind(row.value), [(name, getattr(row.figures, name))
                                                  for name in LABELS])
                 for row in rows_of(choice.asked, choice.way)],
        "groups": sorted({group for child in children for group in by_groups(child)},
                         key=lambda group: group[1]),
        "years": sorted({child.year for child in children if child.year}, key=_by_number),
        "no_year": NONE if any(not child.year for child in children) else "",
        "needs": sorted({need for child in children for need in child.needs}),
        "subjects": sorted(set(subjects.order_by().values_list("subject", flat=True))),
        "one": next((child for child in choice.asked.children), None)
        if choice.asked.by.pupil else None,
    }  # fmt: skip
    return render(request, "web/progress.html", context, status=422 if choice.wrong else 200)


def _by_number(year: str) -> tuple[int, str]:
    return (int(year) if year.isdigit() else 0, year)


@at_school(*HAS_LEARNING)
@require_safe
def table(request: At, ending: str) -> HttpResponse:
    """The same lines as a file, for a spreadsheet; in a workbook each number leads to its page."""
    choice = _choice(request)
    rows = rows_of(choice.asked, choice.way)
    cells = as_cells(rows, choice.way)
    name = f"progress-{choice.asked.span.first}-{choice.asked.span.last}.{ending}"
    if ending == "csv":
        return as_csv(name, cells)  # type: ignore[arg-type]
    if ending != "xlsx":
        raise Http404("No such file.")
    heading, *lines = cells
    linked = [_linked(request, choice, *one) for one in zip(rows, lines, strict=True)]
    response = HttpResponse(as_workbook("Progress", [heading, *linked]), content_type=SORT)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _linked(request: At, choice: Choice, row: Row, line: list[object]) -> list[object]:
    """The line with the address of what stands behind each number that counts anything."""
    if not row.value:
        return line
    query = choice.behind(row.value)
    start = len(line) - len(LABELS)
    numbers = [
        Linked(n, request.build_absolute_uri(f"/progress/behind/?what={name}&{query}")) if n else n
        for name, n in zip(LABELS, line[start:], strict=True)
    ]
    return [*line[:start], *numbers]


@at_school(*HAS_LEARNING)
@require_safe
def behind(request: At) -> HttpResponse:
    """What a number counts, one by one."""
    choice, what = _choice(request), request.GET.get("what", "")
    if what not in LABELS:
        raise Http404("No such number.")
    asked_start = request.GET.get("after", "0")
    start = int(asked_start) if is_key(asked_start) and len(asked_start) < 7 else 0
    found = _LISTS[what](choice.asked, what, start)
    rows = found[:PAGE]
    context = {
        "choice": choice, "what": what, "label": LABELS[what], "rows": rows,
        "sort": "record" if what in COUNTED else "", "today": clock.today(),
        "older": start + PAGE if len(found) > PAGE else 0,
        "newer": max(0, start - PAGE) if start else None,
        "back": f"/progress/?{choice.query}",
    }  # fmt: skip
    return render(request, "web/progress_behind.html", context)


@dataclass(frozen=True)
class Line:
    """One thing that was counted: who, what, how it stands, and where it can be opened."""

    who: str
    words: str
    state: str
    when: Any
    href: str
    by: str = ""


def _marks(asked: Asked, what: str, start: int) -> list[Line]:
    rows = marks_in(asked).select_related("pupil", "objective", "marked_by")
    if what == "helped":
        rows = rows.filter(level=Mark.Level.WITH_HELP)
    rows = rows.order_by("-happened_at", "-id")[start : start + PAGE + 1]
    return [
        Line(row.pupil.name, row.objective.text, row.get_level_display(), row.happened_at,
             _history(row.pupil, row.objective), row.marked_by.formal)
        for row in rows
    ]  # fmt: skip


def _history(pupil: Person, objective: Objective) -> str:
    return f"/pupils/{pupil.uuid}/learning/?objective={objective.uuid}#history"


def _threads(asked: Asked, what: str, start: int) -> list[Line]:
    wanted: dict[str, Callable[[Thread], bool]] = {
        "objectives": lambda _: True, "moved": lambda one: one.moved,
        "alone": lambda one: one.alone,
    }  # fmt: skip
    found = sorted(filter(wanted[what], threads_of(asked)), key=lambda one: one.last_at)[::-1]
    page = found[start : start + PAGE + 1]
    people = Person.objects.in_bulk([one.pupil for one in page])
    objectives = Objective.objects.in_bulk([one.objective for one in page])
    return [
        Line(people[one.pupil].name, objectives[one.objective].text, _way(one), one.last_at,
             _history(people[one.pupil], objectives[one.objective]))
        for one in page
    ]  # fmt: skip


def _way(one: Thread) -> str:
    first, last = Mark.Level(one.first).label, Mark.Level(one.last).label
    return last if first == last else f"{first}, then {last.lower()}"


def _sessions(asked: Asked, what: str, start: int) -> list[Line]:
    rows = lines_of(asked).select_related("place__pupil", "session__programme", "session__given_by")
    if what == "here":
        rows = rows.filter(away="")
    rows = rows.order_by("-session__date", "-id")[start : start + PAGE + 1]
    return [
        Line(row.place.pupil.name, row.session.programme.name, row.get_away_display(),
             row.session.date, _given(row.session),
             row.session.given_by.formal)
        for row in rows
    ]  # fmt: skip


def _given(session: Session) -> str:
    """Where a session stands on its programme's page, on whichever page of its list."""
    return f"/programmes/{session.programme.uuid}/?session={session.uuid}#s-{session.uuid}"


def _places(asked: Asked, what: str, start: int) -> list[Line]:
    found = [one for one in judged(asked) if what == "places" or is_better(one)]
    return [
        Line(one.place.pupil.name, one.place.programme.name, verdict_of(one.judgement),
             one.place.starts, f"/pupils/{one.place.pupil.uuid}/working/")
        for one in found[start : start + PAGE + 1]
    ]  # fmt: skip


def _records(asked: Asked, what: str, start: int) -> list[Any]:
    """A record of two pupils of the line counts for each of them, and stands here once."""
    rows = records_in(asked, what).distinct().select_related("place", "author")
    records = list(rows.order_by("-happened_at", "-pk")[start : start + PAGE + 1])
    names = names_in(records)
    return [(record, kind_named(what), names.get(record.pk, "")) for record in records]


_LISTS: dict[str, Callable[[Asked, str, int], Sequence[Any]]] = {
    "marks": _marks, "helped": _marks, "objectives": _threads, "moved": _threads,
    "alone": _threads, "sessions": _sessions, "here": _sessions, "places": _places,
    "better": _places, **dict.fromkeys(COUNTED, _records),
}  # fmt: skip
