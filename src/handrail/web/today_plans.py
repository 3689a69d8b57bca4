"""The lesson plans of Today: the one being taught, those ahead, and what came back."""

from datetime import time
from typing import Any

from handrail.core import clock
from handrail.entry.guards import At
from handrail.jobs.reading import jobs_today
from handrail.learning.models import LessonPlan
from handrail.learning.planning import lessons_ahead, to_prepare, waiting_for_teacher
from handrail.learning.reading import HAS_LEARNING
from handrail.people.models import Lesson
from handrail.programmes.due import sessions_due

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight")


def lessons_planned(request: At, now: Lesson | None) -> dict[str, Any]:
    """What of the day's plans Today shows to this reader; nothing to those who have no lessons."""
    if not request.reader.holds(request.school.pk, *HAS_LEARNING):
        return {}
    plans = lessons_ahead(request.reader, request.school, clock.today())
    current, own = _plan_of(now, plans), request.reader.own_child_ids
    ahead = [_said(plan, own) for plan in plans if plan is not current and not _is_over(plan)]
    return {
        "plan_now": _said(current, own) if current else None,
        "plans": ahead[:4],
        "handed_back": waiting_for_teacher(request.reader, request.school),
        "to_prepare": to_prepare(request.reader, request.school, clock.today()),
        "sessions_due": sessions_due(request.reader, request.school, clock.today()),
        "jobs": jobs_today(request.reader, request.school),
        "has_plans": True,
    }


def _plan_of(now: Lesson | None, plans: list[LessonPlan]) -> LessonPlan | None:
    """The plan of the lesson that the timetable says is on, or that is on by its own times."""
    at = clock.local(clock.now()).time()
    for plan in plans:
        on = plan.starts and plan.ends and plan.starts <= at < plan.ends
        if (
            now
            and plan.is_open
            and (plan.lesson_id == now.pk or (on and plan.group_id == now.group_id))
        ):
            return plan
    return None


def _is_over(plan: LessonPlan) -> bool:
    """Gone by and handed back: what is still owed stays in sight."""
    return not plan.is_open


def _said(plan: LessonPlan, own_children: frozenset[int]) -> LessonPlan:
    """The plan with what the page says of it."""
    size: int = plan.size or 0  # type: ignore[attr-defined]
    number = NUMBERS[size] if size < len(NUMBERS) else str(size)
    rows = [row.objective for row in plan.chosen.all()]
    chosen = [one.text for one in rows if one.pupil_id not in own_children]
    at = clock.local(clock.now()).time()
    plan.said = f"Your {number}"  # type: ignore[attr-defined]
    plan.first = chosen[0] if chosen else plan.part  # type: ignore[attr-defined]
    plan.is_ahead = (plan.starts or time(23, 59)) > at  # type: ignore[attr-defined]
    return plan
