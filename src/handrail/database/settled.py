"""A condition that is resolved once and then carried whole through every question built on it.

Django copies a condition, part by part, at each step of a query and writes its SQL anew each time.
What a reader may read has some dozens of parts and stands in most queries of a page; so it is made
one leaf, which is shared instead of copied and keeps its SQL.
"""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.db.models.sql.where import WhereNode

Rows = TypeVar("Rows", bound=QuerySet[Any])


class Settled:
    """A leaf of a WHERE tree around a resolved condition; it never changes."""

    conditional = True
    contains_aggregate = False
    contains_over_clause = False
    contains_column_references = True

    def __init__(self, where: WhereNode) -> None:
        self._where = where
        self._written: dict[str, tuple[str, tuple[Any, ...]]] = {}
        self._elsewhere: dict[tuple[tuple[str | None, str], ...], Settled] = {}

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Its SQL and parameters, written once a database; what is always empty says so anew."""
        if connection.vendor not in self._written:
            sql, params = compiler.compile(self._where)
            self._written[connection.vendor] = (f"({sql})", tuple(params))
        return self._written[connection.vendor]

    def relabeled_clone(self, change_map: Mapping[str | None, str]) -> "Settled":
        """The same about a table of another name, as in a query inside another."""
        names = tuple(sorted(change_map.items(), key=str))
        if names not in self._elsewhere:
            self._elsewhere[names] = Settled(self._where.relabeled_clone(dict(change_map)))
        return self._elsewhere[names]


def settled(rows: Rows) -> Rows:
    """The same rows, with all that narrows them so far as one leaf."""
    whole = rows.all()
    node: Any = WhereNode()
    node.children.append(Settled(whole.query.where))
    whole.query.where = node
    return whole


def leaf_of(rows: QuerySet[Any]) -> Settled:
    """The leaf that settled rows are narrowed by; what is narrowed further has none."""
    leaf, *others = rows.query.where.children
    if others or not isinstance(leaf, Settled):
        raise TypeError("Only settled rows are handed on.")
    return leaf


class MarkedLeaf(Settled):
    """The same SQL with marks in place of its parameters (`written_once`)."""

    def __init__(self, leaf: Settled, marks: tuple[Any, ...]) -> None:
        super().__init__(leaf._where)
        self._leaf, self._marks = leaf, marks

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Its SQL as it stands in this place, and the marks."""
        return self._leaf.as_sql(compiler, connection)[0], self._marks

    def relabeled_clone(self, change_map: Mapping[str | None, str]) -> "MarkedLeaf":
        """The same about a table of another name."""
        return MarkedLeaf(self._leaf.relabeled_clone(change_map), self._marks)
