"""Fingerprints: the one way to write a value down, and the chain that is made of them."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from uuid import UUID

GENESIS = "0" * 64


def canonical_json(value: object) -> bytes:
    """Write a value in the one way it can be written: sorted keys, no spaces, UTF-8.

    Moments are written in UTC to the microsecond. Refuses numbers that are not finite, moments
    without a zone, and types that nobody said how to write.
    """
    return _ENCODER.encode(value).encode()


def _written(value: object) -> object:
    """What JSON has no word for."""
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError("A moment without a zone cannot be written down.")
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"Nobody said how to write a {type(value).__name__} down.")


_ENCODER = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), allow_nan=False, sort_keys=True, default=_written
)


def sha256_hex(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def chain_hash(previous: str, body: bytes) -> str:
    """The value of a link of the chain: the one before, a line end, and what is added."""
    return sha256_hex(previous.encode() + b"\n" + body)


def sha256_of_file(path: Path) -> str:
    """The fingerprint of a file of any size."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
