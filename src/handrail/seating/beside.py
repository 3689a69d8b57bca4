"""Seats as they leave: all of a pupil's in words, and the school's tables."""

from datetime import date

from django.db.models import QuerySet

from handrail.core.dates import said_day
from handrail.people.models import Person
from handrail.records.beside import Said, Tables
from handrail.school.models import School
from handrail.seating.models import Drawing, Seat, SeatingPlan


def said_of(
    pupil: Person, school: School, since: date | None, until: date | None
) -> list[Said]:  # fmt: skip
    """Each seat that a pupil had between two days, oldest first."""
    rows = Seat.objects.filter(
        pupil=pupil, drawing__plan__school=school, drawing__starts__lte=until or date.max
    )
    seats = list(rows.select_related("drawing__plan__group", "drawing__drawn_by"))
    if not seats:
        return []
    plans = {seat.drawing.plan_id for seat in seats}
    after = _what_came_after(Drawing.objects.filter(plan__in=plans))
    return [
        Said("Seat", _words(seat, ends))
        for seat in sorted(seats, key=lambda one: (one.drawing.starts, one.drawing_id))
        if (ends := after.get(seat.drawing_id)) is None or ends > (since or date.min)
    ]


def _what_came_after(drawings: QuerySet[Drawing]) -> dict[int, date]:
    """By drawing (key): the day from which the next one of its plan counts."""
    after: dict[int, date] = {}
    last: dict[int, int] = {}
    for row in drawings:
        if row.plan_id in last:
            after[last[row.plan_id]] = row.starts
        last[row.plan_id] = row.pk
    return after


def _words(seat: Seat, ends: date | None) -> str:
    one = seat.drawing
    days = f"from {said_day(one.starts)}"
    if ends:
        days += f" to the drawing of {said_day(ends)}"
    return (f"{one.plan.group.name}, {one.plan.name}: row {seat.row}, seat {seat.column}, {days}; "
            f"drawn by {one.drawn_by.formal}")  # fmt: skip


def tables(school: School) -> Tables:
    """Plans of seats and seats as tables, with numbers of people instead of keys."""
    plan = {"number": "uuid", "group": "group__name", "name": "name", "made_by": "made_by__uuid",
            "made_at": "made_at", "put_away_on": "retired_on"}  # fmt: skip
    seat = {"plan": "drawing__plan__uuid", "from": "drawing__starts",
            "drawn_at": "drawing__drawn_at", "drawn_by": "drawing__drawn_by__uuid", "row": "row",
            "seat": "column", "pupil": "pupil__uuid"}  # fmt: skip
    plans = SeatingPlan.objects.filter(school=school).order_by("pk")
    seats = Seat.objects.filter(drawing__plan__school=school).order_by("pk")
    return {
        "seating_plans.csv": (list(plan), plans.values_list(*plan.values())),
        "seats.csv": (list(seat), seats.values_list(*seat.values())),
    }
