"""What is known of made-up pupils for duties and equality: ethnicity, sex, who is in care."""

from datetime import date
from random import Random

from handrail.demo.roll import Roll
from handrail.people.models import Designation, Person, Pupil

# Shares near those of England's primary schools; the codes of the Common Basic Data Set.
ETHNICITY = (
    ("WBRI", 61), ("WOTH", 8), ("MWBC", 2), ("MWAS", 2), ("MOTH", 3), ("AIND", 4), ("APKN", 5),
    ("ABAN", 2), ("AOTH", 2), ("BCRB", 1), ("BAFR", 5), ("CHNE", 1), ("OOTH", 3), ("NOBT", 1),
)  # fmt: skip
CAST_SEX = {"Leo": "M", "Amina": "F", "Jaden": "M", "Zoë": "F", "Theo": "M", "Yusuf": "M",
            "Bo": "F"}  # fmt: skip
CAST_SEN = {"Leo": "K", "Jaden": "K"}
IN_CARE, WITH_WORKER = 0.008, 0.02
AUTHORITY = "Northshire"


def give_what_is_known(roll: Roll, rng: Random, day: date) -> None:
    """Codes for everybody, and a few who are looked after or have a social worker."""
    roll.school.keeps_ethnicity = True
    roll.school.save(update_fields=["keeps_ethnicity"])
    codes, weights = zip(*ETHNICITY, strict=True)
    pupils = list(
        Pupil.objects.filter(enrolments__school=roll.school).select_related("person")
        .order_by("pk").distinct()
    )  # fmt: skip
    people: list[Person] = []
    for pupil in pupils:
        pupil.ethnicity = rng.choices(codes, weights)[0]
        given = pupil.person.given
        pupil.sen_provision = pupil.sen_provision or CAST_SEN.get(given, "N")
        if not pupil.person.sex:
            pupil.person.sex = CAST_SEX.get(given, "")
            people.append(pupil.person)
    Pupil.objects.bulk_update(pupils, ["ethnicity", "sen_provision"], batch_size=200)
    Person.objects.bulk_update(people, ["sex"], batch_size=200)
    Designation.objects.bulk_create(list(_designations(pupils, rng, day)))


def _designations(pupils: list[Pupil], rng: Random, day: date) -> list[Designation]:
    made = []
    for pupil in pupils:
        chance = rng.random()
        if chance < IN_CARE + WITH_WORKER:
            sort = Designation.Sort.IN_CARE if chance < IN_CARE else Designation.Sort.IN_NEED
            starts = date(day.year - 1, rng.randrange(1, 13), 5)
            made.append(Designation(pupil=pupil, sort=sort, authority=AUTHORITY, starts=starts))
    return made
