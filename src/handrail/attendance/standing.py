"""How much of a stretch of days pupils attended: counted from codes, else a share as it came."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min, Q

from handrail.attendance.codes import ABSENT, ATTENDED, AUTHORISED, NOT_EXPECTED, UNAUTHORISED
from handrail.attendance.models import HalfDay, Share
from handrail.core import clock
from handrail.school.models import School

NOON = 12
FEWEST = 10  # half days below which nothing is said: a week of school


@dataclass(frozen=True)
class Standing:
    """What a pupil attended of the half days on which they were expected. `expected` is 0 where
    the school brought a share in and no codes."""

    per_cent: float
    first: date
    last: date
    attended: int = 0
    expected: int = 0
    authorised: int = 0
    unauthorised: int = 0


def attendance_of(
    school: School, pupils: Iterable[int], first: date, last: date
) -> dict[int, Standing]:
    """By pupil, over the days from first to last; two queries. Half days on which nobody was
    expected (closed, dual registered, unable to attend) count neither way. Missing of a pupil:
    fewer than ten half days, and no share whose period ends in these days."""
    keys = list(pupils)
    found = _shares(school, keys, first, last)
    rows = HalfDay.objects.filter(school=school, pupil__in=keys, date__range=(first, last))
    counted = rows.order_by().values_list("pupil").annotate(
        attended=Count("id", filter=Q(code__in=ATTENDED)),
        expected=Count("id", filter=Q(code__in=ATTENDED | ABSENT)),
        authorised=Count("id", filter=Q(code__in=AUTHORISED)),
        unauthorised=Count("id", filter=Q(code__in=UNAUTHORISED)),
        since=Min("date"), until=Max("date"),
    )  # fmt: skip
    for pupil, attended, expected, authorised, unauthorised, since, until in counted:
        if expected >= FEWEST:
            share = 100 * attended / expected
            found[pupil] = Standing(
                share, since, until, attended, expected, authorised, unauthorised
            )
    return found


def _shares(school: School, pupils: list[int], first: date, last: date) -> dict[int, Standing]:
    rows = Share.objects.filter(school=school, pupil__in=pupils, last__range=(first, last))
    return {row.pupil_id: Standing(row.per_cent, row.first, row.last)
            for row in rows.order_by("last", "first")}  # fmt: skip


def absent_now(school: School, pupils: Iterable[int]) -> set[int]:
    """Those whom the register says not to expect this morning or afternoon; one query."""
    now = clock.local(clock.now())
    half = HalfDay.Half.MORNING if now.hour < NOON else HalfDay.Half.AFTERNOON
    rows = HalfDay.objects.filter(school=school, pupil__in=list(pupils), date=now.date(), half=half)
    return set(rows.filter(code__in=ABSENT | NOT_EXPECTED).values_list("pupil", flat=True))


def shares_of(school: School, pupil: int) -> list[Share]:
    """The shares of one pupil as they were brought in, the newest period first."""
    return list(Share.objects.filter(school=school, pupil=pupil).order_by("-last", "-first"))


def last_brought(school: School) -> date | None:
    """The last day of which any attendance is known here; nothing where none was brought in."""
    days = [
        HalfDay.objects.filter(school=school).aggregate(day=Max("date"))["day"],
        Share.objects.filter(school=school).aggregate(day=Max("last"))["day"],
    ]
    return max((day for day in days if day), default=None)
