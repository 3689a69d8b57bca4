"""Who is reading: the signed-in person becomes a reader, once a request, until a session ends."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject

from handrail.core import clock
from handrail.entry.devices import note_use
from handrail.records.reader import Reader, reader_for

ASKED_BY_ITSELF = {"/alerts/unseen/"}  # an open page asks this for ever, with nobody before it
USE_IS_NOTED = 60  # seconds: writing it down with every request would cost a write each


class Sessions(SessionMiddleware):
    """A key that nobody knows any more is answered and left: it may have had a successor meanwhile.

    Signing in and each proof give a new key. What the page before asked with the old one may be
    answered after that, and to take its cookie away would take the new one. An end of a session
    does take it away.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        session = request.session
        if session.accessed and not session.modified and session.is_empty():
            patch_vary_headers(response, ("Cookie",))
            return response
        return super().process_response(request, response)


def who_is_reading(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Give each request its `reader`, and keep signed-in pages out of every cache."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.reader = SimpleLazyObject(lambda: _reader(request))  # type: ignore[attr-defined]
        response = get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store, private"
        return response

    return middleware


def _reader(request: HttpRequest) -> Reader | None:
    user = request.user
    return reader_for(user.person) if user.is_authenticated else None


def end_old_sessions(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """End a session that was left idle too long, or that began too long ago."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "_auth_user_id" in request.session:
            _look_at_session(request)
        return get_response(request)

    return middleware


def _look_at_session(request: HttpRequest) -> None:
    now, session = int(clock.now().timestamp()), request.session
    began, used = session.get("began", 0), session.get("used", 0)
    if now - began > settings.SESSION_ABSOLUTE or now - used > settings.SESSION_IDLE:
        logout(request)
    elif now - used >= USE_IS_NOTED and request.path not in ASKED_BY_ITSELF:
        session["used"] = now
        note_use(request)
