"""When a request must be answered: the law's calendar month, or a maintained school's 15 days.

UK GDPR Article 12(3): one month from receipt, and two months more for a request that is complex or
one of many, if the person is told why within the first. The Information Commissioner counts from
the day of receipt to the same date of the next month, or its last day where there is none. Where
that is a weekend or bank holiday the Commissioner allows the next working day; Handrail keeps to
the earlier day. Education (Pupil Information) (England) Regulations 2005, regulation 5: 15 school
days, for a parent's request to see the educational record, at maintained schools alone.
"""

import calendar
from datetime import date, datetime, time

from handrail.core import clock
from handrail.core.school_days import Calendar, NoSchoolDay

MONTHS, MORE_MONTHS, SCHOOL_DAYS = 1, 2, 15
MONTH_BASIS = "UK GDPR Article 12(3): one calendar month from receipt"
EXTENDED_BASIS = "UK GDPR Article 12(3): extended by two months, with a reason"
RECORD_BASIS = (
    "Education (Pupil Information) (England) Regulations 2005, regulation 5: 15 school days "
    "(maintained schools)"
)
LAST_MINUTE = time(23, 59)


def months_after(day: date, months: int) -> date:
    """The same date so many months later, or the last day of a month that has no such date."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def month_due(received: date, *, extended: bool = False) -> date:
    return months_after(received, MONTHS + (MORE_MONTHS if extended else 0))


def record_due(received: date, calendar_: Calendar) -> date:
    """The 15th school day after receipt; a calendar month where no terms are entered so far."""
    try:
        return calendar_.add_school_days(received, SCHOOL_DAYS)
    except NoSchoolDay:
        return month_due(received)


def end_of(day: date) -> datetime:
    """The last minute of a day, as a moment that a clock can show."""
    return clock.at_local(day, LAST_MINUTE)
