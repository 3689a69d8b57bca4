"""A judgement in words: what each number is called, how it is written, and the chart in a sentence.

Numbers pass through as the engine gave them; only how many digits are written is decided here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from handrail.core.dates import said_day
from handrail.programmes.chart import Seen, phases_of, said
from handrail.programmes.judging import Answer
from handrail.programmes.models import Programme, ProgrammePupil
from handrail_evidence import Estimate, Judgement
from handrail_evidence.pooling import Together


@dataclass(frozen=True)
class Line:
    """A number with its name. `value` is the engine's own, `shown` as it is written."""

    label: str
    value: float | None
    shown: str
    beside: str = ""


def written(value: float | None, unit: str = "") -> str:
    """At most two digits after the point, none of per cent; a dash where there is no number."""
    if value is None:
        return "–"
    digits = f"{abs(value):.0f}" if unit == "%" else f"{abs(value):.2f}".rstrip("0").rstrip(".")
    sign = "−" if value < 0 and digits != "0" else ""
    return f"{sign}{digits}{unit}"


def lines_of(judgement: Judgement, programme: Programme, goal: float | None) -> list[Line]:
    """What stands beside the chart, in the order of what is easiest to understand."""
    one, unit = judgement, programme.unit
    rows = [
        Line("Before support, on average", one.mean_before, written(one.mean_before), unit),
        Line("With support, on average", one.mean_with, written(one.mean_with), unit),
        Line("Change", one.change.value, written(one.change.value), _way(one, programme)),
        Line("Change in per cent", one.percentage.value, written(one.percentage.value, "%"),
             _interval(one.percentage, "%")),
        Line("Better days (NAP)", one.nap.value, written(one.nap.value), _nap(one.nap)),
    ]  # fmt: skip
    if goal is not None:
        share = one.goal_share
        rows.append(Line(f"Way to the goal of {goal:g}", share.value, written(share.value, "%"),
                         _interval(share, "%")))  # fmt: skip
    return rows


def _nap(estimate: Estimate) -> str:
    parts = (_interval(estimate), "0.5 is no difference, 1 always better")
    return "; ".join(part for part in parts if part)


def _way(judgement: Judgement, programme: Programme) -> str:
    change = judgement.change.value
    if not change:
        return programme.unit
    better = (change > 0) == (programme.direction == Programme.Direction.INCREASE)
    return f"{programme.unit}, {'towards better' if better else 'towards worse'}"


def _interval(estimate: Estimate, unit: str = "") -> str:
    if estimate.lo is None or estimate.hi is None:
        return ""
    return f"95% interval {written(estimate.lo, unit)} to {written(estimate.hi, unit)}"


def together_of(mean: Together | None, programme: Programme) -> list[Line]:
    """The mean change of a programme's pupils, how far they lie apart, and what a further pupil may
    expect; no lines of fewer than four."""
    if mean is None:
        return []
    unit, (lo, hi) = programme.unit, mean.expected
    return [
        Line("Change on average", mean.mean.value, written(mean.mean.value),
             f"{unit}; {_interval(mean.mean)}; {mean.pupils} pupils"),
        Line("Between pupils", mean.spread, written(mean.spread),
             f"{unit}; standard deviation of what changed for each"),
        Line("A further pupil may expect", None, f"{written(lo)} to {written(hi)}", unit),
    ]  # fmt: skip


def verdict_of(judgement: Judgement) -> str:
    """One of the three verdicts, and which way it changed where it did."""
    if judgement.better is None:
        return judgement.verdict.capitalize()
    return f"{judgement.verdict.capitalize()} for the {'better' if judgement.better else 'worse'}"


def beginnings_of(answer: Answer) -> list[list[str]]:
    """A row for each time that support began: which, how often measured before and with it, the
    change, NAP with its interval, the verdict. None where it began once."""
    if len(answer.each) < 2:
        return []
    return [
        [str(turn), str(one.points_before), str(one.points_with), written(one.change.value),
         " ".join(part for part in (written(one.nap.value), _bracketed(one.nap)) if part),
         verdict_of(one)]
        for turn, one in enumerate(answer.each, 1)
    ]  # fmt: skip


def _bracketed(estimate: Estimate) -> str:
    return f"({said_})" if (said_ := _interval(estimate)) else ""


def stops_of(place: ProgrammePupil) -> list[str]:
    """Each time that support was stopped, and whether it was started again, with the reasons."""
    return [
        f"Support was stopped from {said_day(pause.starts)}: {pause.because}"
        + (f"; again after {said_day(pause.ends)}: {pause.again_because}" if pause.ends else "")
        for pause in place.paused
    ]


def seen_of(answer: Answer) -> list[Seen]:
    """The points of a chart, by day."""
    condition = answer.place.condition_on
    return [Seen(row.date, condition(row.date), row.value) for row in answer.standing]


def described(points: Sequence[Seen], programme: Programme) -> str:
    """The chart in words, for whoever does not see it."""
    if not points:
        return ""
    said_ = [f"{programme.measure}, {programme.unit}, from {said(points[0].day)} to "
             f"{said(points[-1].day)}."]  # fmt: skip
    for here, name in phases_of(points):
        values = [point.value for point in here if point.value is not None]
        if values:
            said_.append(f"{name}: {len(values)} measured, between {min(values):g} and "
                         f"{max(values):g}.")  # fmt: skip
        if missed := len(here) - len(values):
            said_.append(f"{missed} missed.")
    return " ".join(said_)
