"""Files from people who mean harm, through the page: refused in words, or stored inert."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from handrail.demo.cast import Cast
from handrail.entry.handing_out import POLICY
from handrail.people.models import User
from handrail.records.models import Attachment, Record
from tests.capture.test_sheet import sheet
from tests.counting import Count
from tests.filing import file
from tests.records import pictures
from tests.records.test_attachments import NAMES, PHOTOS, REFUSED

POLYGLOTS = {
    "pdf that is a page": pictures.PDF + pictures.HTML,
    "pdf with script": b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj",
    "pdf and zip": pictures.PDF + pictures.archive(a=b"x"),
    "png with a page behind": pictures.photo("PNG") + pictures.HTML,
    "jpeg with a program behind": pictures.photo() + pictures.EXE,
    "webp with svg behind": pictures.photo("WEBP") + pictures.SVG,
    "photo with its place": pictures.photo_with_place(),
}
TYPES = ("text/html", "image/svg+xml", "application/x-msdownload", "image/jpeg", "../../x")
HARMFUL = (b"<script", b"<svg", b"MZ\x90", b"PK\x03\x04", b"Secret", b"GPS")


@pytest.fixture
def sam(cast: Cast, settings: LazySettings, tmp_path: Path) -> Client:
    settings.MEDIA_ROOT = tmp_path / "attachments"
    client = Client()
    client.force_login(User.objects.get(username="sam"))
    return client


def send(client: Client, record: Record, name: str, body: bytes, sort: str) -> Any:
    upload = SimpleUploadedFile("x", body, content_type=sort)
    upload._name = name  # past the tool's own tidying, as a hostile client sends it
    return client.post(f"/records/{record.uuid}/files/", {"files": upload})


@pytest.mark.slow
def test_every_hostile_file_is_refused_in_words_or_served_inert(
    cast: Cast, sam: Client, tmp_path: Path, count: Count
) -> None:
    tried, loose = 0, []
    bodies = {**REFUSED, **POLYGLOTS, **{name: one[0] for name, one in PHOTOS.items()}, "0": b""}
    for number, (what, body) in enumerate(bodies.items()):
        record = file(cast, "behaviour", cast.sam, cast.leo)
        name = list(NAMES)[number % len(NAMES)] or "a"
        answer = send(sam, record, name, body, TYPES[number % len(TYPES)])
        kept = list(record.attachments.all())
        tried += 1
        refused = answer.status_code == 422 and not kept
        if not refused and (answer.status_code, len(kept)) != (302, 1):
            loose.append((what, answer.status_code, len(kept)))
        if what in REFUSED and not refused:
            loose.append((what, "was kept"))
        loose += [(what, fault) for row in kept for fault in faults_of(sam, record, row)]
    outside = [path for path in tmp_path.rglob("*")
               if path.is_file() and "attachments" not in path.parts]  # fmt: skip
    count("B8", "hostile files sent", tried, len(loose) + len(outside))
    assert (loose, outside) == ([], [])


def faults_of(client: Client, record: Record, row: Attachment) -> list[str]:
    """How a kept file could still do harm when somebody opens it."""
    answer = client.get(f"/records/{record.uuid}/files/{row.uuid}/")
    body = b"".join(answer.streaming_content)
    wanted = {
        "attachment": answer["Content-Disposition"].startswith("attachment"),
        "nosniff": answer["X-Content-Type-Options"] == "nosniff",
        "sandbox": answer["Content-Security-Policy"] == POLICY,
        "not framed": answer["X-Frame-Options"] == "DENY",
        "not cached": "no-store" in answer["Cache-Control"],
        "its type": answer["Content-Type"] in {"image/jpeg", "image/png", "image/webp",
                                               "application/pdf"},
        "one line": "\n" not in str(answer["Content-Disposition"]),
        "photo alone": answer["Content-Type"] == "application/pdf"
        or not any(mark in body for mark in HARMFUL),
    }  # fmt: skip
    return [what for what, holds in wanted.items() if not holds]


def test_a_file_too_large_is_refused_by_name_and_the_words_beside_it_are_kept(
    cast: Cast, sam: Client, settings: LazySettings, count: Count
) -> None:
    settings.ATTACHMENT_MAX_BYTES, settings.UPLOAD_MAX_BYTES = 100_000, 200_000
    large = SimpleUploadedFile("walk.pdf", pictures.PDF + b"x" * 5_000_000, "application/pdf")
    small = SimpleUploadedFile("photo.png", pictures.photo("PNG"), "image/png")
    data = sheet(cast, "behaviour", **{"behaviour-words": "He hit the table."})
    page = sam.post("/log/", {**data, "files": [large, small]}, follow=True).content.decode()
    record = Record.everything.get()
    wrong = [
        "walk.pdf: This file is larger" not in page,
        record.words != "He hit the table.",
        [row.name for row in record.attachments.all()] != ["photo.png"],
    ]
    count("B8", "files larger than the limit beside words", 1, sum(wrong))
    assert wrong == [False] * 3


def test_no_more_than_the_limit_is_ever_stored(cast: Cast, settings: LazySettings) -> None:
    from handrail.entry.uploads import StopAtTheLimit

    settings.UPLOAD_MAX_BYTES, settings.REQUEST_MAX_BYTES = 1_000, 10_000
    handler, let_through = StopAtTheLimit(), 0
    for start in range(0, 5_000, 100):
        let_through += len(handler.receive_data_chunk(b"x" * 100, start) or b"")
    assert let_through == 1_100  # a little over, so that the page sees that it is too large


def test_files_without_end_are_refused_whole(
    cast: Cast, sam: Client, settings: LazySettings
) -> None:
    settings.REQUEST_MAX_BYTES = 50_000
    uploads = [SimpleUploadedFile(f"{n}.png", b"x" * 20_000, "image/png") for n in range(4)]
    answer = sam.post("/log/", {**sheet(cast, "behaviour"), "files": uploads})
    assert (answer.status_code, Record.everything.count()) == (400, 0)
