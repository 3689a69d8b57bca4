"""Second factors: codes of an authenticator app, and ten recovery codes.

django-allauth keeps them and computes the codes; here stands the check, because a code must be
used up for every process at once, and by the one clock. Passkeys have a file of their own.
"""

import base64
import io

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from allauth.mfa.utils import decrypt
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.db import transaction

from handrail.core import clock
from handrail.entry.events import Sort, note
from handrail.people.models import Person, User

MADE_UP = "made_up"  # set up in the demonstration, where its codes are shown
STEP = 30  # seconds that a code lasts
SKEW = 1  # steps by which a phone's clock may be off, either way
PROVING = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_factor(user: User) -> bool:
    """Whether they can prove themselves by more than a password (recovery codes alone don't)."""
    return Authenticator.objects.filter(user=user, type__in=PROVING).exists()


def factors_of(user: User) -> list[Authenticator]:
    """Their authenticator app and passkeys, oldest first."""
    return list(Authenticator.objects.filter(user=user, type__in=PROVING).order_by("pk"))


def new_secret() -> str:
    """A fresh secret for an authenticator app, in base 32."""
    return generate_totp_secret()


def picture_of(user: User, secret: str) -> str:
    """The secret as a QR picture, for a phone to read from the screen."""
    import qrcode  # noqa: PLC0415 - few starts of the program draw one
    import qrcode.image.svg  # noqa: PLC0415

    address = get_adapter().build_totp_url(user, secret)
    drawn = qrcode.make(address, image_factory=qrcode.image.svg.SvgPathImage, box_size=12)
    buffer = io.BytesIO()
    drawn.save(buffer)
    return "data:image/svg+xml;base64," + base64.b64encode(buffer.getvalue()).decode()


def code_at(secret: str, step: int) -> str:
    """The six digits of a secret at a step of thirty seconds."""
    return str(format_hotp_value(hotp_value(secret, step)))


def step_now() -> int:
    return int(clock.now().timestamp()) // STEP


def matching_step(secret: str, code: str, after: int = 0) -> int | None:
    """The step whose code this is, one either side of now, and later than what was used."""
    now = step_now()
    for step in range(now - SKEW, now + SKEW + 1):
        if compare_user_code(actual=code, expected=code_at(secret, step)) and step > after:
            return step
    return None


@transaction.atomic
def add_app(user: User, secret: str, code: str) -> bool:
    """Keep an authenticator app once it has shown a right code; the one before it ends."""
    step = matching_step(secret, code)
    if step is None:
        return False
    Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()
    made = TOTP.activate(user, secret).instance
    made.data |= {"last_step": step, MADE_UP: settings.DEMO}
    made.created_at = clock.now()
    made.save()
    note(user, Sort.FACTOR_ADDED, "authenticator app", by=user.person)
    return True


def check_code(user: User, code: str) -> bool:
    """Use up a code of their app, or one of their recovery codes. Each works once."""
    return _check_app(user, code) or _check_recovery(user, code)


@transaction.atomic
def _check_app(user: User, code: str) -> bool:
    row = _row(user, Authenticator.Type.TOTP)
    if row is None:
        return False
    try:
        secret = decrypt(row.data["secret"])
    except InvalidToken:  # the installation's key was changed: the factor must be set up anew
        return False
    step = matching_step(secret, code, after=row.data.get("last_step", 0))
    if step is None:
        return False
    row.data["last_step"] = step
    row.last_used_at = clock.now()
    row.save(update_fields=["data", "last_used_at"])
    return True


@transaction.atomic
def _check_recovery(user: User, code: str) -> bool:
    row = _row(user, Authenticator.Type.RECOVERY_CODES)
    try:
        used = row is not None and bool(RecoveryCodes(row).validate_code(code))
    except InvalidToken:
        return False
    if used:
        note(user, Sort.CODE_USED, f"{len(codes_left(user))} left", by=user.person)
    return used


def _row(user: User, sort: str) -> Authenticator | None:
    return Authenticator.objects.select_for_update().filter(user=user, type=sort).first()


@transaction.atomic
def new_codes(user: User) -> list[str]:
    """Ten new recovery codes, shown this once; those before them end."""
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    return list(RecoveryCodes.activate(user).generate_codes())


def codes_left(user: User) -> list[str]:
    """Recovery codes that were not used yet."""
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    return list(RecoveryCodes(row).get_unused_codes()) if row else []


@transaction.atomic
def remove_factor(user: User, factor: Authenticator) -> None:
    """Take one factor away; with the last of them the recovery codes go too."""
    said = "authenticator app" if factor.type == Authenticator.Type.TOTP else "passkey"
    factor.delete()
    if not has_factor(user):
        Authenticator.objects.filter(user=user).delete()
    note(user, Sort.FACTOR_REMOVED, said, by=user.person)


@transaction.atomic
def drop_factors(user: User, *, by: Person | None) -> None:
    """Take every factor and recovery code away: the phone is lost. They set up new ones."""
    Authenticator.objects.filter(user=user).delete()
    note(user, Sort.FACTOR_REMOVED, "all of them", by=by)


def demo_code(user: User) -> str:
    """What the app of a made-up person shows now, and has not been used. For the demo alone.

    Nothing for an app that was set up outside the demonstration, however the setting stands.
    """
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    if row is None or not settings.DEMO or not row.data.get(MADE_UP):
        return ""
    step = max(step_now() - SKEW, row.data.get("last_step", 0) + 1)
    return code_at(decrypt(row.data["secret"]), step) if step <= step_now() + SKEW else ""
