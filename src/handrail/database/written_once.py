"""A question whose SQL is written once, and asked again with other values.

Django writes the SQL of a question anew each time, from dozens of objects that it copies on the
way: on a page with thirty small questions that is most of the work. A function that makes a
question of plain values has its SQL written once for each shape of its values (which are missing,
how long the lists are), and from then on only the values are put in their places.

Where they go is found by writing the question twice with made-up values, and held against the
question itself: whatever cannot be told for certain is asked in Django's own way. While testing,
each shape is held against the question again on its first ten askings and then on every tenth; in
`script/test long` on all of them.
"""

import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connections
from django.db.models import QuerySet
from django.db.models.sql.where import WhereNode

from handrail.database.settled import MarkedLeaf, leaf_of

Row = TypeVar("Row")
Values = ParamSpec("Values")

MOST_SHAPES = 100  # of one question; the oldest is forgotten first
KNOWN_ONCE_WRITTEN = (  # what a compiler learns by writing, and reading the rows needs
    "select", "annotation_col_map", "klass_info", "col_count", "has_extra_select",
)  # fmt: skip
CHECKED = "pytest" in sys.modules
CHECKED_FIRST, CHECKED_EVERY = 10, 10  # how many of its first askings, and which of the others


class Fixed(int):
    """A number that stands in the SQL itself, such as how many rows are wanted."""


class CannotBeWritten(Exception):
    """Where the values of a question go cannot be told for certain."""


def written_once(question: Callable[Values, "QuerySet[Any, Row]"]) -> Callable[Values, list[Row]]:
    """Ask a question of plain values: its rows as a list, its SQL written once for each shape.

    `question` takes numbers (keys), UUIDs, dates, times, moments, tuples of these without
    doubles, and what a reader may read (`settled`), and hands on a queryset. It neither looks at
    their values nor at the clock. What it may look at are words, yes or no, and None: each of
    these has SQL of its own, so words must be few, such as the names of posts and kinds, and
    never what somebody typed.
    """
    known: dict[Any, Written | None] = {}
    asked: Counter[Any] = Counter()  # while testing
    lock = threading.Lock()

    @wraps(question)
    def ask(*values: Values.args, **named: Values.kwargs) -> list[Row]:
        if named:
            raise TypeError("Values are given by their place.")
        plain: QuerySet[Any, Row] | None = None
        shape: list[Any] = []
        given: list[Any] = []
        for value in values:
            _take_apart(value, shape, given)
        key = tuple(shape)
        try:
            written = known[key]
        except KeyError:
            plain = question(*values, **named)
            written = _written(question, values, plain, given)
            with lock:
                known[key] = written
                if len(known) > MOST_SHAPES:
                    del known[next(iter(known))]
        if written is None:
            return list(question(*values, **named) if plain is None else plain)
        if CHECKED and plain is None and _is_its_turn(asked, key):
            _hold_against(written, question(*values, **named), given)
        return written.rows(given)

    return ask


@dataclass(frozen=True)
class Written:
    """The SQL of a question, and where its values go."""

    template: "QuerySet[Any, Any]"
    sql: str  # nothing where the question is empty whatever its values
    fixed: tuple[Any, ...]  # its parameters; None where one comes from a value
    numbers: tuple[int, ...]  # for each the number of its value, or -1
    sent: tuple[Callable[[Any], Any], ...]  # and how the database is given it

    def params(self, given: list[Any]) -> tuple[Any, ...]:
        """The parameters for these values, in the order of the SQL."""
        return tuple(
            sent(given[number]) if number >= 0 else fixed
            for fixed, number, sent in zip(self.fixed, self.numbers, self.sent, strict=True)
        )

    def rows(self, given: list[Any]) -> list[Any]:
        """Ask it with these values."""
        if not self.sql:
            return []
        like: Any = self.template
        query: Any = _Asked(like.query, self.sql, self.params(given))
        asked: Any = type(like)(like.model, query, like._db)
        asked._iterable_class, asked._fields = like._iterable_class, like._fields
        asked._prefetch_related_lookups = like._prefetch_related_lookups
        return list(asked)


class _Asked:
    """Stands where a queryset has its query, and gives it the SQL that is there already."""

    def __init__(self, query: Any, sql: str, params: tuple[Any, ...]) -> None:
        self._query, self._sql, self._params = query, sql, params

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)

    def get_compiler(self, using: str | None = None, **_more: Any) -> Any:
        of, learnt = self._query.written_by
        compiler = of(self._query, connections[using or "default"], using)
        compiler.__dict__.update(learnt)
        compiler.as_sql = lambda *_args, **_more: (self._sql, self._params)
        return compiler


def _take_apart(value: Any, shape: list[Any], given: list[Any]) -> None:
    """Add what a value says of the SQL to the shape, and what is only put in place to the given."""
    if value is None or isinstance(value, bool | str | Fixed):
        shape.append(value)
    elif isinstance(value, int | UUID | date | time):  # a moment is a date too
        shape.append(type(value))
        given.append(value)
    elif isinstance(value, tuple):
        shape.append((len(value),))
        for one in value:
            _take_apart(one, shape, given)
    elif isinstance(value, QuerySet):
        sql, params = _leaf_sql(value)
        shape.append(sql)
        given.extend(params)
    else:
        raise TypeError(f"A question is asked with plain values, not with {type(value).__name__}.")


def _leaf_sql(rows: "QuerySet[Any, Any]") -> tuple[str, tuple[Any, ...]]:
    compiler = rows.query.get_compiler(rows.db)
    try:
        return leaf_of(rows).as_sql(compiler, compiler.connection)
    except (EmptyResultSet, FullResultSet) as nothing:
        return type(nothing).__name__, ()


# ---- writing it ----------------------------------------------------------------------------------


def _written(
    question: Callable[..., Any], values: tuple[Any, ...], plain: Any, given: list[Any]
) -> Written | None:
    """The question written, or None where it is asked in Django's own way for ever."""
    try:
        real = _sql_of(plain)
        first, second = _made_up(values, 0), _made_up(values, 1)
        template = question(*first[0])
        one, two = _sql_of(template), _sql_of(question(*second[0]))
        written = _compare(template, one, two, first[1], second[1])
        _must(real == (written.sql, written.params(given)), "comes out otherwise")
        _must(not template._known_related_objects, "hangs on a row")
    except CannotBeWritten:
        if CHECKED:
            raise
        return None
    template.query.where = WhereNode()  # it stands in the SQL, and is most of what would be kept
    template.query.combined_queries = ()
    return written


def _must(true: bool, why: str) -> None:
    if not true:
        raise CannotBeWritten(f"This question {why}: is one of its values looked at or changed?")


def _is_its_turn(asked: "Counter[Any]", key: Any) -> bool:
    asked[key] += 1
    return asked[key] <= CHECKED_FIRST or asked[key] % CHECKED_EVERY == 0


def _hold_against(written: Written, plain: Any, given: list[Any]) -> None:
    _must(_sql_of(plain) == (written.sql, written.params(given)), "comes out otherwise")


def _sql_of(rows: Any) -> tuple[str, tuple[Any, ...]]:
    compiler = rows.query.get_compiler(rows.db)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return "", ()
    learnt = {name: getattr(compiler, name) for name in KNOWN_ONCE_WRITTEN}
    rows.query.written_by = type(compiler), learnt
    return sql, tuple(params)


def _compare(
    template: Any,
    one: tuple[str, tuple[Any, ...]],
    two: tuple[str, tuple[Any, ...]],
    first: list[Any],
    second: list[Any],
) -> Written:
    """What differs between two made-up askings is a value, and each value must be one of those."""
    (sql, params), (other_sql, others) = one, two
    _must(sql == other_sql and len(params) == len(others), "has no SQL of its own")
    operations = connections[template.db].ops
    places = [
        (here, -1, _as_it_is)
        if type(here) is type(there) and here == there
        else (None, *_place(here, there, first, second, operations))
        for here, there in zip(params, others, strict=True)
    ]
    fixed, numbers, sent = zip(*places, strict=True) if places else ((), (), ())
    return Written(template, sql, fixed, numbers, sent)


def _place(
    here: Any, there: Any, first: list[Any], second: list[Any], operations: Any
) -> tuple[int, Callable[[Any], Any]]:
    for number, (mine, theirs) in enumerate(zip(first, second, strict=True)):
        for sent in _ways_to_send(mine, here, operations):
            if sent(mine) == here and sent(theirs) == there:
                return number, sent
    raise CannotBeWritten("A value is changed on its way to the database.")


def _ways_to_send(value: Any, here: Any, operations: Any) -> Iterator[Callable[[Any], Any]]:
    """The ways in which a database is given a value of this type."""
    if isinstance(value, int) and isinstance(here, int):
        yield type(here)  # PostgreSQL's small and large numbers are types of their own
    elif isinstance(value, UUID) and isinstance(here, str):
        yield _in_hex
    elif isinstance(value, datetime) and isinstance(here, str):
        yield operations.adapt_datetimefield_value
    elif isinstance(value, date) and isinstance(here, str):
        yield operations.adapt_datefield_value
    elif isinstance(value, time) and isinstance(here, str):
        yield operations.adapt_timefield_value
    elif type(value) is type(here):
        yield _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _in_hex(value: UUID) -> str:
    return value.hex


def _made_up(values: tuple[Any, ...], which: int) -> tuple[list[Any], list[Any]]:
    """Values of the same shape that stand out, and those among them that are put in places."""
    given: list[Any] = []

    def like(value: Any) -> Any:
        number = 10_000 + 2 * len(given) + which  # fits the smallest of numbers, and is no year
        if value is None or isinstance(value, bool | str | Fixed):
            return value
        if isinstance(value, tuple):
            return tuple(like(one) for one in value)
        if isinstance(value, QuerySet):
            return _marked(value, which, given)
        made: Any
        if isinstance(value, datetime):
            made = datetime(2190, 1, 1, tzinfo=UTC) + timedelta(minutes=number)
        elif isinstance(value, date):
            made = date(2190, 1, 1) + timedelta(days=number)
        elif isinstance(value, time):
            made = (datetime(2190, 1, 1) + timedelta(seconds=number)).time()  # noqa: DTZ001
        else:
            made = UUID(int=number) if isinstance(value, UUID) else number
        given.append(made)
        return made

    return [like(value) for value in values], given


@dataclass(frozen=True)
class _Mark:
    """Stands for one parameter of what a reader may read."""

    number: int
    which: int


def _marked(rows: Any, which: int, given: list[Any]) -> Any:
    leaf, (sql, params) = leaf_of(rows), _leaf_sql(rows)
    marks = tuple(_Mark(len(given) + at, which) for at in range(len(params)))
    given.extend(marks)
    whole = rows.all()
    whole.query.where.children[:] = [MarkedLeaf(leaf, marks)] if sql.startswith("(") else [leaf]
    return whole
