"""The door to write: a record is born here, with its actions, chain and index, or not at all."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.db import transaction

from handrail.core import clock
from handrail.core.school_days import Calendar
from handrail.records.asking import let_asked_read
from handrail.records.chain import append, locked_head
from handrail.records.closing import close_by_filing, settle_past
from handrail.records.draft import Draft
from handrail.records.drawing import Drawn, draw
from handrail.records.events import tell_changed, tell_filed
from handrail.records.fitness import refuse_unfit
from handrail.records.models import (
    ChainHead,
    Link,
    Record,
    Revision,
    Row,
)  # fmt: skip
from handrail.records.numbering import numbered
from handrail.records.reader import Reader
from handrail.records.refusal import Refused
from handrail.records.snapshots import snapshot
from handrail.records.storing import store
from handrail.school.calendars import calendar_of
from handrail.school.models import School


def file_record(kind: str, *, reader: Reader, **fields: Any) -> Record:
    """File one record of a kind; see `Draft` for the fields and `file_event` for the promises."""
    draft = Draft(kind=kind, author=reader.person, **fields)
    return file_event([draft], reader=reader)[0]


@transaction.atomic
def file_event(drafts: Sequence[Draft], *, reader: Reader) -> list[Record]:
    """File what happened once: one record for each draft, linked as the same event.

    All or nothing. The same UUID again gives back the record that is already there, so that a
    retry or a double tap makes exactly one. Raises Refused with a sentence and a field.
    """
    _refuse_mixed(drafts)
    head = locked_head(drafts[0].school.pk)  # from here on, a second tap waits for the first
    if already := _already_filed(drafts, reader):
        return already
    for draft in drafts:
        refuse_unfit(draft, reader)
    calendar = calendar_of(drafts[0].school)
    filed_at = clock.now()
    drawn = [draw(draft, filed_at, calendar) for draft in drafts]
    links = _store(drawn)
    _chain(head, drawn, links)
    for one in drawn:
        close_by_filing(reader, one, drawn)
    opened = let_asked_read(drawn, reader)
    tell_filed(drawn)
    for record in opened:
        tell_changed(record)  # the index of words learns who may find it
    return [one.record for one in drawn]


def _refuse_mixed(drafts: Sequence[Draft]) -> None:
    if not drafts:
        raise Refused("There is nothing to file.")
    if len({draft.school.pk for draft in drafts}) > 1:
        raise Refused("One event happens at one school. File the other part there.")
    if len({draft.uuid for draft in drafts}) < len(drafts):
        raise Refused("Two records have the same number. Start the sheet again.")


def _already_filed(drafts: Sequence[Draft], reader: Reader) -> list[Record]:
    """The records of an event that was filed before, when every draft of it was."""
    found = Record.everything.in_bulk([draft.uuid for draft in drafts], field_name="uuid")
    if not found:
        return []
    if any(record.author_id != reader.person_id for record in found.values()):
        raise Refused("This number belongs to another record. Start the sheet again.")
    if len(found) != len(drafts):
        raise Refused("Part of this was saved before. Open it from Today, then add the rest.")
    return [found[draft.uuid] for draft in drafts]


def _store(drawn: Sequence[Drawn]) -> list[Link]:
    """Write every row of the records with a constant number of statements a table."""
    store([one.record for one in drawn])
    for _, same in groupby(sorted(drawn, key=_detail_name), key=_detail_name):
        ones = list(same)
        for one in ones:
            one.detail.pk = one.record.pk
        store([one.detail for one in ones])
    store(_with_key(row for one in drawn for row in one.involvements))
    store(_with_key(row for one in drawn for row in one.chosen))
    _store_by_table(_with_key(row for one in drawn for row in one.rows))
    store(_with_key(row for one in drawn for row in one.findings))
    store(numbered(_with_key(one.entry for one in drawn if one.entry)))
    links = [*settle_past(drawn), *_same_event_links(drawn)]
    store(_with_key(row for one in drawn for row in one.actions))
    store(links)
    return links


def _store_by_table(rows: Iterable[Row]) -> None:
    """Rows of several tables, each table with one statement."""
    by_table: dict[type[Row], list[Row]] = {}
    for row in rows:
        by_table.setdefault(type(row), []).append(row)
    for same in by_table.values():
        store(same)


def _detail_name(one: Drawn) -> str:
    return one.kind.slug


def _with_key(rows: Iterable[Any]) -> list[Any]:
    """Let each row hold the key that its record was given when it was stored."""
    kept = list(rows)
    for row in kept:
        row.record_id = row.record.pk
    return kept


def _same_event_links(drawn: Sequence[Drawn]) -> list[Link]:
    """The first record of an event is linked to each of the others. Only when filed together."""
    first = drawn[0].record
    if any(one.draft.filed_at for one in drawn):
        return []
    return [Link(source=one.record, target=first, sort=Link.Sort.SAME_EVENT) for one in drawn[1:]]


def _chain(head: ChainHead, drawn: Sequence[Drawn], links: Sequence[Link]) -> None:
    by_source: dict[int, list[Link]] = {}
    for link in links:
        by_source.setdefault(link.source_id, []).append(link)
    bodies = [
        (
            one.record,
            snapshot(
                one.record, one.detail, involvements=one.involvements, chosen=one.chosen,
                links=by_source.get(one.record.pk), actions=one.actions,
                rows=one.rows, findings=one.findings, entry=one.entry,
            ),
        )
        for one in drawn
    ]  # fmt: skip
    append(head, bodies, act=Revision.Act.FILED, at=None, by=None)


@transaction.atomic
def file_past(school: School, drafts: Iterable[Draft], *, calendar: Calendar | None = None) -> int:
    """File many records from before, with their own filing times, telling nobody.

    The bulk path: the same rows and the same chain as `file_event`, a constant number of
    statements for each batch of up to 2,000 drafts. Returns how many were filed. Fitness is the
    caller's to promise: these come from an import or the made-up school, not from a form.
    """
    calendar = calendar or calendar_of(school)
    drawn = [draw(draft, draft.filed_at or draft.happened_at, calendar) for draft in drafts]
    if not drawn:
        return 0
    head = locked_head(school.pk)
    links = _store(drawn)
    _chain(head, drawn, links)
    tell_filed(drawn, quietly=True)
    return len(drawn)
