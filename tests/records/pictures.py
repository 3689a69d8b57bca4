"""Files as they come from phones and from people who mean harm, made in memory."""

import zipfile
import zlib
from io import BytesIO
from struct import pack

from PIL import Image

RED = (200, 30, 30)


def photo(
    sort: str = "JPEG", *, size: tuple[int, int] = (40, 30), mode: str = "RGB", **more: object
) -> bytes:
    out = BytesIO()
    picture = Image.new(mode, size, RED if mode == "RGB" else 1)
    picture.save(out, format=sort, **more)
    return out.getvalue()


def photo_with_place() -> bytes:
    """A JPEG as a phone writes it: on its side, with where it was taken, by which device, when."""
    picture = Image.new("RGB", (40, 30), RED)
    exif = picture.getexif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "SecretPhoneMaker"
    exif[0x9286] = "SecretComment"
    places = exif.get_ifd(0x8825)
    places[1], places[2] = "N", (51.0, 30.0, 26.0)
    places[3], places[4] = "W", (0.0, 7.0, 39.0)
    out = BytesIO()
    picture.save(
        out, format="JPEG", exif=exif, comment=b"SecretComment", icc_profile=b"SecretProfile"
    )
    return out.getvalue()


def pair_of_photos() -> bytes:
    """What many phones call a JPEG: two pictures in one file (MPO)."""
    out = BytesIO()
    first, second = (Image.new("RGB", (40, 30), shade) for shade in (RED, (30, 30, 200)))
    first.save(out, format="MPO", save_all=True, append_images=[second])
    return out.getvalue()


def png_claiming(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that says it is enormous."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return pack(">I", len(body)) + name + body + pack(">I", zlib.crc32(name + body))

    header = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def png_with_swollen_text() -> bytes:
    """A PNG whose comment is small on the wire and 50 MB in memory."""
    whole = photo("PNG")
    body = b"Comment\0\0" + zlib.compress(b"A" * 50_000_000)
    swollen = pack(">I", len(body)) + b"zTXt" + body + pack(">I", zlib.crc32(b"zTXt" + body))
    return whole[:33] + swollen + whole[33:]


def archive(**files: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, body in files.items():
            whole.writestr(name, body)
    return out.getvalue()


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(document.cookie)</script></svg>'
HTML = b"<!doctype html><html><body><script>alert(1)</script></body></html>"
EXE = b"MZ\x90\x00" + b"\0" * 60 + b"PE\0\0" + b"\0" * 200
PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
XML_BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;">]><a>&c;</a>'
