"""PostgreSQL: each lexeme names the bucket of records in which it stands (search/text.py)."""

from django.db import migrations

INTO_BUCKETS = """
DROP INDEX search_index_document;
UPDATE search_index SET document = array_to_tsvector(
    ARRAY(SELECT (rowid / 65536)::text || 'q' || left(lexeme, 200) FROM unnest(document)));
CREATE INDEX search_index_document ON search_index USING gin (document);
"""
OUT_OF_BUCKETS = """
DROP INDEX search_index_document;
UPDATE search_index SET document = array_to_tsvector(
    ARRAY(SELECT substring(lexeme FROM position('q' IN lexeme) + 1) FROM unnest(document)));
CREATE INDEX search_index_document ON search_index USING gin (document);
"""


def into_buckets(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(INTO_BUCKETS)


def out_of_buckets(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(OUT_OF_BUCKETS)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_index")]
    operations = [migrations.RunPython(into_buckets, out_of_buckets)]
