"""Packing: the PDF, the open files and the attachments in one zip, under a reference alone."""

import csv
import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

import pyrage

from handrail.core import clock
from handrail.core.hashing import sha256_hex
from handrail.records.refusal import Refused
from handrail.sharing.composing import Composed
from handrail.sharing.leaving import safe_cell
from handrail.sharing.models import Piece
from handrail.sharing.printing import printed

README = """A copy of records, reference {reference}

{reference}.pdf      the letter, and every record to read
records.json         the same records for other programs
records.csv          the same records as a table (UTF-8)
files                photographs and documents, by number; the PDF says which belongs where
fingerprints.json    the SHA-256 of every file, to show that none was changed
"""
SHORTEST_PASSPHRASE = 12


def packed(composed: Composed, read: Callable[[Piece], bytes]) -> bytes:
    """The zip. `read` gives the bytes of an attached file as they may leave."""
    reference = composed.reference
    files: dict[str, bytes] = {
        "README.txt": README.format(reference=reference).encode(),
        f"{reference}.pdf": printed(composed.body),
        "records.json": json.dumps(_open(composed.body), ensure_ascii=False, indent=1).encode(),
        "records.csv": _table(composed.body),
    }
    for name, piece in composed.files:
        files[name] = read(piece)
    prints = {name: sha256_hex(body) for name, body in files.items()}
    files["fingerprints.json"] = json.dumps(prints, indent=1).encode()
    return _zip(reference, files, clock.local(clock.now()))


def locked(body: bytes, passphrase: str) -> bytes:
    """The same in an age file that only the passphrase opens. Raises Refused for a short one."""
    if len(passphrase.strip()) < SHORTEST_PASSPHRASE:
        raise Refused(
            f"Give a passphrase of at least {SHORTEST_PASSPHRASE} letters, such as four words.",
            "passphrase",
        )
    return pyrage.passphrase.encrypt(body, passphrase.strip())  # type: ignore[no-any-return]


def _open(body: dict[str, Any]) -> dict[str, Any]:
    """What the JSON holds: the records and what they are called, without the letter."""
    return {name: value for name, value in body.items() if name != "letter"}


def _table(body: dict[str, Any]) -> bytes:
    out = StringIO()
    table = csv.writer(out)
    table.writerow(["number", "sort", "kind", "record", "on", "file", "label", "text"])
    for entry in body["entries"]:
        for row in entry["passages"]:
            cells = [
                entry["number"], entry["sort"], entry["kind"], entry["record"], entry["on"],
                entry.get("file", ""), row["label"], row["text"],
            ]  # fmt: skip
            table.writerow([safe_cell(cell) for cell in cells])
    return out.getvalue().encode()


def _zip(folder: str, files: dict[str, bytes], at: datetime) -> bytes:
    """Everything under one folder, with the day it was made as the only time."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{folder}/{name}", at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, body)
    return out.getvalue()
