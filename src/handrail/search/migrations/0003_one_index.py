"""One shape of index on both databases: lexemes that name their bucket, scope words apart from
what somebody could type (search/text.py)."""

import re
from itertools import islice

from django.db import migrations

BUCKET, LONGEST, AT_A_TIME = 65_536, 200, 5_000
WORD = re.compile(r"\w+")
NEW = """
CREATE VIRTUAL TABLE search_index_new USING fts5(
    document, tokenize="ascii tokenchars '_'", detail='none', columnsize=0
)
"""
OLD = """
CREATE VIRTUAL TABLE search_index_new USING fts5(
    words, scope, tokenize="unicode61 remove_diacritics 2", prefix='3'
)
"""
# On PostgreSQL a scope word stood among the others, known by its form alone.
SCOPE_APART = """
DROP INDEX search_index_document;
UPDATE search_index SET document = array_to_tsvector(ARRAY(
    SELECT regexp_replace(lexeme, '^([0-9]+)q(x[sapg][0-9]+|xk[or][a-z0-9]+)$', '\\1s\\2')
    FROM unnest(document)));
CREATE INDEX search_index_document ON search_index USING gin (document);
"""
SCOPE_AMONG_THEM = """
DROP INDEX search_index_document;
UPDATE search_index SET document = array_to_tsvector(ARRAY(
    SELECT regexp_replace(lexeme, '^([0-9]+)s', '\\1q') FROM unnest(document)));
CREATE INDEX search_index_document ON search_index USING gin (document);
"""


def apart(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        schema_editor.execute(SCOPE_APART)
        return
    _copied(
        schema_editor, NEW, "SELECT rowid, words, scope FROM search_index",
        "INSERT INTO search_index_new (rowid, document) VALUES (?, ?)",
        lambda key, words, scope: (key, _lexemes(key // BUCKET, words, scope)),
    )  # fmt: skip


def together(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        schema_editor.execute(SCOPE_AMONG_THEM)
        return
    _copied(
        schema_editor, OLD, "SELECT rowid, document FROM search_index",
        "INSERT INTO search_index_new (rowid, words, scope) VALUES (?, ?, ?)",
        lambda key, document: (key, _those(document, "q"), _those(document, "s")),
    )  # fmt: skip


def _copied(schema_editor, table, read, write, row):
    schema_editor.execute(table)
    database = schema_editor.connection.connection
    rows = iter(database.execute(read))
    while some := list(islice(rows, AT_A_TIME)):
        database.executemany(write, [row(*one) for one in some])
    schema_editor.execute("DROP TABLE search_index")
    schema_editor.execute("ALTER TABLE search_index_new RENAME TO search_index")


def _lexemes(bucket, words, scope):
    found = {f"{bucket}q{word[:LONGEST]}" for word in WORD.findall(words)}
    return " ".join(sorted(found | {f"{bucket}s{word}" for word in scope.split()}))


def _those(document, sort):
    parted = (re.split("([qs])", lexeme, maxsplit=1) for lexeme in document.split())
    return " ".join(word for _bucket, found, word in parted if found == sort)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_buckets")]
    operations = [migrations.RunPython(apart, together)]
