"""The logo: a picture, drawn again, on what is printed; nothing else passes for one."""

from io import BytesIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pypdf import PdfReader

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.measures.ranges import Range
from handrail.people.models import User
from handrail.records.kind import kind_named
from handrail.records.models import RegisterEntry
from handrail.records.reader import reader_for
from handrail.reports.book import frame
from handrail.reports.governors import governors_report
from handrail.reports.making import ask, ask_for_book, ask_for_record, hand_out
from handrail.reports.missing import missing_report
from handrail.reports.models import Report
from handrail.reports.parents import edition, fingerprint_of
from handrail.reports.printing import printed_report
from handrail.school.models import Logo
from tests.filing import file


def picture(size: tuple[int, int] = (1200, 400), sort: str = "PNG") -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, format=sort)
    return out.getvalue()


def client(username: str) -> Client:
    signed_in = Client()
    signed_in.force_login(User.objects.get(username=username))
    return signed_in


def send(username: str, body: bytes, name: str = "logo.png") -> int:
    upload = SimpleUploadedFile(name, body)
    return client(username).post("/school/logo/", {"logo": upload}).status_code


def pictures_in(pdf: bytes) -> int:
    return sum(len(page.images) for page in PdfReader(BytesIO(pdf)).pages)


def test_a_picture_is_drawn_again_small_and_shown(cast: Cast) -> None:
    assert send("office", picture()) == 302
    kept = Logo.objects.get()
    assert (kept.width, kept.height) == (600, 200)
    shown = client("sam").get("/school/logo/picture/")
    assert (shown["Content-Type"], bytes(kept.png)) == ("image/png", shown.content)
    assert client("tilly").get("/school/logo/picture/").status_code == 404


@pytest.mark.parametrize(
    "body", [b"", b"<svg onload=alert(1)>", b"%PDF-1.7", b"GIF89a", b"x" * (2 * 1024 * 1024 + 1)]
)
def test_what_is_no_picture_gets_a_sentence(cast: Cast, body: bytes) -> None:
    assert send("office", body, "logo.svg") == 422
    assert not Logo.objects.exists()


def test_it_stands_on_what_is_printed_and_can_be_taken_away(cast: Cast) -> None:
    plain = {"cover": [], "how": "", "entries": []}
    without = printed_report({**frame(cast.school, "Register"), **plain})
    send("office", picture(sort="JPEG"))
    with_logo = printed_report({**frame(cast.school, "Register"), **plain})
    assert (pictures_in(without), pictures_in(with_logo)) == (0, 1)
    client("okafor").post("/school/logo/", {"remove": "yes"})
    assert "logo" not in frame(cast.school, "Register")


def test_it_stands_on_every_pdf_about_holds_with_the_name_of_the_school(
    cast: Cast, settings: LazySettings, tmp_path: Path
) -> None:
    """The record, the bound book, what is missing, the governors' report, the parents' edition."""
    settings.MEDIA_ROOT = tmp_path
    send("office", picture())
    record, head = file(cast, "hold", cast.sam, cast.leo), reader_for(cast.okafor)
    span = Range(clock.today(), clock.today())
    edition_seen = fingerprint_of(edition(record, names_staff=False))
    year = RegisterEntry.objects.get().year
    made = {
        "record": ask_for_record(head, record),
        "book": ask_for_book(head, cast.school, "hold", year),
        "missing": ask(head, missing_report(cast.school, kind_named("hold"), span)),
        "governors": ask(head, governors_report(head, cast.school, "hold", span)),
        "parents": ask(head, Report(school=cast.school, sort="parents", kind="hold",
                                    record=record, fingerprint=edition_seen)),
    }  # fmt: skip
    for sort, report in made.items():
        pages = PdfReader(BytesIO(hand_out(head, report))).pages
        assert [len(page.images) for page in pages][0] == 1, sort
        assert all(cast.school.name in page.extract_text() for page in pages), sort
