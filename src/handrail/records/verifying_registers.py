"""Walking the registers: is every number there once, and is it the number that was given?

The last kept text of a record says its number, and the chain vouches for that text. So an entry
that was taken out, moved or put in is found from the chain, not from the register itself.
"""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from handrail.records.kind import all_kinds
from handrail.records.models import RegisterEntry
from handrail.school.models import School

Number = tuple[str, int, int]  # kind, school year, number
_MARK = '"register":['  # in a string of JSON its quotes would be escaped
MOST_NAMED = 50  # of the numbers that miss in a row


@dataclass(frozen=True)
class Fault:
    """What is wrong with one number of a register, in a sentence, and of which record."""

    number: Number
    record_id: int | None
    what: str


def number_in(body: str) -> Number | None:
    """The number that a kept text says its record has, or nothing."""
    at = body.rfind(_MARK)
    if at < 0:
        return None
    try:
        kind, year, number = json.loads(body[at + len(_MARK) - 1 : body.index("]", at) + 1])
        return str(kind), int(year), int(number)
    except (ValueError, TypeError):
        return None  # somebody changed the text, which its fingerprint shows


def said(number: Number) -> str:
    """ "entry 14 of 2026/27", as people say it; with the kind where there are several books."""
    kind, year, which = number
    entry = f"entry {which} of {RegisterEntry.year_said(year)}"
    books = [one for one in all_kinds() if one.register]
    label = next((one.label for one in books if one.slug == kind), kind)
    return entry if len(books) == 1 and books[0].slug == kind else f"{entry} ({label.lower()})"


@dataclass
class RegisterWalk:
    """One school's registers beside what its chain says. `kept` is by record."""

    school: School
    kept: Mapping[int, Number]
    there: Collection[int]  # records that the database still has
    given: dict[Number, int] = field(init=False)

    def __post_init__(self) -> None:
        self.given = {number: record for record, number in self.kept.items()}

    def faults(self, kind: str = "") -> Iterator[Fault]:
        """Every gap, double number, lost or moved entry; of one kind, when said."""
        entries: dict[int, Number] = {}
        last: Number | None = None
        rows = RegisterEntry.objects.filter(school=self.school)
        rows = rows.filter(kind=kind) if kind else rows
        columns = rows.order_by("kind", "year", "number", "pk").values_list(
            "kind", "year", "number", "record_id"
        )
        for slug, year, which, record in columns.iterator():
            number = (slug, year, which)
            yield from self._between(last, number)
            yield from self._of_entry(number, record)
            entries[record] = last = number
        for record, number in self.kept.items():
            if record not in entries and (not kind or number[0] == kind):
                yield Fault(number, record, f"{_cap(said(number))} was taken out of the register.")

    def _between(self, last: Number | None, number: Number) -> Iterator[Fault]:
        """Numbers that miss before this one, but for those whose record says that it had them."""
        before = last[2] if last and last[:2] == number[:2] else 0
        if number[2] == before:
            yield Fault(number, None, f"{_cap(said(number))} is there twice.")
        missing = range(before + 1, number[2])
        for which in missing[:MOST_NAMED]:
            gone = (*number[:2], which)
            if gone not in self.given:
                yield Fault(gone, None, f"{_cap(said(gone))} is missing: the numbers have a gap.")
        if len(missing) > MOST_NAMED:
            more = len(missing) - MOST_NAMED
            yield Fault(number, None, f"{more:,} more numbers miss before {said(number)}.")

    def _of_entry(self, number: Number, record: int) -> Iterator[Fault]:
        kept = self.kept.get(record)
        if record not in self.there:
            yield Fault(number, record, f"The record of {said(number)} is gone.")
        elif kept is None:
            yield Fault(number, record, f"{_cap(said(number))} was put in: its record says none.")
        elif kept != number:
            yield Fault(
                number, record, f"{_cap(said(number))} was changed: its record says {said(kept)}."
            )


def _cap(words: str) -> str:
    return words[0].upper() + words[1:]
