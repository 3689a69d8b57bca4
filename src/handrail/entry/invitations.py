"""Invitations and forgotten passwords: a link that works once, for a while; not kept in clear."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from handrail.core import clock
from handrail.core.hashing import sha256_hex
from handrail.entry import limits
from handrail.entry.devices import end_all
from handrail.entry.events import Sort, note
from handrail.entry.letters import send_letter
from handrail.entry.models import Invitation
from handrail.people.models import Person, User

LASTS = timedelta(days=7)
FORGOTTEN_LASTS = timedelta(hours=2)
ASKED_AT_MOST = 3  # times within the quarter of an hour, for one name and from one source each
FROM_A_SOURCE = 20


@transaction.atomic
def invite(user: User, *, by: Person | None) -> str:
    """Make a link for somebody; those before it end. Gives back its secret, this once."""
    withdraw(user)
    secret = secrets.token_urlsafe(32)
    Invitation.objects.create(
        user=user, sort=Invitation.Sort.INVITED, secret_hash=sha256_hex(secret.encode()),
        made_at=clock.now(), ends_at=clock.now() + LASTS, made_by=by,
    )  # fmt: skip
    note(user, Sort.INVITED, by=by)
    return secret


def open_invitation(user: User) -> Invitation | None:
    """The invitation that waits to be used, if one does."""
    rows = Invitation.objects.filter(user=user, sort=Invitation.Sort.INVITED)
    return rows.filter(used_at=None, withdrawn_at=None, ends_at__gt=clock.now()).first()


def withdraw(user: User, *, by: Person | None = None) -> int:
    """End every link of a user that was not used yet."""
    rows = Invitation.objects.filter(user=user, used_at=None, withdrawn_at=None)
    ended = rows.update(withdrawn_at=clock.now())
    if ended and by is not None:
        note(user, Sort.WITHDRAWN, by=by)
    return ended


def invitation_of(fingerprint: str) -> Invitation | None:
    """The link behind a fingerprint, while it works; nothing for a closed account."""
    if not fingerprint:
        return None
    rows = Invitation.objects.filter(
        secret_hash=fingerprint, used_at=None, withdrawn_at=None, ends_at__gt=clock.now(),
        user__is_active=True,
    )  # fmt: skip
    return rows.select_related("user__person").first()


@transaction.atomic
def choose_password(invitation: Invitation, password: str) -> User | None:
    """Use up a link, for a password that was checked. None when the link was used already.

    Every session and every other link of the user ends.
    """
    taken = Invitation.objects.filter(pk=invitation.pk, used_at=None, withdrawn_at=None)
    if not taken.update(used_at=clock.now()):
        return None
    user = invitation.user
    if user is None:
        return None
    user.set_password(password)
    user.save(update_fields=["password"])
    withdraw(user)
    end_all(user)
    note(user, Sort.PASSWORD, "by a link", by=user.person)
    return user


def ask_for_link(name: str, source: str) -> None:
    """Somebody has forgotten their password. The same work is done whosever name it is.

    Only a row is written here; the link is made, and sent, when the rounds come by. A mail would
    take longer than none, and so would say that there is an account.
    """
    name = name.strip().lower()[:254]
    keys = limits.key_of("forgotten", name), limits.key_of("forgotten from", source)
    full = limits.is_full(keys[0], ASKED_AT_MOST) | limits.is_full(keys[1], FROM_A_SOURCE)
    limits.count(*keys)
    found = list(
        User.objects.filter(Q(username=name) | Q(person__email__iexact=name), is_active=True)[:2]
    )
    user = found[0] if len(found) == 1 and not full else None
    Invitation.objects.create(
        user=user, sort=Invitation.Sort.FORGOTTEN, made_at=clock.now(),
        ends_at=clock.now() + FORGOTTEN_LASTS,
    )  # fmt: skip
    note(user, Sort.FORGOTTEN, f"from {source}")


def send_links(address: str) -> int:
    """Send the links that were asked for; the secret is made here and kept nowhere."""
    waiting = Invitation.objects.filter(
        sort=Invitation.Sort.FORGOTTEN, secret_hash="", withdrawn_at=None, ends_at__gt=clock.now()
    ).select_related("user__person")
    sent = 0
    for row in waiting.exclude(user=None):
        secret = secrets.token_urlsafe(32)
        row.secret_hash = sha256_hex(secret.encode())
        row.save(update_fields=["secret_hash"])
        if row.user and send_letter(row.user.person, "forgotten", f"{address}/welcome/{secret}/"):
            sent += 1
    return sent


def forget_old_links() -> int:
    """Links of names that have no account, and links that ended a month ago, serve nobody."""
    now = clock.now()
    nobody = Q(user=None, made_at__lt=now - FORGOTTEN_LASTS)
    return Invitation.objects.filter(nobody | Q(ends_at__lt=now - timedelta(days=30))).delete()[0]
