"""A school's calendar, read from its terms, closed days and opening times."""

from handrail.core.school_days import Calendar, OpeningHours
from handrail.school.models import School


def calendar_of(school: School) -> Calendar:
    """The calendar that every clock of this school counts on; three queries."""
    hours = {
        time.weekday: OpeningHours(time.opens, time.closes) for time in school.opening_times.all()
    }
    terms = tuple((term.starts, term.ends) for term in school.terms.all())
    closed = frozenset(school.closed_days.values_list("date", flat=True))
    return Calendar(terms, closed, hours) if hours else Calendar(terms, closed)
