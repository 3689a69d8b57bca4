"""Tables: an empty database is given all of them at once, any other is brought up by migrations.

Walking every migration of an empty database draws each state that the tables were ever in, which
takes twenty seconds of work for tables that nobody used. The tables themselves are the same, and
a test compares them.
"""

from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from handrail.keeping.migrating import do_what_was_put_off, migrate

OURS = "handrail."


def bring_tables_up() -> None:
    """Give the database the tables of this version of Handrail; what is in it stays."""
    if connection.introspection.table_names():
        migrate()
    else:
        _make_all()


def _make_all() -> None:
    """In one transaction. Killed within it, the next start finds the table of migrations alone,
    and walks them all."""
    loader, recorder = MigrationLoader(connection), MigrationRecorder(connection)
    recorder.ensure_schema()
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.managed and not model._meta.proxy:
                editor.create_model(model)
        do_what_was_put_off(editor)
        _do_what_is_no_table(loader, editor)
        for app, name in sorted(set(loader.disk_migrations)):
            recorder.record_applied(app, name)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)


def _do_what_is_no_table(loader: MigrationLoader, editor: BaseDatabaseSchemaEditor) -> None:
    """What our own migrations do besides, such as making the index of words. (Those of libraries
    move rows about, of which an empty database has none.)"""
    for (app, _), migration in sorted(loader.disk_migrations.items()):
        if not apps.get_app_config(app).name.startswith(OURS):
            continue
        for operation in migration.operations:
            if isinstance(operation, RunPython):
                operation.code(apps, editor)  # type: ignore[arg-type]
