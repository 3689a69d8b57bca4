"""Who is in which class, and who cares for whom, out of a OneRoster package."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from handrail.roll.bundle import LinkRow, MemberRow, Where
from handrail.roll.reading.oneroster_rows import (
    CARER,
    PUPIL,
    STAFF,
    Roster,
    current_rows,
    open_table,
)
from handrail.roll.reading.people import Gathered, LeftOut, read_span, refuse_row
from handrail.roll.reading.roles import hat_of, post_of
from handrail.roll.reading.table import Row


def read_members(roster: Roster) -> None:
    """Class lists. A row whose person is something else elsewhere is refused."""
    if not roster.manifest.reads("enrollments"):
        return
    table = open_table(roster, "enrollments")
    roster.reading.dates.study(table, "beginDate", "endDate")
    known = _known(roster)
    asides: dict[str, list[Row]] = defaultdict(list)
    for row in current_rows(roster, "enrollments"):
        try:
            aside = _read_member(roster, row, known)
        except LeftOut as out:
            refuse_row(roster.reading, row, out)
            continue
        if aside:
            asides[aside].append(row)
    _end_members(roster)
    for sentence, rows in asides.items():
        many = "1 row" if len(rows) == 1 else f"{len(rows)} rows"
        roster.reading.warn(f"{many} of {table.name}: {sentence}", rows[0])
    roster.reading.bundle.has.add("memberships")


def _end_members(roster: Roster) -> None:
    """Changes end a membership by name; a full list ends it by not holding it."""
    if roster.manifest.is_bulk("enrollments"):
        return
    for row in roster.gone_rows["enrollments"]:
        hat = PUPIL if hat_of(row["role"]) == PUPIL else "teacher"
        ended = MemberRow(
            row["classSourcedId"],
            row["userSourcedId"],
            hat,
            ends=roster.reading.today,
            where=row.where,
        )
        roster.reading.bundle.members.append(ended)


@dataclass(frozen=True)
class _Known:
    """What the other files made of classes and people."""

    groups: dict[str, tuple[date | None, date | None]]
    gone_groups: set[str]
    gone_people: set[str]
    refused_groups: set[str]
    refused_people: set[str]


def _known(roster: Roster) -> _Known:
    bundle = roster.reading.bundle
    groups = {group.source_id: (group.starts, group.ends) for group in bundle.groups}
    named_groups = {row["sourcedId"] for row in open_table(roster, "classes")}
    named_people = {row["sourcedId"] for row in open_table(roster, "users")}
    return _Known(
        groups,
        roster.gone("classes"),
        roster.gone("users"),
        (named_groups | bundle.refused_ids) - set(groups),
        (named_people | bundle.refused_ids) - set(roster.hats),
    )


_OF_GONE = "the class or person is being taken away. Left out."
_OF_LEFT_OUT = "the class or person was left out above, and so was this."
_NO_PART = "administrators and proctors are not part of a class here. Left out."
_OUTSIDE = "the dates lie outside the term of the class. They were kept."


def _read_member(roster: Roster, row: Row, known: _Known) -> str:
    """Add one membership. What is to be said, but refuses nothing, is returned."""
    group, person = row["classSourcedId"], row["userSourcedId"]
    strange = group in roster.groups_elsewhere or person in roster.elsewhere
    if strange or not roster.ours(row["schoolSourcedId"]):
        return ""
    cells = Gathered()
    role = cells.of(lambda: _member_role(roster, row), "")
    if group in known.gone_groups or person in known.gone_people:
        cells.settle()
        return _OF_GONE
    starts, ends = cells.of(lambda: _span(roster, row), (None, None))
    if group in known.refused_groups or person in known.refused_people:
        cells.settle()
        return _OF_LEFT_OUT
    cells.of(lambda: _check_known(roster, row, known), None)
    cells.settle()
    if not role:
        return _NO_PART
    roster.reading.bundle.members.append(MemberRow(group, person, role, starts, ends, row.where))
    return _OUTSIDE if _outside(known.groups.get(group, (None, None)), starts, ends) else ""


def _span(roster: Roster, row: Row) -> tuple[date | None, date | None]:
    """The last day of a membership is the day before the end date, which it does not include."""
    starts, ends = read_span(roster.reading, row, "beginDate", "endDate")
    if ends and ends != starts:
        ends -= timedelta(days=1)
    return starts, ends


def _check_known(roster: Roster, row: Row, known: _Known) -> None:
    """In a full list every class and person is in its own file; changes may speak of others."""
    cells = Gathered()
    if roster.manifest.is_bulk("classes") and row["classSourcedId"] not in known.groups:
        cells.add(f"{row.said}: this class is not in the list of classes.", "classSourcedId")
    if roster.manifest.is_bulk("users") and row["userSourcedId"] not in roster.hats:
        pupil = hat_of(row["role"]) == PUPIL
        who, where = ("pupil", "pupil list") if pupil else ("person", "list of people")
        cells.add(
            f"{row.said}: the {who} on this class list is not in the {where}.", "userSourcedId"
        )
    cells.settle()


def _member_role(roster: Roster, row: Row) -> str:
    role, hat = row["role"], hat_of(row["role"])
    wearing = roster.hats.get(row["userSourcedId"], set())
    if not hat or hat == CARER:
        raise LeftOut(f"{row.said}: '{role[:40]}' is not a role in a class.", "role")
    if wearing and hat not in wearing:
        if PUPIL in (hat, *wearing) and STAFF in (hat, *wearing):
            raise LeftOut(
                f"{row.said}: this person is a teacher in one file and a pupil in another.", "role"
            )
        raise LeftOut(f"{row.said}: this person is no {role[:40]} in the list of people.", "role")
    if hat == PUPIL:
        return "pupil"
    return {"teacher": "teacher", "assistant": "support"}.get(post_of(role), "")


def _outside(term: tuple[date | None, date | None], starts: date | None, ends: date | None) -> bool:
    first, last = term
    if starts and last and starts > last:
        return True
    return bool(ends and first and ends < first)


def read_links(roster: Roster) -> None:
    """Carers of pupils, from whichever of the two rows names the other."""
    table = open_table(roster, "users")
    found: dict[tuple[str, str], Where] = {}
    to_staff: list[Row] = []
    odd: list[Row] = []
    lost: list[Row] = []
    gone = roster.gone("users")
    for row in table:
        ident = row["sourcedId"]
        for agent in filter(None, (one.strip() for one in row["agentSourcedIds"].split(","))):
            out = roster.reading.bundle.refused_ids & {ident, agent}
            roster.reading.bundle.bereft |= {ident, agent} if out else set()
            if out or {ident, agent} & (gone | roster.elsewhere):
                continue
            if agent not in roster.hats:
                lost.append(row)
            elif pair := _pair(roster, ident, agent):
                found.setdefault(pair, row.where)
            elif PUPIL in roster.hats.get(ident, ()) and STAFF in roster.hats[agent]:
                to_staff.append(row)
            else:
                odd.append(row)
    _add_links(roster, found)
    _say_odd_links(roster, to_staff, odd, lost)
    if any(row["agentSourcedIds"] for row in table):
        roster.reading.bundle.has.add("links")


def _pair(roster: Roster, one: str, other: str) -> tuple[str, str] | None:
    """(pupil, carer) where exactly one of two people is each."""
    first, second = roster.hats.get(one, set()), roster.hats.get(other, set())
    if PUPIL in first and CARER in second:
        return one, other
    if CARER in first and PUPIL in second:
        return other, one
    return None


def _add_links(roster: Roster, found: dict[tuple[str, str], Where]) -> None:
    said = {row["sourcedId"]: row["role"].lower() for row in open_table(roster, "users")}
    said |= {
        row["userSourcedId"]: row["role"].lower()
        for row in open_table(roster, "roles")
        if hat_of(row["role"]) == CARER
    }
    for (pupil, carer), where in found.items():
        relationship = roster.relationships.get((pupil, carer)) or said.get(carer, "")
        roster.reading.bundle.links.append(
            LinkRow(pupil, carer, relationship.capitalize()[:40], where=where)
        )


def _say_odd_links(roster: Roster, to_staff: list[Row], odd: list[Row], lost: list[Row]) -> None:
    if to_staff:
        many = len(to_staff)
        who, left = (
            ("pupil was", "That link was") if many == 1 else ("pupils were", "Those links were")
        )
        roster.reading.warn(
            f"{many} {who} linked to a teacher as if to a parent. {left} left out.",
            to_staff[0],
            "agentSourcedIds",
        )
    for row in odd:
        roster.reading.warn(
            f"{row.said}: a link here does not join a pupil and a carer. It was left out.",
            row,
            "agentSourcedIds",
        )
    if lost:
        links = f"{len(lost)} links point" if len(lost) > 1 else "1 link points"
        roster.reading.warn(
            f"{links} to people who are not in the file. Left out.", lost[0], "agentSourcedIds"
        )
