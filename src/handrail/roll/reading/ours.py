"""Reads lists of our own shape: pupils, contacts, staff and groups, or one list of pupils."""

from dataclasses import dataclass, field

from handrail.roll.bundle import GroupRow, MemberRow, SchoolRow
from handrail.roll.faults import RollRefused
from handrail.roll.numbering import STAFF, id_in
from handrail.roll.reading.columns import GROUP_COLUMNS, STAFF_COLUMNS, matched
from handrail.roll.reading.context import Reading
from handrail.roll.reading.ours_contacts import join_two_hats, read_contacts
from handrail.roll.reading.ours_pupils import read_pupils
from handrail.roll.reading.ours_staff import read_staff
from handrail.roll.reading.people import Gathered, LeftOut, meant, read_span, refuse_row
from handrail.roll.reading.table import MAX_MEMBER_ROWS, Row, Table
from handrail.roll.reading.years import bad_year, year_code

_FILES = ("pupils.csv", "contacts.csv", "staff.csv", "groups.csv")
_SORTS = {
    "class": "class", "registration": "class", "form": "class", "tutor": "class", "": "teaching",
    "teaching": "teaching", "set": "teaching", "support": "support", "intervention": "support",
}  # fmt: skip
_ROLES = {"": "pupil", "pupil": "pupil", "student": "pupil", "teacher": "teacher",
          "support": "support", "assistant": "support", "ta": "support"}  # fmt: skip


_NO_GROUP = GroupRow("", "")


@dataclass
class People:
    """Numbers that the lists gave out: of pupils (source id by any number of theirs), of staff."""

    pupils: dict[str, str] = field(default_factory=dict)
    staff: set[str] = field(default_factory=set)


def read_ours(reading: Reading) -> None:
    """Fill the bundle from the four files, or from one list of pupils of any name."""
    named = [key for key in reading.package.files if key in _FILES]
    if not named and len(reading.package.files) == 1:
        named = [next(iter(reading.package.files))]
        pupils = named[0]
    else:
        pupils = "pupils.csv"
    for key, written in reading.package.names.items():
        if key not in (*_FILES, pupils):
            reading.warn_file(
                written,
                f"{written} is none of our lists, which are {', '.join(_FILES)}. It was not read.",
            )
    if not reading.has_file(pupils):
        raise RollRefused(
            "pupils.csv is missing. Nothing was changed. Add the list of pupils under that name.",
            file="pupils.csv",
        )
    name = (
        reading.school_name
        or reading.at
        or reading.ask("school", "These lists do not name a school. Which school are they for?")
    )
    if name:
        reading.bundle.school = SchoolRow("", name[:200])
    known = People(pupils=read_pupils(reading, pupils))
    if reading.has_file("staff.csv"):
        known.staff = read_staff(reading, matched_staff(reading))
    if reading.has_file("contacts.csv"):
        read_contacts(reading, known.pupils)
        join_two_hats(reading.bundle)
    if reading.has_file("groups.csv"):
        _read_groups(reading, known)


def matched_staff(reading: Reading) -> Table:
    table = matched(
        reading, reading.table("staff.csv"), STAFF_COLUMNS, ("id", "surname|first_name")
    )
    reading.dates.study(table, "start_date", "leaving_date")
    return table


def _read_groups(reading: Reading, known: People) -> None:
    """One row for each member of each group; the group's own cells may stand on any of them."""
    table = matched(
        reading, reading.table("groups.csv", MAX_MEMBER_ROWS), GROUP_COLUMNS, ("group", "member_id")
    )
    reading.dates.study(table, "start_date", "end_date")
    groups = {group.source_id: group for group in reading.bundle.groups}
    for row in table:
        try:
            group, member = _group_row(reading, row, known)
        except LeftOut as out:
            refuse_row(reading, row, out)
            continue
        groups.setdefault(group.source_id, group)
        if member:
            reading.bundle.members.append(member)
    reading.bundle.groups = list(groups.values())
    reading.bundle.has |= {"groups", "memberships"}


def _group_row(reading: Reading, row: Row, known: People) -> tuple[GroupRow, MemberRow | None]:
    cells = Gathered()
    group = cells.of(lambda: _group(row), _NO_GROUP)
    member = cells.of(lambda: _member(reading, row, group.source_id, known), None)
    cells.settle()
    return group, member


def _group(row: Row) -> GroupRow:
    name, sort = row["group"], row["type"].lower()
    cells = Gathered()
    if not name:
        cells.add(f"{row.said}: the group has no name. This row was left out.", "group")
    if len(name) > 120:
        cells.add(f"{row.said}: the name of the group is longer than 120 letters.", "group")
    if sort not in _SORTS:
        cells.add(
            f"{row.said}: '{sort[:40]}' is not a sort of group. Use class, teaching or support.",
            "type",
        )
    year = year_code(row["year"])
    if row["year"] and not year:
        cells.add(bad_year(row, "year"), "year")
    cells.settle()
    ident = (row["group_id"] or name)[:255]
    return GroupRow(ident, name, _SORTS[sort], row["subject"][:120], year, where=row.where)


def _member(reading: Reading, row: Row, group: str, known: People) -> MemberRow | None:
    ident, role = row["member_id"], _ROLES.get(row["role"].lower(), "")
    if not ident:
        return None
    cells = Gathered()
    if not role:
        cells.add(f"{row.said}: '{row['role'][:40]}' is not a role in a class.", "role")
    person = known.pupils.get(ident, "") if role == "pupil" else id_in(STAFF, ident)
    left_out = (ident if role == "pupil" else person) in reading.bundle.refused_ids
    if role == "pupil" and not person and not left_out:
        cells.add(
            f"{row.said}: the pupil on this class list is not in the pupil list."
            + meant(ident, known.pupils),
            "member_id",
        )
    if role not in ("", "pupil") and ident not in known.staff and not left_out:
        cells.add(
            f"{row.said}: the person on this class list is not in the staff list."
            + meant(ident, known.staff),
            "member_id",
        )
    starts, ends = cells.of(lambda: read_span(reading, row, "start_date", "end_date"), (None, None))
    cells.settle()
    if left_out:
        return None
    return MemberRow(group, person, role, starts, ends, row.where)
