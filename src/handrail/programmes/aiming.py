"""The aim line and the trend: where a pupil was to be by when, and which way the points go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from handrail.programmes.models import Programme, ProgrammePupil
from handrail_evidence.overlap import theil_sen
from handrail_evidence.progress import AimLine, Course, aim_line, course

BASE = 3  # measurements that an aim line starts from
FEWEST = 5  # in a phase, below which no trend is drawn
WEEK = 7
Measured = tuple[date, float]


@dataclass(frozen=True)
class Slope:
    """The robust trend of one phase: units a day, and the line from its first day to its last."""

    condition: str
    first: date
    last: date
    a_day: float
    level: float

    def at(self, day: date) -> float:
        return self.level + self.a_day * day.toordinal()


def goal_day(place: ProgrammePupil) -> date | None:
    """The day by which the goal is to be reached: the end of the weeks that were planned."""
    if place.starts is None or place.goal is None:
        return None
    return place.starts + timedelta(weeks=place.programme.weeks)


def aim_of(place: ProgrammePupil, points: Sequence[Measured]) -> AimLine | None:
    """From the middle of the last three measurements before support to the goal on its day; from
    the first three with support where none was before. Days are ordinals.

    None without a goal and a start, or where the goal lies the wrong way of where it began.
    """
    by = goal_day(place)
    if by is None or place.starts is None or place.goal is None:
        return None
    given = [one for one in points if one[0] >= place.starts]
    base = [one for one in points if one[0] < place.starts][-BASE:] or given[:BASE]
    if not base or by.toordinal() <= median(day.toordinal() for day, _ in base):
        return None
    aim = aim_line([day.toordinal() for day, _ in base], [value for _, value in base],
                   place.goal, by.toordinal())  # fmt: skip
    up = place.programme.direction == Programme.Direction.INCREASE
    return aim if aim.slope and (aim.slope > 0) == up else None


def slope_of(condition: str, points: Iterable[Measured]) -> Slope | None:
    """The Theil-Sen line of one phase, through the middle of what is left; None below five points
    or on a single day."""
    rows = list(points)
    times = [float(day.toordinal()) for day, _ in rows]
    a_day = theil_sen(times, [value for _, value in rows]) if len(rows) >= FEWEST else None
    if a_day is None:
        return None
    level = median(value - a_day * time for (_, value), time in zip(rows, times, strict=True))
    return Slope(condition, rows[0][0], rows[-1][0], a_day, level)


def course_of(aim: AimLine, points: Sequence[Measured]) -> Course:
    """Where the trend with support lies against the aim line: below, above, or too early to say."""
    return course([day.toordinal() for day, _ in points], [value for _, value in points], aim)
