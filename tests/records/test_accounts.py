"""Accounts are given apart: whoever owes one reads nobody else's before."""

from typing import Any

import pytest
from django.test import Client

from handrail.api.shapes import record_whole
from handrail.core.progress import silent
from handrail.demo.cast import Cast
from handrail.people.models import Person, User
from handrail.records.accounts import KEPT_APART, give_account
from handrail.records.amending import amend_record, void_record
from handrail.records.draft import Involved
from handrail.records.filing import file_event
from handrail.records.models import Record
from handrail.records.reader import reader_for
from handrail.records.refusal import Refused
from handrail.reports.book import record_body
from handrail.reports.models import Report
from handrail.reports.parents import parents_body
from handrail.search.finding import find
from tests.filing import draft

SAID = "I took his left arm"


@pytest.fixture
def held(cast: Cast) -> Record:
    """A hold in which Mr Khan, who manages behaviour, and Jo Lee were; Jo Lee gave her account."""
    adults = (cast.sam, cast.khan, cast.lee)
    involved = (
        Involved(cast.leo, "held"),
        *(Involved(who, "adult", as_pupil=False) for who in adults),
    )
    made = draft(cast, "hold", cast.sam, cast.leo, involved=involved)
    (record,) = file_event([made], reader=reader_for(cast.sam))
    give_account(record, reader_for(cast.lee), SAID)
    return record


def ways(record: Record, person: Person) -> dict[str, str]:
    """What each way of reading the record gives to this person."""
    record = Record.everything.get(pk=record.pk)
    reader, client = reader_for(person), Client()
    client.force_login(User.objects.get(person=person))
    printed: Any = Report(school=record.school, kind="hold", record=record)
    return {
        "page": client.get(f"/records/{record.uuid}/").content.decode(),
        "program": str(record_whole(record, reader)),
        "pdf": str(record_body(reader, printed, silent)),
    }


def test_whoever_owes_an_account_reads_nobody_elses(cast: Cast, held: Record) -> None:
    for way, text in ways(held, cast.khan).items():
        assert (SAID in text, KEPT_APART in text) == (False, True), way
    give_account(held, reader_for(cast.khan), "I saw it from the door")
    for way, text in ways(held, cast.khan).items():
        assert (SAID in text, KEPT_APART in text) == (True, False), way


def test_search_and_what_was_added_later_keep_the_same_secret(cast: Cast, held: Record) -> None:
    """A word of another's account or addition finds nothing for who owes theirs; their own, the
    headline and the author's words do, and afterwards all of it does."""
    amend_record(held, reader_for(cast.lee), "His sleeve tore as well")
    amend_record(held, reader_for(cast.khan), "Corridor camera kept")

    def hits(person: Person, *asked: str) -> list[bool]:
        reader = reader_for(person)
        return [bool(find(reader, held.school_id, words).records) for words in asked]

    asked = ("left arm", "sleeve", "camera", "plain words", "Leo plain", "arm plain")
    assert hits(cast.okafor, *asked) == [True] * 6
    assert hits(cast.khan, *asked) == [False, False, True, True, True, False]
    for way, text in ways(held, cast.khan).items():
        assert ("sleeve tore" in text, "camera kept" in text) == (False, True), way
    give_account(held, reader_for(cast.khan), "I saw it from the door")
    assert hits(cast.khan, *asked) == [True] * 6
    assert all("sleeve tore" in text for text in ways(held, cast.khan).values())


@pytest.mark.parametrize("name", ["sam", "okafor", "ahmed", "lee"])
def test_whoever_owes_none_reads_them(cast: Cast, held: Record, name: str) -> None:
    for way, text in ways(held, cast.staff[name]).items():
        assert (SAID in text, KEPT_APART in text) == (True, False), way


def test_nothing_is_owed_of_a_void_record(cast: Cast, held: Record) -> None:
    void_record(held, reader_for(cast.sam), "The wrong child")
    assert all(SAID in text for text in ways(held, cast.khan).values())


def test_the_copy_for_parents_waits_for_the_senders_own_account(cast: Cast, held: Record) -> None:
    client = Client()
    client.force_login(User.objects.get(person=cast.khan))
    answer = client.get(f"/records/{held.uuid}/parents/", follow=True)
    page = answer.content.decode()
    assert (SAID in page, KEPT_APART in page) == (False, True)
    report = Report(school=held.school, sort="parents", kind="hold", record=held)
    with pytest.raises(Refused) as refused:
        parents_body(reader_for(cast.khan), report, silent)
    assert refused.value.sentence == KEPT_APART
