"""A document as it may leave: its pages alone, without what programs wrote about it."""

from collections.abc import Iterator
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from handrail.records.refusal import Refused

ABOUT = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/Annots", "/AA", "/Info")
KEPT_MARKERS = {0xE0, 0xEE}  # how a JPEG is to be drawn; all other notes in it go
CANNOT = (
    "This document is locked or broken, so Handrail cannot take out what programs wrote about it. "
    "Withhold it here, and give it by hand if it must go."
)


def cleaned_pdf(body: bytes) -> bytes:
    """The pages of a PDF in a new file: no author, title, history, comments or hidden files.

    Raises Refused for a document that cannot be read whole.
    """
    try:
        writer = PdfWriter()
        for page in PdfReader(BytesIO(body), strict=False).pages:
            writer.add_page(page)
        for found in list(writer._objects):
            if isinstance(found, DictionaryObject):
                for name in ABOUT:
                    found.pop(NameObject(name), None)
            if isinstance(found, StreamObject) and found.get("/Filter") == "/DCTDecode":
                found._data = b"".join(_drawn_parts(found._data))
        writer.metadata = None
        out = BytesIO()
        writer.write(out)
        return out.getvalue()
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError,
            RecursionError, NotImplementedError):  # fmt: skip
        raise Refused(CANNOT) from None


def _drawn_parts(body: bytes) -> Iterator[bytes]:
    """A JPEG without the notes of the camera that took it."""
    if body[:2] != b"\xff\xd8":
        yield body
        return
    yield body[:2]
    at = 2
    while at + 4 <= len(body) and body[at] == 0xFF:
        marker, length = body[at + 1], int.from_bytes(body[at + 2 : at + 4], "big")
        if marker == 0xDA or length < 2:  # the picture itself begins
            break
        is_note = (0xE0 <= marker <= 0xEF or marker == 0xFE) and marker not in KEPT_MARKERS
        if not is_note:
            yield body[at : at + 2 + length]
        at += 2 + length
    yield body[at:]
