"""Walking the chain: is every filed record what it was when it was filed?"""

import gc
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from django.core.files.storage import default_storage
from django.db.models import F

from handrail.core.hashing import GENESIS, chain_hash, sha256_hex
from handrail.core.progress import Progress, silent
from handrail.records.attaching import path_of
from handrail.records.chain import link_of, reason_hash
from handrail.records.models import Attachment, ChainHead, Involvement, Record, Revision
from handrail.records.snapshots import says_the_same
from handrail.records.standing_texts import Columns, texts_now
from handrail.records.verifying_registers import Number, RegisterWalk, number_in, said
from handrail.school.models import School

BATCH = 500


@dataclass(frozen=True)
class Break:
    """Where a school's chain does not hold, and what is wrong there."""

    school: str
    seq: int
    reference: str
    what: str
    entry: str = ""  # "entry 14 of 2026/27", where the record is in a register
    seen: str = ""  # fingerprint of the place and of all that was found there: no two are the same

    @property
    def said(self) -> str:
        """Where and what, in a line."""
        entry = f", {self.entry}" if self.entry else ""
        where = f"{self.school}, revision {self.seq}, record {self.reference or '?'}{entry}"
        return f"{where}: {self.what}"


@dataclass(frozen=True)
class Verdict:
    checked: int
    breaks: tuple[Break, ...]


def verify_school(
    school: School, *, known_head: tuple[int, str] | None = None, progress: Progress = silent
) -> Verdict:
    """Check every revision against the one before, every record against its last revision, every
    attachment's bytes against what was written down when it was kept, and every number of every
    register against what its record's last kept text says.

    `known_head` is a place and value of the chain kept outside the database (a backup, a printed
    page): a chain whose tail was cut no longer reaches it. Reads the whole school in batches.
    """
    walker = _Walker(school, known_head)
    with _not_collecting():
        breaks = [*walker.revisions(progress), *walker.records(progress), *walker.registers()]
    return Verdict(walker.checked, tuple(breaks))


@contextmanager
def _not_collecting() -> Iterator[None]:
    """Rows come and go by the hundred thousand and hold no circles: looking for some among them
    takes a sixth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class Walked(NamedTuple):
    """A revision as the walk reads it."""

    seq: int
    record_id: int
    act: str
    at: str
    by_id: int
    reason: str
    reason_hash: str
    body: str
    body_hash: str
    hash: str


class _Walker:
    """One walk over one school; remembers the last body of each record in hashed form."""

    def __init__(self, school: School, known_head: tuple[int, str] | None) -> None:
        self.school = school
        self.known_head = known_head
        self.checked = 0
        self.last_body: dict[int, tuple[int, str]] = {}
        self.seqs: dict[int, int] = {}
        self.numbers: dict[int, Number] = {}
        self.there: set[int] = set()
        self.times: Counter[str] = Counter()

    def revisions(self, progress: Progress) -> Iterator[Break]:
        previous, expected = GENESIS, 1
        rows = Revision.objects.filter(school=self.school).order_by("seq")
        for columns in Columns(Revision, Walked._fields).of(rows):
            row = Walked(*columns)
            if row.seq != expected:
                what = "A revision is missing from the chain."
                yield self._break(expected, row.record_id, what, *_found(previous, row))
            elif row.body and sha256_hex(row.body.encode()) != row.body_hash:
                what = "The kept text was changed."
                yield self._break(row.seq, row.record_id, what, *_found(previous, row))
            elif row.body and row.reason_hash not in {"", reason_hash(row.reason, row.body)}:
                what = "The kept reason was changed."
                yield self._break(row.seq, row.record_id, what, *_found(previous, row))
            elif chain_hash(previous, link_of(row)) != row.hash:
                what = "The chain does not join here."
                yield self._break(row.seq, row.record_id, what, *_found(previous, row))
            previous, expected = row.hash, row.seq + 1
            self.last_body[row.record_id] = (row.seq, row.body_hash)
            if number := number_in(row.body):
                self.numbers[row.record_id], self.seqs[row.record_id] = number, row.seq
            yield from self._against_known(row)
            self.checked += 1
            progress.step()
        yield from self._at_the_end(expected - 1, previous)

    def _against_known(self, row: Walked) -> Iterator[Break]:
        if self.known_head and row.seq == self.known_head[0] and row.hash != self.known_head[1]:
            what = "The chain differs from the kept head."
            yield self._break(row.seq, row.record_id, what, *_found("", row), *self.known_head)

    def _at_the_end(self, seq: int, value: str) -> Iterator[Break]:
        head = ChainHead.objects.filter(school=self.school).first()
        reached = (head.seq, head.hash) if head else (0, GENESIS)
        if reached != (seq, value) and (reached[0] or seq):
            what = "The end of the chain was cut off."
            yield self._break(seq + 1, None, what, value, *reached, *(self.known_head or ()))
        elif self.known_head and seq < self.known_head[0]:
            what = "The chain ends before the kept head."
            yield self._break(seq + 1, None, what, value, *self.known_head)

    def records(self, progress: Progress) -> Iterator[Break]:
        rows = Record.everything.filter(school=self.school).order_by("pk")
        keys = list(rows.values_list("pk", flat=True))
        for start in range(0, len(keys), BATCH):
            batch = keys[start : start + BATCH]
            yield from self._batch(batch)
            self.there.update(batch)
            progress.step(len(batch))
        for record_id, (seq, body) in sorted(self.last_body.items(), key=lambda kept: kept[1]):
            yield self._break(seq, record_id, "This record was deleted from the database.", body)

    def registers(self) -> Iterator[Break]:
        """After the other two walks, which remember what the chain says and what is there."""
        for fault in RegisterWalk(self.school, self.numbers, self.there).faults():
            seq = self.seqs.get(fault.record_id or 0, 0)
            yield self._break(seq, fault.record_id, fault.what, number=fault.number)

    def _batch(self, keys: Sequence[int]) -> Iterator[Break]:
        files: dict[int, list[Attachment]] = {}
        for row in Attachment.objects.filter(record__in=keys):
            files.setdefault(row.record_id, []).append(row)
        elsewhere = self._of_another_kind(keys)
        for now in texts_now(self.school, keys):
            seq, body_hash = self.last_body.pop(now.pk, (0, ""))
            if now.pk in elsewhere:
                what = "Somebody in it is kept under another kind."
                yield self._break(seq, now.pk, what, *elsewhere[now.pk])
            for what, found in self._faults(now.text, seq, body_hash, files.get(now.pk, [])):
                yield self._break(seq, now.pk, what, body_hash, found)

    def _of_another_kind(self, keys: Sequence[int]) -> dict[int, tuple[int, str]]:
        """An involvement repeats its record's kind, which no kept text holds: with another kind
        there a plan would stand, and nobody who looks for it by its pupil would find it."""
        of_theirs = Involvement.objects.filter(record_id__gte=keys[0], record_id__lte=keys[-1])
        wrong = of_theirs.filter(record__school=self.school).exclude(kind=F("record__kind"))
        return {row.record_id: (row.pk, row.kind) for row in wrong.order_by("-pk")}

    def _faults(
        self, now: str, seq: int, body_hash: str, files: Sequence[Attachment]
    ) -> Iterator[tuple[str, str]]:
        """What is wrong with a record as it stands, and what was found; a kind that nobody declared
        has no detail."""
        found = sha256_hex(now.encode())
        if not body_hash:
            yield "No revision stands behind it.", found
        elif found != body_hash and not self._same_but_older(now, seq):
            yield "The record was changed since.", found
        for row in files:
            what, found = _fault_of_file(row)
            if what:
                yield what, f"{row.pk} {row.sha256} {found}"

    def _same_but_older(self, now: str, seq: int) -> bool:
        """The last kept text was written by a version that kept less; the walk vouches for it."""
        kept = Revision.objects.filter(school=self.school, seq=seq).values_list("body", flat=True)
        body = kept.get()
        return bool(body) and says_the_same(now, body)

    def _break(
        self,
        seq: int,
        record_id: int | None,
        what: str,
        *found: object,
        number: Number | None = None,
    ) -> Break:
        """`found` is all that was seen at this place, so that anything else there is another."""
        rows = Record.everything.filter(pk=record_id or 0)
        reference = rows.values_list("reference", flat=True).first()
        number = number or self.numbers.get(record_id or 0)
        place = [str(self.school.uuid), seq, record_id, what, number, [str(one) for one in found]]
        seen = sha256_hex(json.dumps(place).encode())
        self.times[seen] += 1  # the same twice in a walk is two
        seen = sha256_hex(f"{seen} {self.times[seen]}".encode())
        entry = said(number) if number else ""
        return Break(self.school.name, seq, reference or "", what, entry, seen)


def _found(previous: str, row: Walked) -> tuple[str, ...]:
    """What was seen of a revision; a text that was forgotten by law is the same as it was."""
    body, reason = sha256_hex(row.body.encode()), reason_hash(row.reason, row.body)
    return (
        previous, chain_hash(previous, link_of(row)), row.hash,
        body if row.body and body != row.body_hash else "",
        reason if row.body and row.reason_hash and reason != row.reason_hash else "",
    )  # fmt: skip


def _fault_of_file(row: Attachment) -> tuple[str, str]:
    """Bytes on the disk are outside the database, so only their fingerprint can vouch for them.

    Returns what is wrong ("" where nothing is), and the fingerprint that was found.
    """
    try:
        with default_storage.open(path_of(row)) as kept:
            found = sha256_hex(kept.read())
    except OSError:
        return "An attachment is missing from the disk.", ""
    return ("" if found == row.sha256 else "An attachment was changed on the disk."), found
