"""Equality: is it fair to groups of pupils? From what stood then, with small numbers kept back.

A record counts to the group that its frozen finding says, never to what is known today. A pupil
of whom a record of the range says something counts to that group with all their days; everybody
else to the group that the roll says. Each group is set against all other pupils, never against an
average that holds the group itself.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from handrail.core.school_days import Calendar
from handrail.core.small_numbers import is_small, kept_back, kept_back_of
from handrail.measures.asking import Asked, days_of, enrolments_in
from handrail.measures.grouping import DIMENSIONS, Dimension, roll_groups
from handrail.measures.rates import Rate, days_there
from handrail.records.models import Finding
from handrail_evidence.overlap import Estimate
from handrail_evidence.rates import RateRatio, RiskRatio, risk_ratio


@dataclass(frozen=True)
class Group:
    """One group: how many pupils, in how many records, against everybody else.

    Nothing but the label may be shown of one that is `hidden`. `ratio` is of rates of records,
    `risk` of pupils, of which `risk.enough` says whether it can be read at all.
    """

    slug: str
    label: str
    on_roll: int
    pupils: int
    rate: Rate
    ratio: RateRatio | None
    risk: RiskRatio | None
    hidden: bool = False

    @property
    def records(self) -> int:
        return self.rate.n

    @property
    def estimate(self) -> Estimate | None:
        return self.rate.estimate

    @property
    def verdict(self) -> str:
        """What may be said of it in words."""
        if self.hidden or self.ratio is None:
            return ""
        if self.ratio.lo > 1:
            return "more often than other pupils"
        if self.ratio.hi is not None and self.ratio.hi < 1:
            return "less often than other pupils"
        return "cannot be told apart"


@dataclass(frozen=True)
class Table:
    """One question, such as by special educational need."""

    slug: str
    label: str
    groups: list[Group]

    @property
    def all_hidden(self) -> bool:
        return all(group.hidden for group in self.groups)


def keeps_what_stood(asked: Asked) -> bool:
    """Whether records of the range hold findings about pupils at all; one query."""
    slugs = [one.slug for one in DIMENSIONS]
    return Finding.objects.filter(record__in=asked.records(), slug__in=slugs).exists()


def equality(
    asked: Asked, calendar: Calendar, dimensions: tuple[Dimension, ...] = DIMENSIONS
) -> list[Table]:
    """A table for each question; three queries whatever is shown, one more for care and need."""
    findings = _findings(asked, dimensions)
    about = list(asked.pupils_in().values_list("record", "person"))
    enrolments = list(enrolments_in(asked.school, asked.span))
    days = days_of(calendar, asked.span)
    there: Counter[int] = Counter()
    for row in enrolments:
        there[row.pupil_id] += days_there(row, days)
    tables = []
    for one in dimensions:
        stood = {key[1:]: said for key, said in findings.items() if key[0] == one.slug}
        by_roll = roll_groups(one, enrolments, asked.span)
        tables.append(_table(one, about, stood, by_roll, there))
    return tables


def _findings(asked: Asked, dimensions: tuple[Dimension, ...]) -> dict[tuple[str, int, int], str]:
    """What each record says stood of each pupil: (question, record, person) to group."""
    by_slug = {one.slug: one for one in dimensions}
    rows = Finding.objects.filter(record__in=asked.records(), slug__in=list(by_slug)).order_by("pk")
    return {
        (slug, record, person): by_slug[slug].frozen(said)
        for slug, record, person, said in rows.values_list("slug", "record", "person", "said")
        if person
    }


def _table(
    one: Dimension,
    about: list[tuple[int, int]],
    stood: Mapping[tuple[int, int], str],
    by_roll: Mapping[int, str],
    there: Mapping[int, int],
) -> Table:
    records: Counter[str] = Counter()
    pupils: defaultdict[str, set[int]] = defaultdict(set)
    groups = dict(by_roll)
    for record, person in about:
        group = stood.get((record, person), one.unknown)
        records[group] += 1
        pupils[group].add(person)
        groups[person] = group
    on_roll: Counter[str] = Counter()
    days: Counter[str] = Counter()
    for person, group in groups.items():
        on_roll[group] += 1
        days[group] += there.get(person, 0)
    rows = [
        (slug, label, on_roll[slug], len(pupils[slug]), Rate(records[slug], days[slug]))
        for slug, label in one.groups
        if on_roll[slug] or records[slug]
    ]
    return Table(one.slug, one.label, compared(rows, len({person for _, person in about})))


def compared(rows: list[tuple[str, str, int, int, Rate]], pupils: int | None = None) -> list[Group]:
    """Each group against all the others, and small ones kept back. `pupils` is how many they are
    together, where some stood in one group and later in another."""
    every = Rate(sum(row[4].n for row in rows), sum(row[4].pupil_days for row in rows))
    roll, held = sum(row[2] for row in rows), sum(row[3] for row in rows)
    hidden = _hidden(rows, held if pupils is None else pupils)
    found = []
    for (slug, label, on_roll, pupils, rate), shut in zip(rows, hidden, strict=True):
        others = Rate(every.n - rate.n, every.pupil_days - rate.pupil_days)
        risk = None
        if 0 < on_roll < roll and pupils <= on_roll and held - pupils <= roll - on_roll:
            risk = risk_ratio(pupils, on_roll, held - pupils, roll - on_roll)
        found.append(Group(slug, label, on_roll, pupils, rate, rate.against(others), risk, shut))
    return found


def _hidden(rows: list[tuple[str, str, int, int, Rate]], pupils: int) -> list[bool]:
    """By pupils in them, and by pupils on roll: neither may be told of a few."""
    by_pupils = kept_back_of([row[3] for row in rows], pupils)
    by_roll = kept_back([row[2] for row in rows])
    nobody = is_small(pupils)
    return [nobody or one or other for one, other in zip(by_pupils, by_roll, strict=True)]
