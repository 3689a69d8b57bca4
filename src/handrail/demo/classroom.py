"""The rooms of the demonstration: where two classes sit, what is checked, and one thing broken."""

from datetime import datetime, timedelta

from handrail.core import clock
from handrail.core.ids import new_uuid
from handrail.demo.cast import Cast
from handrail.equipment.checking import CheckDraft, keep_check
from handrail.equipment.mending import Report, report
from handrail.learning.planning import pupils_in
from handrail.people.models import Person
from handrail.records.reader import reader_for
from handrail.school.models import Group
from handrail.seating.drawing import FIRST_NAME, Sketch, draw

COLUMNS = 6
BY_THE_DOOR = (1, 6)


def tell_classroom(cast: Cast, until: datetime) -> None:
    """Seats of 4 Willow and 2 Oak since last week; a hoist due today, the frame next week."""
    with clock.frozen(until - timedelta(days=7)):
        _sit(cast.patel, cast.groups["4 Willow"], by_the_door=cast.leo)
        _sit(cast.reid, cast.groups["2 Oak"], by_the_door=cast.yusuf)
    with clock.frozen(until):
        today, office = clock.today(), reader_for(cast.office)
        for draft in (
            CheckDraft("Hoist", 7, today, cast.places["Nest"], "Straps, brake, battery", cast.lee),
            CheckDraft("Climbing frame", 30, today + timedelta(days=7), cast.places["Lower yard"]),
        ):
            keep_check(office, cast.school, None, draft)
        report(reader_for(cast.reid), cast.school, Report(
            new_uuid(), "Tablet 4", "The screen is cracked in one corner.", "soon",
            cast.places["Room 2"],
        ))  # fmt: skip


def _sit(teacher: Person, group: Group, *, by_the_door: Person) -> None:
    """Row by row from the front, by first name; one pupil where they can leave quietly. Nobody
    before the class of this year has begun."""
    everyone = list(pupils_in(group, clock.today()))
    if by_the_door not in everyone:
        return
    people = [person for person in everyone if person != by_the_door]
    rows = min(8, len(people) // COLUMNS + 1)
    spots = [(row, column) for row in range(1, rows + 1) for column in range(1, COLUMNS + 1)]
    spots.remove(BY_THE_DOOR)
    places = dict(zip(people, spots, strict=False)) | {by_the_door: BY_THE_DOOR}
    sketch = Sketch(FIRST_NAME, clock.today(), rows, COLUMNS, places, spots)
    draw(reader_for(teacher), group, None, sketch)
