"""Drawing where pupils sit: who may, what is refused, and putting a plan away."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from handrail.core import clock
from handrail.core.dates import said_day
from handrail.core.names import clean
from handrail.core.numbers import counted
from handrail.learning.planning import groups_to_plan_for, pupils_in
from handrail.learning.reading import PLANNERS
from handrail.people.models import Person
from handrail.records.reader import Reader
from handrail.records.refusal import Refused
from handrail.school.models import Group
from handrail.seating.models import MOST_COLUMNS, MOST_ROWS, Drawing, Seat, SeatingPlan

Spot = tuple[int, int]  # row, seat in it
FIRST_NAME = "Usual places"
NOT_YOURS = "Whoever teaches this group draws its seats, or the SENCO, behaviour manager or head."


@dataclass(frozen=True)
class Sketch:
    """What somebody drew: how large the room is, where seats stand, and who has which."""

    name: str
    starts: date
    rows: int
    columns: int
    places: Mapping[Person, Spot]
    empty: Collection[Spot] = ()


def may_draw(reader: Reader, group: Group) -> bool:
    """Whether the reader plans for this group."""
    if not reader.holds(group.school_id, *PLANNERS):
        return False
    return group.pk in {one.pk for one in groups_to_plan_for(reader, group.school)}


@transaction.atomic
def draw(reader: Reader, group: Group, plan: SeatingPlan | None, sketch: Sketch) -> Drawing:
    """Keep a drawing of a plan, or of a new one. What stood before stays, by its days.

    The same again does nothing. Raises Refused with the field it is about.
    """
    if not may_draw(reader, group):
        raise Refused(NOT_YOURS)
    _refuse_unfit(group, sketch)
    spots: dict[Spot, Person | None] = dict.fromkeys(sketch.empty)
    spots.update({spot: person for person, spot in sketch.places.items()})
    name = clean(sketch.name)[:60]
    mine = SeatingPlan.objects.filter(group=group, name=name, made_by=reader.person)
    if plan is None and (again := mine.first()):  # a form sent twice
        last = again.drawings.last()
        if last and last.starts == sketch.starts and _is_same(last, sketch, spots):
            return last
    plan = _named(reader, group, plan, name)
    before = plan.drawings.filter(starts__lte=sketch.starts).last()
    if before and _is_same(before, sketch, spots):
        return before
    drawing = Drawing.objects.create(
        plan=plan, starts=sketch.starts, rows=sketch.rows, columns=sketch.columns,
        drawn_by=reader.person, drawn_at=clock.now(),
    )  # fmt: skip
    Seat.objects.bulk_create(
        Seat(drawing=drawing, row=row, column=column, pupil=person)
        for (row, column), person in sorted(spots.items(), key=lambda one: one[0])
    )
    return drawing


def _named(reader: Reader, group: Group, plan: SeatingPlan | None, name: str) -> SeatingPlan:
    namesakes = SeatingPlan.objects.filter(group=group, name__iexact=name)
    if any(one != plan for one in namesakes):
        raise Refused("There are seats of that name already, in use or put away.", "name")
    if plan is None:
        return SeatingPlan.objects.create(
            school_id=group.school_id, group=group, name=name, made_by=reader.person,
            made_at=clock.now(),
        )  # fmt: skip
    if plan.name != name:
        plan.name = name
        plan.save(update_fields=["name"])
    return plan


def _is_same(before: Drawing, sketch: Sketch, spots: Mapping[Spot, Person | None]) -> bool:
    if (before.rows, before.columns) != (sketch.rows, sketch.columns):
        return False
    stood = {(seat.row, seat.column): seat.pupil_id for seat in before.seats.all()}
    return stood == {spot: person and person.pk for spot, person in spots.items()}


def _refuse_unfit(group: Group, sketch: Sketch) -> None:
    if not clean(sketch.name):
        raise Refused("Give these seats a name, such as “Usual places” or “On the carpet”.", "name")
    if sketch.starts < clock.today():
        raise Refused("That day is over: what stood then stays. Draw from today on.", "starts")
    if not (1 <= sketch.rows <= MOST_ROWS and 1 <= sketch.columns <= MOST_COLUMNS):
        raise Refused(f"A room has 1 to {MOST_ROWS} rows of 1 to {MOST_COLUMNS} seats.", "rows")
    members = {person.pk for person in pupils_in(group, sketch.starts)}
    taken: dict[Spot, Person] = {}
    for person, (row, column) in sketch.places.items():
        if person.pk not in members:
            day = said_day(sketch.starts)
            raise Refused(f"{person.short} is not in this group on {day}.", "places")
        _refuse_outside(person, row, column, sketch)
        if other := taken.get((row, column)):
            raise Refused(f"{other.short} and {person.short} have the same seat: row {row}, "
                          f"seat {column}.", "places")  # fmt: skip
        taken[row, column] = person


def _refuse_outside(person: Person, row: int, column: int, sketch: Sketch) -> None:
    if not (row and column):
        raise Refused(f"Choose both the row and the seat of {person.short}.", "places")
    if not (1 <= row <= sketch.rows and 1 <= column <= sketch.columns):
        size = f"{counted(sketch.rows, 'row')} of {counted(sketch.columns, 'seat')}"
        raise Refused(f"The seat of {person.short} lies outside: there are {size}.", "places")


def put_away(reader: Reader, plan: SeatingPlan, *, away: bool) -> None:
    """Put a plan away that is not used any more, or take it out again. Nothing is deleted."""
    if not may_draw(reader, plan.group):
        raise Refused(NOT_YOURS)
    plan.retired_on = clock.today() if away else None
    plan.save(update_fields=["retired_on"])
