"""What stands in a PDF, for tests: its text, and everything that it says about itself."""

from io import BytesIO
from typing import Any

from pypdf import PdfReader


def text_of(body: bytes) -> str:
    """The words of every page, with spaces as a reader would see them; of a tagged file alone,
    which says that it is one (PDF/UA-1) and in which language."""
    read = PdfReader(BytesIO(body))
    root: Any = read.trailer["/Root"]
    assert "/StructTreeRoot" in root
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert read.xmp_metadata is not None
    assert b"pdfuaid:part>1<" in read.xmp_metadata.stream.get_data()
    pages = read.pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def about(body: bytes) -> str:
    """Title, author and the like, and the plan of headings."""
    read = PdfReader(BytesIO(body))
    return (
        f"{dict(read.metadata or {})} {read.xmp_metadata and read.xmp_metadata.stream.get_data()}"
    )
