"""A list of pupils: ours, or one that a management system exported."""

from collections import Counter
from dataclasses import replace
from datetime import date

from handrail.roll.bundle import GroupRow, MemberRow, PersonRow, PupilRow
from handrail.roll.reading.columns import PUPIL_COLUMNS, matched, year_headings
from handrail.roll.reading.context import Reading
from handrail.roll.reading.once import Once
from handrail.roll.reading.people import (
    NOBODY,
    Gathered,
    LeftOut,
    make_person,
    read_date,
    read_sex,
    read_span,
    read_upn,
    refuse_row,
)
from handrail.roll.reading.sen import read_sen
from handrail.roll.reading.table import Row, Table, key_of
from handrail.roll.reading.years import bad_year, year_code


def read_pupils(reading: Reading, file: str) -> dict[str, str]:
    """Fill the bundle's pupils and, where there is a column for it, their classes.

    Returns the source ids by every number that another list may call a pupil by.
    """
    raw = reading.table(file)
    years = _settled_years(reading, raw)
    table = matched(reading, raw, PUPIL_COLUMNS, ("surname|first_name", "id|upn|admission_number"))
    reading.dates.study(table, "birth_date", "start_date", "leaving_date")
    once = Once(reading)
    reading.bundle.refused_ids |= {_ident(row) for row in table.spoilt} - {""}
    for row in table:
        row = replace(row, cells={**row.cells, "year": years.get(row.where.line, row["year"])})
        ident = _ident(row)
        if once.is_repeated(row, ident):
            continue
        try:
            pupil = _pupil(reading, row, ident, once)
        except LeftOut as out:
            refuse_row(reading, row, out, ident)
            continue
        reading.bundle.pupils.append(pupil)
        _join_class(reading, row, ident)
    _drop_refused(reading)
    _note_spoken_of(reading, table)
    return _by_number(reading.bundle.pupils)


def _by_number(pupils: list[PupilRow]) -> dict[str, str]:
    """A pupil's id is theirs before it can be another's UPN or admission number, and an admission
    number that two bear is nobody's."""
    told = Counter(one.admission for one in pupils)
    numbers = {
        one.admission: one.person.source_id
        for one in pupils
        if one.admission and told[one.admission] == 1
    }
    numbers |= {one.upn: one.person.source_id for one in pupils if one.upn}
    return numbers | {one.person.source_id: one.person.source_id for one in pupils}


def _ident(row: Row) -> str:
    return row["id"] or row["upn"].replace(" ", "").upper() or row["admission_number"]


def _pupil(reading: Reading, row: Row, ident: str, once: Once) -> PupilRow:
    if not ident:
        raise LeftOut(
            f"{row.said}: this pupil has no number (id, UPN or admission number). Without one we "
            "could not know them again next time. Left out.",
            "id",
        )
    if len(ident) > 255:
        raise LeftOut(f"{row.said}: the id is longer than 255 letters.", "id")
    cells = Gathered()
    cells.of(lambda: once.check(row, ident, ident), None)
    upn = cells.of(lambda: read_upn(row, row["upn"], "upn"), None)
    if upn:
        reading.saw_upn(upn.value, ident, row, f"{row['first_name']} {row['surname']}")
    former = cells.of(lambda: read_upn(row, row["former_upn"], "former_upn"), None)
    born = cells.of(lambda: read_date(reading, row, "birth_date"), None)
    starts, ends = cells.of(
        lambda: read_span(reading, row, "start_date", "leaving_date"), (None, None)
    )
    year = cells.of(lambda: _year(row), "")
    person = cells.of(lambda: _person(reading, row, ident, born), NOBODY)
    provision, history = cells.of(lambda: read_sen(reading, row), ("", ""))
    cells.settle()
    return PupilRow(
        person=person,
        upn=upn.value if upn else "",
        upn_is_temporary=bool(upn and upn.temporary),
        former_upn=former.value if former else "",
        admission=row["admission_number"][:40],
        year=year,
        starts=starts,
        ends=ends,
        language=row["first_language"][:80],
        needs=" · ".join(part for part in (row["needs"], history) if part)[:200],
        sen_provision=provision,
    )


def _person(reading: Reading, row: Row, ident: str, born: date | None) -> PersonRow:
    return make_person(
        reading,
        row,
        ident,
        (row["first_name"], row["surname"]),
        (row["legal_first_name"], row["legal_surname"]),
        born=born,
        sex=read_sex(reading, row, "sex"),
        contact=("email", "phone", "mobile"),
    )


def _year(row: Row) -> str:
    code = year_code(row["year"])
    if row["year"] and not code:
        raise LeftOut(bad_year(row, "year"), "year")
    return code


def _settled_years(reading: Reading, table: Table) -> dict[int, str]:
    """The year by line. Where two columns disagree, the one that somebody chose."""
    headings = year_headings(table)
    if len(headings) < 2 or "year" in reading.mapping:
        return {}
    chosen = reading.answers.get("year-column", "")
    if chosen not in headings:
        for row in table:
            said = {year_code(row[one]) or row[one]: one for one in headings if row[one]}
            if len(said) > 1:
                first, second = list(said)[:2]
                reading.ask(
                    "year-column",
                    f"{row.said} says {_named(first)} in one column and {second} in another. "
                    "Which column should we use?",
                    tuple(headings),
                )
                break
        return {}
    return {row.where.line: row[chosen] for row in table}


def _named(year: str) -> str:
    return f"Year {year}" if year.isdigit() else year


def _drop_refused(reading: Reading) -> None:
    """A row may be refused after it was read: for its double further down."""
    bundle = reading.bundle
    bundle.pupils = [one for one in bundle.pupils if one.person.source_id not in bundle.refused_ids]
    bundle.members = [one for one in bundle.members if one.person not in bundle.refused_ids]


def _join_class(reading: Reading, row: Row, ident: str) -> None:
    """The class that a pupil's own row names."""
    name = row["class"][:120]
    if not name:
        return
    if all(group.source_id != name for group in reading.bundle.groups):
        reading.bundle.groups.append(GroupRow(name, name, "class", where=row.where))
    reading.bundle.members.append(MemberRow(name, ident, "pupil", where=row.where))


def _note_spoken_of(reading: Reading, table: Table) -> None:
    reading.bundle.has.add("pupils")
    if key_of("class") in {key_of(header) for header in table.headers}:
        reading.bundle.has |= {"groups", "memberships"}
        if not reading.has_file("groups.csv"):
            reading.bundle.group_sorts, reading.bundle.member_roles = {"class"}, {"pupil"}
