"""The session runner and quick measuring: register, steps and numbers in a few taps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Max
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from handrail.core import clock
from handrail.core.ids import new_uuid
from handrail.entry.guards import At, at_school, take_typed
from handrail.learning.models import Objective
from handrail.learning.reading import HAS_LEARNING
from handrail.people.models import Person
from handrail.programmes.correcting import (
    measured_in,
    replace_session,
    session_to_correct,
    withdraw_session,
)
from handrail.programmes.giving import SessionDraft, Taken, give_session, measure
from handrail.programmes.marking import marks_in, objectives_of
from handrail.programmes.models import (
    Attendance,
    Measurement,
    Programme,
    ProgrammePupil,
    Session,
)  # fmt: skip
from handrail.programmes.trained import standings_of
from handrail.records.refusal import Refused
from handrail.training.holding import VALID
from handrail.web.marking import LEVELS
from handrail.web.programmes import day_or_none, find_programme, number_or_none, places_shown

PRESENT = Attendance.Away.PRESENT
KEPT_BEFORE = "This session was kept before, as it was sent first. Nothing new was kept."


@dataclass(frozen=True)
class Row:
    """One pupil as the form shows them, with what was typed."""

    place: ProgrammePupil
    away: str
    value: str
    missed: str
    every: str
    sampled: str
    marks: tuple[tuple[Objective, str], ...] = ()

    @property
    def key(self) -> str:
        return str(self.place.uuid)


@at_school(*HAS_LEARNING)
@require_http_methods(["GET", "POST"])
def session(request: At, uuid: UUID) -> HttpResponse:
    """Give a session: who was there, steps followed, what was measured, a note."""
    found = find_programme(request, uuid)
    places, _ = places_shown(request, found)
    running = [place for place in places if place.starts and place.starts <= clock.today()]
    typed = _typed(request)
    number = typed.get("replaces") or request.GET.get("replaces", "")
    if not number:
        return _form(request, found, running, "web/session.html", _give, typed)
    wrong = session_to_correct(request.reader, found, number)
    if wrong is None:
        raise Http404("No such session for this reader to correct.")
    keep = partial(_correct, wrong)
    typed = typed or _as_typed(wrong)
    return _form(request, found, running, "web/session.html", keep, typed, wrong)


@at_school(*HAS_LEARNING)
@require_http_methods(["GET", "POST"])
def measuring(request: At, uuid: UUID) -> HttpResponse:
    """Measure without a session: before support starts, between sessions, and afterwards."""
    found = find_programme(request, uuid)
    places, _ = places_shown(request, found)
    return _form(request, found, places, "web/measuring.html", _measure, _typed(request))


def _typed(request: At) -> Mapping[str, str]:
    """What is sent; or what was typed here when the session ended, each field once."""
    if request.method == "POST":
        return request.POST
    kept = take_typed(request, request.path)
    return {name: value[0] for name, value in kept.items() if name != "path" and value}


def _form(
    request: At, found: Programme, places: list[ProgrammePupil], template: str, keep: Any,
    typed: Mapping[str, str], wrong: Session | None = None,
) -> HttpResponse:  # fmt: skip
    aims = objectives_of(found) if template == "web/session.html" else []
    rows, me = [_row(place, typed, aims) for place in places], request.reader.person
    errors = []
    if request.method == "POST":
        try:
            messages.success(request, keep(request, found, rows))
            return redirect(f"/programmes/{found.uuid}/")
        except Refused as refused:
            errors = [refused.sentence]
    mine, _ = standings_of(found, [me], [], clock.today())
    context = {
        "lacks": [one.words for one in mine if one.state != VALID],
        "programme": found, "rows": rows, "errors": errors, "aways": Attendance.Away.choices,
        "levels": [(str(value), label) for value, label in LEVELS],
        "steps": range(found.steps + 1), "number": typed.get("number") or new_uuid(),
        "author": request.reader.person.uuid,
        "said": {name: typed.get(name, "") for name in ("note", "setting", "steps_followed")},
        "how": typed.get("how") or found.how,
        "watched": typed.get("watched") or found.watched_minutes or "",
        "date": typed.get("date") or clock.today().isoformat(),
        "second": "second" in typed, "wrong": wrong, "because": typed.get("because", ""),
        "version": _version(found, me),
        "fresh": request.method == "GET" and (not typed or wrong is not None),
    }  # fmt: skip
    return render(request, template, context, status=422 if errors else 200)


def _version(found: Programme, me: Person) -> str:
    """Changes with the next session or measurement of this person here: what a device had kept of a
    form until then was sent."""
    last = Max("pk")
    sessions = Session.objects.filter(programme=found, given_by=me).aggregate(last=last)
    measured = Measurement.objects.filter(place__programme=found, observer=me).aggregate(last=last)
    return f"{sessions['last'] or 0}-{measured['last'] or 0}"


def _row(place: ProgrammePupil, typed: Mapping[str, str], aims: Iterable[Objective]) -> Row:
    names = ("away", "value", "missed", "every", "sampled")
    marks = tuple((one, typed.get(f"mark-{place.uuid}-{one.uuid}", "")) for one in aims)
    said = {name: typed.get(f"{name}-{place.uuid}", "") for name in names}
    return Row(place, marks=marks, **said)


def _marks(rows: list[Row]) -> dict[tuple[ProgrammePupil, Objective], int]:
    """What was marked of those who were there; a level that is none is passed over."""
    return {(row.place, one): int(level) for row in rows if row.away == PRESENT
            for one, level in row.marks if level in {"0", "1", "2", "3"}}  # fmt: skip


def _taken(row: Row) -> Taken:
    """With what a script counted at each moment, where one did; nobody types that."""
    every = _whole(row.every)
    return Taken(number_or_none(row.value), every=every, sampled=row.sampled)


def _whole(text: str) -> int | None:
    """A whole number from 1 to 999; None for anything else."""
    fits = text.isascii() and text.isdigit() and len(text) < 4
    return (int(text) or None) if fits else None


def _watched(request: At) -> int | None:
    """The minutes that were typed; None where the programme's own stand."""
    typed = request.POST.get("watched", "").strip()
    if not typed:
        return None
    minutes = _whole(typed)
    if minutes is None:
        raise Refused("Minutes watched are a whole number from 1 to 999.", "watched")
    return minutes


def _draft(request: At, rows: list[Row]) -> SessionDraft:
    day = _day(request)
    here = [row for row in rows if row.place.condition_on(day) == "B"]
    if not here:
        raise Refused("Nobody’s support was running on that day.", "date")
    if apart := [row.place.pupil.short for row in rows if row not in here and row.value.strip()]:
        raise Refused(f"{', '.join(apart)}: no support on that day. Use Measure instead.", "date")
    steps = request.POST.get("steps_followed", "")
    return SessionDraft(
        uuid=_number(request), day=day, register={row.place: row.away for row in here},
        steps_followed=int(steps) if steps.isascii() and steps.isdigit() else None,
        note=request.POST.get("note", ""), taken=_taken_in_session(here),
        setting=request.POST.get("setting", ""), watched=_watched(request), marks=_marks(here),
    )  # fmt: skip


def _give(request: At, found: Programme, rows: list[Row]) -> str:
    draft = _draft(request, rows)
    before = Session.objects.filter(uuid=draft.uuid).exists()
    give_session(request.reader, found, draft)
    return KEPT_BEFORE if before else "The session is kept."


def _correct(wrong: Session, request: At, found: Programme, rows: list[Row]) -> str:
    """Withdraw a session that was wrong, and keep what stands in its place, if anything does."""
    because = request.POST.get("because", "")
    if "only" in request.POST:
        withdraw_session(request.reader, wrong, because)
        return "Withdrawn. It stays to be seen, with your reason."
    replace_session(request.reader, found, wrong, _draft(request, rows), because)
    return "Corrected. What stood before stays to be seen, struck through."


def _as_typed(wrong: Session) -> dict[str, str]:
    """A session as its form would have been filled in."""
    said = {"date": wrong.date.isoformat(), "note": wrong.note}
    if wrong.steps_followed is not None:
        said["steps_followed"] = str(wrong.steps_followed)
    for line in wrong.register.select_related("place"):
        said[f"away-{line.place.uuid}"] = line.away
    for row in measured_in(wrong).select_related("place").filter(withdrawn_at=None):
        said["setting"] = row.setting
        said["watched"] = str(row.watched_minutes or "")
        if row.value is not None:
            said[f"value-{row.place.uuid}"] = f"{row.value:g}"
    places = {line.place.pupil_id: line.place for line in wrong.register.select_related("place")}
    for mark in marks_in(wrong):
        if mark.withdrawn_at is None and mark.pupil_id in places:
            said[f"mark-{places[mark.pupil_id].uuid}-{mark.objective.uuid}"] = str(mark.level)
    return said


def _taken_in_session(rows: list[Row]) -> dict[ProgrammePupil, Taken]:
    """What was measured. Where anybody was, those who were away were missed, for that reason; and
    so was everybody where nobody came."""
    taken = {row.place: _taken(row) for row in rows if row.value.strip()}
    if taken or all(row.away != PRESENT for row in rows):
        for row in rows:
            if row.place not in taken and row.away in Attendance.Away.values and row.away:
                taken[row.place] = Taken(None, Attendance.Away(row.away).label)
    return taken


def _measure(request: At, found: Programme, rows: list[Row]) -> str:
    taken: dict[ProgrammePupil, Taken] = {}
    for row in rows:
        if row.value.strip():
            taken[row.place] = _taken(row)
        elif row.missed.strip():
            taken[row.place] = Taken(None, row.missed)
    if not taken:
        raise Refused("Nothing was measured yet: give a number, or say why it was missed.")
    made = measure(
        request.reader, found, _number(request), _day(request), taken,
        setting=request.POST.get("setting", ""), how=request.POST.get("how", ""),
        second="second" in request.POST, watched=_watched(request),
    )  # fmt: skip
    return f"{made} kept." if made else "These were kept before."


def _day(request: At) -> date:
    """The day that was given; one that was emptied is asked for, and never guessed."""
    given = request.POST.get("date")
    if given is not None and not given.strip():
        raise Refused("Say which day it was.", "date")
    return day_or_none(given or "") or clock.today()


def _number(request: At) -> UUID:
    try:
        return UUID(request.POST.get("number", ""))
    except ValueError:
        return new_uuid()
