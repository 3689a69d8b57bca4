"""A small installation made in seconds, and somebody who goes on filing into it until told to stop.

`python -m tests.keeping.small_school make` or `... write SECONDS [FILE]`, with HANDRAIL_HOME set:
fifteen records at the least, and then until the file is there, or for as many seconds at most.
"""

import os
import sys
import time
from io import BytesIO
from pathlib import Path

LEAST = 15
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handrail.settings")


def make() -> None:
    """The cast, 25 records of every sort, an amendment and two photos."""
    from handrail.keeping.tables import bring_tables_up

    bring_tables_up()
    from handrail.demo.cast import make_cast
    from handrail.records.amending import amend_record
    from handrail.records.attaching import attach
    from handrail.records.reader import reader_for
    from tests.filing import file
    from tests.records import pictures

    cast = make_cast()
    cast.ahmed.email = "ahmed@spring-lane.example"  # a lead whom nothing outside the app reaches
    cast.ahmed.save(update_fields=["email"])  # would be a finding of the doctor's
    pupils = list(cast.pupils.values())
    for number in range(20):
        file(cast, ("behaviour", "note", "first_aid", "concern")[number % 4], cast.sam,
             pupils[number % 3], words=f"What happened, number {number}.")  # fmt: skip
    for _ in range(2):
        record = file(cast, "note", cast.sam, cast.leo)
        attach(record, reader_for(cast.sam), "note.png", BytesIO(pictures.photo("PNG")))
    amend_record(record, reader_for(cast.sam), "And one thing more.")


def past() -> None:
    """Three notes of years ago, whose time has come."""
    from datetime import UTC, datetime

    from handrail.people.models import Person
    from handrail.records.draft import Draft, Involved
    from handrail.records.filing import file_past
    from handrail.school.models import School

    sam = Person.objects.get(given="Sam", family="Birch")
    at = datetime(2020, 3, 3, 10, tzinfo=UTC)
    leo = Involved(Person.objects.get(given="Leo"), "about")
    drafts = [
        Draft("note", School.objects.get(), sam, "Assistant", at, (leo,), filed_at=at,
              captured_at=at, words="Zanzibarword was said.")
        for _ in range(3)
    ]  # fmt: skip
    file_past(School.objects.get(), drafts)


def write(seconds: float, told: Path | None = None) -> None:
    """File notes as fast as it goes; prints the reference of each that was acknowledged."""
    from handrail.people.models import Person
    from handrail.records.draft import Draft, Involved
    from handrail.records.filing import file_event
    from handrail.records.reader import reader_for
    from handrail.school.models import School

    sam = Person.objects.get(given="Sam", family="Birch")
    leo = Person.objects.get(given="Leo")
    school = School.objects.get()
    word = school.words.filter(list="note.context")[0]
    from handrail.core import clock

    until, written = time.monotonic() + seconds, 0
    while time.monotonic() < until and not (told and written >= LEAST and told.exists()):
        written += 1
        draft = Draft(
            "note", school, sam, "Assistant", clock.now(), (Involved(leo, "about"),),
            words="Written while a backup was made.", chosen={"context": (word,)},
        )  # fmt: skip
        print(file_event([draft], reader=reader_for(sam))[0].reference, flush=True)


if __name__ == "__main__":
    import django

    django.setup()
    if sys.argv[1] == "write":
        write(float(sys.argv[2]), *map(Path, sys.argv[3:]))
    else:
        {"make": make, "past": past}[sys.argv[1]]()
