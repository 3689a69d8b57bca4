"""A record that is destroyed goes from the requests it was gathered for, and from its sheet."""

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from handrail.capture.models import SentSheet
from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.people.models import User
from handrail.records.attaching import attach
from handrail.records.forgetting import forget_record
from handrail.records.models import Record
from handrail.records.reader import reader_for
from handrail.sharing.deciding import decide
from handrail.sharing.making import ask_for_bundle
from handrail.sharing.models import Alias, Decision, Piece
from tests.capture.test_sheet import sheet
from tests.filing import file
from tests.sharing.asking import decide_all, opened, request_for
from tests.sharing.test_leaks import photo

WORDS = "Zanzibarword, and what he said of it."


@pytest.mark.parametrize("decided", [False, True])
def test_destroyed_record_goes_from_the_request_and_its_files(
    cast: Cast, decided: bool, django_capture_on_commit_callbacks: object
) -> None:
    head = reader_for(cast.okafor)
    gone = file(cast, "note", cast.sam, cast.leo, words=WORDS)
    attach(gone, reader_for(cast.sam), "x.jpg", photo())
    stays = file(cast, "note", cast.sam, cast.leo, words="Another day, another matter.")
    request = request_for(cast, cast.leo)
    piece = request.pieces.get(sort="record", record=gone)
    bundle = None
    if decided:
        at = next(n for n, one in enumerate(piece.passages) if WORDS in one["text"])
        begins = piece.passages[at]["text"].index(WORDS)
        decide(head, piece, "mask", seen=0, spans=[(at, begins, begins + 12)], words="Zanz: a name")
        decide_all(cast, request)
        bundle = ask_for_bundle(head, request)
        assert "and what he said of it" in opened(bundle)["records.json"].decode()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        forget_record(gone, by=cast.okafor, at=clock.now(), why="Past its time")
    for row in Piece.objects.filter(record=gone):
        assert (row.passages, row.found, row.attachment) == ([], [], None)
    kept = [list(model.objects.values()) for model in (Decision, Piece, Alias)]
    assert "zanz" not in str(kept).lower()
    assert Piece.objects.get(record=stays, sort="record").passages != []
    if bundle is not None:
        bundle.refresh_from_db()
        assert (bundle.state, "destroyed" in bundle.problem) == ("failed", True)
        assert not default_storage.exists(bundle.path)
    client = Client()
    client.force_login(User.objects.get(username="okafor"))
    here = f"/requests/{request.uuid}/"
    for path in (here, *(f"{here}pieces/{row.uuid}/" for row in request.pieces.all())):
        page = client.get(path)
        assert (page.status_code, "Zanz" in page.content.decode()) == (200, False), path


def test_fingerprint_of_the_sheet_goes_with_the_record(cast: Cast) -> None:
    client = Client(headers={"Accept": "application/json"})
    client.force_login(User.objects.get(username="sam"))
    kept, gone = sheet(cast, "behaviour"), sheet(cast, "behaviour")
    for each in (kept, gone):
        assert client.post("/log/send/", each).json()["state"] == "filed"
    record = Record.everything.get(uuid=gone["uuid"])
    forget_record(record, by=cast.okafor, at=clock.now(), why="Past its time")
    assert [str(row.number) for row in SentSheet.objects.all()] == [kept["uuid"]]
