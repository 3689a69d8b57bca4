"""Names to plant, each in the forms in which somebody may write it; spelt out by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from handrail.demo.cast import Cast
from handrail.people.models import CarerLink, Enrolment, Person, Pupil


@dataclass(frozen=True)
class Planted:
    """Somebody else, with what may never leave: `forms` as written, checked letter by letter."""

    given: str
    family: str
    forms: tuple[str, ...]
    carer: bool = False
    title: str = ""


PLANTED = (
    Planted("Jaden", "Kingsley", (
        "Jaden Kingsley", "Jaden", "Kingsley", "JADEN", "jaden", "Jaden’s", "Jaden's", "jadens",
        "Kingsley, Jaden", "J. Kingsley", "J Kingsley", "Jaden K.", "JK", "J.K.", "J. K.",
        "jadenkingsley", "Ja\u00adden", "Jaden\u200b", "ＪＡＤＥＮ", "Jaden-Kingsley", "Jaden\nKingsley",
    )),
    Planted("Zoë", "O’Brien-Fforbes", (
        "Zoë O’Brien-Fforbes", "Zoë", "Zoe", "ZOE", "zoe’s", "Zoe\u0308", "O’Brien", "O'Brien", "OBrien",
        "O‘Brien", "obrien", "Fforbes", "O’Brien Fforbes", "O'Brien-Fforbes’s", "Zoe O'B", "ZO",
        "Z.O.", "Z.O.F.", "Zoe Fforbes", "Fforbes, Zoë",
    )),
    Planted("Will", "Hopper", (
        "Will Hopper", "Will", "Will’s", "WILL", "William", "Billy", "Bill", "will hopper", "Hopper",
        "hopper", "W. Hopper", "W Hopper", "WH", "W.H.", "Will H",
    )),
    Planted("Grace", "Ng", ("Grace Ng", "Grace", "Grace’s", "GRACE", "Ng", "ng", "Ng’s", "grace ng",
                            "GN", "G.N.", "G Ng", "Grace N")),
    Planted("Mark", "May", ("Mark May", "Mark", "May", "Mark’s", "May’s", "MARK", "mark may", "MM")),
    Planted("Bo", "Le", ("Bo Le", "Bo", "bo", "Bo’s", "BO", "Bo Le’s", "B. Le", "BL")),
    Planted("Anne-Marie", "Van der Berg", (
        "Anne-Marie Van der Berg", "Anne-Marie", "Anne Marie", "AnneMarie", "annemarie", "Anne",
        "Marie’s", "Van der Berg", "van der berg", "Berg", "AV", "A. Van der Berg", "Anne Berg",
    )),
    Planted("Łukasz", "Wójcik", ("Łukasz Wójcik", "Lukasz", "Łukasz", "Wojcik", "WÓJCIK", "lukasz’s",
                                 "LW", "L. Wójcik")),
    Planted("Muhammad", "D’Aguilar", ("Muhammad D’Aguilar", "Mohammed", "Mo", "DAguilar", "D'Aguilar",
                                      "Muhammad’s", "MD", "M.D.")),
    Planted("Şule", "Öztürk", ("Şule Öztürk", "Sule", "Ozturk", "şule", "ÖZTÜRK", "Öztürk’s", "SO")),
    Planted("عمر", "Haddad", ("عمر", "Haddad", "haddad’s")),
    Planted("Oluwaseun", "Adeyinka", ("Seun", "Oluwaseun", "Adeyinka", "seun’s", "OA", "Seun A")),
    Planted("Kim", "Lowell", ("Kim Lowell", "Mrs Lowell", "Lowell", "Kim", "KL"), carer=True,
            title="Mrs"),
    Planted("Dean", "Price-Hall", ("Dean Price-Hall", "Mr Price-Hall", "Dean", "DP", "Price-Hall",
                                   "dean price-hall", "Mr Hall"), carer=True),
)  # fmt: skip


def plant(cast: Cast) -> None:
    """Put them on the roll: pupils of the school, and carers of its pupils."""
    for one in PLANTED:
        person = Person.objects.create(given=one.given, family=one.family, title=one.title)
        if one.carer:
            CarerLink.objects.create(pupil=cast.amina.pupil, carer=person)
        else:
            pupil = Pupil.objects.create(person=person)
            Enrolment.objects.create(pupil=pupil, school=cast.school, starts=date(2024, 9, 3))


def forms() -> Iterator[str]:
    for one in PLANTED:
        yield from one.forms
