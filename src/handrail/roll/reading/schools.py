"""Which school a package is about, and the numbers that schools are known by."""

import re
from collections.abc import Sequence

from handrail.roll.bundle import SchoolRow
from handrail.roll.faults import RollRefused
from handrail.roll.reading.context import Reading


def school_numbers(text: str) -> tuple[str, str]:
    """(URN, LAESTAB) as far as a number looks like one: six digits, or 3 and 4 of them."""
    plain = text.strip()
    if re.fullmatch(r"\d{6}", plain):
        return plain, ""
    if match := re.fullmatch(r"(\d{3})[/ \-]?(\d{4})", plain):
        return "", match[1] + match[2]
    return "", ""


def choose_school(
    reading: Reading, schools: Sequence[SchoolRow], others: Sequence[tuple[str, str]] = ()
) -> SchoolRow | None:
    """The one school, or the one that was named; None after asking.

    A name that was given must be in the files; the school where somebody is signed in may be.
    `others` are the (sort, id) of organisations that the files hold instead of a school; whose
    list one of them was once, it is again.
    """
    named = (reading.school_name or reading.answers.get("school", "") or reading.at).strip()
    if len(schools) == 1:
        _refuse_if_not_named(reading, schools[0])
        return schools[0]
    if not schools:
        return _unnamed(reading, named, others)
    wanted = [one for one in schools if named.casefold() in (one.name.casefold(), one.source_id)]
    if len(wanted) == 1:
        return wanted[0]
    if named and reading.school_name:
        names = ", ".join(school.name for school in schools[:10])
        raise RollRefused(
            f"{named} is not in these files. They hold {names}. Nothing was changed.",
            file=schools[0].where.file,
        )
    reading.ask(
        "school",
        f"These files hold {len(schools)} schools. Which of them is to be loaded?",
        tuple(school.name for school in schools),
    )
    return None


def _refuse_if_not_named(reading: Reading, school: SchoolRow) -> None:
    """Files that name their school are not loaded under another name."""
    named = (reading.school_name or "").strip().casefold()
    if named and named not in (school.name.casefold(), school.source_id.casefold()):
        raise RollRefused(
            f"These files are for {school.name}, not for {reading.school_name}. Nothing was "
            f"changed. If {school.name} is meant, leave out --school.",
            file=school.where.file,
        )


def _is_for_here(reading: Reading, what: str) -> bool:
    """Where somebody is signed in says whose list it may be, not whose it is: that is asked."""
    said = reading.ask("for-here", f"The file {what}. Is it for {reading.at}?", ("yes", "no"))
    if said == "no":
        raise RollRefused("Sign in at the school that this file is for. Nothing was changed.")
    return said == "yes"


def _unnamed(reading: Reading, named: str, others: Sequence[tuple[str, str]]) -> SchoolRow | None:
    sort, org = others[0] if others else ("", "")
    what = f"names a {sort}, not a school" if others else "names no school"
    before = reading.taken.get(org, "")
    named = named or before
    if named:
        asks = others and named == reading.at != before
        if asks and not _is_for_here(reading, what):
            return None
        if others:
            reading.warn_file("orgs.csv", f"The file {what}. It was taken as the list of {named}.")
        return SchoolRow("", named[:200], org=org)
    if not reading.has_file("orgs.csv") and not others:
        return None
    reading.ask("school", f"The file {what}. Which school is it for?")
    return None
