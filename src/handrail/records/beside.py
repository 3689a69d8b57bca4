"""What is kept about a pupil beside records: each such room says it here for who must know of it.

Subject access and the school's export ask through this, because engines are strangers to each
other. A module of settings.BESIDE_RECORDS defines `said_of` and `tables`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import import_module
from types import ModuleType

from django.conf import settings

from handrail.people.models import Person
from handrail.school.models import School

Tables = dict[str, tuple[list[str], Iterable[Sequence[object]]]]


@dataclass(frozen=True)
class Said:
    """A label and what was written: the unit in which somebody decides whether it goes out."""

    label: str
    text: str


@cache
def _rooms() -> tuple[ModuleType, ...]:
    return tuple(import_module(name) for name in settings.BESIDE_RECORDS)


def said_of(
    pupil: Person, school: School, since: date | None = None, until: date | None = None
) -> list[Said]:
    """Everything that is kept about a pupil beside records, between two days, oldest first.

    It asks for no reader, as `records_about` does: what the law gives must not hang on who asks.
    """
    return [one for room in _rooms() for one in room.said_of(pupil, school, since, until)]


def tables_of(school: School) -> Tables:
    """The tables of a school that its export holds besides those of records."""
    return {name: table for room in _rooms() for name, table in room.tables(school).items()}
