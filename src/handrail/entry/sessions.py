"""Where sessions are kept: Django's table, told apart from a database that does not answer."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import OperationalError


class SessionStore(db.SessionStore):
    """Django takes every trouble at saving for a session that was deleted, and answers 400.

    A device that is answered so takes its words for refused. When the database is away it must be
    answered that it may send again: 503.
    """

    def save(self, must_create: bool = False) -> None:
        try:
            super().save(must_create)
        except UpdateError as gone:
            if isinstance(gone.__context__, OperationalError):
                raise gone.__context__ from None
            raise
