"""Which heading of a list is which of our columns: our own names, and those of other systems."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from handrail.roll.faults import RollRefused
from handrail.roll.reading.context import Reading
from handrail.roll.reading.package import open_package
from handrail.roll.reading.table import Row, Table, headings_in, key_of, nearest

# Our column, then what SIMS, Arbor, Bromcom and others head it. The first that is filled wins.
PUPIL_COLUMNS: Mapping[str, Sequence[str]] = {
    "id": ("mis id", "pupil id", "student id", "learner id", "person id", "external id"),
    "upn": ("unique pupil number",),
    "former_upn": ("previous upn",),
    "admission_number": ("admission no", "adno", "adm no", "learner code"),
    "first_name": (
        "given", "preferred forename", "preferred first name", "chosen forename",
        "chosen first name", "known as", "forename", "given name",
    ),
    "surname": (
        "family", "preferred surname", "preferred last name", "chosen surname", "chosen last name",
        "last name", "family name",
    ),
    "legal_first_name": ("legal forename",),
    "legal_surname": ("legal last name", "legal family name"),
    "birth_date": ("born", "date of birth", "dob"),
    "sex": ("gender",),
    "year": ("year group", "nc year", "national curriculum year", "year taught in"),
    "class": (
        "reg", "reg group", "reg form", "registration form", "registration group", "form",
        "form group", "tutor group", "form/tutor group", "class name",
    ),
    "start_date": ("admission date", "date of admission", "doa", "enrolment date"),
    "leaving_date": ("date of leaving", "leaver date", "dol", "end date"),
    "first_language": ("language", "home language"),
    "needs": ("sen needs", "sen need", "sen type", "sen major needs"),
    "sen_provision": ("sen status", "sen", "sen code", "sen provision code"),
    "email": ("email address", "student email", "pupil email", "primary email"),
    "phone": ("telephone", "home telephone", "main telephone", "phone number"),
    "mobile": ("mobile phone", "mobile number", "mobile telephone"),
}  # fmt: skip
CONTACT_COLUMNS: Mapping[str, Sequence[str]] = {
    "pupil_id": ("student id", "learner id", "pupil upn", "upn"),
    "contact_id": ("parent id", "carer id", "id"),
    "title": (),
    "first_name": ("forename", "given name", "parent first name"),
    "surname": ("last name", "family name", "parent last name"),
    "relationship": ("relationship to pupil",),
    "parental_responsibility": ("pr", "responsibility", "parental resp"),
    "priority": ("contact priority", "order"),
    "lives_with": ("lives with pupil",),
    "court_order": ("restriction",),
    "email": ("home email", "primary email", "email address"),
    "phone": ("telephone", "home telephone", "main telephone"),
    "mobile": ("mobile phone", "mobile number"),
}
STAFF_COLUMNS: Mapping[str, Sequence[str]] = {
    "id": ("staff id", "employee id", "person id", "staff code"),
    "title": (),
    "first_name": ("preferred forename", "forename", "given name"),
    "surname": ("preferred surname", "last name", "family name"),
    "job": ("role", "post", "job title", "job role"),
    "email": ("work email", "email address"),
    "phone": ("telephone",),
    "mobile": ("mobile phone",),
    "start_date": (),
    "leaving_date": ("end date",),
}
GROUP_COLUMNS: Mapping[str, Sequence[str]] = {
    "group": ("group name", "class", "class name"),
    "group_id": ("class id",),
    "type": ("group type",),
    "subject": (),
    "year": ("year group", "nc year"),
    "member_id": ("pupil id", "person id", "student id", "staff id"),
    "role": ("member role",),
    "start_date": (),
    "end_date": (),
}


def matched(
    reading: Reading, table: Table, columns: Mapping[str, Sequence[str]], need: Sequence[str]
) -> Table:
    """The table under our columns. Headings that fit none are named; a needed one must be there.

    `need` lists columns; "a|b" means that either will do.
    """
    found = {ours: _headings(table, ours, theirs) for ours, theirs in columns.items()}
    for wanted in need:
        if not any(found[one] for one in wanted.split("|")):
            _refuse_missing(table, columns, wanted)
    used = {heading for headings in found.values() for heading in headings}
    for header in table.headers:
        if header not in used:
            hint = nearest(header, [one for one, headings in found.items() if not headings])
            ask = f" Was '{hint}' meant?" if hint else ""
            reading.warn_file(
                table.name,
                f"The column '{header}' of {table.name} is not one we know. It was not read.{ask}",
                header,
            )
    return replace(
        table,
        headers=[one for one, heads in found.items() if heads],
        rows=[_moved(row, found) for row in table],
        spoilt=[_moved(row, found) for row in table.spoilt],
    )


def _headings(table: Table, ours: str, theirs: Sequence[str]) -> list[str]:
    """Every heading that stands for a column, ours first."""
    spelt = {key_of(header): header for header in table.headers}
    return [spelt[key_of(one)] for one in (ours, *theirs) if key_of(one) in spelt]


def _moved(row: Row, found: Mapping[str, list[str]]) -> Row:
    cells: dict[str, str] = {}
    labels: dict[str, str] = {}
    for ours, headings in found.items():
        filled = next((one for one in headings if row[one]), headings[0] if headings else "")
        cells[key_of(ours)] = row[filled] if filled else ""
        labels[key_of(ours)] = filled or ours
    return Row(row.where, cells, labels)


def _refuse_missing(table: Table, columns: Mapping[str, Sequence[str]], wanted: str) -> None:
    ways = wanted.split("|")
    first = ways[0]
    hint = nearest(first, table.headers)
    either = " or ".join(f"'{one}'" for one in ways)
    noun, verb = ("columns", "are") if len(ways) > 1 else ("column", "is")
    there = ", ".join(table.headers[:20]) or "none"
    raise RollRefused(
        f"The {noun} {either} {verb} missing from {table.name}. Nothing was changed."
        + (f" Is it the one headed '{hint}'?" if hint else "")
        + f" The file has the columns {there}: say which it is under 'My columns have other "
        f"names', or with --column {first}=NAME.",
        file=table.name,
        column=first,
    )


def why_no_match(path: Path, mapping: Mapping[str, str]) -> str:
    """Which pair of {our column: their heading} would match nothing; empty when each does."""
    return next(iter(mismatches(path, mapping).values()), "")


def mismatches(path: Path, mapping: Mapping[str, str]) -> dict[str, str]:
    """Each of {our column: their heading} that would match nothing, with the sentence that says so.

    A file that cannot be read at all is left for the reader to refuse.
    """
    lists = (PUPIL_COLUMNS, CONTACT_COLUMNS, STAFF_COLUMNS, GROUP_COLUMNS)
    ours = list(dict.fromkeys(column for columns in lists for column in columns))
    spelt = {key_of(one) for columns in lists for pair in columns.items()
             for one in (pair[0], *pair[1])}  # fmt: skip
    try:
        package = open_package(path)
        there = [
            heading
            for key, data in package.files.items()
            for heading in headings_in(package.names[key], data)
        ]
    except RollRefused:
        return {}
    known = {key_of(heading) for heading in there}
    wrong: dict[str, str] = {}
    for column, heading in mapping.items():
        if key_of(column) not in spelt:
            hint = nearest(column, ours)
            wrong[column] = f"'{column}' is none of our columns. " + (
                f"Was '{hint}' meant?" if hint else f"They are: {', '.join(ours)}."
            )
        elif key_of(heading) not in known:
            hint = nearest(heading, there)
            which = f" Was '{hint}' meant?" if hint else f" They are: {', '.join(there[:30])}."
            wrong[column] = f"No file has a column '{heading}'.{which}"
    return wrong


def year_headings(table: Table) -> list[str]:
    """The headings of a pupils list that all speak of the year."""
    return _headings(table, "year", PUPIL_COLUMNS["year"])
