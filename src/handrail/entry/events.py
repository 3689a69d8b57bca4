"""The log of an account: what happened to it, when, and who did it."""

from datetime import timedelta

from handrail.core import clock
from handrail.entry.models import AccountEvent
from handrail.people.models import Person, User

Sort = AccountEvent.Sort
UNKNOWN_KEPT = timedelta(days=30)


def note(user: User | None, sort: str, words: str = "", *, by: Person | None = None) -> None:
    """Write one line. `user` is nobody when a name was tried that has no account."""
    AccountEvent.objects.create(user=user, sort=sort, at=clock.now(), by=by, words=words[:200])


def events_of(user: User) -> list[AccountEvent]:
    """The latest thirty lines of an account."""
    return list(user.account_events.select_related("by")[:30])


def forget_unknown() -> int:
    """Lines about names that have no account serve nobody after a month."""
    old = AccountEvent.objects.filter(user=None, at__lt=clock.now() - UNKNOWN_KEPT)
    return old.delete()[0]
