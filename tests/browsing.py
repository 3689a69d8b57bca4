"""Somebody's browser that has always just signed in, without signing in for every page."""

from typing import Any

from django.conf import settings
from django.test import Client

from handrail.people.models import User


class Browser:
    """A client for walks over many pages, of which some end the session, lock it or change it."""

    def __init__(self, username: str, **how: Any) -> None:
        self._username, self._client = username, Client(**how)
        self._sign_in()

    def just_signed_in(self) -> Client:
        """The client as `force_login` leaves it: signed in anew if what went before changed that.

        What a page leaves for the next (a message, a token) is thrown away: each begins alike.
        """
        for name in set(self._client.cookies) - {settings.SESSION_COOKIE_NAME}:
            del self._client.cookies[name]
        if self._session() != self._fresh:
            self._sign_in()
        return self._client

    def _sign_in(self) -> None:
        self._client.cookies.clear()
        self._client.force_login(User.objects.get(username=self._username))
        self._fresh = self._session()

    def _session(self) -> dict[str, Any]:
        kept = settings.SESSION_COOKIE_NAME in self._client.cookies
        return dict(self._client.session) if kept else {}
