"""Checking paper: does a printed entry say what its record said?"""

from dataclasses import dataclass

from handrail.core.hashing import GENESIS, chain_hash, sha256_hex
from handrail.core.numbers import counted
from handrail.records.chain import link_of
from handrail.records.models import RegisterEntry, Revision

LEAST = 8  # letters of a value that must be given: fewer could fit by chance


@dataclass(frozen=True)
class Answer:
    """What the paper turns out to be. `matches` is None when what was typed cannot be looked up."""

    matches: bool | None
    said: str
    entry: RegisterEntry | None = None
    revision: Revision | None = None
    later: int = 0  # changes since then


def plain_value(typed: str) -> str:
    """A value as people type it from paper: without spaces, in small letters."""
    return "".join(letter for letter in typed.lower() if letter.isalnum())


def check_entry(school_id: int, kind: str, year: int, number: int, typed: str) -> Answer:
    """Look for the state of an entry whose chain value begins with what stands on the paper.

    A state that the record was in before is a match too: paper does not change with the record.
    The link itself is worked out again, so a value that somebody put into the database is none.
    """
    value = plain_value(typed)
    if len(value) < LEAST or set(value) - set("0123456789abcdef"):
        return Answer(None, f"Give at least the first {LEAST} letters and digits of the value.")
    rows = RegisterEntry.objects.filter(school_id=school_id, kind=kind, year=year, number=number)
    entry = rows.select_related("record").first()
    if entry is None:
        said = f"{number} of {RegisterEntry.year_said(year)}"
        return Answer(None, f"There is no entry {said}. Check the number and the year.")
    states = list(Revision.objects.filter(record=entry.record_id).order_by("seq"))
    for at, row in enumerate(states):
        if row.hash.startswith(value):
            return _found(entry, row, later=len(states) - at - 1)
    return Answer(
        False,
        f"Does not match. Entry {entry.said} was never in a state with this value. Check each "
        "letter and digit; if they are right, this paper does not say what the record said.",
        entry,
    )


def _found(entry: RegisterEntry, row: Revision, *, later: int) -> Answer:
    before = Revision.objects.filter(school=row.school_id, seq=row.seq - 1)
    previous = before.values_list("hash", flat=True).first() or GENESIS
    joins = chain_hash(previous, link_of(row)) == row.hash
    kept = not row.body or sha256_hex(row.body.encode()) == row.body_hash
    if not (joins and kept):
        said = "The value is known, but the chain does not hold here. Run handrail verify."
        return Answer(False, said, entry, row, later)
    since = "It has not changed since." if not later else (
        f"It changed {counted(later, 'time')} since; the paper is of that day."
    )  # fmt: skip
    return Answer(True, f"Matches. This is entry {entry.said} as it stood then. {since}",
                  entry, row, later)  # fmt: skip
