"""Fingerprints: the one way to write a value down, and the chain that is made of them."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

GENESIS = "0" * 64


def canonical_json(value: object) -> bytes:
    """Write a value in the one way it can be written: sorted keys, no spaces, UTF-8.

    Moments are written in UTC to the microsecond. Refuses numbers that are not finite, moments
    without a zone, and types that nobody said how to write.
    """
    return json.dumps(
        _plain(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False
    ).encode()


def _plain(value: object) -> Any:
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(value[key]) for key in sorted(value, key=str)}
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    return _written(value)


def _written(value: object) -> str:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError("A moment without a zone cannot be written down.")
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    raise TypeError(f"Nobody said how to write a {type(value).__name__} down.")


def sha256_hex(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def chain_hash(previous: str, body: bytes) -> str:
    """The value of a link of the chain: the one before, a line end, and what is added."""
    return sha256_hex(previous.encode() + b"\n" + body)
