"""A list of staff: ours, with the job in the school's own words."""

from collections import Counter

from handrail.roll.bundle import PersonRow, StaffRow
from handrail.roll.numbering import STAFF, id_in, number_of
from handrail.roll.reading.context import Reading
from handrail.roll.reading.once import Once
from handrail.roll.reading.people import (
    Gathered,
    LeftOut,
    make_person,
    need_id,
    read_span,
    refuse_row,
)
from handrail.roll.reading.roles import post_of_title, say_posts
from handrail.roll.reading.table import Row, Table


def read_staff(reading: Reading, table: Table) -> set[str]:
    """Fill the bundle's staff; returns their numbers, as the list has them."""
    once = Once(reading)
    jobs: Counter[str] = Counter()
    reading.bundle.refused_ids |= {id_in(STAFF, row["id"]) for row in table.spoilt if row["id"]}
    for row in table:
        ident, key = row["id"], id_in(STAFF, row["id"])
        if once.is_repeated(row, ident):
            continue
        try:
            staff = _staff(reading, row, once)
        except LeftOut as out:
            refuse_row(reading, row, out, key if ident else "")
            continue
        jobs[row["job"]] += 1
        reading.bundle.staff.append(staff)
    refused = reading.bundle.refused_ids
    reading.bundle.staff = [
        one for one in reading.bundle.staff if one.person.source_id not in refused
    ]
    say_posts(reading, jobs, "staff.csv")
    reading.bundle.has.add("staff")
    return {number_of(one.person.source_id) for one in reading.bundle.staff}


def _staff(reading: Reading, row: Row, once: Once) -> StaffRow:
    ident = id_in(STAFF, need_id(row, "id"))
    cells = Gathered()
    cells.of(lambda: once.check(row, row["id"], ident), None)
    starts, ends = cells.of(
        lambda: read_span(reading, row, "start_date", "leaving_date"), (None, None)
    )
    person = cells.of(lambda: _person(reading, row, ident), PersonRow("", "", ""))
    cells.settle()
    return StaffRow(person, post_of_title(row["job"]), starts, ends)


def _person(reading: Reading, row: Row, ident: str) -> PersonRow:
    return make_person(
        reading,
        row,
        ident,
        (row["first_name"], row["surname"]),
        title=row["title"],
        contact=("email", "phone", "mobile"),
    )
