"""The phones of the made-up people: an authenticator app for whoever's post asks for one."""

from collections.abc import Iterable

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP

from handrail.entry.factors import MADE_UP, new_secret
from handrail.entry.proof import posts_that_need
from handrail.people.models import User


def give_phones(users: Iterable[User]) -> None:
    """Set up an app, with recovery codes, for those of them who could not sign in without."""
    needing = User.objects.filter(
        pk__in=[user.pk for user in users], person__posts__role__in=posts_that_need()
    ).distinct()
    for user in needing:
        app = TOTP.activate(user, new_secret()).instance
        app.data[MADE_UP] = True
        app.save(update_fields=["data"])
        RecoveryCodes.activate(user)
