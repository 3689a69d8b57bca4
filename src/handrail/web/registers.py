"""Registers: the numbered list of a kind, and checking a printed entry against it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from handrail.entry.guards import At, at_school
from handrail.records.kind import Kind
from handrail.records.models import RegisterEntry
from handrail.records.rules import PASTORAL
from handrail.registers.keeping import keeps_register, numbered_kind, sees_list
from handrail.registers.listing import Asked, page_of, pupils_in, years_of

STATES = (("", "Every entry"), ("filed", "In force"), ("voided", "Void"))


@at_school(*PASTORAL)
def register(request: At, slug: str) -> HttpResponse:
    """The entries of a register, newest first; a voided one keeps its number and says why."""
    kind = _open_to(request, slug)
    school, reader = request.school.pk, request.reader
    years = years_of(reader, school, kind)
    asked = _asked(request, years)
    page = page_of(reader, school, kind, asked)
    context = {
        "kind": kind, "lines": page.lines, "older": page.older, "asked": asked,
        "keeps": keeps_register(reader, school, kind),
        "years": [(year, RegisterEntry.year_said(year)) for year in years],
        "pupils": pupils_in(reader, school, kind, asked.year), "states": STATES,
        "narrowed": bool(asked.pupil or asked.state or asked.unsigned or asked.after),
    }  # fmt: skip
    return render(request, "web/register.html", context)


def _open_to(request: At, slug: str) -> Kind:
    """The kind of a register that this reader sees, else no such page."""
    kind = numbered_kind(slug)
    if kind is None or not sees_list(request.reader, request.school.pk, kind):
        raise Http404("No such register.")
    return kind


def _asked(request: At, years: list[int]) -> Asked:
    """What was chosen; what makes no sense is as good as nothing chosen."""
    said: Any = request.GET
    year = said.get("year", "")
    chosen = int(year) if year.isdecimal() and int(year) in years else None
    return Asked(
        year=chosen,
        pupil=_uuid(said.get("pupil", "")),
        state=said.get("state", "") if said.get("state") in dict(STATES) else "",
        unsigned=said.get("unsigned") == "on",
        after=_uuid(said.get("after", "")),
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
