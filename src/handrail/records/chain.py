"""The chain of a school: revisions appended one at a time, each hashed onto the last."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from handrail.core.hashing import GENESIS, canonical_json, chain_hash, sha256_hex
from handrail.people.models import Person
from handrail.records.models import ChainHead, Record, Revision
from handrail.records.snapshots import PREFETCH_FOR_SNAPSHOT, snapshot_from_rows
from handrail.records.storing import store


class Link(Protocol):
    """What a link of the chain is made of: a revision, or its columns."""

    @property
    def seq(self) -> int: ...
    @property
    def record_id(self) -> int: ...
    @property
    def act(self) -> str: ...
    @property
    def at(self) -> datetime | str: ...
    @property
    def by_id(self) -> int: ...
    @property
    def reason(self) -> str: ...
    @property
    def reason_hash(self) -> str: ...
    @property
    def body_hash(self) -> str: ...


def locked_head(school_id: int) -> ChainHead:
    """The head of a school's chain, held until the transaction ends, so that appends queue."""
    ChainHead.objects.get_or_create(school_id=school_id, defaults={"hash": GENESIS})
    return ChainHead.objects.select_for_update().get(school_id=school_id)


def link_of(row: Link) -> bytes:
    """What a link of the chain vouches for: who did what to which record, when, why, and how it
    stood then. All but the kept text itself, which the law may one day have forgotten; so a
    reason, which is text too, is vouched for by its fingerprint (older rows have none)."""
    why = row.reason_hash or row.reason
    return canonical_json([row.seq, row.record_id, row.act, row.at, row.by_id, why, row.body_hash])


def reason_hash(reason: str, body: str) -> str:
    """The fingerprint of a reason, made with the body beside it."""
    return sha256_hex(f"{body}\n{reason}".encode()) if reason else ""


def append(
    head: ChainHead,
    bodies: Sequence[tuple[Record, str]],
    *,
    act: str,
    at: datetime | None,
    by: Person | None,
    reason: str = "",
) -> None:
    """Add a revision for each record onto a locked head; `None` takes the record's own."""
    rows = []
    for record, body in bodies:
        body_hash = sha256_hex(body.encode())
        head.seq += 1
        row = Revision(
            school_id=head.school_id, seq=head.seq, record=record, act=act,
            at=at or record.filed_at, by_id=by.pk if by else record.author_id,
            reason=reason, reason_hash=reason_hash(reason, body), body=body, body_hash=body_hash,
        )  # fmt: skip
        row.hash = head.hash = chain_hash(head.hash, link_of(row))
        rows.append(row)
    store(rows)
    head.save(update_fields=["seq", "hash"])


def append_current(record: Record, *, act: str, at: datetime, by: Person, reason: str = "") -> None:
    """Add a revision of a record as it stands in the database now."""
    head = locked_head(record.school_id)
    fresh = Record.everything.prefetch_related(*PREFETCH_FOR_SNAPSHOT).get(pk=record.pk)
    detail = fresh.declared.detail._default_manager.filter(pk=record.pk).first()
    append(head, [(fresh, snapshot_from_rows(fresh, detail))], act=act, at=at, by=by, reason=reason)
