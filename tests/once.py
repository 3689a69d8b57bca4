"""What is the same for every test is made once: the cast, and the list of static files."""

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time
from typing import Any
from unittest import mock

from django.apps import apps
from django.db import connection

from handrail.core import clock
from handrail.demo.cast import Cast, make_cast
from handrail.people.models import Person, User
from handrail.school.models import School

# ---------------------------------------------------------------- the cast

Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]
CASTS: dict[datetime, tuple[bytes, Rows]] = {}


def cast_again() -> Cast:
    """The cast as `make_cast` makes it; from the second time on its rows are put back as they were.

    Only into an empty school inside a test's own transaction; otherwise it is made anew.
    """
    empty = not any(model._default_manager.exists() for model in (School, Person, User))
    if not (empty and connection.in_atomic_block):
        return make_cast()
    if clock.now() not in CASTS:
        before = _rows()
        made = make_cast()
        CASTS[clock.now()] = (pickle.dumps(made), _added(before, _rows()))
        return made
    pickled, rows = CASTS[clock.now()]
    _put_back(rows)
    again: Cast = pickle.loads(pickled)
    return again


def _rows() -> Rows:
    found: Rows = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            columns = [field.column for field in model._meta.local_concrete_fields]
            named = ", ".join(map(connection.ops.quote_name, columns))
            cursor.execute(f"SELECT {named} FROM {connection.ops.quote_name(model._meta.db_table)}")
            found[model._meta.db_table] = (columns, cursor.fetchall())
    return found


def _added(before: Rows, after: Rows) -> Rows:
    added = {}
    for table, (columns, rows) in after.items():
        if new := [row for row in rows if row not in before[table][1]]:
            added[table] = (columns, [tuple(map(_plain, row)) for row in new])
    return added


def _put_back(added: Rows) -> None:
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table, (columns, rows) in added.items():
            places = ", ".join(["%s"] * len(columns))
            named = ", ".join(map(quote, columns))
            insert = f"INSERT INTO {quote(table)} ({named}) VALUES ({places})"
            cursor.executemany(insert, rows)


def _plain(value: Any) -> Any:
    """SQLite gives times of day as such, and takes them only as text."""
    return value.isoformat() if isinstance(value, time) else value


# ---------------------------------------------------------------- the static files


@contextmanager
def static_files_listed_once() -> Iterator[None]:
    """Every test client builds the middleware anew; the files on disk are looked for once."""
    from whitenoise.middleware import WhiteNoiseMiddleware

    usual, listed = WhiteNoiseMiddleware.add_files_from_finders, dict[str, Any]()

    def add(self: Any) -> None:
        if not listed:
            usual(self)
            listed.update(self.files)
        self.files.update(listed)

    with mock.patch.object(WhiteNoiseMiddleware, "add_files_from_finders", add):
        yield
