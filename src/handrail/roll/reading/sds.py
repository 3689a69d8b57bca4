"""Reads Microsoft's School Data Sync: the English format and v2.1, as if they were OneRoster.

Both are brought into OneRoster's shape row by row; each row still knows its own file, line and
headings, so that what is amiss is said where it stands.
"""

from collections.abc import Mapping, Sequence

from handrail.roll.bundle import Where
from handrail.roll.faults import RollRefused
from handrail.roll.reading.context import Reading
from handrail.roll.reading.manifest import Manifest
from handrail.roll.reading.oneroster import read_roster
from handrail.roll.reading.oneroster_columns import columns_of
from handrail.roll.reading.roles import hat_of
from handrail.roll.reading.schools import school_numbers
from handrail.roll.reading.table import MAX_MEMBER_ROWS, MAX_ROWS, Row, Table, key_of

_SCHOOL = {"sourcedId": ("DfE Number", "SIS ID"), "name": ("Name",), "identifier": ("DfE Number",)}
_PERSON = {
    "sourcedId": ("ID", "SIS ID"),
    "orgSourcedIds": ("School DfE Number", "School SIS ID"),
    "givenName": ("First Name",),
    "familyName": ("Last Name",),
    "middleName": ("Middle Name",),
    "email": ("Secondary Email",),
    "status": ("Status",),
}
_PUPIL = {**_PERSON, "identifier": ("Student Number",), "grades": ("Grade",)}
_BIRTH = {"userSourcedId": ("ID", "SIS ID"), "birthDate": ("Birthdate",)}
_SECTION = {
    "sourcedId": ("ID", "SIS ID"),
    "schoolSourcedId": ("School DfE Number", "School SIS ID"),
    "title": ("Section Name",),
    "subjects": ("Course Subject", "Course Name"),
    "termSourcedIds": ("Term SIS ID",),
    "status": ("Status",),
}
_TERM = {
    "sourcedId": ("Term SIS ID",),
    "title": ("Term Name",),
    "startDate": ("Term StartDate",),
    "endDate": ("Term EndDate",),
}
_LIST = {
    "classSourcedId": ("Section ID", "Section SIS ID"),
    "userSourcedId": ("ID", "SIS ID"),
}


def read_sds(reading: Reading) -> None:
    """Fill the bundle from a package of either format, told apart by its files."""
    relationships: dict[tuple[str, str], str] = {}
    if reading.has_file("Student.csv"):
        _shape_english(reading)
        version = "1.1"
    elif reading.has_file("users.csv") and reading.has_file("roles.csv"):
        relationships = _shape_v2(reading)
        version = "1.2"
    else:
        raise RollRefused(
            "These are not the files of School Data Sync: neither Student.csv nor users.csv with "
            "roles.csv is there. Nothing was changed. Choose the sort of files that they are."
        )
    names = [key.removesuffix(".csv") for key in reading.tables]
    standard = {name.lower(): name for name in _ROSTER_FILES}
    modes = {standard[name]: "bulk" for name in names if name in standard}
    read_roster(reading, Manifest(version, modes), relationships)


_ROSTER_FILES = (
    "orgs", "academicSessions", "courses", "classes", "users", "roles", "enrollments",
    "demographics",
)  # fmt: skip


def _shape_english(reading: Reading) -> None:
    for file in ("School.csv", "Student.csv"):
        if not reading.has_file(file):
            raise RollRefused(
                f"{file} is missing. Nothing was changed. Export the whole set again.", file=file
            )
    students = reading.table("Student.csv")
    students.need("First Name", "Last Name", *(() if students.has("SIS ID") else ("ID",)))
    schools = _moved(reading, "School.csv", _SCHOOL, {"type": "school"})
    _put(reading, "orgs", "1.1", [_with_laestab(row) for row in schools])
    pupils = _moved(reading, "Student.csv", _PUPIL, {"role": "student"})
    staff = _moved(reading, "Teacher.csv", _PERSON, {"role": "teacher"})
    _put(reading, "users", "1.1", [*pupils, *staff])
    _put(reading, "demographics", "1.1", _moved(reading, "Student.csv", _BIRTH))
    if reading.has_file("Section.csv"):
        _put(reading, "classes", "1.1", _moved(reading, "Section.csv", _SECTION))
        terms = _moved(reading, "Section.csv", _TERM, {"type": "term"})
        firsts = {row["sourcedId"]: row for row in reversed(terms) if row["sourcedId"]}
        _put(reading, "academicSessions", "1.1", list(reversed(firsts.values())))
    lists = _moved(reading, "StudentEnrollment.csv", _LIST, {"role": "student"})
    lists += _moved(reading, "TeacherRoster.csv", _LIST, {"role": "teacher"})
    if lists:
        _put(reading, "enrollments", "1.1", lists)


def _with_laestab(row: Row) -> Row:
    """A DfE number that is none (the vendor's own samples have five digits) is only an id."""
    known = any(school_numbers(row["identifier"]))
    return row if known else Row(row.where, {**row.cells, "identifier": ""}, row.labels)


def _moved(
    reading: Reading,
    file: str,
    columns: Mapping[str, Sequence[str]],
    extra: Mapping[str, str] | None = None,
) -> list[Row]:
    """A file's rows with its cells under our names for them."""
    ceiling = MAX_MEMBER_ROWS if columns is _LIST else MAX_ROWS
    table = reading.table(file, ceiling)
    labels = {
        key_of(ours): next((one for one in theirs if table.has(one)), "")
        for ours, theirs in columns.items()
    }
    for row in table.spoilt if labels.get("sourcedid") else ():
        reading.bundle.refused_ids.add(row[labels["sourcedid"]])
    rows = []
    for row in table:
        cells = {ours: row[theirs] if theirs else "" for ours, theirs in labels.items()}
        if "status" in cells:
            cells["status"] = _status(cells["status"])
        rows.append(Row(row.where, {**cells, **_keyed(extra or {})}, labels))
    return rows


def _status(text: str) -> str:
    """Active is the rule and needs no word; everything else means gone."""
    return "" if text.lower() in ("", "active") else "tobedeleted"


def _keyed(cells: Mapping[str, str]) -> dict[str, str]:
    return {key_of(column): value for column, value in cells.items()}


def _put(
    reading: Reading, name: str, version: str, rows: list[Row], spoilt: Sequence[Row] = ()
) -> None:
    reading.tables[f"{name.lower()}.csv"] = Table(
        f"{name}.csv", list(columns_of(name, version)), rows, spoilt=list(spoilt)
    )


def _shape_v2(reading: Reading) -> dict[tuple[str, str], str]:
    """v2.1 is nearly OneRoster 1.2: dates and organisations are headed otherwise."""
    for name in _ROSTER_FILES:
        if reading.has_file(f"{name}.csv"):
            ceiling = MAX_MEMBER_ROWS if name == "enrollments" else MAX_ROWS
            table = reading.table(f"{name}.csv", ceiling)
            _put(reading, name, "1.2", [_renamed(row, name) for row in table], table.spoilt)
    if reading.has_file("userFlags.csv"):
        reading.bundle.warn(
            "userFlags.csv was not read: marks such as free meals are not needed here.",
            Where("userFlags.csv", 0),
        )
    return _add_relationships(reading)


_RENAMED = {
    "classes": {"orgSourcedId": "schoolSourcedId", "sessionSourcedIds": "termSourcedIds"},
    "roles": {"roleStartDate": "beginDate", "roleEndDate": "endDate"},
}


def _renamed(row: Row, name: str) -> Row:
    cells, labels = dict(row.cells), {}
    for theirs, ours in _RENAMED.get(name, {}).items():
        cells[key_of(ours)] = cells.pop(key_of(theirs), "")
        labels[key_of(ours)] = theirs
    if name == "roles":
        primary = row["isPrimary"].lower() != "false"
        cells["roletype"] = "primary" if primary else "secondary"
    return Row(row.where, cells, labels)


def _add_relationships(reading: Reading) -> dict[tuple[str, str], str]:
    """Carers have no role of their own in v2.1: relationships.csv makes them carers."""
    relations = reading.table("relationships.csv")
    if not relations.rows:
        return {}
    relations.need("userSourcedId", "relationshipUserSourcedId", "relationshipRole")
    agents: dict[str, list[str]] = {}
    roles = reading.tables["roles.csv"]
    for row in relations:
        carer, role = row["relationshipUserSourcedId"], row["relationshipRole"]
        agents.setdefault(row["userSourcedId"], []).append(carer)
        cells = {"usersourcedid": carer, "role": role if hat_of(role) == "carer" else "relative"}
        roles.rows.append(Row(row.where, {**cells, "roletype": "secondary"}))
    users = reading.tables["users.csv"]
    users.rows = [
        Row(
            row.where,
            {**row.cells, "agentsourcedids": ",".join(agents.get(row["sourcedId"], []))},
            row.labels,
        )
        for row in users
    ]
    return {
        (row["userSourcedId"], row["relationshipUserSourcedId"]): row["relationshipRole"]
        for row in relations
    }
