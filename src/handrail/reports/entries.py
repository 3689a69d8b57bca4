"""One record as it is printed: all that it says, whom it was told to, and what was filed on it."""

from collections.abc import Iterator, Sequence
from typing import Any

from handrail.core import clock
from handrail.core.dates import said_day, said_in_full
from handrail.people.models import Person
from handrail.records.about import HANGS_ON
from handrail.records.accounts import KEPT_APART, amendments_shown, kept_apart
from handrail.records.closing import ground_of, reason_shown
from handrail.records.kind import kind_named
from handrail.records.models import Action, Record, RegisterEntry, Revision
from handrail.records.models.record import RecordQuerySet
from handrail.records.reader import Reader
from handrail.records.reading import details_of, findings_shown, shown_to
from handrail.records.snapshots import rows_of
from handrail.registers.keeping import keeps_register
from handrail.sharing.passages import ADDED, OWN_WORDS, record_passages

SHOWN_APART = {
    "What had to follow", "Not needed because", "Belongs with", "Others let read it",
    "Void because",
}  # fmt: skip
THEN = "As it stood then:"
BATCH = 100
VALUE = 16  # letters of a chain value on paper: 64 bits, too many to try


def value_said(value: str) -> str:
    """A chain value as it is printed: "3f2a 91bc 77d0 e41a"."""
    kept = value[:VALUE]
    return " ".join(kept[at : at + 4] for at in range(0, len(kept), 4))


def whole(records: RecordQuerySet) -> list[Record]:
    """Records with all that hangs on them; the number of queries does not grow with them."""
    found = list(records.select_related("place", "group", "author").prefetch_related(*HANGS_ON))
    details_of(found)
    several = rows_of(found)
    for record in found:
        record.kept_rows = several.get(record.pk, [])  # type: ignore[attr-defined]
    return found


def entries_of(reader: Reader, records: Sequence[Record]) -> Iterator[dict[str, Any]]:
    """Each record as plain data for the template; expects `whole` records that may be read."""
    ids = [record.pk for record in records]
    numbers = RegisterEntry.objects.in_bulk(ids, field_name="record_id")
    last: dict[int, Revision] = {}
    for row in Revision.objects.filter(record__in=ids).defer("body").order_by("seq"):
        last[row.record_id] = row
    filed_on = _filed_on(reader, records)
    numbers = {pk: row for pk, row in numbers.items() if _sees_number(reader, row)}
    for record in records:
        yield _entry(reader, record, numbers.get(record.pk), last.get(record.pk), filed_on)


def _sees_number(reader: Reader, row: RegisterEntry) -> bool:
    return keeps_register(reader, row.school_id, kind_named(row.kind))


def _filed_on(reader: Reader, records: Sequence[Record]) -> dict[int, Record]:
    """What was filed for these records' actions, and what is linked, as far as it may be read."""
    keys = {a.evidence_record_id for one in records for a in one.actions.all()}
    keys |= {link.target_id for one in records for link in one.links.all()}
    keys |= {link.source_id for one in records for link in one.linked_by.all()}
    rows = Record.objects.readable_by(reader).filter(pk__in=[key for key in keys if key])
    return {record.pk: record for record in whole(rows)}


def _entry(
    reader: Reader,
    record: Record,
    number: RegisterEntry | None,
    last: Revision | None,
    known: dict[int, Record],
) -> dict[str, Any]:
    kind = kind_named(record.kind)
    one = kind.register.one.capitalize() if kind.register else ""
    actions = shown_to(
        reader,
        record.actions.select_related(
            "pupil", "carer", "owner_person", "closed_by", "evidence_record"
        ),
    )
    return {
        "number": f"{one} {number.said}" if number else "",
        "index_number": str(number.number) if number else "",
        "index_day": said_day(clock.local(record.happened_at).date()),
        "title": kind.label if record.is_stub else record.headline,
        "kind": kind.label,
        "reference": record.reference,
        "pupil": ", ".join(row.person.name for row in record.involvements.all()
                           if row.role == kind.roles[0].slug),
        "void": record.void_reason if record.is_voided else "",
        "stub": record.is_stub,
        "passages": passages_of(reader, record),
        "told": _told_each(reader, [row for row in actions if row.carer_id], known),
        "follows": [_followed(reader, row, known) for row in actions if not row.carer_id],
        "filed_on": [_other(reader, one, record) for one in _others(record, known)],
        "files": [f"{row.name} (fingerprint {row.sha256[:VALUE]})"
                  for row in record.attachments.all()],
        "value": value_said(last.hash) if last else "",
        "after": f"{last.get_act_display()}, {said_in_full(last.at)}" if last else "",
    }  # fmt: skip


def passages_of(
    reader: Reader, record: Record, *, only: Person | None = None
) -> list[dict[str, str]]:
    """All that it says, in the order people read it, without what stands in tables of its own.

    `only`: for this pupil's own file; what another pupil said, or what was found of them, is left
    out.
    """
    if record.is_stub:
        return [{"label": "Destroyed", "text": record.void_reason}]
    pupils = [row.person for row in record.involvements.all() if row.as_pupil]
    pupil = only or next(iter(pupils), record.author)
    others = {one.pk for one in pupils if only and one.pk != only.pk}
    apart = kept_apart(record, reader.person)
    left_out = {*SHOWN_APART, OWN_WORDS} if apart else SHOWN_APART
    shown = {f"{row.author_name}: {row.words}" for row in amendments_shown(record, reader.person)}
    said = [
        {"label": row.label, "text": row.text}
        for row in record_passages(record, pupil, shut=False)
        if row.label not in left_out and not row.label.startswith(THEN) and not (only and row.held)
        and (not row.label.startswith(ADDED) or row.text in shown)
    ]  # fmt: skip
    said += [{"label": OWN_WORDS, "text": KEPT_APART}] if apart else []
    return said + [
        {
            "label": f"{THEN} {row.label}",
            "text": f"{row.person.formal}: {row.said.removeprefix(f'{row.person.formal}: ')}"
            if row.person
            else row.said,
        }
        for row in findings_shown(reader, record)
        if row.person_id not in others
    ]


def _told_each(
    reader: Reader, rows: Sequence[Action], known: dict[int, Record]
) -> list[dict[str, str]]:
    """A row for each; what one contact says about two of them stands beside the first."""
    shown: list[dict[str, str]] = []
    said: set[int] = set()
    for row in rows:
        one, contact = _told(reader, row, known), row.evidence_record_id
        if contact in said and contact in known:
            one["said"] = f"The same contact, above ({known[contact].reference})"
        shown.append(one)
        said |= {contact} if contact else set()
    return shown


def _told(reader: Reader, row: Action, known: dict[int, Record]) -> dict[str, str]:
    """One parent: how, when, by whom, what was said and whether a copy was given; or why not."""
    contact = known.get(row.evidence_record_id or 0)
    said = {each["label"]: each["text"] for each in passages_of(reader, contact)} if contact else {}
    told = [f"{label}: {text}" for label, text in said.items() if label not in NOT_OF_CONTACT]
    return {
        "what": row.sentence,
        "how": ended(reader, row),
        "said": "\n".join(told),
    }


NOT_OF_CONTACT = {"Headline", "Written by", "Filed", "Who was in it"}


def _followed(reader: Reader, row: Action, known: dict[int, Record]) -> dict[str, str]:
    other = known.get(row.evidence_record_id or 0)
    see = f" See record {other.reference}." if other else ""
    return {"what": row.sentence, "how": ended(reader, row) + see, "said": ""}


def ended(reader: Reader, row: Action) -> str:
    """How an action ended, or until when it is open, in a sentence."""
    by = row.closed_by.formal if row.closed_by else ""
    if row.state == Action.State.DONE:
        return f"Done {said_in_full(row.closed_at)}, {by}."
    if row.state == Action.State.NOT_NEEDED:
        ground, because = ground_of(row), reason_shown(row, reader)
        so = ground.label if ground else "Not done"
        why = f" Because: {because}" if because else ""
        return f"{so}, {said_in_full(row.closed_at)}, {by}.{why}"
    return f"Open. Due {said_in_full(row.due)}."


def _others(record: Record, known: dict[int, Record]) -> list[Record]:
    """What was filed on it, each once, oldest first."""
    keys = {row.evidence_record_id for row in record.actions.all()}
    keys |= {link.target_id for link in record.links.all()}
    keys |= {link.source_id for link in record.linked_by.all()}
    found = [known[key] for key in keys if key in known and key != record.pk]
    return sorted(found, key=lambda one: (one.happened_at, one.pk))


def _other(reader: Reader, record: Record, of: Record) -> dict[str, Any]:
    kind = kind_named(record.kind)
    title = f"{kind.label} ({record.reference})"
    if kind.goes_on and record.kind == of.kind:
        earlier = (record.happened_at, record.pk) < (of.happened_at, of.pk)
        title = f"{title}: {'the version before' if earlier else 'a later version'}"
    return {"title": title, "passages": passages_of(reader, record)}
