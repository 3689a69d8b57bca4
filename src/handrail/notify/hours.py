"""Hours: when somebody may be disturbed outside the app, and when their next digest goes."""

from datetime import date, datetime, timedelta

from handrail.core import clock
from handrail.core.school_days import Calendar
from handrail.notify.models import Wishes

FURTHEST = 370  # days looked ahead for one that is not quiet


def goes_at(wishes: Wishes, calendar: Calendar, moment: datetime) -> tuple[datetime, bool]:
    """When an alert that is not urgent leaves the app, and whether as part of a digest."""
    if wishes.at_once and not is_quiet(wishes, calendar, moment):
        return moment, False
    return next_digest(wishes, calendar, moment), True


def is_quiet(wishes: Wishes, calendar: Calendar, moment: datetime) -> bool:
    """Whether the person asked for quiet at that moment, on the clocks of the school."""
    wall = clock.local(moment)
    if _is_quiet_day(wishes, calendar, wall.date()):
        return True
    starts, ends, at = wishes.quiet_from, wishes.quiet_until, wall.time()
    if starts <= ends:
        return starts <= at < ends
    return at >= starts or at < ends


def next_digest(wishes: Wishes, calendar: Calendar, moment: datetime) -> datetime:
    """The first digest after a moment that lies on a day which is not quiet altogether."""
    first = clock.local(moment).date()
    for ahead in range(FURTHEST):
        day = first + timedelta(days=ahead)
        if _is_quiet_day(wishes, calendar, day):
            continue
        for at in wishes.digest_times:
            if (when := clock.at_local(day, at)) > moment:
                return when
    return moment + timedelta(days=1)  # every day of a year is quiet: still, nothing is lost


def _is_quiet_day(wishes: Wishes, calendar: Calendar, day: date) -> bool:
    closed = wishes.quiet_when_closed and not calendar.is_school_day(day)
    return closed or day.weekday() in wishes.quiet_days
