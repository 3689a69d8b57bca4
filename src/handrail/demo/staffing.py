"""Staff, classes, places and timetables of the made-up schools."""

from collections.abc import Iterable
from datetime import date, time
from random import Random

from handrail.demo.names import Namer, title_of
from handrail.demo.roll import Roll, Room, save_people
from handrail.people.models import Lesson, LessonStaff, Membership, Person, Post
from handrail.school.models import Group, Period, Place, School

R = Post.Role
TREES = ("Elm", "Hazel", "Rowan", "Beech", "Cedar", "Larch", "Maple", "Alder", "Holly", "Lime")
PERIODS = (
    ("Before school", time(8, 30), time(8, 45)),
    ("Register", time(8, 45), time(9, 0)),
    ("Morning 1", time(9, 0), time(10, 30)),
    ("Assembly", time(10, 30), time(10, 45)),
    ("Break", time(10, 45), time(11, 0)),
    ("Morning 2", time(11, 0), time(12, 0)),
    ("Lunch", time(12, 0), time(13, 15)),
    ("Afternoon", time(13, 15), time(15, 15)),
    ("Home time", time(15, 15), time(15, 30)),
)
LESSONS = (
    (time(8, 45), time(9, 0), ("Register",)),
    (time(9, 0), time(9, 30), ("Phonics and spelling", "Reading")),
    (time(9, 30), time(10, 30), ("Maths",)),
    (time(11, 0), time(12, 0), ("English",)),
    (time(13, 15), time(14, 15), ("Science", "History", "Geography", "Music", "PE")),
    (time(14, 15), time(15, 15), ("Art", "Computing", "PE", "Reading", "PSHE")),
)


def hire(
    school: School, namer: Namer, role: str, count: int, rng: Random, *, titled: bool = False
) -> list[Person]:
    """Draw this many members of staff and give each the post."""
    drawn = [namer.grown_up() for _ in range(count)]
    people = save_people(
        Person(given=one.given, family=one.family, sex=one.sex,
               title=title_of(one, rng) if titled else "")
        for one in drawn
    )  # fmt: skip
    Post.objects.bulk_create(Post(person=person, school=school, role=role) for person in people)
    return people


def open_rooms(
    roll: Roll, per_year: dict[str, int], namer: Namer, rng: Random, *, have: Iterable[Room] = ()
) -> None:
    """Give every year its classes, each with a place, a teacher and often an assistant."""
    known = list(have)
    for year in roll.years:
        roll.rooms[year] = [room for room in known if room.year == year]
    names = [
        (year, class_name(roll, year, number))
        for year in roll.years
        for number in range(len(roll.rooms[year]), per_year[year])
    ]
    teachers = hire(roll.school, namer, R.TEACHER, len(names), rng, titled=True)
    helpers = hire(roll.school, namer, R.ASSISTANT, max(2, len(names) * 2 // 3), rng)
    for position, (year, name) in enumerate(names):
        room = _open_room(roll, year, name, position, teachers[position])
        if position < len(helpers):
            _support(room, helpers[position])
    roll.outside += [*hire(roll.school, namer, R.STAFF, max(2, len(names) // 3), rng), *helpers]


def class_name(roll: Roll, year: str, number: int) -> str:
    if roll.school.phase == School.Phase.SECONDARY:
        return f"{year}{'ABCDEFGHJKLMNPQR'[number % 16]}"
    return f"{year} {TREES[(number + roll.years.index(year)) % len(TREES)]}"


def _open_room(roll: Roll, year: str, name: str, position: int, teacher: Person) -> Room:
    group = Group.objects.create(school=roll.school, name=name, year=year)
    place = _next_room(roll)
    Membership.objects.create(group=group, person=teacher, role=Membership.Role.TEACHER)
    room = Room(group, year, place, teacher)
    roll.rooms[year].append(room)
    return room


def _next_room(roll: Roll) -> Place:
    """A room with a number that is not taken."""
    number = 1
    while f"Room {number}" in roll.places:
        number += 1
    place = Place.objects.create(school=roll.school, name=f"Room {number}")
    roll.places[place.name] = place
    return place


def _support(room: Room, person: Person) -> None:
    Membership.objects.create(group=room.group, person=person, role=Membership.Role.SUPPORT)
    room.support.append(person)


def enter_classes(roll: Roll, current: int, first_days: dict[int, date]) -> None:
    """Put every child into their class of every school year, the past ones closed in August."""
    Membership.objects.bulk_create(
        (
            Membership(
                group=room.group, person=child.person, starts=starts,
                ends=None if first == current else date(first + 1, 8, 31),
            )
            for first, starts in first_days.items()
            for child in roll.children
            if (room := roll.room_of(child, first))
        ),
        batch_size=500,
    )  # fmt: skip


def fill_timetable(roll: Roll, rng: Random) -> None:
    """Five days of lessons for every class that has none yet at that hour, and duty outside."""
    for name, starts, ends in PERIODS:
        Period.objects.create(school=roll.school, name=name, starts=starts, ends=ends)
    taken = set(
        Lesson.objects.filter(school=roll.school).values_list("group_id", "weekday", "starts")
    )
    lessons, staff = [], []
    for room in (room for rooms in roll.rooms.values() for room in rooms):
        for weekday in range(5):
            for starts, ends, names in LESSONS:
                if (room.group.pk, weekday, starts) in taken or _covered(
                    room, weekday, starts, taken
                ):
                    continue
                lessons.append(
                    Lesson(
                        school=roll.school, weekday=weekday, starts=starts, ends=ends,
                        name=rng.choice(names), group=room.group, place=room.place,
                    )
                )  # fmt: skip
                staff.append([room.teacher, *(() if _has_lessons(room, taken) else room.support)])
    made = Lesson.objects.bulk_create(lessons, batch_size=500)
    LessonStaff.objects.bulk_create(
        (
            LessonStaff(lesson=lesson, person=person)
            for lesson, people in zip(made, staff, strict=True)
            for person in people
        ),
        batch_size=500,
    )


def _has_lessons(room: Room, taken: set[tuple[int, int, time]]) -> bool:
    """A class of the cast: its assistant's day is laid out already."""
    return any(group == room.group.pk for group, _, _ in taken)


def _covered(room: Room, weekday: int, starts: time, taken: set[tuple[int, int, time]]) -> bool:
    """A class with one long morning in its timetable needs no other lesson before noon."""
    return starts < time(12) and (room.group.pk, weekday, time(9)) in taken
