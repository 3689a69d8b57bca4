"""Closing and opening accounts: leavers by themselves, anybody by an administrator."""

from django.contrib.auth import logout
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest

from handrail.core import clock
from handrail.entry.devices import end_all
from handrail.entry.events import Sort, note
from handrail.entry.sessions import ENDED
from handrail.people.models import Person, Post, User

LAST_POST = "the last post ended"


def close_account(user: User, *, by: Person | None, words: str = "") -> None:
    """From now they cannot sign in; every session ends and no link or program works."""
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_all(user)
    now = clock.now()
    user.invitations.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=now)  # type: ignore[attr-defined]
    note(user, Sort.CLOSED, words, by=by)


def open_account(user: User, *, by: Person | None) -> None:
    """They may sign in again, with the password and the second factor they had."""
    user.is_active = True
    user.save(update_fields=["is_active"])
    note(user, Sort.OPENED, by=by)


def leavers() -> list[User]:
    """Open accounts of people who held a post, hold none today and will hold none."""
    today = clock.today()
    posts = Post.objects.filter(person=OuterRef("person"))
    running = posts.filter(Q(ends=None) | Q(ends__gte=today))
    rows = User.objects.filter(Exists(posts), ~Exists(running), is_active=True)
    return list(rows.select_related("person"))


def close_leavers() -> int:
    """Close the accounts of those whose last post has ended; how many were closed."""
    gone = leavers()
    for user in gone:
        close_account(user, by=None, words=LAST_POST)
    return len(gone)


def close_leaver(request: HttpRequest) -> None:
    """Somebody signed in who holds no post today: their session ends before the rounds come by."""
    user = request.user
    if isinstance(user, User) and user in leavers():
        close_account(user, by=None, words=LAST_POST)
    logout(request)
    request.session[ENDED] = True
