"""Counts in one walk: by day, hour and weekday, place, author, pupil, adult, word and row."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from handrail.core.clock import local
from handrail.measures.asking import Asked
from handrail.people.models import Person
from handrail.records.kind import Measure
from handrail.records.models import ChosenWord, Involvement
from handrail.school.models import Place, Word

MOST = 12  # rows of a table that grows with the school
Key = int | str | None  # of whom or what a line is about
Pairs = list[tuple[int, Key]]  # of each record, what it counts to; each once


@dataclass(frozen=True)
class Line:
    """One line of a table: what it is about, how many, and the key by which its records are found.

    `narrow` is what the list of records is asked with, such as "place=<number>".
    """

    label: str
    n: int
    narrow: str = ""
    key: Key = None  # of whom or what it is about


@dataclass
class Tally:
    """How many records, and when and where."""

    total: int = 0
    by_day: Counter[date] = field(default_factory=Counter)
    by_slot: Counter[tuple[int, int]] = field(default_factory=Counter)  # weekday, hour
    by_place: Counter[int | None] = field(default_factory=Counter)
    by_author: Counter[int] = field(default_factory=Counter)
    place_of: dict[int, int | None] = field(default_factory=dict)  # of each record
    hour_of: dict[int, int] = field(default_factory=dict)


def tally(asked: Asked) -> Tally:
    """Every record of the range, walked once over the index; one query."""
    found = Tally()
    rows = asked.records().values_list("pk", "happened_at", "place_id", "author_id")
    for key, at, place, author in rows.order_by().iterator(chunk_size=5_000):
        here = local(at)
        found.total += 1
        found.by_day[here.date()] += 1
        found.by_slot[here.weekday(), here.hour] += 1
        found.by_place[place] += 1
        found.place_of[key] = place
        found.hour_of[key] = here.hour
        found.by_author[author] += 1
    return found


def by_place(found: Tally) -> list[Line]:
    """Places, the busiest first; one query."""
    names = Place.objects.in_bulk([key for key in found.by_place if key])
    lines = [
        Line(names[key].name, n, f"place={names[key].uuid}", key)
        if key
        else Line("No place said", n)
        for key, n in found.by_place.items()
    ]
    return sorted(lines, key=lambda line: (-line.n, line.label))


def by_hour(found: Tally) -> list[Line]:
    """Hours of the day, in order; no query."""
    counts = Counter(found.hour_of.values())
    return [
        Line(f"{hour:02}:00 to {hour + 1:02}:00", n, key=hour) for hour, n in sorted(counts.items())
    ]


def by_pupil(asked: Asked, most: int = MOST) -> list[Line]:
    """The pupils that most of them are about; two queries."""
    rows = asked.pupils_in().values_list("person").annotate(n=Count("pk")).order_by("-n", "person")
    return _people(dict(rows[:most]), "pupil")


def pupils(asked: Asked) -> int:
    """How many different pupils they are about."""
    return asked.pupils_in().values("person").distinct().count()


def by_adult(asked: Asked, found: Tally, most: int = MOST) -> list[Line]:
    """The adults in them, or who wrote them where the kind has no part for adults."""
    rows = _adults(asked)
    if rows is None:
        return _people(dict(found.by_author.most_common(most)), "author")
    counted = rows.values_list("person").annotate(n=Count("pk")).order_by("-n", "person")
    return _people(dict(counted[:most]), "adult")


def _adults(asked: Asked) -> QuerySet[Involvement] | None:
    """Who was in them, where the kind has a part for adults alone."""
    parts = [role.slug for role in asked.kind.roles if role.who == ("staff",)]
    rows = Involvement.objects.filter(record__in=asked.records(), role__in=parts)
    return rows.order_by() if parts else None


def adults_in_each(asked: Asked) -> Pairs:
    """Which record has which adult in it; one query."""
    rows = _adults(asked)
    return [] if rows is None else list(dict.fromkeys(rows.values_list("record", "person")))


def _people(counts: dict[int, int], name: str) -> list[Line]:
    known = Person.objects.in_bulk(counts)
    return [
        Line(known[key].name if name == "pupil" else known[key].formal, n,
             f"{name}={known[key].uuid}", key)
        for key, n in counts.items()
    ]  # fmt: skip


def by_measure(asked: Asked, measure: Measure) -> list[Line]:
    """Records by what a measure of the kind names: words of a list, or a column of its rows."""
    if measure.list:
        return _by_word(asked, measure)
    return _by_row(asked, measure) if measure.rows else _by_column(asked, measure)


def _by_word(asked: Asked, measure: Measure) -> list[Line]:
    declared = asked.kind.word_list(measure.list)
    name = declared.name(asked.kind.slug) if declared else ""
    rows = ChosenWord.objects.filter(record__in=asked.records(), list=name).order_by()
    counts = dict(rows.values_list("word").annotate(n=Count("pk")))
    words = Word.objects.in_bulk(counts)
    lines = [Line(words[key].label, n, f"word={words[key].uuid}", key) for key, n in counts.items()]
    return sorted(lines, key=lambda line: (-line.n, line.label))


def _by_row(asked: Asked, measure: Measure) -> list[Line]:
    """Records in which a row says so; each record once a value."""
    declared = asked.kind.rows_named(measure.rows)
    if declared is None:
        return []
    rows = declared.table._default_manager.filter(record__in=asked.records()).order_by()
    counted = rows.values_list(measure.column).annotate(n=Count("record", distinct=True))
    return _labelled(declared.table, measure, dict(counted))


def _by_column(asked: Asked, measure: Measure) -> list[Line]:
    rows = asked.kind.detail._default_manager.filter(record__in=asked.records())
    counted = rows.order_by().values_list(measure.column).annotate(n=Count("pk"))
    return _labelled(asked.kind.detail, measure, dict(counted))


def _labelled(table: Any, measure: Measure, counts: dict[Any, int]) -> list[Line]:
    """Keys as people read them: a choice by its label, a row of another table by its name."""
    column = table._meta.get_field(measure.column)
    if column.is_relation:
        known = column.related_model._default_manager.in_bulk([key for key in counts if key])
        names = {key: str(row) for key, row in known.items()}
        keys = {key: str(row.uuid) for key, row in known.items()}
    else:
        names = {key: str(label) for key, label in column.flatchoices}
        keys = {key: str(key) for key in counts if key}
    lines = [
        Line(names.get(key) or "Not said", n,
             f"{measure.slug}={keys[key]}" if key in keys else "", key)
        for key, n in counts.items()
    ]  # fmt: skip
    return sorted(lines, key=lambda line: (-line.n, line.label))


def each_by_measure(asked: Asked, measure: Measure) -> Pairs:
    """Which record counts to which line of `by_measure`; one query."""
    records = asked.records()
    if measure.list:
        declared = asked.kind.word_list(measure.list)
        name = declared.name(asked.kind.slug) if declared else ""
        words = ChosenWord.objects.filter(record__in=records, list=name).order_by()
        return list(dict.fromkeys(words.values_list("record", "word")))
    rows = asked.kind.rows_named(measure.rows) if measure.rows else None
    table = rows.table if rows else asked.kind.detail
    found = table._default_manager.filter(record__in=records).order_by()
    return list(dict.fromkeys(found.values_list("record", measure.column)))
