"""How much of it: minutes, and the rate, of each line of a table."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from handrail.core.numbers import whole_number
from handrail.core.school_days import Calendar
from handrail.measures.asking import Asked, days_of, enrolments_in
from handrail.measures.counting import Key, Line, Tally
from handrail.measures.lasting import Lasting
from handrail.measures.rates import Rate, days_there


@dataclass(frozen=True)
class Weighed:
    """A line with its minutes and its rate.

    `minutes` are those of the `timed` records of which they are known. `rate` is for the days on
    which the pupil was on roll, or of anything else for the days of everybody.
    """

    line: Line
    rate: Rate
    minutes: float = 0.0
    timed: int = 0

    @property
    def minutes_said(self) -> str:
        return whole_number(self.minutes)


def weighed(lines: Sequence[Line], spent: Iterable[tuple[Key, float]], days: int) -> list[Weighed]:
    """Lines with their minutes, and how often for each pupil-day of the school. `spent` says to
    which line the minutes of each record count, once for each of which they are known."""
    return _weighed(lines, spent, dict.fromkeys((line.key for line in lines), days))


def places_weighed(
    lines: Sequence[Line], found: Tally, lasted: Lasting, days: int
) -> list[Weighed]:
    """Places with the minutes there."""
    return weighed(lines, lasted.whole(found.place_of.items()), days)


def pupils_weighed(
    lines: Sequence[Line], asked: Asked, calendar: Calendar, lasted: Lasting
) -> list[Weighed]:
    """Pupils with their minutes, and how often for each day that they were on roll; two queries.

    A record about two pupils counts to each with all its minutes.
    """
    pupils = [line.key for line in lines if isinstance(line.key, int)]
    rows = asked.pupils_in().filter(person__in=pupils).values_list("record", "person")
    days = days_of(calendar, asked.span)
    there: Counter[Key] = Counter()
    spells = enrolments_in(asked.school, asked.span).filter(pupil__in=pupils)
    for spell in spells.select_related(None):
        there[spell.pupil_id] += days_there(spell, days)
    return _weighed(lines, lasted.whole(rows), there)


def _weighed(
    lines: Sequence[Line], spent: Iterable[tuple[Key, float]], days: Mapping[Key, int]
) -> list[Weighed]:
    total: defaultdict[Key, float] = defaultdict(float)
    timed: Counter[Key] = Counter()
    for key, minutes in spent:
        total[key] += minutes
        timed[key] += 1
    return [
        Weighed(line, Rate(line.n, days.get(line.key, 0)), total[line.key], timed[line.key])
        for line in lines
    ]
