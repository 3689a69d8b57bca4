"""Tampering by somebody with the database's password: every act of it is found and named."""

import hashlib
import json
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.storage import default_storage
from django.db import connection

from handrail.core.hashing import chain_hash, sha256_hex
from handrail.demo.cast import Cast
from handrail.records.amending import add_reader, amend_record
from handrail.records.attaching import attach, path_of
from handrail.records.chain import link_of
from handrail.records.models import (
    Action,
    Amendment,
    Attachment,
    Audience,
    ChainHead,
    ChosenWord,
    Involvement,
    Record,
    Revision,
)
from handrail.records.reader import reader_for
from handrail.records.snapshots import says_the_same
from handrail.records.verifying import Verdict, verify_school
from handrail.sharing.leaving import export_school
from tests.filing import file
from tests.records import pictures

TOP = {"seen": ("hit-out",), "level": ("level-3",)}


@pytest.fixture
def full(cast: Cast, settings: LazySettings, tmp_path: Path) -> Cast:
    """Four records with an action each way, an amendment, an added reader and a photo."""
    settings.MEDIA_ROOT = tmp_path
    first = file(cast, "behaviour", cast.sam, cast.leo, pick=TOP)
    file(cast, "concern", cast.sam, cast.amina)
    call = file(cast, "contact", cast.sam, cast.leo,
                closes=(Action.objects.get(duty="carer-told"),))  # fmt: skip
    file(cast, "first_aid", cast.patel, cast.jaden)
    amend_record(first, reader_for(cast.patel), "He said sorry at lunch.")
    add_reader(first, reader_for(cast.khan), cast.lee, "Covers the class on Friday")
    attach(call, reader_for(cast.sam), "note.png", BytesIO(pictures.photo("PNG")))
    assert verify_school(cast.school).breaks == ()
    return cast


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def found(cast: Cast, known_head: tuple[int, str] | None = None) -> list[str]:
    return [each.what for each in verify_school(cast.school, known_head=known_head).breaks]


def head_of(cast: Cast) -> tuple[int, str]:
    head = ChainHead.objects.get(school=cast.school)
    return head.seq, head.hash


CHANGED = "The record was changed since."
HARMS = {
    # what stands in the tables
    "UPDATE records_record SET happened_at = '2020-01-01 00:00:00+00'": CHANGED,
    "UPDATE records_record SET headline = 'Nothing much' WHERE kind = 'concern'": CHANGED,
    "UPDATE records_record SET author_id = author_id + 1": CHANGED,
    "UPDATE records_record SET sensitivity = 0 WHERE kind = 'concern'": CHANGED,
    "UPDATE records_record SET state = 'voided', void_reason = 'because I can'": CHANGED,
    "UPDATE records_record SET kind = 'note' WHERE kind = 'concern'": CHANGED,
    "UPDATE records_record SET kind = 'never_was' WHERE kind = 'concern'": CHANGED,
    "UPDATE kind_concern_concern SET exact_words = 'x'": CHANGED,
    "DELETE FROM kind_concern_concern": CHANGED,
    "UPDATE records_involvement SET person_id = person_id + 1 "
    "WHERE id = (SELECT min(id) FROM records_involvement)": CHANGED,
    "UPDATE records_involvement SET account = 'I saw nothing'": CHANGED,
    "DELETE FROM records_involvement": CHANGED,
    "UPDATE records_involvement SET kind = 'note' WHERE kind = 'concern'":
        "Somebody in it is kept under another kind.",
    "UPDATE records_amendment SET words = 'He did not.'": CHANGED,
    "DELETE FROM records_amendment": CHANGED,
    "DELETE FROM records_link": CHANGED,
    # what must follow, and who may read
    "UPDATE records_action SET due = '2030-01-01 00:00:00+00' WHERE duty = 'lead-reads'": CHANGED,
    "UPDATE records_action SET owner_role = 'volunteer' WHERE duty = 'lead-reads'": CHANGED,
    "UPDATE records_action SET state = 'done' WHERE duty = 'lead-reads'": CHANGED,
    "UPDATE records_action SET closed_by_id = NULL WHERE duty = 'carer-told'": CHANGED,
    "UPDATE records_audience SET until = NULL, person_id = person_id + 1": CHANGED,
    "DELETE FROM records_audience": CHANGED,
    # the chain itself
    "UPDATE records_revision SET body = 'x' WHERE seq = 2": "The kept text was changed.",
    "UPDATE records_revision SET body_hash = hash WHERE seq = 2": "The kept text was changed.",
    "UPDATE records_revision SET hash = body_hash WHERE seq = 2": "The chain does not join here.",
    "UPDATE records_revision SET by_id = by_id + 1 WHERE seq = 2": "The chain does not join here.",
    "UPDATE records_revision SET act = 'settled' WHERE seq = 2": "The chain does not join here.",
    "UPDATE records_revision SET reason = 'asked' WHERE seq = 2": "The chain does not join here.",
    "UPDATE records_revision SET reason = 'nothing' WHERE act = 'shared'":
        "The kept reason was changed.",
    "UPDATE records_revision SET reason = 'nothing', reason_hash = '' WHERE act = 'shared'":
        "The chain does not join here.",
    "UPDATE records_revision SET at = '2020-01-01 00:00:00+00' WHERE seq = 2":
        "The chain does not join here.",
    "DELETE FROM records_revision WHERE seq = 1": "A revision is missing from the chain.",
    "DELETE FROM records_revision WHERE seq = 3": "A revision is missing from the chain.",
    "DELETE FROM records_revision": "The end of the chain was cut off.",
    "DELETE FROM records_revision WHERE seq = (SELECT max(seq) FROM records_revision)":
        "The end of the chain was cut off.",
    "DELETE FROM records_chainhead": "The end of the chain was cut off.",
    "UPDATE records_chainhead SET seq = seq + 1": "The end of the chain was cut off.",
}  # fmt: skip


@pytest.mark.parametrize("harm", HARMS)
@pytest.mark.slow
def test_harm_is_found_and_named(full: Cast, harm: str) -> None:
    run(harm)
    assert HARMS[harm] in found(full)


def test_a_row_put_in_behind_the_spine_is_found(full: Cast) -> None:
    behind = {
        "a reader": lambda row: Audience.objects.create(
            record=row, person=full.tilly, granted_by=full.ahmed, granted_at=row.filed_at, why="x"
        ),
        "a word": lambda row: ChosenWord.objects.create(
            record=row, list="x", word=full.school.words.last()
        ),
        "somebody": lambda row: Involvement.objects.create(
            record=row, person=full.bo, role="affected", as_pupil=True, happened_at=row.happened_at
        ),
        "an amendment": lambda row: Amendment.objects.create(
            record=row, author=full.sam, author_name="Sam Birch", at=row.filed_at, words="All well."
        ),
        "a file": lambda row: Attachment.objects.create(
            record=row, name="x", content_type="x", size=1, sha256="0" * 64, added_at=row.filed_at,
            added_by=full.sam,
        ),
        "an action": lambda row: Action.objects.create(
            record=row, school=full.school, duty="x", what="x", due=row.filed_at, evidence="x",
            basis="x",
        ),
    }  # fmt: skip
    for what, put_in in behind.items():
        row = put_in(Record.everything.get(kind="first_aid"))
        assert CHANGED in found(full), what
        row.delete()
        assert found(full) == [], what


def test_a_record_put_in_or_taken_out_behind_the_spine_is_found(full: Cast) -> None:
    row = Record.everything.get(kind="concern")
    kept = Record.everything.filter(pk=row.pk).values().get()
    forged = kept | {"id": 9_999, "uuid": "0" * 32, "reference": "AAAA-AAAA"}
    Record.everything.create(**forged)
    assert found(full) == ["No revision stands behind it."]
    run(
        "DELETE FROM records_record WHERE id = 9999",
        f"DELETE FROM records_record WHERE id = {row.pk}",
    )
    assert found(full) == ["This record was deleted from the database."]
    Record.everything.create(**kept)  # so that the keys join again before the test ends
    assert found(full) == []


def test_two_revisions_that_changed_places_are_found(full: Cast) -> None:
    run(
        "UPDATE records_revision SET seq = 1000 WHERE seq = 2",
        "UPDATE records_revision SET seq = 2 WHERE seq = 3",
        "UPDATE records_revision SET seq = 3 WHERE seq = 1000",
    )
    assert found(full)[0] == "The chain does not join here."
    assert verify_school(full.school).breaks[0].seq == 2


def test_a_revision_put_in_is_found(full: Cast) -> None:
    last = Revision.objects.last()
    assert last is not None
    forged = {**Revision.objects.filter(pk=last.pk).values().get(), "id": None}
    Revision.objects.create(**forged | {"seq": last.seq + 1, "hash": "f" * 64})
    assert found(full)[:2] == ["The chain does not join here.", "The end of the chain was cut off."]


def cut_last(cast: Cast) -> None:
    """Take the last record out so well that the database agrees with itself."""
    gone = Record.everything.get(kind="first_aid")
    kept = list(Revision.objects.exclude(record=gone).order_by("seq"))
    for table in ("revision", "involvement", "chosenword", "action"):
        told = f"SELECT id FROM notify_alert WHERE record_id = {gone.pk}"
        run(f"DELETE FROM notify_delivery WHERE alert_id IN ({told})",
            f"DELETE FROM notify_alert WHERE record_id = {gone.pk}",
            f"DELETE FROM records_{table} WHERE record_id = {gone.pk}")  # fmt: skip
    run(f"DELETE FROM kind_first_aid_firstaid WHERE record_id = {gone.pk}",
        f"DELETE FROM records_record WHERE id = {gone.pk}")  # fmt: skip
    forge(cast, kept)


def forge(cast: Cast, kept: list[Revision]) -> None:
    """Join what is left into a new chain, as somebody who had read this source could."""
    value = "0" * 64
    for seq, row in enumerate(kept, start=1):
        row.seq = seq
        row.hash = value = chain_hash(value, link_of(row))
        Revision.objects.filter(pk=row.pk).update(seq=seq, hash=row.hash)
    ChainHead.objects.filter(school=cast.school).update(seq=len(kept), hash=value)


def test_a_chain_forged_anew_shows_against_the_head_kept_outside(full: Cast) -> None:
    known = head_of(full)
    cut_last(full)
    assert found(full) == []  # nothing inside the database can tell
    assert found(full, known) == ["The chain ends before the kept head."]
    for pupil in (full.leo, full.jaden):
        file(full, "note", full.sam, pupil)
    assert found(full, known) == ["The chain differs from the kept head."]


def test_a_head_kept_earlier_still_stands_when_the_chain_has_grown(full: Cast) -> None:
    known = head_of(full)
    file(full, "note", full.sam, full.leo)
    assert found(full, known) == []


def test_bytes_changed_or_gone_on_the_disk_are_found(full: Cast) -> None:
    row = Attachment.objects.get()
    path = Path(default_storage.path(path_of(row)))
    whole = path.read_bytes()
    path.chmod(0o600)
    path.write_bytes(whole[:-1] + b"\0")
    assert found(full) == ["An attachment was changed on the disk."]
    path.write_bytes(pictures.photo("PNG", size=(41, 30)))
    assert found(full) == ["An attachment was changed on the disk."]
    path.unlink()
    assert found(full) == ["An attachment is missing from the disk."]
    path.write_bytes(whole)
    assert found(full) == []
    run(f"UPDATE records_attachment SET sha256 = '{sha256_hex(b'')}'")
    assert found(full) == [CHANGED, "An attachment was changed on the disk."]


def test_a_stranger_checks_the_chain_from_the_files_alone(full: Cast, tmp_path: Path) -> None:
    """With what the README of the export says, Python's own library, and nothing of Handrail."""
    export_school(full.school, tmp_path / "everything")
    value, lines = "0" * 64, (tmp_path / "everything" / "chain.jsonl").read_text().splitlines()
    for row in map(json.loads, lines):
        row["why"] = row["reason_hash"] or row["reason"]
        names = ("seq", "record_id", "act", "at", "by_id", "why", "body_hash")
        link = json.dumps([row[name] for name in names], ensure_ascii=False, separators=(",", ":"))
        value = hashlib.sha256(f"{value}\n{link}".encode()).hexdigest()
        assert row["hash"] == value
    assert value == head_of(full)[1]


def test_a_break_says_where_and_whom_to_ask(full: Cast) -> None:
    concern = Record.everything.get(kind="concern")
    run("UPDATE records_record SET words = 'x' WHERE kind = 'concern'")
    verdict: Verdict = verify_school(full.school)
    (only,) = verdict.breaks
    assert (only.school, only.reference, only.seq) == ("Spring Lane Primary", concern.reference, 2)
    assert verdict.checked == Revision.objects.count()


OLDER = {"record": {"words": "a"}, "actions": [["u", "open"]], "detail": {"side": "left"}}
NEWER = {
    "record": {"words": "a", "tone": ""}, "actions": [["u", "open", True]],
    "detail": {"side": "left", "size": None}, "strategies": [],
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({}, True),
        ({"record": {"words": "b", "tone": ""}}, False),
        ({"record": {"tone": ""}}, False),
        ({"actions": [["u", "met", True]]}, False),
        ({"actions": []}, False),
        ({"actions": [*NEWER["actions"], ["v", "open", True]]}, False),
        ({"detail": {"side": "right", "size": None}}, False),
        ({"detail": None}, False),
        ({"strategies": [["hung on since"]]}, False),
    ],
)
def test_text_kept_by_an_older_version_vouches_for_all_it_held(
    change: dict[str, object], same: bool
) -> None:
    assert says_the_same(json.dumps({**NEWER, **change}), json.dumps(OLDER)) is same


def test_newer_version_may_not_drop_what_was_held() -> None:
    fewer = {name: part for name, part in NEWER.items() if name != "detail"}
    assert not says_the_same(json.dumps(fewer), json.dumps(OLDER))
