"""Facts of a record as it stands now, for the rules that look at it again later."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import models

from handrail.core import clock
from handrail.people.models import Person
from handrail.records.kind import COMPLETE, Facts, Kind
from handrail.records.models import Action, ChosenWord, Involvement, Link, Record, Row
from handrail.records.snapshots import rows_of
from handrail.school.models import Word


def facts_of_record(record: Record) -> Facts:
    """The same facts as when it was filed, with all that was answered since."""
    return facts_of_records([record])[record.pk]


def facts_of_records(records: Sequence[Record]) -> dict[int, Facts]:
    """The same for many records of one kind, by key; a constant number of queries."""
    if not records:
        return {}
    kind: Kind = records[0].declared
    models.prefetch_related_objects(records, "place")
    keys = [record.pk for record in records]
    details = kind.detail._default_manager.in_bulk(keys)
    involved: dict[int, list[Involvement]] = {}
    for who in Involvement.objects.filter(record__in=keys).select_related("person"):
        involved.setdefault(who.record_id, []).append(who)
    chosen, about, rows = _chosen(keys, kind), _about(keys), rows_of(records)
    _fetch(kind, rows)
    overdue = set(
        Action.objects.filter(
            record__in=keys, evidence=COMPLETE, state=Action.State.OPEN, due__lt=clock.now()
        ).values_list("record_id", flat=True)
    )
    return {
        record.pk: _facts(
            record, kind, details[record.pk], involved.get(record.pk, []),
            chosen=chosen.get(record.pk, {}), about=about.get(record.pk),
            rows=rows_by_slug(kind, rows.get(record.pk, [])), overdue=record.pk in overdue,
        )
        for record in records
    }  # fmt: skip


def _fetch(kind: Kind, rows: Mapping[int, Sequence[Row]]) -> None:
    """What the rules look at beyond a row, such as its technique: one query each for all."""
    every = [row for several in rows.values() for row in several]
    for declared in kind.rows:
        own = [row for row in every if type(row) is declared.table]
        if own and declared.fetch:
            models.prefetch_related_objects(own, *declared.fetch)


def _facts(
    record: Record, kind: Kind, detail: models.Model, involved: Sequence[Involvement], *,
    chosen: Mapping[str, tuple[Word, ...]], about: Record | None,
    rows: Mapping[str, tuple[Row, ...]], overdue: bool,
) -> Facts:  # fmt: skip
    people: dict[str, tuple[Person, ...]] = {}
    for row in involved:
        people[row.role] = (*people.get(row.role, ()), row.person)
    return Facts(
        happened_at=record.happened_at,
        detail=detail,
        chosen=chosen,
        people=people,
        words=record.words,
        group_name=record.group.name if record.group else "",
        school=record.school,
        author=record.author,
        rows=rows,
        accounts={row.person_id: row.account for row in involved if row.account},
        about=about,
        place=record.place,
        pupils=frozenset(row.person_id for row in involved if row.as_pupil),
        late=overdue or _filed_after_the_day(record),
        timed=record.precision != Record.Precision.DAY,
    )


def _filed_after_the_day(record: Record) -> bool:
    """Filed after the day on which it happened; `overdue` is past its time and still not whole."""
    return clock.local(record.filed_at).date() > clock.local(record.happened_at).date()


def _about(keys: Sequence[int]) -> dict[int, Record]:
    """The record that each was filed for, where it was."""
    links = Link.objects.filter(source__in=keys, sort=Link.Sort.EVIDENCE_FOR)
    found: dict[int, Record] = {}
    for link in links.select_related("target").order_by("pk"):
        found.setdefault(link.source_id, link.target)
    return found


def _chosen(keys: Sequence[int], kind: Kind) -> dict[int, dict[str, tuple[Word, ...]]]:
    found: dict[int, dict[str, tuple[Word, ...]]] = {}
    for row in ChosenWord.objects.filter(record__in=keys).select_related("word"):
        slug = row.list.removeprefix(f"{kind.slug}.")
        lists = found.setdefault(row.record_id, {})
        lists[slug] = (*lists.get(slug, ()), row.word)
    return found


def rows_by_slug(kind: Kind, rows: Iterable[Row]) -> dict[str, tuple[Row, ...]]:
    """Rows sorted into the tables that the kind declares."""
    kept = list(rows)
    return {
        declared.slug: tuple(row for row in kept if type(row) is declared.table)
        for declared in kind.rows
    }
