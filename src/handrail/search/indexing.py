"""Keeping the index: called by the spine inside its transaction, so a filed record can be found."""

from collections.abc import Sequence

from django.db import connection

from handrail.records.drawing import Drawn
from handrail.records.models import Record
from handrail.search.text import lexemes, text_of_drawn, text_of_record

_SQLITE = "INSERT INTO search_index (rowid, document) VALUES (%s, %s)"
_POSTGRES = "INSERT INTO search_index (rowid, document) VALUES (%s, array_to_tsvector(%s::text[]))"


def on_filed(drawn: Sequence[Drawn], quietly: bool) -> None:
    """Index fresh records, in one statement a batch."""
    _insert([text_of_drawn(one) for one in drawn])


def on_changed(record: Record) -> None:
    """Index a record again after words were added or it was voided."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_index WHERE rowid = %s", [record.pk])
    _insert([text_of_record(record)])


def on_destroyed(record: Record) -> None:
    """Take a record out of the index."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_index WHERE rowid = %s", [record.pk])


def _insert(rows: list[tuple[int, str, str]]) -> None:
    with connection.cursor() as cursor:
        found = [(key, lexemes(key, words, scope)) for key, words, scope in rows]
        if connection.vendor == "sqlite":
            cursor.executemany(_SQLITE, [(key, " ".join(several)) for key, several in found])
        else:
            cursor.executemany(_POSTGRES, found)
