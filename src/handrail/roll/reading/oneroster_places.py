"""The school, its terms and its classes, out of a OneRoster package."""

import re
from datetime import date

from handrail.roll.bundle import GroupRow, SchoolRow, TermRow
from handrail.roll.reading.oneroster_rows import (
    Roster,
    check_id,
    current_rows,
    match_case,
    open_table,
    unique_rows,
)
from handrail.roll.reading.people import Gathered, LeftOut, need_id, read_date, refuse_row
from handrail.roll.reading.schools import choose_school, school_numbers
from handrail.roll.reading.table import Row

_SESSION_TYPES = ("gradingPeriod", "semester", "schoolYear", "term")
_ORG_TYPES = ("department", "school", "district", "local", "state", "national")
_GROUP_SORTS = {"homeroom": "class", "scheduled": "teaching"}


def read_school(roster: Roster) -> None:
    """Which school the package is about; asks where it names none or several."""
    schools: list[SchoolRow] = []
    others: list[tuple[str, str]] = []
    for row in unique_rows(roster, current_rows(roster, "orgs")):
        check_id(roster, row)
        kind = match_case(roster, row, "type", _ORG_TYPES) or row["type"].lower()
        if kind == "school":
            urn, laestab = school_numbers(row["identifier"])
            schools.append(
                SchoolRow(row["sourcedId"][:255], row["name"][:200], urn, laestab, row.where)
            )
        else:
            others.append((kind, row["sourcedId"][:255]))
    school = choose_school(roster.reading, schools, others)
    roster.reading.bundle.school = school
    if school and school.source_id:
        roster.school_ids = {school.source_id}


def read_terms(roster: Roster) -> None:
    """Terms with their dates; years and half-terms are not terms and are passed by."""
    if not roster.manifest.reads("academicSessions"):
        return
    table = open_table(roster, "academicSessions")
    roster.reading.dates.study(table, "startDate", "endDate")
    rows = unique_rows(roster, current_rows(roster, "academicSessions"))
    sorts = {row["sourcedId"]: row["type"] for row in table}
    _note_parents(roster, rows, set(sorts))
    for row in rows:
        try:
            _read_session(roster, row, sorts)
        except LeftOut as out:
            refuse_row(roster.reading, row, out)
    roster.reading.bundle.has.add("terms")


def _read_session(roster: Roster, row: Row, sorts: dict[str, str]) -> None:
    cells = Gathered()
    cells.of(lambda: need_id(row, "sourcedId"), None)
    kind = match_case(roster, row, "type", _SESSION_TYPES)
    if not kind:
        cells.add(f"{row.said}: '{row['type'][:40]}' is not a sort of term we know.", "type")
    starts, ends = (_day(roster, row, column, cells) for column in ("startDate", "endDate"))
    if starts and ends and ends < starts:
        cells.add(f"{row['title']} ends before it starts.", "endDate")
    cells.settle()
    if starts is None or ends is None:
        return  # never: it would have been settled
    if kind == "schoolYear" and sorts.get(row["parentSourcedId"], "") in ("term", "semester"):
        raise LeftOut(
            f"{row.said}: the school year '{row['title']}' stands under a term and has its dates. "
            "It was left out: set the dates of the year in School.",
            "parentSourcedId",
        )
    if kind in ("term", "semester"):
        term = TermRow(row["sourcedId"], row["title"][:120], starts, ends, row.where)
        roster.reading.bundle.terms.append(term)


def _day(roster: Roster, row: Row, column: str, cells: Gathered) -> date | None:
    """A date that a term cannot do without."""
    day = cells.of(lambda: read_date(roster.reading, row, column), None)
    if not row[column]:
        cells.add(f"{row.said}: {row['title']} has no dates.", column)
    return day


def _note_parents(roster: Roster, rows: list[Row], known: set[str]) -> None:
    lost = [row for row in rows if row["parentSourcedId"] and row["parentSourcedId"] not in known]
    if lost:
        roster.reading.warn(
            f"{lost[0].where.file} points to a parent, {lost[0]['parentSourcedId']}, that is not "
            "in the file. That was passed over.",
            lost[0],
            "parentSourcedId",
        )


def note_org_parents(roster: Roster) -> None:
    """The same for organisations: a trust that the file does not hold."""
    table = open_table(roster, "orgs")
    _note_parents(roster, table.rows, {row["sourcedId"] for row in table})


def read_groups(roster: Roster) -> None:
    """Classes and teaching groups, with their course's subject and their terms' dates."""
    if not roster.manifest.reads("classes"):
        return
    courses = {row["sourcedId"]: row for row in current_rows(roster, "courses")}
    spans = {term.source_id: (term.starts, term.ends) for term in roster.reading.bundle.terms}
    dangling: list[Row] = []
    for row in unique_rows(roster, current_rows(roster, "classes")):
        if not roster.ours(row["schoolSourcedId"]):
            roster.groups_elsewhere.add(row["sourcedId"])
            continue
        if row["courseSourcedId"] and row["courseSourcedId"] not in courses:
            dangling.append(row)
        try:
            _read_group(roster, row, courses.get(row["courseSourcedId"]), spans)
        except LeftOut as out:
            refuse_row(roster.reading, row, out, row["sourcedId"])
    if dangling and roster.manifest.is_bulk("classes"):
        many = f"{len(dangling)} classes name" if len(dangling) > 1 else "1 class names"
        roster.reading.warn(
            f"{many} a course that is not in the file. Loaded without a subject.",
            dangling[0],
            "courseSourcedId",
        )
    _end_groups(roster)
    roster.reading.bundle.has.add("groups")


def _read_group(
    roster: Roster, row: Row, course: Row | None, spans: dict[str, tuple[date, date]]
) -> None:
    cells = Gathered()
    cells.of(lambda: need_id(row, "sourcedId"), None)
    if not row["title"]:
        cells.add(f"{row.said}: the class has no title. It was left out.", "title")
    kind = match_case(roster, row, "classType", tuple(_GROUP_SORTS)) if row["classType"] else ""
    if row["classType"] and not kind:
        cells.add(
            f"{row.said}: '{row['classType'][:40]}' is not a sort of class we know.", "classType"
        )
    cells.settle()
    sort = _GROUP_SORTS[kind] if kind else "teaching"
    terms = [one for one in re.split(r"\s*,\s*", row["termSourcedIds"]) if one in spans]
    roster.reading.bundle.groups.append(
        GroupRow(
            source_id=row["sourcedId"],
            name=row["title"][:120],
            sort=sort,
            subject=_subject(row, course) if sort == "teaching" else "",
            starts=min((spans[term][0] for term in terms), default=None),
            ends=max((spans[term][1] for term in terms), default=None),
            where=row.where,
        )
    )


def _end_groups(roster: Roster) -> None:
    """Changes end a class by name; a full list ends it by not holding it."""
    if roster.manifest.is_bulk("classes"):
        return
    for row in roster.gone_rows["classes"]:
        ended = GroupRow(
            row["sourcedId"], row["title"][:120], ends=roster.reading.today, where=row.where
        )
        roster.reading.bundle.groups.append(ended)


def _subject(row: Row, course: Row | None) -> str:
    """The title of the course, else the first subject that the class itself names."""
    if course is not None:
        return course["title"][:120]
    return row["subjects"].split(",")[0].strip()[:120]
