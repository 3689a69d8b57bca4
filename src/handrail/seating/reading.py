"""What stood on a day: the drawing of a plan with its rows of seats, and who has none."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from handrail.learning.planning import pupils_in
from handrail.people.models import Person
from handrail.school.models import Group
from handrail.seating.models import Drawing, SeatingPlan


@dataclass(frozen=True)
class Cell:
    """A spot of the room: whether a seat stands there, and whose it is on the day."""

    row: int
    column: int
    is_seat: bool = False
    pupil: Person | None = None
    name: str = ""  # short, or whole where two would read the same


@dataclass(frozen=True)
class Room:
    """A drawing as it stood on a day. Whoever was not in the group that day is left out of it."""

    drawing: Drawing
    grid: list[list[Cell]]
    without: list[Person]  # in the group, and no seat

    @property
    def plan(self) -> SeatingPlan:
        return self.drawing.plan


def plans_of(group: Group) -> QuerySet[SeatingPlan]:
    """The plans of a group, the usual one first; those put away too."""
    return SeatingPlan.objects.filter(group=group)


def usual_room(group: Group, day: date) -> Room | None:
    """The room as it usually stood on a day; one question where nothing was drawn, else three."""
    rows = _drawings(day).filter(plan__group=group, plan__retired_on=None)
    found = rows.order_by("plan", "-starts", "-pk").first()
    return room_of(found, day) if found else None


def room_on(plan: SeatingPlan, day: date) -> Room | None:
    """The room of one plan as it stood on a day."""
    found = _drawings(day).filter(plan=plan).last()
    return room_of(found, day) if found else None


def _drawings(day: date) -> QuerySet[Drawing]:
    rows = Drawing.objects.filter(starts__lte=day)
    return rows.select_related("plan__group", "drawn_by")


def names_of(people: Iterable[Person]) -> dict[int, str]:
    """By person (key), the short name; the whole one where two of them would read the same."""
    listed = list(people)
    times = Counter(person.short for person in listed)
    return {one.pk: one.short if times[one.short] == 1 else one.name for one in listed}


def room_of(drawing: Drawing, day: date) -> Room:
    """A drawing with whoever was in the group on a day; two questions."""
    members = {person.pk: person for person in pupils_in(drawing.plan.group, day)}
    names = names_of(members.values())
    seats = {(seat.row, seat.column): seat.pupil_id for seat in drawing.seats.all()}
    seated = set(seats.values())

    def cell(row: int, column: int) -> Cell:
        pupil = members.get(seats.get((row, column)) or 0)
        name = names[pupil.pk] if pupil else ""
        return Cell(row, column, (row, column) in seats, pupil, name)

    grid = [
        [cell(row, column) for column in range(1, drawing.columns + 1)]
        for row in range(1, drawing.rows + 1)
    ]
    return Room(drawing, grid, [one for key, one in members.items() if key not in seated])
