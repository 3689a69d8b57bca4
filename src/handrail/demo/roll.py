"""The roll of a made-up school: who is in which class in which year, and how often they are met."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from handrail.people.models import Person
from handrail.school.models import Group, Place, School


@dataclass
class Room:
    """A class with its place and the adults in it."""

    group: Group
    year: str
    place: Place
    teacher: Person
    support: list[Person] = field(default_factory=list)


@dataclass(frozen=True)
class Nature:
    """How often a child is met in each sort of record, beside an average one (1.0)."""

    behaviour: float = 1.0
    recognition: float = 1.0
    first_aid: float = 1.0
    note: float = 1.0
    contact: float = 1.0
    concern: float = 1.0


@dataclass
class Child:
    """A pupil: the September of their first year here, their stream, and who is at home."""

    person: Person
    entry: int
    stream: int
    nature: Nature
    at_home: list[tuple[str, Person]] = field(default_factory=list)

    @property
    def called(self) -> str:
        return self.person.given or self.person.family


@dataclass
class Roll:
    """One school as the drawing of records sees it."""

    school: School
    years: tuple[str, ...]
    places: dict[str, Place]
    rooms: dict[str, list[Room]] = field(default_factory=dict)
    children: list[Child] = field(default_factory=list)
    outside: list[Person] = field(default_factory=list)  # who watches at break and lunch
    by_role: dict[str, Person] = field(default_factory=dict)

    def room_of(self, child: Child, first: int) -> Room | None:
        """The child's class in the school year of that September; none before or after."""
        index = first - child.entry
        if not 0 <= index < len(self.years) or not (rooms := self.rooms.get(self.years[index])):
            return None
        return rooms[child.stream % len(rooms)]

    def on_roll(self, first: int) -> list[Child]:
        return [child for child in self.children if self.room_of(child, first)]

    def place(self, *names: str) -> Place:
        """The first of these places that the school has."""
        return next(self.places[name] for name in names if name in self.places)


def save_people(people: Iterable[Person]) -> list[Person]:
    """Store many people at once, with the column that search reads."""
    rows = list(people)
    for row in rows:
        row.fold_names()
    return Person.objects.bulk_create(rows, batch_size=500)


def born_for(year_index: int, first: int, day_of_year: int) -> date:
    """A birthday that puts a child into the right year: 4 by the September of Reception."""
    return date.fromordinal(date(first - year_index - 5, 9, 1).toordinal() + day_of_year)
