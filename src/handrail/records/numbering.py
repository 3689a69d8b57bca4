"""Numbering: the next number of a register, given while the school's chain is held."""

from collections.abc import Iterable, Sequence

from django.db.models import Max

from handrail.records.models import RegisterEntry

Book = tuple[int, str, int]  # school, kind, school year


def numbered(entries: Iterable[RegisterEntry]) -> Sequence[RegisterEntry]:
    """Give each entry the next number of its register, in the order in which they come.

    Only inside the transaction that holds the school's chain (`locked_head`): two who file at
    once get two numbers, and a filing that fails gives its number back.
    """
    kept = list(entries)
    last: dict[Book, int] = {}
    for entry in kept:
        book = (entry.school_id, entry.kind, entry.year)
        if book not in last:
            last[book] = _last_of(book)
        last[book] += 1
        entry.number = last[book]
    return kept


def _last_of(book: Book) -> int:
    school, kind, year = book
    rows = RegisterEntry.objects.filter(school_id=school, kind=kind, year=year)
    return int(rows.aggregate(last=Max("number"))["last"] or 0)
