"""Training: the map of gaps, one member of staff's certificates, and one's own."""

import csv
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from handrail.core import clock
from handrail.entry.guards import At, at_school
from handrail.notify.absence import away_at
from handrail.people.models import Person, Post
from handrail.records.rules import DESIGNATED
from handrail.sharing.leaving import safe_cell
from handrail.training.due import (
    EXPIRED,
    NEVER,
    SOON,
    SOON_DAYS,
    VALID,
    Cell,
    GapMap,
    Refresher,
    ending_soon,
    gaps,
    refreshers_in,
)  # fmt: skip
from handrail.training.holding import Leader, may_lead_a_hold_today
from handrail.training.models import Certificate, Course
from handrail.web.staff_account import find_staff

R = Post.Role
KEEPS = (R.HEAD, R.ADMINISTRATOR, R.BEHAVIOUR_MANAGER)  # enter, withdraw, see all of it
SEES = (*KEEPS, *DESIGNATED)  # the designated leads see who is trained until when
SHOWN_LEADERS = (R.BEHAVIOUR_MANAGER, R.HEAD)
WARN = timedelta(days=SOON_DAYS)
WORDS = {VALID: "valid until", SOON: "ends", EXPIRED: "ran out", NEVER: "never"}


def _narrowed(board: GapMap, request: At) -> GapMap:
    """The map as the reader asked for it: of one post, of what is due alone, by name or by end."""
    rows, asked = board.rows, request.GET
    if asked.get("post"):
        rows = [row for row in rows if asked["post"] in row.roles]
    if asked.get("only") == "due":
        rows = [row for row in rows if any(one.state in (SOON, EXPIRED) for one in row.cells)]
    if asked.get("sort") == "due":
        rows = sorted(rows, key=lambda row: row.first_due)
    return GapMap(board.courses, rows)


@at_school(*SEES)
@require_safe
def training(request: At) -> HttpResponse:
    """Everyone by every course, who may lead a hold today, and the ways to enter and change."""
    board = _narrowed(gaps(request.school, request.reader.day), request)
    rows = [(row, list(zip(board.courses, row.cells, strict=True))) for row in board.rows]
    context = {
        "courses": board.courses,
        "rows": rows,
        "roles": [choice for choice in R.choices if choice[0] != R.TRUST],
        "post": request.GET.get("post", ""),
        "sort": request.GET.get("sort", ""),
        "only": request.GET.get("only", ""),
        "query": request.GET.urlencode(),
        "leaders": leaders_now(request),
        "closed": not request.reader.calendar_of(request.school).is_school_day(request.reader.day),
        "refreshers": _by_course(refreshers_in(board, request.reader.day)),
        "keeps": request.reader.holds(request.school.pk, *KEEPS),
        "runs": request.reader.holds(request.school.pk, R.HEAD, R.ADMINISTRATOR),
    }
    return render(request, "web/training.html", context)


def _by_course(due: list[Refresher]) -> list[tuple[Course, list[Refresher]]]:
    """What must be booked: each course, and who needs it, what ended first before the rest."""
    found: dict[int, tuple[Course, list[Refresher]]] = {}
    for one in due:
        found.setdefault(one.course.pk, (one.course, []))[1].append(one)
    return list(found.values())


@at_school(*SEES)
@require_safe
def table(request: At) -> HttpResponse:
    """The map as a file for a spreadsheet, narrowed and sorted as the page was."""
    board = _narrowed(gaps(request.school, request.reader.day), request)
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="training-{request.reader.day}.csv"'
    out = csv.writer(answer)
    out.writerow(map(safe_cell, ["Name", "Posts", *(course.name for course in board.courses)]))
    for row in board.rows:
        cells = (_said(cell) for cell in row.cells)
        out.writerow(map(safe_cell, [row.person.name, ", ".join(row.posts), *cells]))
    return answer


def _said(cell: Cell) -> str:
    """One cell in words: "valid until 2028-03-17"."""
    if cell.certificate and cell.expires_on is None:
        return "valid, no end"
    day = f" {cell.expires_on}" if cell.expires_on else ""
    return f"{WORDS[cell.state]}{day}"


@at_school(*SEES)
@require_safe
def one(request: At, uuid: UUID) -> HttpResponse:
    """One member of staff's certificates, newest first, what was withdrawn among them."""
    return person_page(request, find_staff(request, uuid))


def person_page(request: At, person: Person, **more: Any) -> HttpResponse:
    """The page, also with what was wrong with a withdrawal: `wrong`, its `why` and `number`."""
    keeps = request.reader.holds(request.school.pk, *KEEPS)
    context = {
        "person": person,
        "certificates": certificates_of(request, person),
        "keeps": keeps,
        "whole": keeps or person == request.reader.person,
        **more,
    }
    status = 422 if more.get("wrong") else 200
    return render(request, "web/training_person.html", context, status=status)


def certificates_of(request: At, person: Person) -> list[tuple[Certificate, str]]:
    """Each certificate of somebody at this school, and how it stands today; one query."""
    rows = Certificate.objects.filter(person=person, course__school=request.school)
    found = rows.select_related("course", "recorded_by", "revoked_by")
    return [(row, _state(row, request)) for row in found]


def _state(row: Certificate, request: At) -> str:
    if row.revoked_on:
        return "withdrawn"
    if not row.counts_on(request.reader.day):
        return EXPIRED
    return SOON if row.expires_on and row.expires_on <= request.reader.day + WARN else VALID


@at_school()
@require_safe
def mine(request: At) -> HttpResponse:
    """My training: my own certificates, and how long each still counts."""
    context = {
        "certificates": certificates_of(request, request.reader.person),
        "sees": request.reader.holds(request.school.pk, *SEES),
        "whole": True,
    }
    return render(request, "web/my_training.html", context)


# ------------------------------------------------------------------ for Today


def leaders_now(request: At) -> list[Leader]:
    """Who on site may lead a hold today: those who hold a post and are not away; three queries."""
    away = away_at(request.school.pk, clock.now())
    return may_lead_a_hold_today(request.school, request.reader.day, away)


def training_today(request: At) -> dict[str, Any]:
    """What Today says of training: own certificates that end soon, and who may lead a hold."""
    reader, school = request.reader, request.school
    shows = reader.holds(school.pk, *SHOWN_LEADERS)
    shows = shows and reader.calendar_of(school).is_school_day(reader.day)  # nobody is on site
    mine: list[Refresher] = ending_soon(request.reader.person, request.school, request.reader.day)
    return {
        "ending": mine,
        "shows_leaders": shows,
        "leaders": leaders_now(request) if shows else [],
    }
