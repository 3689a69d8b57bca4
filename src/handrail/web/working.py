""" "Is it working?" for a pupil and for a programme: chart, numbers, warnings, and the verdict."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from handrail.core import clock
from handrail.entry.guards import At, at_school
from handrail.learning.reading import HAS_LEARNING, may_read_learning
from handrail.people.models import Pupil
from handrail.programmes.agreeing import Alike, agreement_of
from handrail.programmes.chance import RECIPE, Chance, chances_of
from handrail.programmes.chart import Chart, draw, frame_of
from handrail.programmes.dosing import dose_of
from handrail.programmes.giving import note_other_change, withdraw
from handrail.programmes.heading import aimed_until, heading_of
from handrail.programmes.judging import Answer, answers_of, places_of, pooled
from handrail.programmes.models import Measurement
from handrail.programmes.reading import may_steer, places_open_to
from handrail.programmes.saying import (
    Line,
    described,
    lines_of,
    seen_of,
    together_of,
    written,
)
from handrail.programmes.whom import RECIPE as WHOM
from handrail.programmes.whom import splits_of
from handrail.records.reader import Reader
from handrail.records.reading import note_pupil_opened
from handrail.records.refusal import Refused
from handrail.web.programmes import day_or_none, find_programme, places_shown
from handrail.web.pupils import find_pupil
from handrail_evidence.pooling import FEWEST
from handrail_evidence.pooling import RECIPE as POOLED


@dataclass(frozen=True)
class Shown:
    """One answer as the page shows it."""

    answer: Answer
    chart: Chart | None
    words: str
    lines: list[Line]
    heading: str
    alike: Alike | None
    chance: Chance | None
    steers: bool  # so that the reader may withdraw what others measured

    @property
    def short(self) -> list[Line]:
        """The numbers of a programme's table: change, per cent, better days."""
        return self.lines[2:5]


def _all_shown(reader: Reader, answers: Sequence[Answer], frame: Any = None) -> list[Shown]:
    chances = chances_of(answers)
    return [
        _shown(answer, chances.get(answer.place.pk), frame,
               steers=may_steer(reader, answer.place.programme))
        for answer in answers
    ]  # fmt: skip


def _shown(answer: Answer, chance: Chance | None, frame: Any, *, steers: bool) -> Shown:
    place, points = answer.place, seen_of(answer)
    changes = [(row.date, row.words) for row in answer.changes]
    way = heading_of(answer, points)
    chart = draw(points, place.programme.unit, goal=place.goal, changes=changes, frame=frame,
                 aim=way.aim, trends=way.trends)  # fmt: skip
    lines = [*lines_of(answer.judgement, place.programme, place.goal), *way.lines]
    words = f"{described(points, place.programme)} {way.words}".strip()
    return Shown(
        answer, chart, words, lines, way.words, agreement_of(answer), chance, steers=steers
    )


def _readable_pupil(request: At, uuid: UUID) -> Pupil:
    child = find_pupil(request, uuid)
    if not may_read_learning(request.reader, request.school.pk, child.pk):
        raise Http404("No such pupil for this reader.")
    return child


@at_school(*HAS_LEARNING)
def pupil_working(request: At, uuid: UUID) -> HttpResponse:
    """Every programme of a pupil: what was measured before and with support, and what it says."""
    child = _readable_pupil(request, uuid)
    note_pupil_opened(request.reader, request.school.pk, child.pk)
    return render(request, "web/working.html", _of_pupil(request, child))


def _of_pupil(request: At, child: Pupil) -> dict[str, Any]:
    answers = answers_of(places_of(child.person, request.school.pk))
    return {
        "person": child.person, "shown": _all_shown(request.reader, answers), "recipe": RECIPE,
        "me": request.reader.person, "today": clock.today(),
        "author": request.reader.person.uuid,
    }  # fmt: skip


@at_school(*HAS_LEARNING)
@require_POST
def other_change(request: At, uuid: UUID) -> HttpResponse:
    """Keep what else changed for a pupil."""
    child = _readable_pupil(request, uuid)
    sent = request.POST
    try:
        day = day_or_none(sent.get("date", "")) or clock.today()
        note_other_change(request.reader, request.school, child.person, day, sent.get("words", ""))
        messages.success(request, "Noted. It is marked on the chart.")
    except Refused as refused:
        context = _of_pupil(request, child) | {"change_error": refused.sentence, "typed": sent}
        return render(request, "web/working.html", context, status=422)
    return redirect(f"/pupils/{uuid}/working/")


@at_school(*HAS_LEARNING)
@require_POST
def withdraw_measurement(request: At, uuid: UUID) -> HttpResponse:
    """Withdraw a measurement, with a reason; it stays in the table."""
    rows = Measurement.objects.filter(uuid=uuid, place__programme__school=request.school)
    row = rows.select_related("place__programme__school", "place__pupil").first()
    if row is None or not places_open_to(request.reader, row.place.programme, [row.place]):
        raise Http404("No such measurement.")
    try:
        withdraw(request.reader, row, request.POST.get("because", ""))
        messages.success(request, "Withdrawn. It stays in the table, with your reason.")
    except Refused as refused:
        messages.error(request, refused.sentence)
    if may_read_learning(request.reader, request.school.pk, row.place.pupil_id):
        return redirect(f"/pupils/{row.place.pupil.uuid}/working/")
    return redirect(f"/programmes/{row.place.programme.uuid}/working/")


@at_school(*HAS_LEARNING)
def programme_working(request: At, uuid: UUID) -> HttpResponse:
    """A programme's pupils beneath each other over the same days, so that staggered starts show."""
    found = find_programme(request, uuid)
    places, hidden = places_shown(request, found)
    answers = sorted(answers_of(places), key=_by_start)
    every = [point for answer in answers for point in seen_of(answer)]
    frame = frame_of(every, [place.goal for place in places],
                     [day for answer in answers if (day := aimed_until(answer))])  # fmt: skip
    together = pooled(answers)
    context = {
        "programme": found, "hidden": hidden, "pooled": together, "me": request.reader.person,
        "shown": _all_shown(request.reader, answers, frame), "recipe": RECIPE,
        "nap": _spread(together.nap), "change": _spread(together.change),
        "mean": together_of(together.mean, found), "mean_recipe": POOLED, "fewest": FEWEST,
        "dose": dose_of(found, places), "splits": splits_of(answers), "whom": WHOM,
    }  # fmt: skip
    return render(request, "web/programme_working.html", context)


def _by_start(answer: Answer) -> tuple[bool, Any]:
    starts = answer.place.starts
    return (starts is None, starts or clock.today())


def _spread(values: Sequence[float] | None) -> list[tuple[float, str]]:
    return [(value, written(value)) for value in values or ()]
