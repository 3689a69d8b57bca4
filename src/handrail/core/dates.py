"""Days and moments in full, as people say them and as they go on paper."""

from datetime import date, datetime

from handrail.core.clock import local


def said_day(day: date | None) -> str:
    """ "3 March 2027"; nothing for none. Of a moment, the day in the zone it is given in."""
    return f"{day.day} {day:%B %Y}" if day else ""


def said_moment(moment: datetime) -> str:
    """ "3 March 2027, 15:30", on the school's wall."""
    then = local(moment)
    return f"{said_day(then)}, {then:%H:%M}"


def said_in_full(moment: datetime | None) -> str:
    """ "Wednesday 3 March 2027, 15:30"; nothing for none."""
    return f"{local(moment):%A} {said_moment(moment)}" if moment else ""
