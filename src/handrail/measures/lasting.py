"""How long: minutes of each record, and of those parts of it that name a technique or an adult.

Parts at the same time count once. Where a part has no end, nothing is known of how long that
lasted: it is left out and counted as not known, never taken for nought.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from handrail.core import clock
from handrail.core.spans import Span, after, joined, minutes_of
from handrail.measures.asking import Asked
from handrail.measures.counting import Key, Pairs
from handrail.people.models import Person
from handrail.records.kind import Measure

Minutes = Mapping[int, float]  # of each record of which they are known
Spent = list[tuple[Key, float]]  # to what they count; once for each record


@dataclass(frozen=True)
class Lasting:
    """Minutes of `each` record of which they are known; `parts` are the rows that say them."""

    each: Minutes
    rows: str = ""  # the kind's table of those rows
    parts: Mapping[int, list[Any]] = field(default_factory=dict)

    def whole(self, belongs: Iterable[tuple[int, Key]]) -> Spent:
        """To each of what a record counts to, all of its minutes."""
        return [(key, self.each[record]) for record, key in belongs if record in self.each]

    def by_column(self, column: str) -> Spent:
        """To each value of a column of the parts, the minutes of those parts alone."""
        return list(self._of_parts(lambda part: (getattr(part, f"{column}_id", None),)))

    def by_person(self, belongs: Pairs) -> Spent:
        """To everyone whom a part names, its minutes. Of a record without parts, to whoever was
        alone in it; of several nobody says who was in it for how long."""
        found = list(self._of_parts(_named))
        alone: defaultdict[int, list[Key]] = defaultdict(list)
        for record, key in belongs:
            if record not in self.parts:
                alone[record].append(key)
        return found + self.whole((record, keys[0]) for record, keys in alone.items()
                                  if len(keys) == 1)  # fmt: skip

    def _of_parts(self, keys_of: Any) -> Iterator[tuple[Key, float]]:
        for rows in self.parts.values():
            by_key: defaultdict[Key, list[Any]] = defaultdict(list)
            for row in rows:
                for key in keys_of(row):
                    by_key[key].append(row)
            for key, some in by_key.items():
                if all(row.ends is not None for row in some):
                    yield key, minutes_of(_spans(some))


def _named(part: Any) -> list[Key]:
    """Each person whom a row names, once."""
    columns = [one for one in part._meta.concrete_fields if one.name not in {"record", "added_by"}]
    people = [one.attname for one in columns if one.related_model is Person]
    return list(dict.fromkeys(key for name in people if (key := getattr(part, name))))


def _spans(rows: Iterable[Any]) -> list[Span]:
    found = []
    for row in rows:
        start = after(clock.local(row.record.happened_at).time(), row.starts)
        found.append((start, start + row.seconds))
    return joined(found)


def lasting(asked: Asked, measure: Measure) -> Lasting:
    """How long each record lasted by what a measure adds up; at most two queries.

    By its parts where each of them has an end. Else by what was said, and then not less than the
    parts of which the end is known.
    """
    keys = asked.records().values("pk")
    said = asked.kind.detail._default_manager.filter(record__in=keys)
    named = {column.name for column in asked.kind.detail._meta.get_fields()}
    found: dict[int, float] = {}
    if measure.column in named:
        rows = said.exclude(**{measure.column: None})
        pairs = rows.values_list("pk", measure.column, "record__happened_at")
        found = {key: n for key, to, at in pairs if (n := _minutes_to(to, at)) is not None}
    declared = asked.kind.rows_named(measure.rows) if measure.rows else None
    if declared is None:
        return Lasting(found)
    parts: defaultdict[int, list[Any]] = defaultdict(list)
    every = declared.table._default_manager.filter(record__in=keys).select_related("record")
    for row in every.order_by("record", "position"):
        parts[row.record_id].append(row)  # type: ignore[attr-defined]
    for key, some in parts.items():
        timed = minutes_of(_spans(some))
        if timed and all(row.ends is not None for row in some):
            found[key] = timed
        elif key in found:
            found[key] = max(found[key], timed)
    return Lasting(found, measure.rows, dict(parts))


def _minutes_to(said: Any, happened_at: datetime) -> float | None:
    """Minutes that stand in a column, or those from when it happened to the time of that day that
    stands there; none where it ended before the minute in which it began."""
    if not isinstance(said, time):
        return float(said)
    ended = clock.at_local(clock.local(happened_at).date(), said)
    minutes = (ended - happened_at).total_seconds() / 60
    return max(0.0, minutes) if minutes > -1 else None
