"""Cut off between a table and the note that it was made, the next start would make it again."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.executor import MigrationExecutor

from handrail.keeping.migrating import WholeExecutor


class Trial(migrations.Migration):
    operations = [  # its indexes are put off until the migration ends
        migrations.CreateModel(
            "Trial",
            [("id", models.BigAutoField(primary_key=True)),
             ("school", models.ForeignKey("school.School", models.CASCADE))],
        ),
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("executor", "within"), [(WholeExecutor, True), (MigrationExecutor, False)]
)
def test_the_note_is_written_within_the_migrations_own_transaction(
    executor: type[MigrationExecutor], within: bool
) -> None:
    noted = []
    one = executor(connection)
    one.record_migration = lambda _: noted.append(connection.in_atomic_block)
    one.apply_migration(one.loader.project_state(), Trial("9999_trial", "keeping"))
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "keeping_trial")
        cursor.execute("DROP TABLE keeping_trial")
    assert (noted, any(row["index"] for row in found.values())) == ([within], True)
