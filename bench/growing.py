"""Growing a built database tenfold: every record copied into earlier years by the database.

Filing two million records one batch after another takes long on a small machine, and the pages do
not ask how a row came to be. A copy is the same record with keys of its own, some years earlier.
Its revisions come along for their weight, but do not join the chain, so it is never verified.
"""

import sys
from collections.abc import Iterator
from string import digits

from django.apps import apps
from django.db import connection, models, transaction

from handrail.records.kind import all_kinds
from handrail.search.text import BUCKET

YEARS_APART = 2
# Tables that hang on a record, in the order in which they may be filled.
TABLES = ("Record", "Involvement", "ChosenWord", "Action", "Link", "Revision", "AccessEntry")
TO_A_RECORD = {"record_id", "evidence_record_id", "source_id", "target_id"}
SEQ_APART = 1_000_000_000


def grow(times: int) -> None:
    """Make the records that are there into so many times as many."""
    tables = [apps.get_model("records", name) for name in TABLES]
    tables[1:1] = [kind.detail for kind in all_kinds()]
    tops = {table: _top(table) for table in tables}
    for copy in range(1, times):
        with transaction.atomic(), connection.cursor() as cursor:
            for table in tables:
                cursor.execute(_statement(table, copy, tops))
            cursor.execute(_index_statement(copy * tops[tables[0]], tops[tables[0]]))
        print(f"\r  copied {copy + 1} of {times} times", end="", file=sys.stderr)
    print(file=sys.stderr)
    if connection.vendor == "postgresql":
        _move_sequences(tables)


def _top(table: type[models.Model]) -> int:
    name = table._meta.pk.attname
    return int(table._base_manager.aggregate(top=models.Max(name))["top"] or 0)


def _statement(table: type[models.Model], copy: int, tops: dict[type[models.Model], int]) -> str:
    """INSERT ... SELECT of the original rows of a table with everything moved that must differ."""
    record = apps.get_model("records", "Record")
    names = [field.column for field in table._meta.concrete_fields]
    values = list(_values(table, copy, copy * tops[table], copy * tops[record]))
    # Open actions are what a school still owes today: they do not grow with its past.
    kept = " AND state <> 'open'" if table._meta.object_name == "Action" else ""
    key = table._meta.pk.column
    return (
        f"INSERT INTO {table._meta.db_table} ({', '.join(map(_quoted, names))}) "
        f"SELECT {', '.join(values)} FROM {table._meta.db_table} "
        f"WHERE {_quoted(key)} <= {tops[table]}{kept} ORDER BY {_quoted(key)}"
    )


def _values(table: type[models.Model], copy: int, keys: int, records: int) -> Iterator[str]:
    for field in table._meta.concrete_fields:
        column = _quoted(field.column)
        if field.attname in TO_A_RECORD:
            yield f"{column} + {records}"
        elif field.primary_key:
            yield f"{column} + {keys}"
        elif isinstance(field, models.UUIDField):
            yield "lower(hex(randomblob(16)))" if _on_sqlite() else "gen_random_uuid()"
        elif field.name == "reference":
            yield f"cast({_quoted('id')} + {keys} AS text)"
        elif field.name == "seq":
            yield f"{column} + {copy * SEQ_APART}"
        elif isinstance(field, models.DateTimeField):
            yield _earlier(column, copy * YEARS_APART)
        else:
            yield column


def _earlier(column: str, years: int) -> str:
    if _on_sqlite():
        return f"datetime({column}, '-{years} years')"
    return f"{column} - interval '{years} years'"


def _index_statement(moved: int, top: int) -> str:
    return (
        f"INSERT INTO search_index (rowid, document) SELECT rowid + {moved}, "
        f"{_moved_document(moved)} FROM search_index WHERE rowid <= {top} ORDER BY rowid"
    )


def _moved_document(moved: int) -> str:
    """Each lexeme names the bucket of the copy instead of the original's."""
    if _on_sqlite():
        connection.connection.create_function("in_bucket", 2, _in_bucket, deterministic=True)
        return f"in_bucket(document, (rowid + {moved}) / {BUCKET})"
    word = "substring(lexeme FROM '[qs].*')"
    bucket = f"((rowid + {moved}) / {BUCKET})::text"
    return f"array_to_tsvector(ARRAY(SELECT {bucket} || {word} FROM unnest(document)))"


def _in_bucket(document: str, bucket: int) -> str:
    return " ".join(f"{bucket}{lexeme.lstrip(digits)}" for lexeme in document.split())


def _move_sequences(tables: list[type[models.Model]]) -> None:
    with connection.cursor() as cursor:
        for table in tables:
            key = table._meta.pk
            if isinstance(key, models.AutoField):
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence(%s, %s), {_top(table)})",
                    [table._meta.db_table, key.column],
                )


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _on_sqlite() -> bool:
    return connection.vendor == "sqlite"
