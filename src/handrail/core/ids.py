"""Numbers for records: one that devices can make alone, and one that people can say aloud."""

import hashlib
import re
import secrets
import time
from uuid import UUID

# Crockford's digits without 0, 1 and U: nothing that looks or sounds like something else.
_DIGITS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_REFERENCE = re.compile(rf"^[{_DIGITS}]{{4}}-[{_DIGITS}]{{4}}$")


def new_uuid() -> UUID:
    """A fresh UUID of version 7 (RFC 9562): 48 bits of time, then 74 of chance."""
    milliseconds = time.time_ns() // 1_000_000
    chance = secrets.randbits(74)
    value = (milliseconds & ((1 << 48) - 1)) << 80
    value |= 0x7 << 76 | (chance >> 62) << 64
    value |= 0b10 << 62 | (chance & ((1 << 62) - 1))
    return UUID(int=value)


def reference_for(uuid: UUID) -> str:
    """A reference such as "K4M7-TQ2B", made from the UUID alone.

    It carries no order and no count, so that a gap cannot show that another record exists.
    """
    number = int.from_bytes(hashlib.sha256(uuid.bytes).digest()[:8], "big")
    letters = []
    for _ in range(8):
        number, digit = divmod(number, len(_DIGITS))
        letters.append(_DIGITS[digit])
    return "".join(letters[:4]) + "-" + "".join(letters[4:])


def clean_reference(text: str) -> str:
    """A reference as typed, brought into shape: capitals, no spaces, one hyphen."""
    bare = re.sub(r"[^0-9A-Z]", "", text.upper())
    return f"{bare[:4]}-{bare[4:]}" if len(bare) == 8 else bare


def is_reference(text: str) -> bool:
    """Whether a text, once cleaned, can be a reference."""
    return bool(_REFERENCE.match(clean_reference(text)))
