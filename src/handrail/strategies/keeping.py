"""Keeping the library: a strategy is added, changed, retired and brought back."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from handrail.core import clock
from handrail.core.names import clean
from handrail.core.prose import tidy
from handrail.people.models import Post
from handrail.records.reader import Reader
from handrail.records.refusal import Refused
from handrail.school.models import School
from handrail.strategies.models import Strategy

KEEPERS = (Post.Role.SENCO, Post.Role.HEAD)
NOT_YOURS = "The SENCO and the head keep the school’s strategies."
THERE = "There is a strategy of that name already. Change that one, or give this another name."


@dataclass(frozen=True)
class StrategyDraft:
    """What a strategy says; lists of areas, need codes and stages, empty for everybody."""

    name: str
    what: str
    how: str
    helps_when: str = ""
    leave_alone: str = ""
    areas: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()


def may_keep(reader: Reader, school: School) -> bool:
    return reader.holds(school.pk, *KEEPERS)


def add_strategy(reader: Reader, school: School, draft: StrategyDraft) -> Strategy:
    """Put one into the library. Raises Refused."""
    _refuse_others(reader, school)
    name = clean(draft.name)
    if Strategy.objects.filter(school=school, name__iexact=name).exists():
        raise Refused(THERE, "name")
    row = Strategy(school=school, name=name)
    _write(row, draft, reader)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Refused(THERE, "name") from None
    return row


def change_strategy(reader: Reader, row: Strategy, draft: StrategyDraft) -> Strategy:
    """Write its words anew; the name stays, and so do the words of plans that use it. Raises
    Refused."""
    _refuse_others(reader, row.school)
    _write(row, draft, reader)
    row.save()
    return row


def turn_strategy(reader: Reader, row: Strategy) -> None:
    """Retire what is in use, or bring back what was retired. Raises Refused."""
    _refuse_others(reader, row.school)
    row.retired_on = None if row.retired_on else clock.today()
    row.save(update_fields=["retired_on"])


def _write(row: Strategy, draft: StrategyDraft, reader: Reader) -> None:
    row.what, row.how = clean(draft.what), tidy(draft.how)
    row.helps_when, row.leave_alone = clean(draft.helps_when), clean(draft.leave_alone)
    row.areas, row.needs, row.stages = list(draft.areas), list(draft.needs), list(draft.stages)
    row.changed_at, row.changed_by = clock.now(), reader.person


def _refuse_others(reader: Reader, school: School) -> None:
    if not may_keep(reader, school):
        raise Refused(NOT_YOURS)
