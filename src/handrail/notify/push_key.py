"""The push key: with which this installation signs what it sends to devices (VAPID, RFC 8292)."""

import base64
import os
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

NAME = "push-key.pem"


def make_push_key(home: Path) -> None:
    """Make the key in the home folder, readable by nobody else; leaves one that is there."""
    if (home / NAME).exists():
        return
    body = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    with os.fdopen(os.open(home / NAME, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(body)


def public_push_key(home: Path) -> str:
    """What browsers are given to subscribe with; nothing when there is no key."""
    try:
        key = serialization.load_pem_private_key((home / NAME).read_bytes(), password=None)
    except (OSError, ValueError):
        return ""
    point = key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return base64.urlsafe_b64encode(point).rstrip(b"=").decode()
