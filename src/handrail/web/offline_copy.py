"""What a device may keep for when there is no signal: Today, my pupils and their plans, colleagues'
names, the pages for moments and for the zone log, the sheet.

Nothing restricted is in it. The device keeps it encrypted, shows its age, and forgets it after
as many hours as the school says.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import JsonResponse
from django.template.loader import render_to_string

from handrail.capture.sheet import Sheet
from handrail.capture.views import opening_sheet, sheet_context
from handrail.capture.who import choices, colleagues
from handrail.core import clock
from handrail.entry.guards import At, at_school
from handrail.learning.planning import lessons_ahead
from handrail.people.models import Pupil
from handrail.people.working import pupils_of
from handrail.plans.standing import IN_A_CRISIS, plans_in_force_of
from handrail.plans.technology import technology_of
from handrail.records.kind import all_kinds
from handrail.records.reading import note_kept
from handrail.records.sensitivity import Sensitivity
from handrail.school.models import School
from handrail.web.marking import marking_context
from handrail.web.moments import moments_to_keep
from handrail.web.plans import plan_context
from handrail.web.pupil_plans import plan_to_keep
from handrail.web.pupils import recent_pupils
from handrail.web.today import today_context
from handrail.web.visits import visits_to_keep
from handrail.web.zones import zones_to_keep

MOST_PUPILS, MOST_PLANS = 400, 8
CARDS, NOTHING = School.OfflineCopy.CARDS, School.OfflineCopy.NOTHING


@at_school()
def offline_copy(request: At) -> JsonResponse:
    """The copy, as far as the school lets a device keep one; read as by somebody for whom nothing
    restricted exists."""
    school = request.school
    now = _milliseconds()
    if school.offline_copy == NOTHING:
        return JsonResponse({"now": now, "nothing": True})
    request.reader = request.reader.ordinary()
    return JsonResponse(
        {
            "now": now,
            "until": now + school.offline_hours * 3_600_000,
            "name": request.reader.person.given or request.reader.person.name,
            "school": school.name,
            "today": render_to_string("web/today_main.html", today_context(request), request),
            "pupils": _pupils(request),
            "staff": [vars(one) for one in colleagues(request.reader, school)],
            "plans": _plans(request),
            "visits": visits_to_keep(request),
            "moments": moments_to_keep(request),
            "zones": zones_to_keep(request),
            "sheet": _sheet(request),
            "restricted": [k.slug for k in all_kinds() if k.sensitivity >= Sensitivity.RESTRICTED],
        }
    )


def _plans(request: At) -> list[dict[str, str]]:
    """Today's lessons: the page to mark on, and the plan itself where cards may be kept."""
    plans = lessons_ahead(request.reader, request.school, clock.today())
    cards = request.school.offline_copy == CARDS
    return [
        {
            "uuid": str(plan.uuid),
            "mark": _kept("web/mark_form.html", marking_context(request, plan), request),
            "page": _kept("web/plan_main.html", plan_context(request, plan, "kept"), request)
            if cards
            else "",
        }
        for plan in plans[:MOST_PLANS]
    ]


def _kept(page: str, context: dict[str, Any], request: At) -> str:
    """A page of a lesson, with its hand-back below it."""
    below = render_to_string("web/hand_back.html", context, request)
    return render_to_string(page, context, request) + below


def _milliseconds() -> int:
    return int(clock.now().timestamp() * 1000)


def _pupils(request: At) -> list[dict[str, Any]]:
    """The pupils I work with, and those whose page I opened last, each with a card if allowed."""
    reader, school = request.reader, request.school
    wanted = Q(pk__in=reader.pupil_ids) | Q(pk__in=recent_pupils(request))
    rows = pupils_of(school, reader.day).filter(wanted).distinct()
    found = list(rows.prefetch_related("flags", "key_adults__adult")[:MOST_PUPILS])
    technology = _technology(request, found)
    cards = {str(row.person.uuid): _card(request, row, technology.get(row.pk, ())) for row in found}
    people = choices(reader, school, [row.person for row in found])
    pages = _plan_pages(request, found)
    return [
        {**vars(person), "card": cards[person.uuid], "plan_page": pages.get(person.uuid, "")}
        for person in people
    ]


def _technology(request: At, pupils: Sequence[Pupil]) -> Mapping[int, Sequence[Any]]:
    """What helps each of them, for their cards; not of those looked at for an hour and a reason."""
    if request.school.offline_copy != CARDS:
        return {}
    for_an_hour = {row.pupil_id for row in request.reader.overrides}
    keys = [row.pk for row in pupils if row.pk not in for_an_hour]
    return technology_of(request.reader, request.school, keys, how="kept")


def _plan_pages(request: At, pupils: Sequence[Pupil]) -> dict[str, str]:
    """Each pupil's plans for a crisis on one page, where the school lets devices keep cards.

    Not of pupils whom somebody looks at for an hour and a reason: a device keeps it for longer.
    """
    reader, school = request.reader, request.school
    if school.offline_copy != CARDS:
        return {}
    for_an_hour = {row.pupil_id for row in reader.overrides}
    mine = {row.person.pk: row for row in pupils if row.person.pk not in for_an_hour}
    plans = {
        pk: kept
        for pk, several in plans_in_force_of(reader, school, list(mine), clock.now()).items()
        if (kept := [plan for plan in several if plan.record.kind in IN_A_CRISIS])
    }
    note_kept(reader, [plan.record for several in plans.values() for plan in several])
    return {
        str(row.person.uuid): plan_to_keep(row.person, plans[pk], _medical(row, reader.day),
                                           reader.day)
        for pk, row in mine.items()
        if pk in plans
    }  # fmt: skip


def _medical(pupil: Pupil, day: date) -> list[str]:
    return [
        flag.text
        for flag in pupil.flags.all()
        if flag.sort == "medical" and (flag.ends is None or flag.ends >= day)
    ]


def _card(request: At, pupil: Pupil, technology: Sequence[Any]) -> str:
    """What helps, medical needs, alerts: what the adult beside the pupil must know."""
    if request.school.offline_copy != CARDS:
        return ""
    day = request.reader.day
    context = {
        "pupil": pupil,
        "person": pupil.person,
        "technology": technology,
        "flags": [flag for flag in pupil.flags.all() if flag.ends is None or flag.ends >= day],
    }
    return render_to_string("web/offline_card.html", context)


def _sheet(request: At) -> str:
    """The sheet with every kind that may be captured without signal."""
    sheet = Sheet(request.reader, request.school, opening_sheet(request))
    context = sheet_context(request, sheet)
    context["kinds"] = [row for row in context["kinds"] if row["kind"].capture.offline]
    return render_to_string("capture/sheet_form.html", context, request)
