"""Tokens: letting a program act for somebody through the API, within scopes, until a day."""

import secrets
from datetime import datetime

from django.db.models import Q, QuerySet

from handrail.core import clock
from handrail.core.hashing import sha256_hex
from handrail.entry.factors import has_factor
from handrail.entry.proof import must_have_factor
from handrail.people.models import Person, Token, User
from handrail.records.reader import reader_for

SCOPES = {
    "records:read": "read the records that I may read",
    "records:write": "file and amend records as me",
    "people:read": "look up pupils",
    "actions:write": "close actions as me",
}
PREFIX = "handrail_"


def _still_trusted(person: Person) -> bool:
    """Their account is open, and they have a second factor where their post asks for one."""
    user = User.objects.filter(person=person).first()
    if user is not None and not user.is_active:
        return False
    reader = reader_for(person)
    if reader.roles and all(reader.only_logs(school) for school in reader.roles):
        return False
    if must_have_factor(reader):
        return user is not None and has_factor(user)
    return True


def make_token(
    person: Person, label: str, scopes: list[str], ends_at: datetime | None = None
) -> tuple[Token, str]:
    """Make a token; its secret is given back this once and kept only as a fingerprint.

    The secret is 256 bits of chance, so a plain SHA-256 is enough to keep it by.
    """
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        person=person, label=label[:80], scopes=[one for one in scopes if one in SCOPES],
        secret_hash=sha256_hex(secret.encode()), made_at=clock.now(), ends_at=ends_at,
    )  # fmt: skip
    return token, secret


def tokens_of(person: Person) -> QuerySet[Token]:
    """A person's tokens that still work."""
    running = Q(ends_at=None) | Q(ends_at__gt=clock.now())
    return Token.objects.filter(running, person=person, revoked_at=None)


def revoke(token: Token) -> None:
    """End a token now."""
    token.revoked_at = clock.now()
    token.save(update_fields=["revoked_at"])


def token_of(secret: str) -> Token | None:
    """The working token behind a secret; nothing for one that ended or never was."""
    running = Q(ends_at=None) | Q(ends_at__gt=clock.now())
    found = Token.objects.filter(
        running, secret_hash=sha256_hex(secret.encode()), revoked_at=None
    ).select_related("person")
    token = found.first()
    if token is not None and not _still_trusted(token.person):
        return None
    if token is not None:
        Token.objects.filter(pk=token.pk).update(last_used_at=clock.now())
    return token
