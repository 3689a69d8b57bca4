"""Photos and documents: known by their content, limited in size, inert, without metadata."""

from io import BytesIO
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from handrail.core import clock
from handrail.core.hashing import sha256_hex
from handrail.core.names import clean
from handrail.records.amending import refuse_onlooker
from handrail.records.chain import append_current, locked_head
from handrail.records.events import tell_changed
from handrail.records.models import Attachment, Record, Revision
from handrail.records.reader import Reader
from handrail.records.reading import may_read
from handrail.records.refusal import Refused

IMAGES = {
    "JPEG": ("image/jpeg", ".jpg"),
    "PNG": ("image/png", ".png"),
    "WEBP": ("image/webp", ".webp"),
}
MOST_PIXELS = 40_000_000
MOST_FILES = 10


@transaction.atomic
def attach(record: Record, reader: Reader, name: str, content: BinaryIO) -> Attachment:
    """Keep a photo (JPEG, PNG, WebP) or PDF with a record.

    The type is read from the bytes, never from the name. Photos are drawn again without
    metadata. The same bytes again give back what is kept already. Raises Refused with a
    sentence for what is too large, empty or of another type.
    """
    if not may_read(reader, record):
        raise Refused("There is no such record.")
    refuse_onlooker(record, reader)
    if not record.declared.keeps_files:
        raise Refused("No photos and no files are ever kept with a record of this sort.", "files")
    if record.is_voided:
        raise Refused("This record was voided, so nothing can be added to it.")
    body, content_type, ending = _made_safe(_read(content))
    locked_head(record.school_id)  # from here on, a second tap waits for the first
    if already := record.attachments.filter(sha256=sha256_hex(body)).first():
        return already  # a retry after a lost reply, or a double tap
    if record.attachments.count() >= MOST_FILES:
        raise Refused(f"A record holds at most {MOST_FILES} files.", "files")
    row = Attachment(
        record=record, name=_safe_name(name, ending), content_type=content_type,
        size=len(body), sha256=sha256_hex(body), added_at=clock.now(), added_by=reader.person,
    )  # fmt: skip
    default_storage.save(path_of(row), ContentFile(body))
    row.save()
    append_current(record, act=Revision.Act.ATTACHED, at=row.added_at, by=reader.person)
    tell_changed(record)
    return row


def path_of(row: Attachment) -> str:
    """Where the bytes lie in the home folder: by number, never by a name somebody typed."""
    return f"{str(row.uuid)[-2:]}/{row.uuid}"


def _read(content: BinaryIO) -> bytes:
    body = content.read(settings.ATTACHMENT_MAX_BYTES + 1)
    if not body:
        raise Refused("This file is empty. Choose another.", "files")
    if len(body) > settings.ATTACHMENT_MAX_BYTES:
        limit = settings.ATTACHMENT_MAX_BYTES // (1024 * 1024)
        raise Refused(f"This file is larger than {limit} MB. Choose a smaller one.", "files")
    return body


def _made_safe(body: bytes) -> tuple[bytes, str, str]:
    if body.startswith(b"%PDF-"):
        return body, "application/pdf", ".pdf"
    try:
        with Image.open(BytesIO(body), formats=list(IMAGES)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Refused("This photo has too many points to keep. Make it smaller.", "files")
            return _redrawn(image)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise Refused("Only photos (JPEG, PNG, WebP) and PDF files can be kept.", "files") from None


def _redrawn(image: Image.Image) -> tuple[bytes, str, str]:
    """The picture alone: turned upright, and none of what the camera wrote about it."""
    sort = image.format if image.format in IMAGES else "JPEG"  # phones write JPEG of sort "MPO"
    upright = ImageOps.exif_transpose(image)
    plain = Image.new(upright.mode, upright.size)
    plain.paste(upright)
    if upright.mode == "P" and (palette := upright.getpalette()):
        plain.putpalette(palette)
    out = BytesIO()
    plain.save(out, format=sort, **({"quality": 88} if sort != "PNG" else {}))
    content_type, ending = IMAGES[sort]
    return out.getvalue(), content_type, ending


def _safe_name(name: str, ending: str) -> str:
    stem = clean(name.replace("\\", "/").rsplit("/", 1)[-1]).rsplit(".", 1)[0]
    return (stem.strip(". ")[:100] or "file") + ending
