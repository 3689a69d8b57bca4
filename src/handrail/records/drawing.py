"""From a draft to rows: what a record, its involvements, words and actions will be."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from handrail.core.ids import reference_for
from handrail.core.prose import tidy
from handrail.core.school_days import Calendar
from handrail.records.draft import Draft
from handrail.records.duties import actions_for
from handrail.records.kind import Facts, Kind, kind_named
from handrail.records.models import Action, ChosenWord, Involvement, Record


@dataclass
class Drawn:
    """The unsaved rows of one record, together with what its rules looked at."""

    draft: Draft
    kind: Kind
    facts: Facts
    record: Record
    detail: models.Model
    involvements: list[Involvement]
    chosen: list[ChosenWord]
    actions: list[Action] = field(default_factory=list)


def draw(draft: Draft, filed_at: datetime, calendar: Calendar) -> Drawn:
    """Make every row of a record, without touching the database."""
    kind = kind_named(draft.kind)
    facts = facts_of(draft)
    record = _record_row(draft, kind, facts, filed_at)
    return Drawn(
        draft=draft,
        kind=kind,
        facts=facts,
        record=record,
        detail=facts.detail,
        involvements=[
            Involvement(
                record=record, person=who.person, role=who.role, as_pupil=who.as_pupil,
                account=tidy(who.account), outcome=tidy(who.outcome)[:200],
                happened_at=draft.happened_at,
            )
            for who in draft.involved
        ],
        chosen=[
            ChosenWord(record=record, list=kind.word_list(slug).name(kind.slug), word=word)  # type: ignore[union-attr]
            for slug, words in draft.chosen.items()
            for word in words
        ],
        actions=actions_for(kind, record, facts, calendar),
    )  # fmt: skip


def facts_of(draft: Draft) -> Facts:
    """What the kind's rules may look at."""
    people: dict[str, tuple[object, ...]] = {}
    for who in draft.involved:
        people[who.role] = (*people.get(who.role, ()), who.person)
    return Facts(
        happened_at=draft.happened_at,
        detail=detail_row(draft),
        chosen=draft.chosen,
        people=people,  # type: ignore[arg-type]
        words=draft.words,
        group_name=draft.group.name if draft.group else "",
    )


def detail_row(draft: Draft) -> models.Model:
    """The kind's own row, each value in the type of its column, so that what is hashed in memory
    is what the database will give back."""
    table = kind_named(draft.kind).detail
    return table(
        **{name: _typed(table._meta.get_field(name), value) for name, value in draft.detail.items()}
    )


def _typed(column: Any, value: object) -> object:
    typed = column.to_python(value)
    return tidy(typed) if isinstance(typed, str) else typed


def _record_row(draft: Draft, kind: Kind, facts: Facts, filed_at: datetime) -> Record:
    return Record(
        uuid=draft.uuid,
        school=draft.school,
        reference=reference_for(draft.uuid),
        kind=kind.slug,
        kind_version=kind.version,
        happened_at=draft.happened_at,
        precision=draft.precision,
        captured_at=draft.captured_at or filed_at,
        filed_at=filed_at,
        place=draft.place,
        group=draft.group,
        author=draft.author,
        author_name=draft.author.formal,
        author_post=draft.author_post,
        headline=kind.headline(facts)[:200],
        words=tidy(draft.words),
        sensitivity=max(kind.sensitivity, draft.sensitivity or 0),
    )
