"""What stands in a PDF, for tests: its text, and everything that it says about itself."""

from io import BytesIO

from pypdf import PdfReader


def text_of(body: bytes) -> str:
    """The words of every page, with spaces as a reader would see them; of a tagged file alone."""
    assert b"/StructTreeRoot" in body
    pages = PdfReader(BytesIO(body)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def about(body: bytes) -> str:
    """Title, author and the like, and the plan of headings."""
    read = PdfReader(BytesIO(body))
    return (
        f"{dict(read.metadata or {})} {read.xmp_metadata and read.xmp_metadata.stream.get_data()}"
    )
