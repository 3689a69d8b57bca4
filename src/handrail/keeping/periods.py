"""Periods: how long the school keeps each kind, and the day on which a record falls due."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from handrail.core import clock
from handrail.core.numbers import counted
from handrail.core.prose import tidy
from handrail.keeping.beside import COUNTS, EVENT, YEAR_END, Kept, all_kept, kept_named
from handrail.keeping.models import Period
from handrail.records.kind import Kind, all_kinds, kind_named
from handrail.records.reader import Reader
from handrail.records.refusal import Refused
from handrail.school.models import School

BIRTH, LEAVING = "date of birth", "leaving"
COUNTS_FROM = {
    BIRTH: "the pupil’s date of birth",
    YEAR_END: "the end of the school year (31 August)",
    LEAVING: "the day the pupil left this school",
    EVENT: "the day it happened",
}
MOST_YEARS = 100
WITH_THE_LAST = (
    "Marks, plans for lessons, programmes, seats, history of needs and scores of tests: until the "
    "last record about the pupil goes"
)


@dataclass(frozen=True)
class Rule:
    """A kind's period at a school: the kind's own, or what the school decided."""

    kind: Kind | Kept
    years: int
    counts_from: str
    basis: str
    own: Period | None = None  # the school's decision, where there is one

    @property
    def length(self) -> str:
        since = COUNTS_FROM.get(self.counts_from, self.counts_from)
        return f"{counted(self.years, 'year')} from {since}"

    @property
    def said(self) -> str:
        return f"kept {self.length}"

    @property
    def sentence(self) -> str:
        return f"{self.said}; {self.basis}"


@dataclass(frozen=True)
class PupilFacts:
    """What a period may count from. `left_on` is nothing while on roll, or when never enrolled."""

    born: date | None
    left_on: date | None


def rules_of(school: School) -> dict[str, Rule]:
    """The rule of every kind at a school, by the kind's slug."""
    own = {row.kind: row for row in Period.objects.filter(school=school).select_related("set_by")}
    return {kind.slug: _rule(kind, own.get(kind.slug)) for kind in all_kinds()}


def rules_beside(school: School) -> list[Rule]:
    """The rules of what is kept beside records."""
    own = {row.kind: row for row in Period.objects.filter(school=school).select_related("set_by")}
    return [_rule(kept, own.get(kept.slug)) for kept in all_kept()]


def periods_said(school: School, kinds: Collection[str] = ()) -> list[str]:
    """A sentence for each of these kinds, for those outside; without `kinds` of everything that is
    kept about a pupil, beside records too (`records.lasting`)."""
    rules = [rule for slug, rule in rules_of(school).items() if not kinds or slug in kinds]
    beside = [] if kinds else [one for one in rules_beside(school) if _of_pupils(one.kind)]
    said = sorted({f"{rule.kind.plural}: {rule.length}" for rule in [*rules, *beside]})
    return said if kinds else [*said, WITH_THE_LAST]


def _of_pupils(kind: Kind | Kept) -> bool:
    return not isinstance(kind, Kept) or kind.about_pupils


def _rule(kind: Kind | Kept, own: Period | None) -> Rule:
    law = own or kind.retention
    return Rule(kind, law.years, law.counts_from, law.basis, own)


@transaction.atomic
def set_period(
    reader: Reader, school: School, kind: str, *, years: int, counts_from: str, basis: str
) -> Period:
    """Decide for how long a kind is kept here, on whose word. What was decided before stays."""
    beside = kept_named(kind)
    if not beside and kind not in {one.slug for one in all_kinds()}:
        raise Refused("There is no such kind of record.")
    if not 1 <= years <= MOST_YEARS:
        raise Refused(f"Give a number of years from 1 to {MOST_YEARS}.", "years")
    if counts_from not in COUNTS_FROM:
        raise Refused("Choose what the years count from.", "counts_from")
    if beside and counts_from not in COUNTS:
        raise Refused("This counts from its own day or the end of its school year.", "counts_from")
    if len(said := tidy(basis)) < 8:
        raise Refused("Say on whose word, such as “Records policy 2026, agreed by governors”.",
                      "basis")  # fmt: skip
    return Period.objects.create(
        school=school, kind=kind, years=years, counts_from=counts_from, basis=said[:200],
        set_by=reader.person, set_at=clock.now(),
    )  # fmt: skip


def law_of(kind: str) -> Rule:
    """What the kind itself declares, whatever the school decided."""
    return _rule(kept_named(kind) or kind_named(kind), None)


def anniversary(day: date, years: int) -> date:
    """The same day so many years on; 1 March for a 29 February that does not come."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def due_on(rule: Rule, happened_on: date, pupils: Sequence[PupilFacts]) -> date | None:
    """The first day on which a record may be destroyed; nothing while that cannot be said.

    Several pupils: the last of their days. Nobody in it: counted from the day it happened.
    A date of birth that is missing, or a pupil who has not left: not due.
    """
    if rule.counts_from == YEAR_END:
        year = happened_on.year + (happened_on.month >= 9)
        return anniversary(date(year, 9, 1), rule.years)
    if rule.counts_from in {BIRTH, LEAVING} and pupils:
        days = [one.born if rule.counts_from == BIRTH else one.left_on for one in pupils]
        if any(day is None for day in days):
            return None
        return max(anniversary(day, rule.years) for day in days if day)
    return anniversary(happened_on, rule.years)
