"""The chance of a drawn start: how many of the days it was drawn from would look as good."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handrail.programmes.judging import Answer
from handrail.programmes.making import drawn, school_days
from handrail.programmes.models import Measurement, Programme, ProgrammePupil
from handrail.programmes.saying import written
from handrail.school.calendars import calendar_of
from handrail.school.models import School
from handrail_evidence.trend import AMONG, FEWEST_AMONG, randomisation_among

RECIPE = AMONG
MOVED = "It is not the start that was drawn, or the draw cannot be done again, so no p is given."
EARLY = (
    f"Too early for a p: it needs {FEWEST_AMONG} measurements before the first day that could have "
    f"been drawn and {FEWEST_AMONG} with support from the last."
)


@dataclass(frozen=True)
class Chance:
    """`p` is None where nothing can be said, and then `words` say why; `days` could be drawn."""

    p: float | None
    days: int
    words: str


def chances_of(answers: Sequence[Answer]) -> dict[int, Chance]:
    """By place (key), for every start that was drawn; nothing is asked where none was."""
    places = [answer.place for answer in answers if answer.place.drawn_at]
    if not places:
        return {}
    days = _days_of(places)
    return {
        answer.place.pk: _chance(answer, days.get(answer.place.pk))
        for answer in answers if answer.place.drawn_at
    }  # fmt: skip


def _days_of(places: Sequence[ProgrammePupil]) -> dict[int, list[date]]:
    """By place (key): the days that its start was drawn from, where the seed draws it again."""
    calendar = calendar_of(School.objects.get(pk=places[0].programme.school_id))
    found: dict[int, list[date]] = {}
    for one in places:
        first, last, among, turn = one.drawn_from, one.drawn_until, one.drawn_among, one.drawn_turn
        days = school_days(calendar, first, last) if first and last else []
        if among is None or turn is None or len(days) < 2 * among:
            continue
        if drawn(one.drawn_seed, days, among)[turn] == one.starts:
            found[one.pk] = days
    return found


def _chance(answer: Answer, days: list[date] | None) -> Chance:
    starts = answer.place.starts
    if days is None or starts is None:
        return Chance(None, 0, MOVED)
    rows = [(row.date.toordinal(), row.value) for row in _first_run(answer, starts)]
    sign = 1 if answer.place.programme.direction == Programme.Direction.INCREASE else -1
    made = randomisation_among(
        [(day, sign * value) for day, value in rows if value is not None],
        [day.toordinal() for day in days], starts.toordinal(),
    )  # fmt: skip
    if made is None:
        return Chance(None, len(days), EARLY)
    words = (
        f"The start was drawn from {len(days)} possible days. On {round(made.p * made.starts)} of "
        f"them, this one counted, the change would have been at least as large: p = "
        f"{written(made.p)}."
    )
    if made.starts < 20:
        words += f" With {made.starts} days it cannot go below {written(1 / made.starts)}."
    return Chance(made.p, made.starts, words)


def _first_run(answer: Answer, starts: date) -> list[Measurement]:
    """What was measured before support and in its first stretch, by day."""
    stretch: list[Measurement] = []
    for row in answer.standing:
        condition = answer.place.condition_on(row.date)
        if row.date >= starts and condition != "B":
            break
        stretch.append(row)
    return stretch
