"""Keeping a school's logo: known by its bytes, drawn again small, shown on what is printed."""

from base64 import b64encode
from io import BytesIO
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

from handrail.core import clock
from handrail.core.refusal import Refused
from handrail.school.models import Logo, School

MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 20_000_000
LARGEST = (600, 300)  # points, on paper never wider than a hand


def keep_logo(school: School, content: BinaryIO) -> Logo:
    """Keep a picture (PNG, JPEG or WebP) as the logo; a new one takes the place of the old.

    Raises Refused with a sentence for what is empty, too large or no picture.
    """
    body = content.read(MOST_BYTES + 1)
    if not body:
        raise Refused("Choose a picture first.", "logo")
    if len(body) > MOST_BYTES:
        raise Refused("This picture is larger than 2 MB. Choose a smaller one.", "logo")
    png, size = _drawn_small(body)
    row, _ = Logo.objects.update_or_create(
        school=school,
        defaults={
            "png": png, "width": size[0], "height": size[1], "changed_at": clock.now(),
        },
    )  # fmt: skip
    return row


def _drawn_small(body: bytes) -> tuple[bytes, tuple[int, int]]:
    try:
        with Image.open(BytesIO(body), formats=["PNG", "JPEG", "WEBP"]) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Refused("This picture has too many points. Make it smaller.", "logo")
            plain = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise Refused("Only a picture (PNG, JPEG or WebP) can be the logo.", "logo") from None
    plain.thumbnail(LARGEST)
    out = BytesIO()
    plain.save(out, format="PNG", optimize=True)
    return out.getvalue(), plain.size


def logo_for_print(school: School) -> str:
    """The logo as SVG text with the picture inside, as reports take it; "" where there is none."""
    row = Logo.objects.filter(school=school).first()
    if row is None:
        return ""
    picture = b64encode(bytes(row.png)).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{row.width}" height="{row.height}">'
        f'<image width="{row.width}" height="{row.height}" '
        f'href="data:image/png;base64,{picture}"/></svg>'
    )
