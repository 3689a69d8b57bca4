"""The trend by week: counts, rates, centre and limits, and what the run rules say of them."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from handrail.core.school_days import Calendar
from handrail.measures.asking import Asked, days_of, enrolments_in
from handrail.measures.rates import PER, days_there
from handrail_evidence.charts import Chart, chart

FEWEST = 10  # weeks, before the run rules say anything (Anhoej & Olesen)


@dataclass(frozen=True)
class Week:
    """A week that had school days: its Monday, how many, in how many pupil-days."""

    monday: date
    n: int
    pupil_days: int

    @property
    def rate(self) -> float:
        return self.n / self.pupil_days * PER if self.pupil_days else 0.0

    @property
    def until(self) -> date:
        return self.monday + timedelta(days=6)


@dataclass(frozen=True)
class Trend:
    """Weeks in order. `judged` is None where too few of them, or of what they count, can be judged.

    The middle of weeks most of which have none is nought: neither its limits nor the rules of
    runs say anything about them.
    """

    weeks: list[Week]
    judged: Chart | None

    @property
    def words(self) -> str:
        """What can be said, as plainly and as surely as the weeks allow."""
        if self.judged is None and len(self.weeks) >= FEWEST and _mostly_none(self.weeks):
            return "Too few to judge a change: most weeks have none."
        if self.judged is None:
            return f"Too few weeks to judge a change: at least {FEWEST} are needed."
        runs = self.judged.runs
        if runs.longest > runs.longest_allowed:
            side = "more" if _last_side(self.judged) else "fewer"
            return (
                f"{runs.longest} weeks in a row lie on one side of the middle, lately {side}: "
                "something has changed."
            )
        if runs.crossings < runs.crossings_needed:
            return "The weeks cross the middle too seldom for chance: something has changed."
        high = sum(self.judged.outside)
        if high:
            weeks = "1 week lies" if high == 1 else f"{high} weeks lie"
            return f"{weeks} beyond the limits. The rest goes up and down as chance does."
        return "It goes up and down as chance does: no sign of a change."


def _last_side(judged: Chart) -> bool:
    return next((y > judged.centre for y in reversed(judged.points) if y != judged.centre), False)


def judge(counts: Sequence[int], exposure: Sequence[float]) -> Chart | None:
    """A chart of rates by `handrail_evidence.charts`, with Laney's limits, since one child's bad
    week makes counts more uneven than a plain u chart allows. None for fewer than ten points."""
    if len(counts) < FEWEST or not sum(counts):
        return None
    return chart("u'", counts, exposure)


def trend(asked: Asked, by_day: Mapping[date, int], calendar: Calendar) -> Trend:
    """The weeks of a range with school days in them; one query."""
    days = days_of(calendar, asked.span)
    mondays = sorted({_monday(day) for day in days})
    enrolments = list(enrolments_in(asked.school, asked.span).select_related(None))
    counts: Counter[date] = Counter()
    for day, n in by_day.items():
        counts[_monday(day)] += n
    weeks = []
    for monday in mondays:
        here = [day for day in days if _monday(day) == monday]
        weeks.append(Week(monday, counts[monday], sum(days_there(row, here) for row in enrolments)))
    whole = [week for week in weeks if week.pupil_days]
    if _mostly_none(weeks):
        return Trend(weeks, None)
    return Trend(weeks, judge([w.n for w in whole], [w.pupil_days / PER for w in whole]))


def _mostly_none(weeks: Sequence[Week]) -> bool:
    return 2 * sum(week.n == 0 for week in weeks) > len(weeks)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
