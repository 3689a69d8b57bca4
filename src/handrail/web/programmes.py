"""Programmes: the list, one programme's page, and who is on it from when."""

from collections.abc import Callable
from datetime import date
from math import isfinite, nan
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Max, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from handrail.core import clock
from handrail.entry.guards import At, at_school, take_typed
from handrail.learning.reading import HAS_LEARNING, open_pupils
from handrail.people.models import Enrolment, Person
from handrail.programmes.dosing import dose_of
from handrail.programmes.making import add_pupil, draw_starts, say_dates
from handrail.programmes.marking import objectives_of
from handrail.programmes.models import Attendance, Programme, ProgrammePupil, Session
from handrail.programmes.pausing import start_again, stop
from handrail.programmes.reading import (
    MAKERS,
    may_steer,
    places_open_to,
    programmes_open_to,
)  # fmt: skip
from handrail.programmes.trained import lacking, standings_of
from handrail.records.refusal import Refused
from handrail.training.holding import Standing
from handrail.web.keys import is_key
from handrail.web.training import SEES as SEES_TRAINING

LAST_SESSIONS = 12
MOST = 200


@at_school(*HAS_LEARNING)
def programmes(request: At) -> HttpResponse:
    """The programmes that this reader may open."""
    rows = programmes_open_to(request.reader, request.school).select_related("led_by", "course")
    rows = rows.annotate(
        given=Count("sessions", filter=Q(sessions__withdrawn_at=None)),
        last=Max("sessions__date", filter=Q(sessions__withdrawn_at=None)),
    )
    context = {
        "programmes": list(rows[:MOST]),
        "may_make": request.reader.holds(request.school.pk, *MAKERS),
    }
    return render(request, "web/programmes.html", context)


def find_programme(request: At, uuid: UUID) -> Programme:
    """A programme that the reader may open, or no such page."""
    rows = programmes_open_to(request.reader, request.school).filter(uuid=uuid)
    found = rows.select_related("led_by", "course", "school", "group", "held_in").first()
    if found is None:
        raise Http404("No such programme.")
    return found


def places_shown(request: At, programme: Programme) -> tuple[list[ProgrammePupil], int]:
    """The places that the reader may see, by first name, and how many are left out."""
    rows = programme.places.select_related("pupil", "programme")
    every = list(rows.prefetch_related("pauses"))
    shown = places_open_to(request.reader, programme, every)
    return shown, len(every) - len(shown)


@at_school(*HAS_LEARNING)
def programme(request: At, uuid: UUID) -> HttpResponse:
    """One programme: its purpose and method, who is on it, what was given and what it cost."""
    return render(request, "web/programme.html", _context(request, find_programme(request, uuid)))


def _context(request: At, found: Programme) -> dict[str, Any]:
    shown, hidden = places_shown(request, found)
    steers = may_steer(request.reader, found)
    dose = dose_of(found, shown)
    start = _start(request, found)
    sessions, more = _sessions(found, shown, hidden, start)
    training, untrained = _training(request, found, [one for one, _ in sessions])
    return {
        "training": training, "untrained": untrained,
        "programme": found, "places": shown, "hidden": hidden, "dose": dose,
        "sessions": sessions, "may_steer": steers,
        "older": f"?after={start + LAST_SESSIONS}#sessions" if more else "",
        "newer": f"?after={max(0, start - LAST_SESSIONS)}#sessions" if start else "",
        "may_give": bool(_running(shown)), "may_correct": not hidden,
        "me": request.reader.person, "today": clock.today(),
        "undated": any(place.starts is None for place in shown),
        "offered": _offered(request, found) if steers else [],
        "author": request.reader.person.uuid,
        "typed": take_typed(request, f"/programmes/{found.uuid}/"),
        "objectives": objectives_of(found),
    }  # fmt: skip


def _training(
    request: At, found: Programme, sessions: list[Session]
) -> tuple[list[Standing], dict[int, str]]:  # fmt: skip
    """The certificate asked for: one's own always, others' for those who see who is trained."""
    me, sees = request.reader.person, request.reader.holds(request.school.pk, *SEES_TRAINING)
    people = [me, found.led_by] if sees else [me]
    given = [one for one in sessions if sees or one.given_by_id == me.pk]
    today, then = standings_of(found, people, given, clock.today())
    return today, lacking(then)


def _running(places: list[ProgrammePupil]) -> list[ProgrammePupil]:
    return [place for place in places if place.starts and place.starts <= clock.today()]


def _start(request: At, found: Programme) -> int:
    """How many sessions stand on the pages before: as the address says, or where the session is
    that it names."""
    asked = request.GET.get("after", "0")
    start = int(asked) if is_key(asked) and len(asked) < 7 else 0
    if number := request.GET.get("session", ""):
        order = [str(one) for one in found.sessions.values_list("uuid", flat=True)]
        start = order.index(number) if number in order else start
    return start - start % LAST_SESSIONS


def _sessions(
    found: Programme, shown: list[ProgrammePupil], hidden: int, start: int
) -> tuple[list[tuple[Session, list[Attendance]]], bool]:
    """A page of sessions with the lines of those shown, and whether there are older ones. A note
    may name anybody who was there, so it is left out where somebody on the programme is not this
    reader's to see."""
    every = found.sessions.select_related("given_by", "withdrawn_by")
    rows = list(every[start : start + LAST_SESSIONS + 1])
    more, rows = len(rows) > LAST_SESSIONS, rows[:LAST_SESSIONS]
    lines: dict[int, list[Attendance]] = {}
    register = Attendance.objects.filter(session__in=rows, place__in=shown)
    for line in register.select_related("place__pupil"):
        lines.setdefault(line.session_id, []).append(line)
    for row in rows:
        row.note = "" if hidden else row.note
        row.withdrawn_because = "" if hidden else row.withdrawn_because
    return [(row, lines.get(row.pk, [])) for row in rows], more


def _offered(request: At, found: Programme) -> list[Person]:
    """The pupils of the school whom the reader may put on it."""
    there = Enrolment.objects.on_roll(clock.today()).filter(school=request.school)
    keys = set(there.values_list("pupil", flat=True))
    keys -= set(found.places.values_list("pupil", flat=True))
    open_ = open_pupils(request.reader, request.school.pk, keys)
    return list(Person.objects.filter(pk__in=open_).order_by("given", "family"))


@at_school(*HAS_LEARNING)
@require_POST
def act(request: At, uuid: UUID, what: str) -> HttpResponse:
    """Put a pupil on it, say dates, stop support and start it again, or draw starts."""
    found = find_programme(request, uuid)
    if what not in ACTS or not may_steer(request.reader, found):
        raise Http404("Nothing of that name.")
    try:
        messages.success(request, ACTS[what](request, found))
    except Refused as refused:
        context = _context(request, found) | {
            "errors": [refused.sentence], "typed": request.POST, "open": what,
        }  # fmt: skip
        return render(request, "web/programme.html", context, status=422)
    return redirect(f"/programmes/{uuid}/")


def _add(request: At, found: Programme) -> str:
    number = request.POST.get("pupil", "")
    pupil = next((one for one in _offered(request, found) if str(one.uuid) == number), None)
    if pupil is None:
        raise Refused("Choose a pupil.", "pupil")
    add_pupil(
        request.reader, found, pupil, goal=number_or_none(request.POST.get("goal", "")),
        after_bad_spell="after_bad_spell" in request.POST,
    )  # fmt: skip
    return f"{pupil.short} is on the programme. Measure before support starts, five times or more."


def _place(request: At, found: Programme) -> ProgrammePupil:
    number = request.POST.get("place", "")
    shown, _ = places_shown(request, found)
    place = next((one for one in shown if str(one.uuid) == number), None)
    if place is None:
        raise Refused("There is no such pupil on the programme.")
    return place


def _dates(request: At, found: Programme) -> str:
    place = _place(request, found)
    starts, ends = (day_or_none(request.POST.get(name, "")) for name in ("starts", "ends"))
    say_dates(request.reader, place, starts, ends, request.POST.get("because", ""))
    return "Kept."


def _stop(request: At, found: Programme) -> str:
    place, day = _place(request, found), day_or_none(request.POST.get("day", ""))
    if day is None:
        raise Refused("Give the first day without support.", "day")
    stop(request.reader, place, day, request.POST.get("because", ""))
    return "Kept. Measure while it is stopped: that is a baseline again."


def _again(request: At, found: Programme) -> str:
    place, day = _place(request, found), day_or_none(request.POST.get("day", ""))
    if day is None:
        raise Refused("Give the day on which support starts again.", "day")
    start_again(request.reader, place, day, request.POST.get("because", ""))
    return "Kept."


def _draw(request: At, found: Programme) -> str:
    first, last = (day_or_none(request.POST.get(name, "")) for name in ("first", "last"))
    if first is None or last is None:
        raise Refused("Give the first and the last day to draw from.", "first")
    draw_starts(request.reader, found, first, last)
    return "Drawn. The days, the seed and the moment are kept."


ACTS: dict[str, Callable[[At, Programme], str]] = {"add": _add, "dates": _dates, "draw": _draw,
                                                  "stop": _stop, "again": _again}  # fmt: skip


def day_or_none(text: str) -> date | None:
    """A day as a form sends it. Raises Refused for what is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused("That is not a date. Give day, month and year.", "date") from None


def number_or_none(text: str) -> float | None:
    """A number as people type it. Raises Refused for what is none."""
    plain = text.strip().replace(",", ".")
    if not plain:
        return None
    try:
        number = float(plain)
    except ValueError:
        number = nan
    if not isfinite(number):
        raise Refused(f"“{text.strip()[:20]}” is not a number.")
    return number
