"""Who is told, inside the transaction, when a record is filed, changed or read."""

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from types import ModuleType

from django.conf import settings

from handrail.records.drawing import Drawn
from handrail.records.models import Action, Override, Record
from handrail.records.reader import Reader


@cache
def _subscribers() -> tuple[ModuleType, ...]:
    """The modules of settings.RECORD_SUBSCRIBERS. Each may define any of the `on_` functions."""
    return tuple(import_module(name) for name in settings.RECORD_SUBSCRIBERS)


def _tell(function: str, *args: object) -> None:
    for module in _subscribers():
        if listener := getattr(module, function, None):
            listener(*args)


def tell_filed(drawn: Sequence[Drawn], *, quietly: bool = False) -> None:
    """Records were filed; `quietly` for those from before today, of which nobody is told."""
    _tell("on_filed", drawn, quietly)


def tell_begun(actions: Sequence[Action]) -> None:
    """Actions began on a record that was filed before."""
    _tell("on_begun", actions)


def tell_changed(record: Record) -> None:
    """A record was amended, voided or given an attachment."""
    _tell("on_changed", record)


def tell_destroyed(record: Record) -> None:
    """A record is being destroyed by law: whoever keeps words of it, or an index, drops them."""
    _tell("on_destroyed", record)


def tell_read(record: Record, reader: Reader, closed: Sequence[Action]) -> None:
    """A record was opened; `closed` are the actions that this reading closed."""
    _tell("on_read", record, reader, closed)


def tell_override(override: Override) -> None:
    """Somebody looked beyond their own pupils."""
    _tell("on_override", override)
