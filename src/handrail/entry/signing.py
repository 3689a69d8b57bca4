"""Signing in, in two steps where there is a second factor; and signing out."""

from typing import Any

from django.contrib.auth import login, logout
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from handrail.core import clock
from handrail.entry.devices import end_this, keep_device, new_key
from handrail.entry.events import Sort, note
from handrail.entry.factors import has_factor
from handrail.entry.proof import set_proof
from handrail.entry.sessions import ENDED
from handrail.people.models import User

BACKEND = "handrail.entry.backend.AccountWithPerson"
HALF, HALF_LASTS = "half", 300


def safe_next(request: HttpRequest) -> str:
    """Where to go afterwards: only an address of our own."""
    asked = request.POST.get("next") or request.GET.get("next") or "/"
    ours = url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if ours and asked.startswith("/") else "/"


def first_step(request: HttpRequest, user: User, how: str, then: str) -> HttpResponse:
    """A password or a provider has vouched for them: in, or on to the second step."""
    if not has_factor(user):
        return let_in(request, user, how, then)
    now = int(clock.now().timestamp())
    request.session.cycle_key()
    request.session[HALF] = {"user": user.pk, "how": how, "at": now, "next": then}
    return redirect("/sign-in/code/")


def half_in(request: HttpRequest) -> dict[str, Any] | None:
    """Who has done the first step here, within the last five minutes."""
    half = request.session.get(HALF)
    if half and clock.now().timestamp() - half["at"] < HALF_LASTS:
        user = User.objects.filter(pk=half["user"], is_active=True).first()
        return {**half, "user": user} if user else None
    return None


def let_in(
    request: HttpRequest, user: User, how: str, then: str, *, proved: bool = False
) -> HttpResponse:
    """Begin a session, with a new key; the device is written down and marked."""
    for name in (HALF, ENDED):
        request.session.pop(name, None)
    login(request, user, backend=BACKEND)
    request.session.cycle_key()  # Django keeps the key when the same person signs in again
    begin_session(request.session, proved=proved)
    response = redirect(then)
    keep_device(request, response, user)
    note(user, Sort.SIGNED_IN, how, by=user.person)
    return response


def begin_session(session: SessionBase, *, proved: bool) -> None:
    """Start the clocks of a session: idle, absolute, and of the proof."""
    session["began"] = session["used"] = int(clock.now().timestamp())
    set_proof(session, factor=proved)


def prove(request: HttpRequest, *, factor: bool) -> None:
    """They have shown again that it is them: fresh proof under a new key."""
    new_key(request)
    set_proof(request.session, factor=factor)


def leave(request: HttpRequest) -> None:
    """End the session on the server."""
    user = request.user
    if isinstance(user, User):
        note(user, Sort.SIGNED_OUT, by=user.person)
    end_this(request)
    logout(request)
