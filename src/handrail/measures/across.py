"""Across schools: what a trust is told of each of its schools, in numbers that name nobody.

The trust reads no records, so its counts are made without a reader: of whole schools, restricted
records left out, and by the rule of small numbers. What stands in one row is safe beside the rest
of it: kinds of the same records, shares and rates are kept back with the number they belong to.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from handrail.core.small_numbers import HELD, LEAST, is_small, kept_back, said
from handrail.measures.asking import Asked
from handrail.measures.clocks import Told, clocks, told
from handrail.measures.missing import completeness
from handrail.measures.ranges import Range
from handrail.measures.rates import Rate, in_words, rate_of
from handrail.people.models import Enrolment, Post
from handrail.records.kind import Kind
from handrail.records.models import ChosenWord
from handrail.records.models.record import RecordQuerySet
from handrail.records.reader import Reader
from handrail.records.reading import countable_at
from handrail.school.calendars import calendar_of
from handrail.school.models import School

OTHER = "another"  # a word that the school has added to the list
NONE_DUE = "none"
ALL = "all"


@dataclass(frozen=True)
class Whole(Asked):
    """A whole school's records of a kind, for numbers alone; restricted ones do not count."""

    def records(self) -> RecordQuerySet:
        return countable_at(self.school.pk, self.kind.slug).filter(
            happened_at__gte=self.span.starts, happened_at__lt=self.span.ends
        )

    def over(self, span: Range) -> "Whole":
        return replace(self, span=span)


@dataclass(frozen=True)
class SchoolLine:
    """One school as it may be told. `own`: the reader has a child there, so nothing is told."""

    school: School
    on_roll: int
    own: bool = False
    records: str = HELD
    sorts: list[tuple[str, str]] = field(default_factory=list)  # label, and how many
    rate: Rate | None = None
    compared: str = ""
    same_day: str = HELD
    middle: str = HELD
    overdue: str = HELD
    whole: str = HELD


@dataclass(frozen=True)
class Across:
    """Every school of a trust post, and all of them together."""

    sorts: list[str]  # the columns of `SchoolLine.sorts`
    lines: list[SchoolLine]
    total: str
    rate: Rate | None

    @property
    def counted(self) -> int:
        """How many schools the total is of."""
        return sum(1 for line in self.lines if not line.own)


@dataclass(frozen=True)
class _Counted:
    asked: Whole
    n: int
    rate: Rate
    before: Rate


def schools_of(reader: Reader) -> list[School]:
    """The schools that somebody looks at for the trust, by name."""
    keys = reader.schools_as(Post.Role.TRUST)
    return list(School.objects.filter(pk__in=keys).order_by("name", "pk"))


def across(reader: Reader, kind: Kind, sort: str, span: Range) -> Across:
    """The figures of each school; as many queries a school, whatever it has recorded.

    `sort` names the list of words by which the kind's records are told apart.
    """
    words = _words(kind, sort)
    schools = schools_of(reader)
    own = _with_own_child(reader)
    counted = [_count(Whole(kind, one, span, reader)) for one in schools if one.pk not in own]
    total = sum(one.n for one in counted)
    hidden = kept_back([one.n for one in counted])
    told_of = {
        one.asked.school.pk: _line(one, words, sort, shut=shut or is_small(total),
                                   on_roll=_on_roll(one.asked.school, reader.day))
        for one, shut in zip(counted, hidden, strict=True)
    }  # fmt: skip
    lines = [
        told_of.get(one.pk) or SchoolLine(one, _on_roll(one, reader.day), own=True)
        for one in schools
    ]
    days = sum(one.rate.pupil_days for one in counted)
    rate = Rate(total, days) if not is_small(total) else None
    return Across(list(words.values()), lines, said(total), rate)


def _words(kind: Kind, sort: str) -> dict[str, str]:
    """The words that every school begins with, by slug, and one column for all others."""
    declared = kind.word_list(sort)
    starters = declared.starters if declared else ()
    return {**{word.slug: word.label for word in starters}, OTHER: "Another sort"}


def _with_own_child(reader: Reader) -> set[int]:
    rows = Enrolment.objects.filter(pupil__in=reader.own_child_ids)
    return set(rows.values_list("school", flat=True))


def _on_roll(school: School, day: date) -> int:
    there = Enrolment.objects.filter(school=school).exclude(ends__lt=day).exclude(starts__gt=day)
    return there.count()


def _count(asked: Whole) -> _Counted:
    calendar = calendar_of(asked.school)
    earlier = asked.over(asked.span.before())
    n = asked.records().count()
    return _Counted(
        asked, n, rate_of(asked, n, calendar),
        rate_of(earlier, earlier.records().count(), calendar),
    )  # fmt: skip


def _line(
    one: _Counted, words: Mapping[str, str], sort: str, *, shut: bool, on_roll: int
) -> SchoolLine:
    asked = one.asked
    if shut:
        return SchoolLine(asked.school, on_roll, sorts=_all_held(words))
    duty = next((measure for measure in asked.kind.measures if measure.duty), None)
    parents = told(asked, duty) if duty else None
    private = [duty.slug for duty in asked.kind.duties if duty.private]
    overdue = sum(line.overdue for line in clocks(asked, but=private))
    found = completeness(asked)
    comparable = not is_small(one.before.n) and (one.n or one.before.n)
    return SchoolLine(
        asked.school, on_roll, records=str(one.n), sorts=_by_sort(one, words, sort),
        rate=one.rate,
        compared=in_words(one.rate, one.before) if comparable else "",
        same_day=_same_day(parents),
        middle=parents.middle_said if parents and parents.told >= LEAST else HELD,
        overdue=said(overdue),
        whole=_part(found.looked_at - found.statutory, found.looked_at),
    )  # fmt: skip


def _all_held(words: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(label, HELD) for label in words.values()]


def _by_sort(one: _Counted, words: Mapping[str, str], sort: str) -> list[tuple[str, str]]:
    """How many of each sort. They are all sorts of the same records: where few are of one, or few
    are not, none is told."""
    declared = one.asked.kind.word_list(sort)
    name = declared.name(one.asked.kind.slug) if declared else ""
    rows = ChosenWord.objects.filter(record__in=one.asked.records(), list=name)
    found: dict[str, set[int]] = {}
    for record, slug in rows.order_by().values_list("record", "word__slug"):
        found.setdefault(slug if slug in words else OTHER, set()).add(record)
    counts = {slug: len(found.get(slug, ())) for slug in words}
    if any(is_small(n) or is_small(one.n - n) for n in counts.values()):
        return _all_held(words)
    return [(words[slug], str(n)) for slug, n in counts.items()]


def _same_day(parents: Told | None) -> str:
    if parents is None or not parents.due:
        return NONE_DUE
    return _part(parents.same_day, parents.due)


def _part(some: int, every: int) -> str:
    """A part of a number, where neither it nor what is left of it is about a few."""
    if not every:
        return NONE_DUE
    if is_small(every) or any(kept_back([some, every - some])):
        return HELD
    return ALL if some == every else f"{some / every:.0%}"
