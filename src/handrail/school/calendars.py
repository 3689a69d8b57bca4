"""A school's calendar, read from its terms, closed days and opening times."""

from datetime import date, time
from typing import Any

from django.db.models import QuerySet

from handrail.core.school_days import Calendar, OpeningHours
from handrail.database.written_once import written_once
from handrail.school.models import ClosedDay, OpeningTime, School, Term


def calendar_of(school: School) -> Calendar:
    """The calendar that every clock of this school counts on; three queries."""
    hours = {weekday: OpeningHours(opens, closes) for weekday, opens, closes in _hours(school.pk)}
    terms = tuple(_terms(school.pk))
    closed = frozenset(_closed(school.pk))
    return Calendar(terms, closed, hours) if hours else Calendar(terms, closed)


@written_once
def _hours(school: int) -> "QuerySet[Any, tuple[int, time, time]]":
    return OpeningTime.objects.filter(school=school).values_list("weekday", "opens", "closes")


@written_once
def _terms(school: int) -> "QuerySet[Any, tuple[date, date]]":
    return Term.objects.filter(school=school).values_list("starts", "ends")


@written_once
def _closed(school: int) -> "QuerySet[Any, date]":
    return ClosedDay.objects.filter(school=school).values_list("date", flat=True)
