"""A pupil's records as somebody can file them in CPOMS: one entry each, for paper and as a table.

The maker of CPOMS publishes no list of columns for bringing anything in (looked for, 2026), so
this is a document for its vault and a table to key in from, and never said to be its own form.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction

from handrail.core import clock
from handrail.core.dates import said_day, said_in_full
from handrail.core.names import clean
from handrail.core.progress import Progress
from handrail.measures.ranges import Range
from handrail.people.models import Person, Pupil
from handrail.records.kind import READING, filing, kind_named
from handrail.records.models import AccessEntry, Action, Record, Revision
from handrail.records.reader import Reader
from handrail.records.reading import shown_to
from handrail.records.refusal import Refused
from handrail.records.rules import PASTORAL
from handrail.reports.book import frame
from handrail.reports.categories import category_of, names_of
from handrail.reports.entries import BATCH, VALUE, ended, passages_of, value_said, whole
from handrail.reports.models import FiledThere, Report
from handrail.school.models import School

TITLE = "Records for CPOMS"
MOST, MOST_REFERENCE = 300, 60
TOO_MANY = f"These are more than {MOST} records. Choose fewer days, or one kind."
NOTHING = "There is nothing in these days that you may read."
GONE = "You may not read everything in it any more. Ask for it again."
NOT_IN_TEXT = {"Headline", "Happened", "Written by", "Filed", "Who was in it"}
HOW = (
    "For filing in CPOMS by hand: put this document in the pupil’s vault, or key each entry in. "
    "CPOMS publishes no form for bringing records in, and this does not claim to be one. Other "
    "pupils stand as initials, but words that somebody typed may name them: read before you file."
)
COLUMNS = [
    "Number", "Reference", "Incident date", "Incident time", "Recorded", "UPN", "Surname",
    "First name", "Date of birth", "Category", "Kind", "Headline", "Text", "Linked pupils",
    "Adults in it", "Who was told", "Actions", "Status", "Written by", "Files", "Value",
]  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One record, as it is keyed in. `text` is label and words; `told` and `actions` what had to
    follow and how each ended."""

    record: Record
    number: str
    category: str
    day: str
    hour: str
    text: list[dict[str, str]]
    linked: str
    adults: str
    told: list[dict[str, str]]
    actions: list[dict[str, str]]
    status: str
    value: str
    after: str


def records_to_file(
    reader: Reader, school: School, pupil: Person, span: Range, kind: str = "", *,
    left: bool = False,
) -> list[Record]:  # fmt: skip
    """What the reader may read about a pupil in a range, the oldest first; one more than fits.

    `left`: only what was not noted as filed there.
    """
    rows = Record.objects.readable_by(reader).filter(
        school=school, state=Record.State.FILED, happened_at__gte=span.starts,
        happened_at__lt=span.ends, involvements__person=pupil, involvements__as_pupil=True,
    )  # fmt: skip
    if kind:
        rows = rows.filter(kind=kind)
    if left:
        rows = rows.exclude(pk__in=FiledThere.objects.filter(pupil=pupil).values("record"))
    return list(rows.order_by("happened_at", "pk").distinct()[: MOST + 1])


@transaction.atomic
def note_filed(reader: Reader, pupil: Person, records: Sequence[Record], reference: str) -> int:
    """Note that these were filed there, with the reference that they have; how many were new.

    Once noted it stays as it is. Raises Refused when none is chosen, or one reference is for many.
    """
    if not records:
        raise Refused("Tick the records that were filed in CPOMS.", "filed")
    said = clean(reference)[:MOST_REFERENCE]
    if said and len(records) > 1:
        raise Refused("A reference belongs to one record. Tick one, or leave it out.", "reference")
    had = set(filed_of(pupil, records))
    fresh = [
        FiledThere(record=record, pupil=pupil, by=reader.person, at=clock.now(), reference=said)
        for record in records
        if record.pk not in had
    ]
    FiledThere.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def undo_filed(reader: Reader, pupil: Person, records: Sequence[Record]) -> None:
    """Whoever noted something by mistake takes the note back. Raises Refused to anybody else."""
    rows = FiledThere.objects.filter(
        pupil=pupil, by=reader.person, record__in=[record.pk for record in records]
    )
    if not rows.delete()[0]:
        raise Refused("Only whoever noted this can take the note back.")


def filed_of(pupil: Person, records: Sequence[Record]) -> dict[int, FiledThere]:
    """Those of the records that were filed in this pupil's file there, by key."""
    rows = FiledThere.objects.filter(pupil=pupil, record__in=[record.pk for record in records])
    return {row.record_id: row for row in rows.select_related("by")}


def filing_report(school: School, pupil: Person, records: Sequence[Record]) -> Report:
    """What is asked for, not kept yet. Raises Refused when there is nothing, or too much."""
    _refuse_size(records)
    return Report(
        school=school, sort=Report.Sort.FILING, kind=records[0].kind, pupil=pupil,
        listed=[record.pk for record in records],
    )  # fmt: skip


def _refuse_size(records: Sequence[Record]) -> None:
    if not records:
        raise Refused(NOTHING)
    if len(records) > MOST:
        raise Refused(TOO_MANY)


def filing_body(reader: Reader, report: Report, progress: Progress) -> dict[str, Any]:
    """Cover, index and every entry as plain data. Raises Refused when one is theirs no longer."""
    pupil = report.pupil
    if pupil is None:
        raise Refused(GONE)
    rows = Record.objects.readable_by(reader).filter(pk__in=report.listed)
    found = {record.pk: record for record in rows}
    if len(found) != len(report.listed):
        raise Refused(GONE)
    records = [found[key] for key in report.listed]
    entries = []
    for entry in entries_to_file(reader, pupil, records):
        entries.append(_printed(pupil, entry))
        progress.step()
    days = (clock.local(one.happened_at).date() for one in (records[0], records[-1]))
    if len(entries) == 1:
        return _alone(report, pupil, entries[0])
    cover = [
        ["School", report.school.name], ["Pupil", pupil.name],
        ["Date of birth", said_day(pupil.born)], ["UPN", _upns([pupil.pk]).get(pupil.pk, "")],
        ["From and to", " to ".join(said_day(day) for day in days)],
        ["Entries", str(len(entries))],
        ["Made by", f"{reader.person.formal}, {said_in_full(clock.now())}"],
    ]  # fmt: skip
    return {
        **frame(report.school, TITLE), "cover": [row for row in cover if row[1]], "how": HOW,
        "entries": entries,
    }  # fmt: skip


def _alone(report: Report, pupil: Person, entry: dict[str, Any]) -> dict[str, Any]:
    """One record needs no cover and no index: whose it is stands above it."""
    whose = {"Pupil": pupil.name, "Date of birth": said_day(pupil.born),
             "UPN": _upns([pupil.pk]).get(pupil.pk, "")}  # fmt: skip
    rows = [{"label": label, "text": text} for label, text in whose.items() if text]
    entry["passages"] = [*rows, *entry["passages"]]
    return {**frame(report.school, TITLE), "cover": [], "lead": HOW, "entries": [entry]}


def _printed(pupil: Person, one: Entry) -> dict[str, Any]:
    """An entry in the shape that the template of records prints."""
    record, kind = one.record, kind_named(one.record.kind)
    head = {
        "Category": one.category, "Incident date": one.day, "Incident time": one.hour,
        "Recorded": said_in_full(record.filed_at),
        "Written by": f"{record.author_name}, {record.author_post}", "Status": one.status,
        "Linked pupils": one.linked, "Adults in it": one.adults,
    }  # fmt: skip
    return {
        "number": f"Entry {one.number}", "index_number": one.number, "index_day": one.day,
        "title": record.headline, "kind": kind.label, "reference": record.reference,
        "pupil": pupil.short, "void": record.void_reason, "stub": record.is_stub,
        "passages": [
            *({"label": label, "text": text} for label, text in head.items() if text), *one.text,
        ],
        "told": [], "follows": [*one.told, *one.actions], "filed_on": [],
        "files": [_file(row) for row in record.attachments.all()], "value": one.value,
        "after": one.after,
    }  # fmt: skip


def _file(row: Any) -> str:
    return f"{row.name} (kept in Handrail, fingerprint {row.sha256[:VALUE]})"


@transaction.atomic
def table_to_file(reader: Reader, pupil: Person, records: Sequence[Record]) -> list[list[str]]:
    """The same as a table; that each record left is written down. Raises Refused like the file."""
    _refuse_size(records)
    lines = [COLUMNS, *(_line(one, pupil) for one in entries_to_file(reader, pupil, records))]
    entry = partial(AccessEntry, person=reader.person, at=clock.now(),
                    how=AccessEntry.How.EXPORTED)  # fmt: skip
    AccessEntry.objects.bulk_create(entry(record=record) for record in records)
    return lines


def _line(one: Entry, pupil: Person) -> list[str]:
    record = one.record
    happened = clock.local(record.happened_at)
    return [
        one.number, record.reference, f"{happened:%d/%m/%Y}", one.hour,
        f"{clock.local(record.filed_at):%d/%m/%Y %H:%M}",
        _upns([pupil.pk]).get(pupil.pk, ""), pupil.family, pupil.given,
        f"{pupil.born:%d/%m/%Y}" if pupil.born else "", one.category,
        kind_named(record.kind).label, record.headline,
        "\n".join(f"{row['label']}: {row['text']}" for row in one.text),
        one.linked, one.adults, _joined(one.told), _joined(one.actions), one.status,
        f"{record.author_name}, {record.author_post}",
        "\n".join(row.name for row in record.attachments.all()), one.value,
    ]  # fmt: skip


def _joined(rows: list[dict[str, str]]) -> str:
    return "\n".join(f"{row['what']}: {row['how']}" for row in rows)


def entries_to_file(reader: Reader, pupil: Person, records: Sequence[Record]) -> Iterator[Entry]:
    """Each record, numbered in the order given; batches keep the memory small."""
    names = names_of(records[0].school_id) if records else {}
    number = 0
    for start in range(0, len(records), BATCH):
        keys = [record.pk for record in records[start : start + BATCH]]
        rows = {
            row.pk: row for row in whole(Record.objects.readable_by(reader).filter(pk__in=keys))
        }
        if len(rows) != len(keys):
            raise Refused(GONE)
        revisions = Revision.objects.filter(record__in=keys).defer("body").order_by("seq")
        last = {row.record_id: row for row in revisions}
        others = {row.person_id for record in rows.values() for row in record.involvements.all()}
        upns = _upns(others) if reader.holds(records[0].school_id, *PASTORAL) else {}
        for key in keys:
            number += 1
            said = f"{number} of {len(records)}"
            yield _entry(reader, pupil, rows[key], said, names, upns, last.get(key))


def _upns(people: Any) -> dict[int, str]:
    rows = Pupil.objects.filter(pk__in=people).exclude(upn="").values_list("pk", "upn")
    return dict(rows)


def _entry(
    reader: Reader, pupil: Person, record: Record, number: str,
    names: dict[tuple[str, str], str], upns: dict[int, str], last: Revision | None,
) -> Entry:  # fmt: skip
    told, actions, open_ = _followed(reader, pupil, record)
    happened = clock.local(record.happened_at)
    hour = "" if record.precision == Record.Precision.DAY else f"{happened:%H:%M}"
    return Entry(
        record, number, category_of(record, names), said_day(happened.date()),
        f"about {hour}" if record.precision == Record.Precision.ABOUT else hour,
        [row for row in passages_of(reader, record, only=pupil)
         if row["label"] not in NOT_IN_TEXT],
        _linked(pupil, record, upns), _adults(record), told, actions,
        f"Open: {open_} still to be done" if open_ else "Closed: nothing left to be done",
        value_said(last.hash) if last else "",
        f"{last.get_act_display()}, {said_in_full(last.at)}" if last else "",
    )  # fmt: skip


def _part(record: Record, slug: str) -> str:
    role = kind_named(record.kind).role(slug)
    return role.label.lower() if role else slug


def _linked(pupil: Person, record: Record, upns: dict[int, str]) -> str:
    """The other pupils as initials and a number: the UPN to who may have it, else ours."""
    rows = [row for row in record.involvements.all() if row.as_pupil and row.person_id != pupil.pk]
    return "\n".join(
        f"{row.person.initials} ({_number(row.person, upns)}): {_part(record, row.role)}"
        for row in rows
    )


def _number(person: Person, upns: dict[int, str]) -> str:
    upn = upns.get(person.pk)
    return f"UPN {upn}" if upn else f"in Handrail {str(person.uuid)[-8:]}"


def _adults(record: Record) -> str:
    rows = [row for row in record.involvements.all() if not row.as_pupil]
    return "\n".join(f"{row.person.formal}: {_part(record, row.role)}" for row in rows)


def _followed(
    reader: Reader, pupil: Person, record: Record
) -> tuple[list[dict[str, str]], list[dict[str, str]], int]:
    """Who was told, what else had to follow, and how many of both are open; nothing that waits for
    another pupil or theirs."""
    rows = shown_to(
        reader, record.actions.select_related("pupil", "carer", "owner_person", "closed_by")
    ).order_by("pk")
    mine = [row for row in rows if row.pupil_id in {None, pupil.pk}]
    told: list[dict[str, str]] = []
    actions: list[dict[str, str]] = []
    for row in mine:
        said = {"what": row.sentence, "how": ended(reader, row), "said": ""}
        is_told = row.carer_id or row.evidence == READING or row.evidence == filing("contact")
        (told if is_told else actions).append(said)
    return told, actions, sum(row.state == Action.State.OPEN for row in mine)
