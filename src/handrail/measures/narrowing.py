"""From a number to its records: the list behind a cell of a table."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models.functions import ExtractHour, ExtractWeekDay

from handrail.core.clock import LONDON
from handrail.measures.asking import Asked
from handrail.measures.grouping import DIMENSIONS
from handrail.measures.ranges import Range
from handrail.records.models import ChosenWord, Finding, Involvement
from handrail.records.models.record import RecordQuerySet
from handrail.school.models import Place, Word

Narrow = Callable[[RecordQuerySet, Asked, str], RecordQuerySet]


class NoSuchCell(LookupError):
    """Somebody asked for a cell that no table has."""


def narrowed(asked: Asked, by: Mapping[str, str]) -> RecordQuerySet:
    """The records of the range for which all of these hold. Raises NoSuchCell."""
    records = asked.records()
    for name, value in by.items():
        records = _narrow(records, asked, name, value)
    return records


def _narrow(records: RecordQuerySet, asked: Asked, name: str, value: str) -> RecordQuerySet:
    try:
        if how := BY.get(name):
            return how(records, asked, value)
        return _by_measure(records, asked, name, value)
    except (ValueError, OverflowError, ValidationError):  # no number, no day, past the last day
        raise NoSuchCell(name) from None


def _by_slot(records: RecordQuerySet, asked: Asked, value: str) -> RecordQuerySet:
    """ "0-13": Mondays from 13:00 to 13:59, on the school's clocks."""
    weekday, hour = (int(part) for part in value.split("-"))
    if weekday not in range(7) or hour not in range(24):
        raise NoSuchCell(value)
    slot = records.annotate(
        slot_day=ExtractWeekDay("happened_at", tzinfo=LONDON),
        slot_hour=ExtractHour("happened_at", tzinfo=LONDON),
    )
    return slot.filter(slot_day=(weekday + 1) % 7 + 1, slot_hour=hour)


def _by_week(records: RecordQuerySet, asked: Asked, value: str) -> RecordQuerySet:
    monday = date.fromisoformat(value)
    week = Range(monday, monday + timedelta(days=6))
    return records.filter(happened_at__gte=week.starts, happened_at__lt=week.ends)


def _by_days(records: RecordQuerySet, asked: Asked, value: str) -> RecordQuerySet:
    """ "2026-09-02..2026-12-18": a term inside the range."""
    first, last = (date.fromisoformat(part) for part in value.split(".."))
    span = Range(first, last)
    return records.filter(happened_at__gte=span.starts, happened_at__lt=span.ends)


def _by_place(records: RecordQuerySet, asked: Asked, value: str) -> RecordQuerySet:
    return records.filter(place__in=Place.objects.filter(school=asked.school, uuid=UUID(value)))


def _by_word(records: RecordQuerySet, asked: Asked, value: str) -> RecordQuerySet:
    words = Word.objects.filter(school=asked.school, uuid=UUID(value))
    return records.filter(pk__in=ChosenWord.objects.filter(word__in=words).values("record"))


def _by_pupil(records: RecordQuerySet, asked: Asked, value: str) -> RecordQuerySet:
    rows = Involvement.objects.filter(person__uuid=UUID(value), role=asked.about, as_pupil=True)
    return records.filter(pk__in=rows.values("record"))


def _by_adult(records: RecordQuerySet, asked: Asked, value: str) -> RecordQuerySet:
    parts = [role.slug for role in asked.kind.roles if role.who == ("staff",)]
    rows = Involvement.objects.filter(person__uuid=UUID(value), role__in=parts)
    return records.filter(pk__in=rows.values("record"))


def _by_author(records: RecordQuerySet, asked: Asked, value: str) -> RecordQuerySet:
    return records.filter(author__uuid=UUID(value))


def _by_group(records: RecordQuerySet, asked: Asked, value: str) -> RecordQuerySet:
    """ "sen:K": records whose finding puts a pupil into that group."""
    slug, _, group = value.partition(":")
    one = next((one for one in DIMENSIONS if one.slug == slug), None)
    if one is None:
        raise NoSuchCell(value)
    rows = Finding.objects.filter(record__in=records, slug=slug).values_list("record", "said")
    return records.filter(pk__in=[key for key, said in rows if one.frozen(said) == group])


BY: Mapping[str, Narrow] = {
    "at": _by_slot, "week": _by_week, "days": _by_days, "place": _by_place, "word": _by_word,
    "pupil": _by_pupil, "adult": _by_adult, "author": _by_author, "group": _by_group,
}  # fmt: skip


def _by_measure(records: RecordQuerySet, asked: Asked, name: str, value: str) -> RecordQuerySet:
    """By a column of the kind or of its rows: a technique by its number, an answer by its slug."""
    measure = next((one for one in asked.kind.measures if one.slug == name and one.column), None)
    if measure is None:
        raise NoSuchCell(name)
    declared = asked.kind.rows_named(measure.rows) if measure.rows else None
    table = declared.table if declared else asked.kind.detail
    column = table._meta.get_field(measure.column)
    key = f"{measure.column}__uuid" if column.is_relation else measure.column
    rows = table._default_manager.filter(**{key: UUID(value) if column.is_relation else value})
    return records.filter(pk__in=rows.values("record"))
