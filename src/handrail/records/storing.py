"""Storing many rows at once: keys are taken first, then one statement a table writes them all."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.db import connection, models, router

Convert = Callable[[Any], Any]
AS_IT_IS = (models.BooleanField, models.IntegerField, models.AutoField, models.ForeignKey)


@dataclass(frozen=True)
class _Plan:
    """How the rows of one table are written: its columns, and what each value turns into."""

    table: str
    columns: tuple[str, ...]
    values: Callable[[Any], tuple[Any, ...]]
    converts: tuple[tuple[int, Convert], ...]
    key: str  # empty when the key is another row's

    def row_of(self, row: models.Model) -> list[Any]:
        values = list(self.values(row))
        for position, convert in self.converts:
            if (value := values[position]) is not None:
                values[position] = convert(value)
        return values


def store(rows: Sequence[models.Model]) -> None:
    """Insert new rows of one model, inside a transaction, and give each its key.

    The same rows as `bulk_create` would write, at a third of the cost: no expressions, no
    conflicts, no signals. Rows must be complete; the database still checks every constraint.
    """
    if not rows:
        return
    plan = _plan(type(rows[0]), connection.vendor)
    if plan.key:
        for row, key in zip(rows, _take_keys(plan, len(rows)), strict=True):
            row.pk = key
    _insert(plan, [plan.row_of(row) for row in rows])
    database = router.db_for_write(type(rows[0]))
    for row in rows:
        row._state.adding = False
        row._state.db = database


def _take_keys(plan: _Plan, count: int) -> Iterable[int]:
    """Fresh keys of a table. SQLite has one writer at a time, so the next ones are ours."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [plan.table])
            last = (cursor.fetchone() or (0,))[0]
            return range(last + 1, last + count + 1)
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [plan.table, plan.key, count],
        )
        return sorted(key for (key,) in cursor.fetchall())


def _insert(plan: _Plan, rows: list[list[Any]]) -> None:
    names = ", ".join(connection.ops.quote_name(column) for column in plan.columns)
    table = connection.ops.quote_name(plan.table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(rows) > 1:
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(plan.columns))
        # Names come from the models, values stand apart.
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608


@lru_cache
def _plan(model: type[models.Model], vendor: str) -> _Plan:
    fields = model._meta.concrete_fields
    converts = ((position, _convert(field)) for position, field in enumerate(fields))
    key = model._meta.pk
    return _Plan(
        table=model._meta.db_table,
        columns=tuple(str(field.column) for field in fields),
        values=attrgetter(*(field.attname for field in fields)),
        converts=tuple((position, convert) for position, convert in converts if convert),
        key=str(key.column) if isinstance(key, models.AutoField) else "",
    )


def _convert(field: "models.Field[Any, Any]") -> Convert | None:
    """What the database keeps for a value of this column; nothing when it is the value itself."""
    if isinstance(field, AS_IT_IS) and not field.choices:
        return None
    if isinstance(field, models.CharField | models.TextField):
        return _as_text
    if isinstance(field, models.UUIDField) and connection.vendor == "sqlite":
        return attrgetter("hex")
    if isinstance(field, models.DateTimeField):
        return connection.ops.adapt_datetimefield_value
    return lambda value: field.get_db_prep_save(value, connection)


def _as_text(value: Any) -> Any:
    """Choices are text of a class of their own, which not every driver takes for text."""
    return value if type(value) is str else str(value)
