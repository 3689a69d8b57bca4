"""The two schools of the demonstration: the cast's primary grown to size, and the academy."""

from datetime import date
from random import Random

from handrail.demo.cast import PLACES, Cast, give_day
from handrail.demo.households import Families, Household, year_name
from handrail.demo.names import Named, Namer
from handrail.demo.roll import Child, Nature, Roll, Room, born_for
from handrail.demo.staffing import enter_classes, fill_timetable, hire, open_rooms
from handrail.demo.terms import SchoolYear
from handrail.people.models import CarerLink, Enrolment, Membership, Person, Post, Pupil
from handrail.school.models import ClosedDay, Group, Place, School, Term

R = Post.Role
PRIMARY = ("R", "1", "2", "3", "4", "5", "6")
SECONDARY = ("7", "8", "9", "10", "11")
CLASS_SIZE = 29
ACADEMY_STAFF = (
    ("nwosu", "Dr", "Chioma", "Nwosu", R.HEAD),
    ("hale", "Mr", "Peter", "Hale", R.DESIGNATED_LEAD),
    ("lim", "Ms", "Su", "Lim", R.DEPUTY_LEAD),
    ("bright", "Mr", "Callum", "Bright", R.BEHAVIOUR_MANAGER),
    ("horn", "Mrs", "Val", "Horn", R.ADMINISTRATOR),
)
CAST_NATURE = {
    "leo": Nature(behaviour=26, recognition=1.6, first_aid=1.2, note=14, contact=9, concern=0.0),
    "jaden": Nature(behaviour=9, recognition=1.4, first_aid=1.0, note=18, contact=5, concern=0.0),
    "amina": Nature(behaviour=0.2, recognition=2.2, first_aid=0.8, note=6, contact=2, concern=30),
}
CAST_ROOMS = {"4 Willow": ("Room 7", "patel", "sam"), "2 Oak": ("Room 2", "reid", "lee"),
              "6 Ash": ("Room 11", "price", "")}  # fmt: skip


def set_terms(school: School, years: list[SchoolYear]) -> None:
    """The terms and closed days of all these years instead of what the school had."""
    Term.objects.filter(school=school).delete()
    ClosedDay.objects.filter(school=school).delete()
    Term.objects.bulk_create(
        Term(school=school, name=name, starts=starts, ends=ends)
        for year in years
        for name, starts, ends in year.terms
    )
    ClosedDay.objects.bulk_create(
        ClosedDay(school=school, date=day, why=why) for year in years for day, why in year.closed
    )


def grow_primary(cast: Cast, years: list[SchoolYear], pupils: int, rng: Random) -> Roll:
    """The cast's school with as many pupils as asked, their classes of each year, and leavers."""
    current = years[-1].first
    roll = Roll(cast.school, PRIMARY, dict(cast.places), by_role=_cast_roles(cast))
    cohort = max(1, round(pupils / len(PRIMARY)))
    classes = {year: max(1, round(cohort / CLASS_SIZE)) for year in PRIMARY}
    open_rooms(roll, classes, Namer(rng), rng, have=_cast_rooms(cast))
    families = Families(cast.school, rng, oldest_year=len(PRIMARY) - 1, current=current)
    known = _cast_children(cast, current, families)
    wanted = _wanted(current, cohort, len(PRIMARY) + len(years) - 1, 0, known, rng)
    short = pupils - len(known) - sum(current - entry < len(PRIMARY) for entry, _, _ in wanted)
    extra = [(current - 3, number, born_for(3, current, number)) for number in range(max(0, short))]
    roll.children = [*known, *families.draw([*wanted[: len(wanted) + min(0, short)], *extra])]
    _join(roll, years, cast)
    hire(cast.school, Namer(rng), R.VOLUNTEER, 2, rng)
    fill_timetable(roll, rng)
    return roll


def _wanted(
    current: int, cohort: int, cohorts: int, oldest_first: int, known: list[Child], rng: Random
) -> list[tuple[int, int, date]]:
    """Entry year, stream and birthday of every pupil still to be drawn; the leavers come first."""
    rows = []
    for index in reversed(range(oldest_first, cohorts)):
        entry = current - index
        there = sum(child.entry == entry for child in known)
        rows += [
            (entry, stream, born_for(index, current, rng.randrange(365)))
            for stream in range(there, cohort)
        ]
    return rows


def _cast_roles(cast: Cast) -> dict[str, Person]:
    names = {
        R.HEAD: "okafor", R.DESIGNATED_LEAD: "ahmed", R.DEPUTY_LEAD: "price", R.SENCO: "grant",
        R.BEHAVIOUR_MANAGER: "khan", R.ADMINISTRATOR: "office",
    }  # fmt: skip
    return {role: cast.staff[name] for role, name in names.items()}


def _cast_rooms(cast: Cast) -> list[Room]:
    return [
        Room(cast.groups[name], cast.groups[name].year, cast.places[place], cast.staff[teacher],
             [cast.staff[helper]] if helper else [])
        for name, (place, teacher, helper) in CAST_ROOMS.items()
    ]  # fmt: skip


def _cast_children(cast: Cast, current: int, families: Families) -> list[Child]:
    """The pupils of the cast, in the first class of their year; a home for those without one."""
    children = []
    for name, person in cast.pupils.items():
        year = int(person.pupil.enrolments.get().year)
        home = [(link.relationship, link.carer) for link in person.pupil.carers.all()]
        nature = CAST_NATURE.get(name, Nature(concern=0.2))
        children.append(Child(person, current - year, 0, nature, home))
    mother = cast.carers["hana"]
    CarerLink.objects.create(
        pupil=cast.pupils["yusuf"].pupil, carer=mother, relationship="Mother",
        responsibility="yes", lives_with=True, priority=1,
    )  # fmt: skip
    named = Named("Hana", "Musa", "F", "Arabic", "Arabic")
    families.households.append(Household(named, [("Mother", mother)]))
    return children


def _join(roll: Roll, years: list[SchoolYear], cast: Cast | None = None) -> None:
    """Enter every child into their classes; the cast's own come from the dates of this year."""
    current = years[-1].first
    if cast:
        Membership.objects.filter(group__school=cast.school, role="pupil").delete()
        for child in roll.children:
            if child.person in cast.pupils.values():
                child.person.pupil.enrolments.update(starts=date(child.entry, 9, 3))
    enter_classes(roll, current, {year.first: year.starts for year in years})


def build_academy(
    primary: Roll, cast: Cast, years: list[SchoolYear], pupils: int, rng: Random
) -> tuple[Roll, dict[str, Person]]:
    """A secondary in the same trust, where the primary's leavers went; and who signs in there."""
    school = School.objects.create(
        trust=cast.trust, name="Spring Lane Academy", phase=School.Phase.SECONDARY,
        laestab="3804017", urn="138202",
    )  # fmt: skip
    give_day(school, ())
    set_terms(school, years)
    places = {name: Place.objects.create(school=school, name=name) for name in PLACES[3:]}
    by_role, accounts = _academy_staff(school, cast)
    roll = Roll(school, SECONDARY, places, by_role=by_role)
    cohort = max(1, pupils // len(SECONDARY))
    classes = {year: max(1, round(cohort / CLASS_SIZE)) for year in SECONDARY}
    open_rooms(roll, classes, Namer(rng), rng)
    current = years[-1].first
    families = Families(school, rng, oldest_year=len(SECONDARY) - 1, current=current)
    joined = _moved_up(primary, school, current, cohort)
    wanted = _wanted(current, cohort, len(SECONDARY) + len(years) - 1, 0, joined, rng)
    older = [(entry, stream, born.replace(year=born.year - 7)) for entry, stream, born in wanted
             if (born.month, born.day) != (2, 29)]  # fmt: skip
    roll.children = [*joined, *families.draw(older)]
    _join(roll, years)
    fill_timetable(roll, rng)
    return roll, accounts


def _academy_staff(school: School, cast: Cast) -> tuple[dict[str, Person], dict[str, Person]]:
    """Its own leaders; the SENCO works at both schools, and the trust looks at both."""
    by_role: dict[str, Person] = {R.SENCO: cast.grant}
    accounts: dict[str, Person] = {}
    Post.objects.create(person=cast.grant, school=school, role=R.SENCO)
    for username, title, given, family, role in ACADEMY_STAFF:
        person = Person.objects.create(title=title, given=given, family=family)
        Post.objects.create(person=person, school=school, role=role)
        by_role[role] = accounts[username] = person
    trust = Person.objects.create(title="Ms", given="Helen", family="Stroud")
    for each in (cast.school, school):
        Post.objects.create(person=trust, school=each, role=R.TRUST)
    return by_role, {**accounts, "trust": trust}


def _moved_up(primary: Roll, school: School, current: int, most: int) -> list[Child]:
    """Leavers of the primary who are now in Year 7 or above here: the same people."""
    moved: list[Child] = []
    for child in primary.children:
        entry = child.entry + len(PRIMARY)
        if entry > current or sum(one.entry == entry for one in moved) >= most // 2:
            continue
        moved.append(Child(child.person, entry, child.stream, child.nature, child.at_home))
    Enrolment.objects.bulk_create(
        Enrolment(pupil_id=child.person.pk, school=school, starts=date(child.entry, 9, 3),
                  year=year_name(current - child.entry, school))
        for child in moved
    )  # fmt: skip
    return moved


def totals() -> dict[str, int]:
    """How many of each sort of thing there are now."""
    return {
        "schools": School.objects.count(),
        "pupils": Pupil.objects.filter(enrolments__ends=None).distinct().count(),
        "pupils who left": Pupil.objects.exclude(enrolments__ends=None).count(),
        "staff": Post.objects.values("person").distinct().count(),
        "carers": CarerLink.objects.values("carer").distinct().count(),
        "classes": Group.objects.count(),
    }
