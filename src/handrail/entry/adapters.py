"""What django-allauth asks of us: how secrets are kept, and that nobody signs up."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def _key() -> Fernet:
    """A key of its own, made from the installation's: a copied database opens no account."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"handrail second factors")
    return Fernet(base64.urlsafe_b64encode(derived.derive(settings.SECRET_KEY.encode())))


class Factors(DefaultMFAAdapter):
    """Secrets of authenticator apps and recovery codes are kept encrypted."""

    def encrypt(self, text: str) -> str:
        return _key().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _key().decrypt(encrypted_text.encode()).decode()

    def _get_site_name(self) -> str:
        return "Handrail"


class Accounts(DefaultAccountAdapter):
    """Accounts are made by an invitation, never by signing up."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False
