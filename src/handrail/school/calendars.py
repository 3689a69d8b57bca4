"""A school's calendar, read from its terms, closed days and opening times."""

from datetime import date

from django.db.models import Exists, Q

from handrail.core.school_days import Calendar, OpeningHours
from handrail.school.models import ClosedDay, OpeningTime, School, Term


def calendar_of(school: School) -> Calendar:
    """The calendar that every clock of this school counts on; three queries."""
    hours = {
        time.weekday: OpeningHours(time.opens, time.closes) for time in school.opening_times.all()
    }
    terms = tuple((term.starts, term.ends) for term in school.terms.all())
    closed = frozenset(school.closed_days.values_list("date", flat=True))
    return Calendar(terms, closed, hours) if hours else Calendar(terms, closed)


def open_on(school: School, day: date) -> Q:
    """Whether a day is a school day, as a condition of another query: what `Calendar` says, asked
    of the database where a page has no query to spare."""
    terms = Term.objects.filter(school=school)
    hours = OpeningTime.objects.filter(school=school)
    in_hours = Q(Exists(hours.filter(weekday=day.weekday())))
    if day.weekday() < 5:
        in_hours |= ~Q(Exists(hours))
    in_term = Q(Exists(terms.filter(starts__lte=day, ends__gte=day)))
    in_term |= ~Q(Exists(terms.filter(ends__gte=day)))
    return in_hours & in_term & ~Q(Exists(ClosedDay.objects.filter(school=school, date=day)))
