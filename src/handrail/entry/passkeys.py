"""Passkeys: adding one, signing in with one, and showing one as the second factor.

The challenge waits in the session and is used once. django-allauth and fido2 do the mathematics.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth as webauthn
from django.core.exceptions import ValidationError
from django.db import transaction

from handrail.core import clock
from handrail.entry.events import Sort, note
from handrail.people.models import User

MOST = 10  # passkeys that one person may have


def asking_to_add(user: User) -> dict[str, Any]:
    """What the browser needs to make a passkey that also asks for a finger, a face or a PIN."""
    return webauthn.begin_registration(user, passwordless=True)


def asking_to_show(user: User | None = None) -> dict[str, Any]:
    """What the browser needs to show a passkey: of this user, or of whoever chooses one."""
    return webauthn.begin_authentication(user)


@transaction.atomic
def add_passkey(user: User, name: str, answer: dict[str, Any]) -> bool:
    """Keep the passkey that the browser made; False when its answer does not fit the question."""
    if Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).count() >= MOST:
        return False
    try:
        webauthn.parse_registration_response(answer)
        webauthn.complete_registration(answer)
    except (ValidationError, ValueError, TypeError, KeyError):
        return False
    made = webauthn.WebAuthn.add(user, name[:60] or "Passkey", answer)
    Authenticator.objects.filter(pk=made.instance.pk).update(created_at=clock.now())
    note(user, Sort.FACTOR_ADDED, "passkey", by=user.person)
    return True


def whose_passkey(answer: dict[str, Any]) -> User | None:
    """The open account whose passkey this is, when it answers the question asked here."""
    try:
        user = webauthn.extract_user_from_response(answer)
    except (ValidationError, ValueError, TypeError, AttributeError):
        return None
    if isinstance(user, User) and user.is_active and shows_passkey(user, answer):
        return user
    return None


def shows_passkey(user: User, answer: dict[str, Any]) -> bool:
    """Whether this answer proves a passkey of this user to the question asked here."""
    try:
        webauthn.parse_authentication_response(answer)
        used = webauthn.complete_authentication(user, answer)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
        webauthn.clear_state()
        return False
    used.last_used_at = clock.now()
    used.save(update_fields=["last_used_at"])
    return True
