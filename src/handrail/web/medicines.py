"""A pupil's medicines: what is held, whether it may be given now, and what was written of late."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from handrail.care.giving import DOSE, PLAN, held_at, standings
from handrail.core import clock
from handrail.entry.guards import At, at_school
from handrail.records.kind import kind_named
from handrail.records.models import AccessEntry, Record
from handrail.records.reading import note_reading
from handrail.records.rules import may_write
from handrail.web.pupils import find_pupil

LATELY = 12


@at_school()
def medicines(request: At, uuid: UUID) -> HttpResponse:
    """Each medicine as it stands at this minute, for whoever may read what is held."""
    child = find_pupil(request, uuid)
    now, pupil = clock.now(), child.person
    plan, _ = held_at(pupil, request.school, now)
    mine = Record.objects.readable_by(request.reader)
    may_read = plan is not None and mine.filter(pk=plan.record.pk).exists()
    if plan is not None and may_read:
        note_reading(request.reader, plan.record, AccessEntry.How.OPENED)
    lately = mine.filed_with([pupil.pk], "takes", DOSE, school=request.school)
    context = {
        "person": pupil,
        "now": now,
        "plan": plan if may_read else None,
        "late": may_read and plan is not None and _is_late(plan.review_on, request),
        "standings": standings(pupil, request.school, now) if may_read else [],
        "lately": lately.newest_of_each_kind_first()[:LATELY],
        "kind": kind_named(DOSE),
        "may_hold": may_write(request.reader, kind_named(PLAN).writers, request.school.pk),
        "may_give": may_write(request.reader, kind_named(DOSE).writers, request.school.pk),
    }
    return render(request, "web/medicines.html", context)


def _is_late(review_on: object, request: At) -> bool:
    return review_on is not None and review_on < request.reader.day  # type: ignore[operator]
