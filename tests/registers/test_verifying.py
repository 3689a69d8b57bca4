"""A register that somebody changed behind the program: every number is found and named."""

import json

import pytest
from django.db import connection, transaction

from handrail.demo.cast import Cast
from handrail.records.amending import void_record
from handrail.records.models import Record, RegisterEntry, Revision
from handrail.records.reader import reader_for
from handrail.records.verifying import verify_school
from handrail.records.verifying_registers import number_in
from tests.counting import Count
from tests.filing import file
from tests.registers.holds import three_holds

OF = "of 2026/27"
NUMBERS = {
    "UPDATE records_registerentry SET number = 7 WHERE number = 3":
        f"Entry 7 {OF} was changed: its record says entry 3 {OF}.",
    "UPDATE records_registerentry SET number = 9 WHERE number = 1;"
    "UPDATE records_registerentry SET number = 1 WHERE number = 2;"
    "UPDATE records_registerentry SET number = 2 WHERE number = 9":
        f"Entry 1 {OF} was changed: its record says entry 2 {OF}.",
    "UPDATE records_registerentry SET year = 2025 WHERE number = 3":
        f"Entry 3 of 2025/26 was changed: its record says entry 3 {OF}.",
    "DELETE FROM records_registerentry WHERE number = 1":
        f"Entry 1 {OF} was taken out of the register.",
    "DELETE FROM records_registerentry WHERE number = 2":
        f"Entry 2 {OF} was taken out of the register.",
    "DELETE FROM records_registerentry WHERE number = 3":
        f"Entry 3 {OF} was taken out of the register.",
    "DELETE FROM records_registerentry":
        f"Entry 2 {OF} was taken out of the register.",
    "INSERT INTO records_registerentry (school_id, kind, year, number, record_id) "
    "SELECT school_id, 'hold', 2026, 4, id FROM records_record WHERE kind = 'note'":
        f"Entry 4 {OF} was put in: its record says none.",
}  # fmt: skip
BYTES = [
    "UPDATE records_record SET words = words || '.' WHERE id = {pk}",
    "UPDATE records_record SET headline = headline || '.' WHERE id = {pk}",
    "UPDATE records_involvement SET account = account || ' ' WHERE record_id = {pk}",
    "UPDATE records_involvement SET role = 'witness' WHERE record_id = {pk}",
    "UPDATE kind_hold_part SET changes = changes || '.' WHERE record_id = {pk}",
    "UPDATE kind_hold_part SET starts = '10:46' WHERE record_id = {pk}",
    "UPDATE kind_hold_observation SET seen = seen || '.' WHERE record_id = {pk}",
    "UPDATE kind_hold_injury SET what = what || '.' WHERE record_id = {pk}",
    "DELETE FROM kind_hold_injury WHERE record_id = {pk}",
    "UPDATE records_finding SET said = said || '.' WHERE record_id = {pk}",
    "UPDATE records_finding SET verdict = 'fine' WHERE record_id = {pk}",
    "UPDATE kind_hold_hold SET why = why || '.' WHERE record_id = {pk}",
    "UPDATE records_action SET what = what || '.' WHERE record_id = {pk}",
]


@pytest.fixture
def book(cast: Cast) -> Cast:
    three_holds(cast)
    file(cast, "note", cast.sam, cast.leo, words='He wrote "register":["hold",2026,14] on it.')
    assert verify_school(cast.school).breaks == ()
    return cast


def found_after(cast: Cast, statements: str) -> list[str]:
    """What is found after these statements, each with the entry that it names; then undone."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA defer_foreign_keys = ON")
            for statement in statements.split(";"):
                cursor.execute(statement)
        found = [f"{one.entry}: {one.what}" for one in verify_school(cast.school).breaks]
        transaction.set_rollback(True)
    return found


def test_every_harm_to_a_number_is_named(book: Cast, count: Count) -> None:
    silent = []
    for harm, said in NUMBERS.items():
        if not any(one.endswith(said) for one in found_after(book, harm)):
            silent.append(harm)
    count("C6", "numbers of a register changed behind the program", len(NUMBERS), len(silent))
    assert silent == []


def test_one_changed_byte_anywhere_names_the_entry(book: Cast, count: Count) -> None:
    second, silent = RegisterEntry.objects.get(number=2).record_id, []
    for harm in BYTES:
        found = found_after(book, harm.format(pk=second))
        if found != [f"entry 2 {OF}: The record was changed since."]:
            silent.append((harm, found))
    count("C6", "bytes of a register's records changed", len(BYTES), len(silent))
    assert silent == []


def test_a_deleted_record_names_its_entry_also_when_the_entry_went_too(book: Cast) -> None:
    """The last of the book, so that no gap tells of it."""
    last = RegisterEntry.objects.get(number=3).record_id
    tables = (
        "records_registerentry", "records_action", "records_involvement", "records_finding",
        "records_chosenword", "kind_hold_part", "kind_hold_observation", "kind_hold_injury",
        "kind_hold_hold",
    )  # fmt: skip
    parts = [f"DELETE FROM {table} WHERE record_id = {last}" for table in tables]
    found = found_after(book, ";".join([*parts, f"DELETE FROM records_record WHERE id = {last}"]))
    assert f"entry 3 {OF}: This record was deleted from the database." in found
    assert f"entry 3 {OF}: Entry 3 {OF} was taken out of the register." in found


def test_a_gap_is_named_where_the_record_agrees_with_it(book: Cast) -> None:
    """Somebody gave a number their own way, in the register and in the kept text."""
    RegisterEntry.objects.filter(number=3).update(number=6)
    row = Revision.objects.get(record=RegisterEntry.objects.get(number=6).record_id)
    body = json.loads(row.body)
    body["register"][2] = 6
    kept = json.dumps(body, separators=(",", ":"))
    Revision.objects.filter(pk=row.pk).update(body=kept)
    found = [one.what for one in verify_school(book.school).breaks]
    for number in (3, 4, 5):
        assert f"Entry {number} {OF} is missing: the numbers have a gap." in found


def test_a_voided_entry_keeps_its_number_and_the_register_holds(book: Cast) -> None:
    second = Record.everything.get(register_entry__number=2)
    void_record(second, reader_for(book.okafor), "Entered twice by mistake")
    assert verify_school(book.school).breaks == ()
    assert RegisterEntry.objects.get(record=second).number == 2


def test_words_cannot_pretend_to_be_a_number(book: Cast) -> None:
    note = Revision.objects.get(record__kind="note")
    assert number_in(note.body) is None
