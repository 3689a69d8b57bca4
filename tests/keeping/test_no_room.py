"""A full disk while people work: said in words, nothing half written, and it goes on by itself."""

import pytest
from django.db import OperationalError, connection
from django.test import Client

from handrail.core.ids import new_uuid
from handrail.demo.cast import Cast, make_cast
from handrail.people.models import User
from handrail.records.models import Record
from handrail.records.verifying import verify_school
from tests.filing import file

pytestmark = [pytest.mark.sqlite_only]


@pytest.mark.django_db(transaction=True)
@pytest.mark.slow
def test_full_disk_is_said_and_filing_goes_on_when_there_is_room_again() -> None:
    cast = make_cast()
    acknowledged = [file(cast, "note", cast.sam, cast.leo).reference]
    pages(0)
    with pytest.raises(OperationalError, match="full"):
        fill(cast, acknowledged)
    client = Client(raise_request_exception=False)
    pages(1_000_000)
    client.force_login(User.objects.get(username="sam"))
    pages(0)
    sent = {"kind": "note", "uuid": str(new_uuid()), "author": str(cast.sam.uuid),
            "words": "x " * 9000, "pupils": [str(cast.leo.uuid)]}  # fmt: skip
    record = Record.everything.first()
    assert record is not None
    answers = [
        client.post(f"/records/{record.uuid}/amend/", {"words": "More to say. " * 400})
        for _ in range(60)
    ]
    full = [answer for answer in answers if answer.status_code == 503]
    assert full, {answer.status_code for answer in answers}
    assert "no room" in full[-1].content.decode()
    assert "What you typed" in full[-1].content.decode()
    assert client.post("/log/", sent).status_code in {422, 503}
    pages(1_000_000)
    acknowledged.append(file(cast, "note", cast.sam, cast.leo).reference)
    assert set(acknowledged) == set(Record.everything.values_list("reference", flat=True))
    assert verify_school(cast.school).breaks == ()


def fill(cast: Cast, acknowledged: list[str]) -> None:
    for _ in range(2000):
        made = file(cast, "note", cast.sam, cast.leo, words="A long story. " * 500)
        acknowledged.append(made.reference)


def pages(more: int) -> None:
    """How many pages the database may still grow by, as if the disk had no more."""
    with connection.cursor() as cursor:
        now = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {now + more}")
