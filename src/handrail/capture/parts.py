"""Who is in a record and in which part, also in one that is filed beside another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handrail.people.models import Person
from handrail.records.draft import Involved
from handrail.records.kind import Kind, Role

if TYPE_CHECKING:
    from handrail.capture.sheet import Sheet


def people_of(sheet: Sheet, kind: Kind) -> list[Person]:
    """In a record that is "also true", those it was said to be about; else whoever it hit."""
    if kind is sheet.kind:
        return sheet.people
    said = set(sheet.data.getlist(f"{kind.slug}-who"))
    main = sheet.data.get("kind", "")
    if kind.parts_follow:
        return sheet.people  # the first record says who had which part
    if kind.roles[0].after:
        return _after(sheet, kind, main)
    hit = [p for p in sheet.people if sheet.data.get(f"{main}-role-{p.uuid}") == "affected"]
    chosen = [person for person in sheet.people if str(person.uuid) in said] or hit or sheet.people
    return [person for person in chosen if _fits(kind.roles[0], person)] or chosen


def _after(sheet: Sheet, kind: Kind, main: str) -> list[Person]:
    """Whoever had that part in the first record, as many as there is room for, and the adults."""
    wanted, first = kind.roles[0], sheet.kind.roles[0].slug if sheet.kind else ""
    theirs = [
        person
        for person in sheet.people
        if sheet.data.get(f"{main}-role-{person.uuid}", first) in wanted.after
        and _fits(wanted, person)
    ]
    pupils = theirs or [person for person in sheet.people if _fits(wanted, person)]
    adults = [person for person in sheet.people if not getattr(person, "is_pupil_here", True)]
    return [*pupils[: wanted.most], *adults]


def _fits(role: Role, person: Person) -> bool:
    return "staff" in role.who or getattr(person, "is_pupil_here", True)


def part_in(sheet: Sheet, kind: Kind, person: Person) -> Involved:
    """The part that was said, or follows from the first record; else the first that fits.

    Where parts follow and none does, it is asked, in `sheet.errors`: who was held may have been
    the target or responsible, and neither is to be guessed.
    """
    pupil = getattr(person, "is_pupil_here", True)
    asked = kind.role(sheet.data.get(f"{kind.slug}-role-{person.uuid}", ""))
    usual = next((role for role in kind.roles if _fits(role, person)), kind.roles[0])
    if kind is not sheet.kind and asked is None:
        asked = _following(sheet, kind, person)
        if asked is None and kind.parts_follow:
            sheet.errors[f"{kind.slug}-role-{person.uuid}"] = (
                f"Say which part {person.short} had in “{kind.label}”."
            )
    role = asked if asked and _fits(asked, person) else usual
    account = sheet.data.get(f"account-{person.uuid}", "") if kind is sheet.kind else ""
    return Involved(person, role.slug, account=account[:10_000], as_pupil=pupil)


def _following(sheet: Sheet, kind: Kind, person: Person) -> Role | None:
    """The part that follows from the one they have in the first record."""
    first = sheet.kind
    said = part_in(sheet, first, person).role if first else ""
    return next((role for role in kind.roles if said in role.after), None)
