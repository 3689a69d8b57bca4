"""Pupils, staff and carers out of a OneRoster package, each with every hat they wear."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import date

from handrail.core.upn import check_upn
from handrail.roll.bundle import CarerRow, PersonRow, PupilRow, StaffRow
from handrail.roll.reading.oneroster_columns import RACES
from handrail.roll.reading.oneroster_rows import (
    Roster,
    check_id,
    current_rows,
    open_table,
    unique_rows,
)
from handrail.roll.reading.people import (
    NOBODY,
    Gathered,
    LeftOut,
    is_upn,
    make_person,
    need_id,
    read_date,
    read_sex,
    read_span,
    read_upn,
    refuse_row,
    upn_in_ids,
)
from handrail.roll.reading.roles import hat_of, post_of, say_posts
from handrail.roll.reading.table import Row
from handrail.roll.reading.years import Graded, years_of_grades


@dataclass(frozen=True)
class Hat:
    """One role of one person at this school."""

    role: str
    starts: date | None = None
    ends: date | None = None
    primary: bool = True


@dataclass
class _Sheet:
    """What the other files say of people, looked up while users are read."""

    roles: dict[str, list[Hat]] = field(default_factory=lambda: defaultdict(list))
    spoilt: set[str] = field(default_factory=set)  # people of whose roles one was left out
    born: dict[str, date | None] = field(default_factory=dict)
    sex: dict[str, str] = field(default_factory=dict)
    grades: dict[str, str] = field(default_factory=dict)  # by the roles file of SDS
    idle_grades: list[Row] = field(default_factory=list)
    posts: Counter[str] = field(default_factory=Counter)


def read_people(roster: Roster) -> None:
    """Fill the bundle's pupils, staff and carers, and the roster's hats."""
    if not roster.manifest.reads("users"):
        return
    sheet = _Sheet()
    _read_demographics(roster, sheet)
    _read_roles(roster, sheet)
    open_table(roster, "users")
    rows = unique_rows(roster, current_rows(roster, "users"), people=True)
    _note_shared_ids(roster, rows)
    grades: list[Graded] = []
    for row in rows:
        try:
            _read_user(roster, row, sheet, grades)
        except LeftOut as out:
            refuse_row(roster.reading, row, out, row["sourcedId"])
            _note_upn(roster, row)
    roster.reading.bundle.ended |= roster.gone("users") - set(roster.hats)
    _give_years(roster, grades)
    if sheet.idle_grades:
        first = sheet.idle_grades[0]
        roster.reading.warn("Grades of people who are not pupils were not read.", first, "grades")
    say_posts(roster.reading, sheet.posts, "users.csv")
    _note_what_it_spoke_of(roster)


def _read_demographics(roster: Roster, sheet: _Sheet) -> None:
    table = open_table(roster, "demographics")
    roster.reading.dates.study(table, "birthDate")
    for row in current_rows(roster, "demographics"):
        ident = row.first("userSourcedId", "sourcedId")
        try:
            sheet.born[ident] = read_date(roster.reading, row, "birthDate")
            sheet.sex[ident] = read_sex(roster.reading, row, "sex")
        except LeftOut as out:
            roster.reading.refuse(row, str(out), out.column)
    private = [column for column in (*RACES, "countryOfBirthCode", "ethnicityCodes", "raceCodes")]
    filled = [column for column in private if any(row[column] for row in table)]
    if filled:
        roster.reading.warn_file(
            table.name, f"Columns on race and origin ({', '.join(filled)}) were not read."
        )


def _read_roles(roster: Roster, sheet: _Sheet) -> None:
    """Roles of version 1.2: those at this school, the primary one first."""
    table = open_table(roster, "roles")
    roster.reading.dates.study(table, "beginDate", "endDate")
    over = 0
    for row in current_rows(roster, "roles"):
        ident = row["userSourcedId"]
        if not roster.ours(row["orgSourcedId"]):
            roster.elsewhere.add(ident)
            continue
        try:
            hat = _hat(roster, row)
        except LeftOut as out:
            refuse_row(roster.reading, row, out, ident)
            sheet.spoilt.add(ident)
            continue
        over += bool(hat.ends and hat.ends < roster.reading.today)
        place = 0 if hat.primary else len(sheet.roles[ident])
        sheet.roles[ident].insert(place, hat)
        sheet.grades.setdefault(ident, row["grade"])
    roster.elsewhere -= set(sheet.roles) | sheet.spoilt
    if over:
        roster.reading.warn_file(
            table.name,
            f"{over} {'role' if over == 1 else 'roles'} in {table.name} ended before today. "
            "Those people were taken as having left.",
            "endDate",
        )


def _hat(roster: Roster, row: Row) -> Hat:
    """The role on one row of roles.csv."""
    cells = Gathered()
    if not hat_of(row["role"]):
        cells.add(f"{row.said}: '{row['role'][:40]}' is not a role we know.", "role")
    starts, ends = cells.of(
        lambda: read_span(roster.reading, row, "beginDate", "endDate"), (None, None)
    )
    cells.settle()
    return Hat(row["role"], starts, ends, row["roleType"].lower() != "secondary")


def _read_user(roster: Roster, row: Row, sheet: _Sheet, grades: list[Graded]) -> None:
    ident = need_id(row, "sourcedId")
    check_id(roster, row)
    cells = Gathered()
    hats = cells.of(lambda: _hats_of(roster, row, sheet), [])
    if hats is None:
        roster.elsewhere.add(ident)
        return
    sorts = {hat_of(hat.role) for hat in hats}
    if {"pupil", "staff"} <= sorts:
        sentence = f"{row.said}: this person is a teacher in one file and a pupil in another."
        cells.add(sentence, "role")
    person = cells.of(lambda: _person(roster, row, sheet), NOBODY)
    if "pupil" in sorts or not sorts:
        cells.of(lambda: read_upn(row, _upn_text(row), "userIds"), None)
    cells.settle()
    if ident in sheet.spoilt:
        return  # named by the row of roles.csv
    if "pupil" in sorts:
        _note_upn(roster, row)
    for hat in hats:
        if hat_of(hat.role) in roster.hats[ident]:
            continue
        _put_on(roster, row, person, hat, sheet)
    if "pupil" not in sorts and row["grades"]:
        sheet.idle_grades.append(row)
    if "pupil" in sorts:
        grade = row["grades"] or sheet.grades.get(ident, "")
        last = next((hat.ends for hat in hats if hat_of(hat.role) == "pupil"), None)
        left = last is not None and last < roster.reading.today
        grades.append(Graded(ident, grade, person.born, row.where, left))


def _hats_of(roster: Roster, row: Row, sheet: _Sheet) -> list[Hat] | None:
    """The person's roles; None where they belong to another school. LeftOut without any."""
    ident = row["sourcedId"]
    if roster.manifest.version == "1.1":
        hats = [Hat(row["role"])]
        if not roster.ours(row["orgSourcedIds"]) and hat_of(row["role"]) != "carer":
            return None
    else:
        hats = sheet.roles.get(ident, [])
        if not hats and ident in roster.elsewhere:
            return None
    if not hats and ident not in sheet.spoilt:
        raise LeftOut(f"{row.said}: this person has no role in roles.csv and was left out.", "role")
    for hat in hats:
        if not hat_of(hat.role):
            raise LeftOut(f"{row.said}: '{hat.role[:40]}' is not a role we know.", "role")
        if hat.role.lower() == hat.role or any(sign.isupper() for sign in hat.role[1:]):
            continue
        roster.reading.strictly(
            f"{row.said}: the role '{hat.role[:40]}' is not written as the standard has it.",
            row.where,
            "role",
            hat.role,
        )
    return hats


def _person(roster: Roster, row: Row, sheet: _Sheet) -> PersonRow:
    """Names of 1.2 are legal ones beside those preferred; 1.1 does not say which it has."""
    ident = row["sourcedId"]
    given, family = row["givenName"], row["familyName"]
    preferred = (row["preferredGivenName"], row["preferredFamilyName"])
    told_apart = any(preferred)
    return make_person(
        roster.reading,
        row,
        ident,
        (preferred[0] or given, preferred[1] or family),
        (given, family) if told_apart else ("", ""),
        born=sheet.born.get(ident),
        sex=sheet.sex.get(ident, ""),
        contact=("email", "phone", "sms"),
    )


def _put_on(roster: Roster, row: Row, person: PersonRow, hat: Hat, sheet: _Sheet) -> None:
    bundle, sort = roster.reading.bundle, hat_of(hat.role)
    if sort == "pupil":
        bundle.pupils.append(_pupil(row, person, hat))
    elif sort == "carer":
        bundle.carers.append(CarerRow(person))
    else:
        sheet.posts[hat.role] += 1
        bundle.staff.append(StaffRow(person, post_of(hat.role), hat.starts, hat.ends))
    roster.hats[person.source_id].add(sort)


def _upn_text(row: Row) -> str:
    identifier = row["identifier"]
    return upn_in_ids(row["userIds"]) or (identifier if is_upn(identifier) else "")


def _note_upn(roster: Roster, row: Row) -> None:
    """The UPN of a row, whether the row is taken or not."""
    if is_upn(number := _upn_text(row)):
        name = f"{row['givenName']} {row['familyName']}"
        roster.reading.saw_upn(check_upn(number).value, row["sourcedId"], row, name)


def _pupil(row: Row, person: PersonRow, hat: Hat) -> PupilRow:
    identifier, number = row["identifier"], _upn_text(row)
    upn = read_upn(row, number, "userIds")
    own_number = identifier not in ("", row["username"], number) and "@" not in identifier
    return PupilRow(
        person=person,
        upn=upn.value if upn else "",
        upn_is_temporary=bool(upn and upn.temporary),
        admission=identifier[:40] if own_number else "",
        starts=hat.starts,
        ends=hat.ends,
    )


def _give_years(roster: Roster, grades: list[Graded]) -> None:
    years = years_of_grades(roster.reading, grades)
    bundle = roster.reading.bundle
    bundle.pupils = [
        replace(pupil, year=years.get(pupil.person.source_id, "")) for pupil in bundle.pupils
    ]


def _note_shared_ids(roster: Roster, rows: list[Row]) -> None:
    """External ids that several people share are good for nothing, and said so."""
    seen: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for one in row["userIds"].split("},"):
            if one.strip(" {}"):
                seen["{" + one.strip(" {}") + "}"].append(row)
    for ident, sharing in seen.items():
        if len(sharing) > 1 and not ident.upper().startswith("{UPN:"):
            roster.reading.warn(
                f"The id {ident[:60]} stands on {len(sharing)} different people. It was not used.",
                sharing[0],
                "userIds",
            )


def _note_what_it_spoke_of(roster: Roster) -> None:
    bundle = roster.reading.bundle
    sorts = {"pupils": bundle.pupils, "staff": bundle.staff, "carers": bundle.carers}
    bundle.has |= {"pupils"} | {sort for sort, rows in sorts.items() if rows}
    if bundle.ended and not bundle.whole:
        bundle.has.add("staff")  # who is taken away may be of either sort
