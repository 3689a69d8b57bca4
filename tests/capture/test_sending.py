"""What waited on a device: filed once, with its own times, or given back with the reasons."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from handrail.core import clock
from handrail.core.clock import LONDON
from handrail.core.ids import new_uuid
from handrail.demo.cast import Cast
from handrail.people.models import User
from handrail.records.models import Attachment, Record
from tests.capture.test_sheet import sheet

JSON = {"Accept": "application/json"}
NOW = datetime(2026, 11, 23, 10, 12, tzinfo=LONDON)  # where the standing clock stands
HOUR = 3_600_000
YEAR = 365 * 24 * HOUR


@pytest.fixture
def sam(cast: Cast) -> Client:
    client = Client(headers=JSON)
    client.force_login(User.objects.get(username="sam"))
    return client


def send(client: Client, data: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    answer = client.post("/log/send/", data)
    return answer.status_code, answer.json()


def test_the_same_sheet_three_times_is_one_record_and_one_answer(cast: Cast, sam: Client) -> None:
    data = sheet(cast, "behaviour")
    answers = [send(sam, data) for _ in range(3)]
    number = data["uuid"]
    filed = {"number": number, "state": "filed", "saved": f"/log/{number}/saved/"}
    assert answers == [(200, filed)] * 3
    assert Record.everything.count() == 1


def test_other_words_under_the_same_number_overwrite_nothing_and_are_given_back(
    cast: Cast, sam: Client
) -> None:
    data = sheet(cast, "behaviour", **{"behaviour-words": "Slept badly."})
    send(sam, data)
    status, answer = send(sam, {**data, "behaviour-words": "Slept badly, and had no breakfast."})
    assert (status, answer["state"], answer["number"]) == (409, "saved-otherwise", data["uuid"])
    assert [record.words for record in Record.everything.all()] == ["Slept badly."]


def test_a_page_that_was_saved_otherwise_keeps_both_texts(cast: Cast, sam: Client) -> None:
    data = sheet(cast, "behaviour", **{"behaviour-words": "Slept badly."})
    sam.post("/log/", data)
    page = sam.post("/log/", {**data, "behaviour-words": "And no breakfast."})
    body = page.content.decode()
    assert page.status_code == 409
    assert "And no breakfast." in body
    assert f'name="uuid" value="{data["uuid"]}"' not in body


def test_a_refused_sheet_files_nothing_and_says_why_by_field(cast: Cast, sam: Client) -> None:
    data = sheet(cast, "behaviour", who=[])
    status, answer = send(sam, data)
    assert (status, answer["state"], set(answer["reasons"])) == (422, "refused", {"who"})
    assert Record.everything.count() == 0


def test_an_ended_session_a_lock_and_another_person_file_nothing(cast: Cast, sam: Client) -> None:
    data = sheet(cast, "behaviour")
    out = {"state": "signed-out", "door": "/sign-in/"}
    assert send(Client(headers=JSON), data) == (401, out)
    sam.post("/lock/")
    assert send(sam, data) == (401, {"state": "locked", "door": "/lock/"})
    patel = Client(headers=JSON)
    patel.force_login(User.objects.get(username="patel"))
    assert send(patel, data)[1]["state"] == "somebody-elses"
    assert Record.everything.count() == 0


def device(at: datetime, wrong_by: int = 0) -> int:
    """A moment on a device's clock, in milliseconds."""
    return int(at.timestamp() * 1000) + wrong_by


@pytest.mark.parametrize(
    ("name", "captured", "sent", "skew", "expected", "precision"),
    [
        ("right clock, waited two hours", -2 * HOUR, 0, 0, -2 * HOUR, "exact"),
        ("a year slow", -2 * HOUR - YEAR, -YEAR, None, -2 * HOUR, "exact"),
        ("a year slow, and known to be", -2 * HOUR - YEAR, -YEAR, YEAR, -2 * HOUR, "exact"),
        ("put right while waiting", -2 * HOUR - YEAR, 0, YEAR, -2 * HOUR, "about"),
        ("a year fast", -2 * HOUR + YEAR, YEAR, None, -2 * HOUR, "exact"),
        ("set back while waiting", 0, -HOUR, None, 0, "about"),
        ("nonsense", 10**20, "x", "y", 0, "exact"),
    ],
)  # fmt: skip
def test_times_of_a_sheet_that_waited(
    cast: Cast, sam: Client, name: str, captured: Any, sent: Any, skew: Any, expected: int,
    precision: str,
) -> None:  # fmt: skip
    base = device(NOW)
    times = {"captured": captured, "sent": sent}
    fields = {k: base + v if isinstance(v, int) else v for k, v in times.items()}
    if skew is not None:
        fields["skew"] = skew
    status, _ = send(sam, sheet(cast, "behaviour", **fields))
    record = Record.everything.get()
    happened = NOW + timedelta(milliseconds=expected)
    assert (status, record.happened_at, record.captured_at) == (200, happened, happened), name
    assert (record.precision, record.filed_at) == (precision, clock.now()), name


def test_a_photo_that_a_retry_brings_again_is_kept_once(cast: Cast, sam: Client) -> None:
    data = sheet(cast, "behaviour", **{"behaviour-words": "Drew this."})
    for _ in range(2):
        photo = SimpleUploadedFile("drawing.pdf", b"%PDF-1.4 a drawing")
        assert send(sam, {**data, "files": [photo]})[0] == 200
    assert Attachment.objects.count() == 1


def test_a_number_that_got_lost_is_asked_for(cast: Cast, sam: Client) -> None:
    status, answer = send(sam, sheet(cast, "behaviour", uuid=""))
    assert (status, answer["reasons"]["kind"]) == (
        422,
        "This sheet lost its number. Save it again.",
    )


def test_another_persons_number_is_refused(cast: Cast, sam: Client) -> None:
    number = str(new_uuid())
    send(sam, sheet(cast, "behaviour", uuid=number, **{"behaviour-words": "Mine."}))
    patel = Client(headers=JSON)
    patel.force_login(User.objects.get(username="patel"))
    theirs = sheet(
        cast, "behaviour", uuid=number, author=str(cast.patel.uuid), **{"behaviour-words": "No."}
    )
    assert send(patel, theirs)[1]["state"] == "refused"
    assert [record.words for record in Record.everything.all()] == ["Mine."]
