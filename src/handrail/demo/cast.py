"""The cast: the same made-up people in the demonstration, tests, guides and pictures."""

from dataclasses import dataclass, field
from datetime import date, time

from handrail.core import clock
from handrail.demo.certificates import give_cast_certificates
from handrail.demo.phones import give_phones
from handrail.people.models import (
    CarerLink,
    Enrolment,
    KeyAdult,
    Lesson,
    LessonStaff,
    Membership,
    Person,
    Post,
    Pupil,
    PupilFlag,
    User,
)  # fmt: skip
from handrail.records.kind import all_kinds
from handrail.school.models import ClosedDay, Group, OpeningTime, Place, School, Term, Trust
from handrail.school.words import give_starter_words
from handrail.training.starters import give_starter_training

R = Post.Role
# username, title, given, family, roles, group they staff
STAFF = (
    ("sam", "", "Sam", "Birch", (R.ASSISTANT,), "4 Willow"),
    ("patel", "Mr", "Dev", "Patel", (R.TEACHER,), "4 Willow"),
    ("reid", "Miss", "Iona", "Reid", (R.TEACHER,), "2 Oak"),
    ("lee", "", "Jo", "Lee", (R.ASSISTANT,), "2 Oak"),
    ("ahmed", "Mrs", "Farah", "Ahmed", (R.DESIGNATED_LEAD,), ""),
    ("price", "Mr", "Owen", "Price", (R.DEPUTY_LEAD, R.TEACHER), "6 Ash"),
    ("okafor", "Ms", "Ngozi", "Okafor", (R.HEAD,), ""),
    ("khan", "Mr", "Rafi", "Khan", (R.BEHAVIOUR_MANAGER,), ""),
    ("grant", "Mrs", "Ruth", "Grant", (R.SENCO,), ""),
    ("office", "Mrs", "Pat", "Doyle", (R.ADMINISTRATOR,), ""),
    ("tilly", "", "Tilly", "Moss", (R.VOLUNTEER,), "2 Oak"),
)
# given, family, born, year, class, language, needs
PUPILS = (
    ("Leo", "Turner", date(2018, 5, 9), "4", "4 Willow", "English", "SEN support · SEMH"),
    ("Amina", "Musa", date(2017, 11, 2), "4", "4 Willow", "Arabic", "New to English"),
    ("Jaden", "King", date(2018, 1, 30), "4", "4 Willow", "English", "SEN support · SLCN"),
    ("Zoë", "O’Brien-Fforbes", date(2018, 3, 3), "4", "4 Willow", "English", ""),
    ("Theo", "Rix", date(2015, 10, 12), "6", "6 Ash", "English", ""),
    ("Yusuf", "Musa", date(2019, 12, 8), "2", "2 Oak", "Arabic", ""),
    ("Bo", "Ng", date(2020, 2, 14), "2", "2 Oak", "Cantonese", ""),
)
PLACES = ("Room 7", "Room 2", "Room 11", "Lower yard", "Upper yard", "Hall", "Dining hall",
          "Corridor", "Nest", "Field", "Toilets", "Gate")  # fmt: skip
TERMS = (
    ("Autumn 1", date(2026, 9, 2), date(2026, 10, 23)),
    ("Autumn 2", date(2026, 11, 2), date(2026, 12, 18)),
    ("Spring 1", date(2027, 1, 4), date(2027, 2, 12)),
    ("Spring 2", date(2027, 2, 22), date(2027, 3, 25)),
    ("Summer 1", date(2027, 4, 12), date(2027, 5, 28)),
    ("Summer 2", date(2027, 6, 7), date(2027, 7, 21)),
)
PASSWORD = "spring-lane-demo"  # noqa: S105 - printed by the demonstration, refused elsewhere


@dataclass
class Cast:
    """Everyone, by the name colleagues use."""

    trust: Trust
    school: School
    staff: dict[str, Person] = field(default_factory=dict)
    pupils: dict[str, Person] = field(default_factory=dict)
    carers: dict[str, Person] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Person:
        for people in ("staff", "pupils", "carers"):
            if name in self.__dict__.get(people, {}):
                return self.__dict__[people][name]  # type: ignore[no-any-return]
        raise AttributeError(name)


def make_cast(*, accounts: bool = True, day: date | None = None) -> Cast:
    """Spring Lane Primary with its day, its people and its words; no records yet.

    Certificates are as they stand on `day`, today when it is not said.
    """
    trust = Trust.objects.create(name="Spring Lane Trust")
    school = School.objects.create(
        trust=trust, name="Spring Lane Primary", laestab="3802031", urn="138201"
    )
    cast = Cast(trust, school)
    give_day(school, TERMS)
    cast.places = {name: Place.objects.create(school=school, name=name) for name in PLACES}
    for name, year in (("4 Willow", "4"), ("2 Oak", "2"), ("6 Ash", "6")):
        cast.groups[name] = Group.objects.create(school=school, name=name, year=year)
    for row in STAFF:
        _add_staff(cast, *row, accounts=accounts)
    Post.objects.filter(person=cast.tilly).update(supervisor=cast.reid)
    if accounts:
        give_phones(User.objects.filter(person__in=cast.staff.values()))
    for pupil in PUPILS:
        _add_pupil(cast, *pupil)
    _add_details(cast)
    _add_timetable(cast)
    give_cast_certificates(school, cast.staff, day or clock.today())
    return cast


def give_day(school: School, terms: tuple[tuple[str, date, date], ...]) -> None:
    """Terms, opening times, a training day, and the words that every school starts with."""
    Term.objects.bulk_create(
        Term(school=school, name=name, starts=starts, ends=ends) for name, starts, ends in terms
    )
    ClosedDay.objects.create(school=school, date=date(2026, 11, 27), why="Training day")
    OpeningTime.objects.bulk_create(
        OpeningTime(school=school, weekday=weekday, opens=time(8, 30), closes=time(15, 30))
        for weekday in range(5)
    )
    give_starter_words(
        school,
        ((words.name(kind.slug), words.starters) for kind in all_kinds() for words in kind.words),
    )
    give_starter_training(school)


def _add_staff(
    cast: Cast, username: str, title: str, given: str, family: str,
    roles: tuple[str, ...], group: str, *, accounts: bool,
) -> None:  # fmt: skip
    person = Person.objects.create(
        title=title, given=given, family=family, email=f"{username}@spring-lane.example"
    )
    for role in roles:
        Post.objects.create(person=person, school=cast.school, role=role)
    if group:
        part = Membership.Role.TEACHER if R.TEACHER in roles else Membership.Role.SUPPORT
        Membership.objects.create(group=cast.groups[group], person=person, role=part)
    if accounts:
        User.objects.create_user(username, PASSWORD, person)
    cast.staff[username] = person


def _add_pupil(
    cast: Cast, given: str, family: str, born: date, year: str, group: str,
    language: str, needs: str,
) -> None:  # fmt: skip
    person = Person.objects.create(
        given=given, family=family, legal_given=given, legal_family=family, born=born
    )
    pupil = Pupil.objects.create(person=person, language=language, needs=needs)
    Enrolment.objects.create(pupil=pupil, school=cast.school, year=year, starts=date(2024, 9, 3))
    Membership.objects.create(group=cast.groups[group], person=person, starts=date(2026, 9, 2))
    cast.pupils[given.lower().replace("ë", "e")] = person


def _add_details(cast: Cast) -> None:
    leo = cast.leo.pupil
    leo.likes = "buses, being line leader, Mr Khan’s jokes"
    leo.helps = "two choices, a warning before changes, somewhere to go"
    leo.hinders = "being rushed, people standing over me"
    leo.look_out_for = "pulling his sleeves: act at the first sleeve"
    leo.written_on, leo.next_look_on = date(2026, 11, 4), date(2026, 12, 16)
    leo.save()
    cast.amina.pupil.helps = "picture cards on the desk, a partner who waits"
    cast.amina.pupil.save()
    PupilFlag.objects.create(pupil=leo, sort="medical", text="Asthma: inhaler in office")
    PupilFlag.objects.create(pupil=leo, sort="alert", text="Handling plan: ask Mr Khan")
    KeyAdult.objects.create(pupil=leo, adult=cast.sam)
    for given, family, child, relationship, responsibility, lives in (
        ("Dan", "Turner", "leo", "Father", "yes", True),
        ("Kim", "Lowe", "leo", "Mother", "yes", False),
        ("Hana", "Musa", "amina", "Mother", "yes", True),
        ("Farah", "Ahmed", "bo", "Carer", "not_known", False),
    ):
        carer = cast.ahmed if given == "Farah" else Person.objects.create(
            given=given, family=family, mobile="07700 900123"
        )  # fmt: skip
        CarerLink.objects.create(
            pupil=getattr(cast, child).pupil, carer=carer, relationship=relationship,
            responsibility=responsibility, lives_with=lives, priority=1,
        )  # fmt: skip
        cast.carers[given.lower()] = carer


def _add_timetable(cast: Cast) -> None:
    """The same five days for 4 Willow, and Sam's duty on the lower yard."""
    lines = (
        (time(8, 45), time(9, 0), "Register", "4 Willow", "Room 7", ("patel", "sam")),
        (time(9, 0), time(9, 30), "Phonics and spelling", "4 Willow", "Room 7", ("patel", "sam")),
        (time(9, 30), time(10, 30), "Maths", "4 Willow", "Room 7", ("patel", "sam")),
        (time(10, 45), time(11, 0), "Playground duty", "", "Lower yard", ("sam",)),
        (time(11, 0), time(12, 0), "English", "4 Willow", "Room 7", ("patel", "sam")),
        (time(13, 15), time(14, 15), "Cover 2 Oak", "2 Oak", "Room 2", ("sam",)),
        (time(9, 0), time(12, 0), "Morning", "2 Oak", "Room 2", ("reid", "lee")),
    )
    for weekday in range(5):
        for starts, ends, name, group, place, staff in lines:
            lesson = Lesson.objects.create(
                school=cast.school, weekday=weekday, starts=starts, ends=ends, name=name,
                group=cast.groups.get(group), place=cast.places[place],
            )  # fmt: skip
            LessonStaff.objects.bulk_create(
                LessonStaff(lesson=lesson, person=cast.staff[who]) for who in staff
            )
