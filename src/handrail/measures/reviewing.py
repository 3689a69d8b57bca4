"""What changed afterwards: what the reviews of these records decided, and whether it was done."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from handrail.measures.asking import Asked
from handrail.records.kind import Measure, kind_named
from handrail.records.models import Action, Link, Record


@dataclass(frozen=True)
class Change:
    """One review that decided something, in its own words."""

    review: Record
    words: str
    done: bool | None  # None where nobody was asked to do anything


@dataclass
class AfterReviews:
    """How many of the records were reviewed, and what came of it."""

    reviewed: int = 0
    reviews: int = 0
    by_answer: dict[str, Counter[str]] = field(default_factory=dict)  # by the label of a question
    changes: list[Change] = field(default_factory=list)

    @property
    def done(self) -> int:
        return sum(1 for one in self.changes if one.done)


def after_reviews(asked: Asked, measure: Measure) -> AfterReviews:
    """Reviews filed for these records that the reader may know of; six queries.

    A record whose reviews were all sent back, or went on elsewhere, was not reviewed yet.
    """
    kind = kind_named(measure.filed_for)
    known = Record.objects.readable_by(asked.reader)
    links = Link.objects.filter(sort=Link.Sort.EVIDENCE_FOR, target__in=asked.records()).order_by()
    linked = list(links.values_list("source", flat=True))
    reviews = known.filter(pk__in=linked, kind=kind.slug, state=Record.State.FILED)
    keys = sorted(reviews.values_list("pk", flat=True))
    ended = Action.objects.filter(
        record__in=asked.records(), evidence_record__in=keys, state=Action.State.DONE
    )
    details = kind.detail._default_manager.in_bulk(keys)
    found = AfterReviews(
        reviewed=ended.order_by().values("record").distinct().count(), reviews=len(keys)
    )
    for name, label in _questions(kind):
        answers = Counter(
            str(dict(kind.detail._meta.get_field(name).flatchoices)[value])  # type: ignore[union-attr]
            for one in details.values()
            if (value := getattr(one, name))
        )
        found.by_answer[label] = answers
    said = {key: words for key, one in details.items() if (words := getattr(one, measure.column))}
    found.changes = _changes(known, said)
    return found


def _questions(kind: Any) -> list[tuple[str, str]]:
    """The questions of a review that are answered by one of a few answers."""
    return [
        (column.name, kind.question(column.name))
        for column in kind.detail._meta.concrete_fields
        if column.choices
    ]


def _changes(known: Any, said: dict[int, str]) -> list[Change]:
    records = known.select_related("author").in_bulk(list(said))
    asked_for: dict[int, bool] = {}
    actions = Action.objects.filter(record__in=list(said), evidence__startswith="record:")
    for key, state in actions.values_list("record", "state").order_by():
        asked_for[key] = asked_for.get(key, True) and state != Action.State.OPEN
    rows = [Change(records[key], words, asked_for.get(key)) for key, words in said.items()]
    return sorted(rows, key=lambda row: row.review.happened_at, reverse=True)
