"""Repeat use: pupils about whom there were three or more in one term."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from handrail.core.clock import local
from handrail.measures.asking import Asked
from handrail.measures.ranges import NamedTerm, whole_terms
from handrail.people.models import Person

OFTEN = 3


@dataclass(frozen=True)
class Repeat:
    """One pupil in one term."""

    pupil: Person
    term: str
    n: int


def by_term(asked: Asked) -> tuple[list[tuple[NamedTerm, int, int]], list[Repeat]]:
    """Each whole term of the range with its records and pupils; and who was in three or more.

    What falls between terms counts to none of them. Three queries.
    """
    terms = [
        term
        for term in whole_terms(asked.school.terms.all())
        if term.first <= asked.span.last and term.last >= asked.span.first
    ]
    counts: Counter[tuple[int, int]] = Counter()
    records: dict[int, set[int]] = {}
    for person, record, at in asked.pupils_in().values_list("person", "record", "happened_at"):
        place = _term_of(terms, local(at).date())
        if place is not None:
            counts[place, person] += 1
            records.setdefault(place, set()).add(record)
    often = {key: n for key, n in counts.items() if n >= OFTEN}
    known = Person.objects.in_bulk({person for _, person in often})
    rows = [Repeat(known[person], _said(terms[place]), n) for (place, person), n in often.items()]
    totals = [
        (term, len(records.get(place, ())), sum(1 for at, _ in counts if at == place))
        for place, term in enumerate(terms)
    ]
    return totals, sorted(rows, key=lambda row: (-row.n, row.pupil.family, row.pupil.given))


def _term_of(terms: list[NamedTerm], day: date) -> int | None:
    return next((n for n, term in enumerate(terms) if term.first <= day <= term.last), None)


def _said(term: NamedTerm) -> str:
    return f"{term.name} {term.first.year}"
