"""The dose of a programme: what was given of what was planned, how closely, and at what cost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from handrail.core import clock
from handrail.programmes.models import Attendance, Programme, ProgrammePupil, Session

Steps = tuple[int | None, int]  # followed, where somebody counted; how many the method has


@dataclass(frozen=True)
class Dose:
    """What was given of what was planned. `asked` is in sessions a pupil since their start."""

    sessions: int
    here: int
    lines: int
    asked: int
    followed: int
    steps: int
    cost: float


def dose_of(programme: Programme, places: Sequence[ProgrammePupil]) -> Dose:
    """Sessions given and what they cost; presences and steps followed; two queries. A session that
    did not happen for anybody was not given, and cost nothing.

    Presences are counted over these places alone: those that the reader may see.
    """
    return doses_of([(programme, places)])[programme.pk]


def doses_of(given: Iterable[tuple[Programme, Sequence[ProgrammePupil]]]) -> dict[int, Dose]:
    """The dose of each programme (key) over these places; two queries however many there are."""
    each = list(given)
    sessions: dict[int, list[Steps]] = {programme.pk: [] for programme, _ in each}
    happened = Attendance.objects.filter(session=OuterRef("pk"))
    happened = happened.exclude(away=Attendance.Away.CANCELLED)
    standing = Session.objects.filter(programme__in=list(sessions), withdrawn_at=None)
    rows = standing.filter(Exists(happened)).order_by()
    for key, followed, steps in rows.values_list("programme", "steps_followed", "steps"):
        sessions[key].append((followed, steps))
    keys = [place.pk for _, places in each for place in places]
    away: dict[int, list[str]] = {}
    lines = Attendance.objects.filter(place__in=keys, session__withdrawn_at=None).order_by()
    for key, why in lines.values_list("place__programme", "away"):
        away.setdefault(key, []).append(why)
    return {
        programme.pk: _dose(programme, places, sessions[programme.pk], away.get(programme.pk, []))
        for programme, places in each
    }


def _dose(
    programme: Programme, places: Sequence[ProgrammePupil], sessions: Sequence[Steps],
    away: Sequence[str],
) -> Dose:  # fmt: skip
    stepped = [(followed, steps) for followed, steps in sessions if followed is not None]
    return Dose(
        sessions=len(sessions), here=away.count(""), lines=len(away),
        asked=sum(_asked(programme, place, clock.today()) for place in places),
        followed=sum(followed for followed, _ in stepped), steps=sum(of for _, of in stepped),
        cost=float(programme.cost_once + programme.cost_a_session * len(sessions)),
    )  # fmt: skip


def _asked(programme: Programme, place: ProgrammePupil, today: date) -> int:
    """How many sessions the dose asks for by today: whole weeks since the start, at most all; none
    while support was stopped."""
    if place.starts is None or place.starts > today:
        return 0
    last = min(today, place.ends or today)
    weeks = ((last - place.starts).days - _paused(place, last)) // 7
    return min(weeks, programme.weeks) * programme.times_a_week


def _paused(place: ProgrammePupil, until: date) -> int:
    """The days up to one on which support was stopped."""
    spans = ((one.starts, min(one.ends or until, until)) for one in place.paused)
    return sum(max(0, (last - first).days + 1) for first, last in spans)
