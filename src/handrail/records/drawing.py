"""From a draft to rows: what a record, its involvements, words and actions will be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models

from handrail.core import clock
from handrail.core.ids import reference_for
from handrail.core.prose import tidy
from handrail.core.school_days import Calendar, school_year
from handrail.records.draft import Draft
from handrail.records.duties import actions_for
from handrail.records.kind import Facts, Found, Kind, kind_named
from handrail.records.models import (
    Action,
    ChosenWord,
    Finding,
    Involvement,
    Record,
    RegisterEntry,
    Row,
)
from handrail.records.sensitivity import Sensitivity


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
    rows: list[Row] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    entry: RegisterEntry | None = None  # its number is given when it is stored


def draw(draft: Draft, filed_at: datetime, calendar: Calendar) -> Drawn:
    """Make every row of a record, without writing. Only a kind that looks things up reads."""
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
                happened_at=draft.happened_at, kind=kind.slug,
            )
            for who in draft.involved
        ],
        chosen=[
            ChosenWord(record=record, list=kind.word_list(slug).name(kind.slug), word=word)  # type: ignore[union-attr]
            for slug, words in draft.chosen.items()
            for word in words
        ],
        actions=actions_for(kind, record, facts, calendar),
        rows=_placed(facts, record, filed_at),
        findings=[finding_row(record, found, filed_at) for found in kind.look(facts)],
        entry=entry_of(record, kind),
    )  # fmt: skip


def _placed(facts: Facts, record: Record, at: datetime) -> list[Row]:
    """The rows of every table, told to which record they belong, when and by whom added."""
    rows: list[Row] = [row for several in facts.rows.values() for row in several]
    for row in rows:
        row.record, row.added_at, row.added_by = record, at, record.author
    return rows


def finding_row(record: Record, found: Found, at: datetime) -> Finding:
    return Finding(
        record=record, slug=found.slug, label=found.label, said=found.said[:300],
        verdict=found.verdict, person=found.person, at=at, private=found.private,
    )  # fmt: skip


def entry_of(record: Record, kind: Kind) -> RegisterEntry | None:
    """Where a record of a numbered kind stands in its register, still without a number."""
    if kind.register is None:
        return None
    year = school_year(clock.local(record.happened_at).date())
    return RegisterEntry(school=record.school, kind=kind.slug, year=year, record=record)


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
        school=draft.school,
        author=draft.author,
        rows=rows_of_draft(draft),
        accounts={who.person.pk: who.account for who in draft.involved if who.account},
        place=draft.place,
        pupils=frozenset(who.person.pk for who in draft.involved if who.as_pupil),
        about=draft.closes[0].record if draft.closes else None,
        late=_day(draft.filed_at or clock.now()) > _day(draft.happened_at),
        timed=draft.precision != Record.Precision.DAY,
    )


def _day(moment: datetime) -> date:
    return clock.local(moment).date()


def rows_of_draft(draft: Draft) -> dict[str, tuple[Row, ...]]:
    """Unsaved rows of the kind's own tables, each value in the type of its column."""
    kind = kind_named(draft.kind)
    return {
        rows.slug: tuple(typed_rows(rows.table, draft.rows.get(rows.slug, ())))
        for rows in kind.rows
    }


def typed_rows(table: type[Row], said: Iterable[Mapping[str, Any]], *, start: int = 1) -> list[Row]:
    """Rows from what was said of each, numbered from `start`."""
    return [
        table(
            position=position,
            **{name: _typed(table._meta.get_field(name), value) for name, value in values.items()},
        )
        for position, values in enumerate(said, start)
    ]


def detail_row(draft: Draft) -> models.Model:
    """The kind's own row, each value in the type of its column, so that what is hashed in memory
    is what the database will give back."""
    table = kind_named(draft.kind).detail
    return table(
        **{name: _typed(table._meta.get_field(name), value) for name, value in draft.detail.items()}
    )


def _typed(column: Any, value: object) -> object:
    if isinstance(value, models.Model):
        return value
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
        sensitivity=max(kind.sensitivity, draft.sensitivity or 0, _narrowed(kind, facts)),
    )


def _narrowed(kind: Kind, facts: Facts) -> int:
    """How narrow the kind itself makes a record of these facts, whatever its author says."""
    return Sensitivity.RESTRICTED if kind.restricts(facts) else 0
