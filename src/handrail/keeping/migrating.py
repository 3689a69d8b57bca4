"""Migrating: a migration, and the note that it was applied, stand or fall together.

Django writes the note after the migration's own transaction wherever statements were put off to
its end, as the indexes of a new table are. A program killed in between had made the table and did
not know it: from then on every `handrail init` stopped at "table already exists".
"""

from typing import Any

from django.core.management import call_command
from django.core.management.commands import migrate as command
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState


class WholeExecutor(MigrationExecutor):
    """Runs what was put off while the migration's transaction is open; Django then writes its
    note there too."""

    def apply_migration(
        self, state: ProjectState, migration: Migration, *args: Any, **kwargs: Any
    ) -> ProjectState:
        apply = migration.apply

        def apply_whole(
            project_state: ProjectState,
            schema_editor: BaseDatabaseSchemaEditor,
            collect_sql: bool = False,
        ) -> ProjectState:
            after = apply(project_state, schema_editor, collect_sql)
            do_what_was_put_off(schema_editor)
            return after

        migration.apply = apply_whole  # type: ignore[method-assign]
        return super().apply_migration(state, migration, *args, **kwargs)


def do_what_was_put_off(editor: BaseDatabaseSchemaEditor) -> None:
    """Run now what Django would run as the editor ends."""
    for statement in editor.deferred_sql:
        editor.execute(statement, None)
    editor.deferred_sql.clear()


def migrate() -> None:
    """Bring the database to this version of Handrail; cut off at any moment, it can go on."""
    command.MigrationExecutor = WholeExecutor  # type: ignore[attr-defined]
    call_command("migrate", verbosity=0, interactive=False)
