"""Where sessions are kept: Django's table, told apart from a database that does not answer."""

from copy import deepcopy
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError, router, transaction
from django.http import HttpRequest

MISSING = object()
ENDED = "ended_elsewhere"


def ended_elsewhere(request: HttpRequest) -> bool:
    """Whether the session of this browser was ended by somebody else than whoever used it.

    It still brings its key then, and nothing belongs to that any more: signing out here, or being
    idle for too long, takes the key away. Asked as often as it may be, this stays true.
    """
    marked = ENDED in request.session
    brought = bool(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    return marked or (brought and request.session.session_key is None)


def keep_that_it_ended(request: HttpRequest) -> None:
    """Before something else is put into the session that takes the place of the ended one."""
    if ended_elsewhere(request):
        request.session[ENDED] = True


class SessionStore(db.SessionStore):
    """A request writes only what it has changed itself, onto what stands there by then.

    Django writes the whole session as the request found it. A request that takes long would so take
    back what another wrote meanwhile: that the page was locked, or the question to a passkey.
    """

    _found: dict[str, Any] | None = None

    def load(self) -> dict[str, Any]:
        data: dict[str, Any] = super().load()
        self._found = deepcopy(data)
        return data

    def save(self, must_create: bool = False) -> None:
        """Save what this request changed.

        Django takes every trouble at saving for a session that was deleted, and answers 400. A
        device that is answered so takes its words for refused. When the database is away it must be
        answered that it may send again: 503.
        """
        try:
            with transaction.atomic(using=router.db_for_write(self.model)):
                if not must_create and self.session_key is not None:
                    self._take_over_what_stands()
                super().save(must_create)
        except UpdateError as gone:
            if isinstance(gone.__context__, OperationalError):
                raise gone.__context__ from None
            raise
        self._found = deepcopy(dict(self.items()))

    def _take_over_what_stands(self) -> None:
        mine, found = self._session, self._found or {}  # type: ignore[attr-defined]
        row = self.model.objects.select_for_update().filter(session_key=self.session_key).first()
        if row is None or (stands := self.decode(row.session_data)) == found:
            return
        for key in {*stands, *found}:
            if mine.get(key, MISSING) != found.get(key, MISSING):
                continue  # changed here
            if key in stands:
                mine[key] = stands[key]
            else:
                mine.pop(key, None)
