"""What may be kept with a record: known by its bytes, without metadata, inert, of a decent size."""

import random
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.storage import default_storage
from PIL import Image

from handrail.core.hashing import sha256_hex
from handrail.demo.cast import Cast
from handrail.records.amending import void_record
from handrail.records.attaching import MOST_FILES, _made_safe, attach, path_of
from handrail.records.models import Attachment, Record
from handrail.records.reader import reader_for
from handrail.records.refusal import Refused
from handrail.records.verifying import verify_school
from tests.filing import file
from tests.records import pictures


@pytest.fixture(autouse=True)
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "attachments"
    return tmp_path


@pytest.fixture
def record(cast: Cast) -> Record:
    return file(cast, "behaviour", cast.sam, cast.leo)


def keep(cast: Cast, record: Record, body: bytes, name: str = "photo.jpg") -> Attachment:
    return attach(record, reader_for(cast.sam), name, BytesIO(body))


def kept_bytes(row: Attachment) -> bytes:
    with default_storage.open(path_of(row)) as kept:
        return kept.read()


def on_disk(folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]


REFUSED = {
    "svg with script": pictures.SVG,
    "html called jpg": pictures.HTML,
    "program": pictures.EXE,
    "zip": pictures.archive(readme=b"hello"),
    "spreadsheet": pictures.archive(**{"[Content_Types].xml": b"<Types/>"}),
    "zip bomb": pictures.archive(zeros=b"\0" * 20_000_000),
    "xml bomb": pictures.XML_BOMB,
    "shell script": b"#!/bin/sh\nrm -rf /\n",
    "gif": pictures.photo("GIF"),
    "tiff": pictures.photo("TIFF"),
    "bmp": pictures.photo("BMP"),
    "icon": pictures.photo("ICO", size=(32, 32)),
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
    "pdf after a space": b" " + pictures.PDF,
    "jpeg cut off": pictures.photo(size=(400, 300))[:400],
    "png cut off": pictures.photo("PNG")[:50],
    "one byte": b"\xff",
    "words": "Leo said sorry.".encode("utf-16"),
    "html then jpeg": pictures.HTML + pictures.photo(),
    "too many points": pictures.png_claiming(8_000, 8_000),
    "decompression bomb": pictures.png_claiming(60_000, 60_000),
    "no width": pictures.png_claiming(0, 10),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_photo_or_pdf_is_refused_in_a_sentence(
    cast: Cast, record: Record, folder: Path, what: str
) -> None:
    with pytest.raises(Refused) as refused:
        keep(cast, record, REFUSED[what])
    assert (refused.value.field, refused.value.sentence[-1]) == ("files", ".")
    assert (record.attachments.count(), on_disk(folder)) == (0, [])


def test_an_empty_file_and_one_over_the_limit_are_refused(
    cast: Cast, record: Record, settings: LazySettings
) -> None:
    settings.ATTACHMENT_MAX_BYTES = 2 * 1024 * 1024
    sentences = []
    for body in (b"", pictures.PDF + b"\0" * 2 * 1024 * 1024):
        with pytest.raises(Refused) as refused:
            keep(cast, record, body)
        sentences.append(refused.value.sentence)
    assert sentences == [
        "This file is empty. Choose another.",
        "This file is larger than 2 MB. Choose a smaller one.",
    ]
    just_fits = pictures.PDF.ljust(2 * 1024 * 1024, b"\n")
    assert keep(cast, record, just_fits, "plan.pdf").size == 2 * 1024 * 1024


PHOTOS = {
    "jpeg": (pictures.photo(), "image/jpeg", ".jpg"),
    "png": (pictures.photo("PNG"), "image/png", ".png"),
    "webp": (pictures.photo("WEBP"), "image/webp", ".webp"),
    "pair of photos": (pictures.pair_of_photos(), "image/jpeg", ".jpg"),
    "grey": (pictures.photo(mode="L"), "image/jpeg", ".jpg"),
    "print colours": (pictures.photo(mode="CMYK"), "image/jpeg", ".jpg"),
    "clear png": (pictures.photo("PNG", mode="RGBA"), "image/png", ".png"),
    "grey clear png": (pictures.photo("PNG", mode="LA"), "image/png", ".png"),
    "few colours": (pictures.photo("PNG", mode="P"), "image/png", ".png"),
    "black and white": (pictures.photo("PNG", mode="1"), "image/png", ".png"),
    "deep grey": (pictures.photo("PNG", mode="I;16"), "image/png", ".png"),
    "clear webp": (pictures.photo("WEBP", mode="RGBA"), "image/webp", ".webp"),
    "step by step": (pictures.photo(progressive=True), "image/jpeg", ".jpg"),
}


@pytest.mark.parametrize("what", PHOTOS)
def test_a_photo_stays_a_photo(cast: Cast, record: Record, what: str) -> None:
    body, content_type, ending = PHOTOS[what]
    row = keep(cast, record, body, "IMG 0042.HEIC.exe")
    with Image.open(BytesIO(kept_bytes(row))) as picture:
        picture.load()
        assert picture.size == (40, 30)
    assert (row.content_type, row.name) == (content_type, f"IMG 0042.HEIC{ending}")
    assert row.sha256 == sha256_hex(kept_bytes(row))
    assert verify_school(cast.school).breaks == ()


def test_colours_survive_being_drawn_again(cast: Cast, record: Record) -> None:
    row = keep(cast, record, pictures.photo())
    with Image.open(BytesIO(kept_bytes(row))) as picture:
        red, green, blue = picture.convert("RGB").getpixel((20, 15))
    assert abs(red - 200) + abs(green - 30) + abs(blue - 30) < 12


def test_where_and_with_what_it_was_taken_is_gone_and_it_stands_upright(
    cast: Cast, record: Record
) -> None:
    body = pictures.photo_with_place()
    assert (b"Secret" in body, b"Exif" in body) == (True, True)
    kept = kept_bytes(keep(cast, record, body))
    with Image.open(BytesIO(kept)) as picture:
        assert (picture.size, dict(picture.getexif()), "icc_profile" in picture.info) == (
            (30, 40),
            {},
            False,
        )
    assert [mark for mark in (b"Secret", b"Exif", b"GPS") if mark in kept] == []


def test_what_hides_behind_a_photo_is_gone(cast: Cast, record: Record) -> None:
    for hidden in (pictures.HTML, pictures.archive(payload=b"x" * 500), pictures.EXE):
        for sort in ("JPEG", "PNG", "WEBP"):
            kept = kept_bytes(keep(cast, record, pictures.photo(sort) + hidden))
            assert hidden[:20] not in kept


def test_a_swollen_comment_costs_nothing(cast: Cast, record: Record) -> None:
    try:
        kept = kept_bytes(keep(cast, record, pictures.png_with_swollen_text()))
    except Refused as refused:
        assert refused.field == "files"  # noqa: PT017 - either is safe
    else:
        assert len(kept) < 2_000


def test_a_pdf_is_kept_to_the_byte_and_called_a_pdf(cast: Cast, record: Record) -> None:
    """Even one that is a web page as well: it is served as a PDF, for download, sandboxed."""
    body = pictures.PDF + pictures.HTML
    row = keep(cast, record, body, "letter.html")
    assert (row.content_type, row.name, kept_bytes(row)) == ("application/pdf", "letter.pdf", body)


NAMES = {
    "../../../../etc/passwd": "passwd.jpg",
    "..\\..\\windows\\win.ini": "win.jpg",
    "C:\\Users\\Sam\\Leo.jpeg": "Leo.jpg",
    "/": "file.jpg",
    "..": "file.jpg",
    "": "file.jpg",
    ".htaccess": "file.jpg",
    "holiday\u202egpj.exe": "holidaygpj.jpg",
    "\u2066صورة\u2069.png": "صورة.jpg",
    "a\x00b.php": "a b.jpg",
    "line\r\nSet-Cookie: x=1.jpg": "line Set-Cookie: x=1.jpg",
    "photo.jpg.exe": "photo.jpg.jpg",
    "n" * 300 + ".jpg": "n" * 100 + ".jpg",
    "Zoë’s drawing.png": "Zoë’s drawing.jpg",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_only_a_label(cast: Cast, record: Record, folder: Path, name: str) -> None:
    row = keep(cast, record, pictures.photo(), name)
    assert row.name == NAMES[name]
    assert on_disk(folder) == [f"attachments/{path_of(row)}"]


def test_a_record_holds_so_many_files_and_a_void_one_no_more(cast: Cast, record: Record) -> None:
    for number in range(MOST_FILES):
        keep(cast, record, pictures.photo(size=(4, 4 + number)))
    with pytest.raises(Refused, match="at most 10 files"):
        keep(cast, record, pictures.photo())
    other = file(cast, "note", cast.sam, cast.leo)
    void_record(other, reader_for(cast.sam), "Filed about the wrong child")
    with pytest.raises(Refused, match="was voided"):
        keep(cast, other, pictures.photo())


def test_the_same_photo_sent_twice_is_kept_once(cast: Cast, record: Record, folder: Path) -> None:
    """A reply that was lost, a double tap: the phone sends it again."""
    body = pictures.photo_with_place()
    first, again = (keep(cast, record, body, name) for name in ("photo.jpg", "photo again.jpg"))
    assert (first, len(on_disk(folder)), record.revisions.count()) == (again, 1, 2)


def test_a_stranger_adds_nothing(cast: Cast, record: Record, folder: Path) -> None:
    with pytest.raises(Refused, match="There is no such record"):
        attach(record, reader_for(cast.lee), "x.jpg", BytesIO(pictures.photo()))
    assert on_disk(folder) == []


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
def test_a_thousand_damaged_photos_are_kept_or_refused_and_nothing_else() -> None:
    """Bytes are changed, cut out and put in at random; only two things may come of it."""
    chance = random.Random(20261123)
    whole = [pictures.photo_with_place(), pictures.pair_of_photos(),
             *(body for body, _, _ in PHOTOS.values())]  # fmt: skip
    kept = refused = 0
    for _ in range(1_000):
        body = bytearray(chance.choice(whole))
        for _ in range(chance.randint(1, 12)):
            at = chance.randrange(len(body))
            body[at : at + chance.choice((0, 1, 1, 4))] = chance.randbytes(chance.choice((0, 1, 4)))
        try:
            safe, content_type, _ = _made_safe(bytes(body))
            kept += content_type.startswith("image/") and len(safe) > 0
        except Refused:
            refused += 1
    print(f"damaged photos: {kept} kept, {refused} refused, 0 of 1000 broke anything")
    assert kept + refused == 1_000
