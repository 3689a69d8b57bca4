"""How much of it: minutes, and the rate, of each pupil and of each place."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from handrail.core.school_days import Calendar
from handrail.measures.asking import Asked, days_of, enrolments_in
from handrail.measures.counting import Line, Tally
from handrail.measures.rates import Rate, days_there

Minutes = Mapping[int, float]  # of each record of which they are known


@dataclass(frozen=True)
class Weighed:
    """A line with its minutes and its rate.

    `minutes` are those of the `timed` records of which they are known. `rate` is for the days on
    which the pupil was on roll, or of a place for the days of everybody.
    """

    line: Line
    rate: Rate
    minutes: float = 0.0
    timed: int = 0


def places_weighed(
    lines: Sequence[Line], found: Tally, minutes: Minutes, days: int
) -> list[Weighed]:
    """Places with the minutes there, and how often for each pupil-day of the school."""
    return _weighed(lines, minutes, found.place_of.items(), dict.fromkeys(found.by_place, days))


def pupils_weighed(
    lines: Sequence[Line], asked: Asked, calendar: Calendar, minutes: Minutes
) -> list[Weighed]:
    """Pupils with their minutes, and how often for each day that they were on roll; two queries.

    A record about two pupils counts to each with all its minutes.
    """
    pupils = [line.key for line in lines]
    rows = asked.pupils_in().filter(person__in=pupils).values_list("record", "person")
    days = days_of(calendar, asked.span)
    there: Counter[int | None] = Counter()
    spells = enrolments_in(asked.school, asked.span).filter(pupil__in=pupils)
    for spell in spells.select_related(None):
        there[spell.pupil_id] += days_there(spell, days)
    return _weighed(lines, minutes, rows, there)


def _weighed(
    lines: Sequence[Line],
    minutes: Minutes,
    belongs: Iterable[tuple[int, int | None]],
    days: Mapping[int | None, int],
) -> list[Weighed]:
    total: defaultdict[int | None, float] = defaultdict(float)
    timed: Counter[int | None] = Counter()
    for record, key in belongs:
        if record in minutes:
            total[key] += minutes[record]
            timed[key] += 1
    return [
        Weighed(line, Rate(line.n, days.get(line.key, 0)), total[line.key], timed[line.key])
        for line in lines
    ]
