"""File for CPOMS: a pupil's records as a document and a table, and what the school calls each."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from handrail.entry.guards import STAFF, At, at_school, take_typed
from handrail.entry.proof import prove_again
from handrail.measures.ranges import LONGEST, Range, year_of
from handrail.people.models import Person, Post, Pupil
from handrail.records.kind import kind_named
from handrail.records.models import Record
from handrail.records.reading import kinds_open_to, note_pupil_opened
from handrail.records.refusal import Refused
from handrail.records.rules import DESIGNATED
from handrail.reports.categories import category_of, keep_names, names_of, sorts_at
from handrail.reports.filing import (
    MOST,
    TOO_MANY,
    filed_of,
    filing_report,
    note_filed,
    records_to_file,
    table_to_file,
    undo_filed,
)
from handrail.reports.making import ask
from handrail.web.patterns import BAD_DAY, TOO_LONG, WRONG_WAY, as_csv
from handrail.web.pupils import find_pupil

NAMERS = (*DESIGNATED, Post.Role.HEAD, Post.Role.BEHAVIOUR_MANAGER, Post.Role.ADMINISTRATOR)
PAGE = "/school/cpoms/"


@dataclass(frozen=True)
class Choice:
    """Which days, which kind, or which one record; and what was wrong with the days."""

    span: Range
    kind: str = ""
    record: str = ""
    left: bool = False  # only what was not filed there yet
    wrong: str = ""

    @property
    def query(self) -> str:
        said = {"from": str(self.span.first), "to": str(self.span.last), "kind": self.kind,
                "record": self.record, "left": "yes" if self.left else ""}  # fmt: skip
        return urlencode({name: value for name, value in said.items() if value})


def _choice(request: At, said: Any) -> Choice:
    kind = said.get("kind", "")
    known = {one.slug for one in kinds_open_to(request.reader)}
    span, wrong = _span(request, said)
    return Choice(span, kind if kind in known else "", said.get("record", "")[:36],
                  said.get("left") == "yes", wrong)  # fmt: skip


def _span(request: At, said: Any) -> tuple[Range, str]:
    year = year_of(request.reader.day)
    usual = Range(year.first, request.reader.day)
    if not (said.get("from") or said.get("to")):
        return usual, ""
    try:
        span = Range(*(request.reader.day.fromisoformat(said.get(name, ""))
                       for name in ("from", "to")))  # fmt: skip
    except ValueError:
        return usual, BAD_DAY
    if span.last < span.first:
        return usual, WRONG_WAY
    return (usual, TOO_LONG) if span.days > LONGEST else (span, "")


def _records(request: At, person: Person, choice: Choice) -> list[Record]:
    """What would go: one record, or the range."""
    if not choice.record:
        return records_to_file(
            request.reader, request.school, person, choice.span, choice.kind, left=choice.left
        )
    try:
        rows = Record.objects.readable_by(request.reader).filter(
            uuid=UUID(choice.record), school=request.school, state=Record.State.FILED,
            involvements__person=person, involvements__as_pupil=True,
        )  # fmt: skip
    except ValueError:
        raise Http404("No such record.") from None
    return list(rows.distinct())


@at_school(*STAFF)
@require_http_methods(["GET", "POST"])
def file_for_cpoms(request: At, uuid: UUID) -> HttpResponse:
    """What would go, and as what; each taking is written down."""
    pupil = find_pupil(request, uuid)
    if pupil.pk in request.reader.own_child_ids:
        raise Http404("Not for this reader.")
    typed = {name: values[-1] for name, values in take_typed(request, request.path).items()
             if isinstance(values, list)}  # fmt: skip
    choice = _choice(request, request.POST or typed or request.GET)
    if request.method == "GET":
        note_pupil_opened(request.reader, request.school.pk, pupil.pk)
        return _page(request, pupil, choice, choice.wrong)
    try:
        return _hand_out(request, pupil, choice)
    except Refused as refused:
        return _page(request, pupil, choice, refused.sentence)


def _hand_out(request: At, pupil: Pupil, choice: Choice) -> HttpResponse:
    """The table at once, or the PDF by way of the reports. Restricted words ask for fresh proof."""
    if choice.wrong:
        raise Refused(choice.wrong)
    records = _records(request, pupil.person, choice)
    if request.POST.get("as") == "noted":
        ticked = set(request.POST.getlist("filed"))
        chosen = [record for record in records if str(record.uuid) in ticked]
        note_filed(request.reader, pupil.person, chosen, request.POST.get("reference", ""))
        messages.success(request, "Noted as filed in CPOMS.")
        return redirect(f"/pupils/{pupil.person.uuid}/cpoms/?{choice.query}")
    if undone := request.POST.get("undo"):
        chosen = [record for record in records if str(record.uuid) == undone]
        undo_filed(request.reader, pupil.person, chosen)
        messages.success(request, "Taken back: it counts as not filed there.")
        return redirect(f"/pupils/{pupil.person.uuid}/cpoms/?{choice.query}")
    if any(record.is_restricted for record in records):
        prove_again(request)
    if request.POST.get("as") == "table":
        lines = table_to_file(request.reader, pupil.person, records)
        return as_csv(f"cpoms-{str(pupil.person.uuid)[-8:]}-{request.reader.day}.csv", iter(lines))
    report = ask(request.reader, filing_report(request.school, pupil.person, records))
    return redirect(f"/reports/{report.uuid}/")


def _page(request: At, pupil: Pupil, choice: Choice, wrong: str) -> HttpResponse:
    records = _records(request, pupil.person, choice)
    names = names_of(request.school.pk)
    shown = records[:MOST]
    filed = filed_of(pupil.person, shown)
    prefetch_related_objects(shown, "chosen__word")
    too_many = TOO_MANY if len(records) > MOST else ""
    context = {
        "person": pupil.person, "choice": choice, "error": wrong or too_many,
        "to_note": len(filed) < len(shown), "me": request.reader.person,
        "rows": [(one, kind_named(one.kind), category_of(one, names), filed.get(one.pk))
                 for one in shown],
        "ticked": request.POST.getlist("filed"), "reference": request.POST.get("reference", ""),
        "too_many": too_many, "kinds": kinds_open_to(request.reader),
        "author": request.reader.person.uuid,
        "may_name": request.reader.holds(request.school.pk, *NAMERS),
    }  # fmt: skip
    return render(request, "web/cpoms.html", context, status=422 if wrong else 200)


@at_school(*NAMERS)
@require_http_methods(["GET", "POST"])
def categories(request: At) -> HttpResponse:
    """What the school calls each sort of record in CPOMS; an empty one keeps our name."""
    sorts = sorts_at(request.school)
    if request.method == "POST":
        said = {(one.kind.slug, one.word): request.POST[one.field]
                for one in sorts if one.field in request.POST}  # fmt: skip
        keep_names(request.school, request.reader.person, said)
        messages.success(request, "Kept. Files that are made from now on use these names.")
        return redirect(PAGE)
    typed, names = take_typed(request, PAGE), names_of(request.school.pk)
    context = {
        "rows": list(_named(sorts, names, typed)), "author": request.reader.person.uuid,
        "runs": request.reader.holds(request.school.pk, Post.Role.HEAD, Post.Role.ADMINISTRATOR),
    }  # fmt: skip
    return render(request, "web/cpoms_names.html", context)


def _named(sorts: Any, names: Any, typed: Any) -> Iterator[tuple[Any, str]]:
    for one in sorts:
        kept = typed.get(one.field)
        yield one, kept[-1] if kept else names.get((one.kind.slug, one.word), "")
