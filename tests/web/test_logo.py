"""The logo: a picture, drawn again, on what is printed; nothing else passes for one."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pypdf import PdfReader

from handrail.demo.cast import Cast
from handrail.people.models import User
from handrail.reports.book import frame
from handrail.reports.printing import printed_report
from handrail.school.models import Logo


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
