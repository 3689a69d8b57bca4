"""The full-text index: FTS5 on SQLite, a tsvector with GIN on PostgreSQL."""

from django.db import migrations

SQLITE = """
CREATE VIRTUAL TABLE search_index USING fts5(
    words, scope, tokenize="unicode61 remove_diacritics 2", prefix='3'
)
"""
POSTGRES = """
CREATE TABLE search_index (rowid bigint PRIMARY KEY, document tsvector NOT NULL);
CREATE INDEX search_index_document ON search_index USING gin (document);
"""


def build(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(SQLITE)
    else:
        schema_editor.execute(POSTGRES)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE search_index")


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]
    operations = [migrations.RunPython(build, drop)]
