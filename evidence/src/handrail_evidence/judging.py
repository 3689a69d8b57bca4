"""The verdict on a series, in one of three words, with everything that speaks against trusting it.

One pupil's chart cannot prove that a support worked; it can show that something changed when the
support began. So the words are "changed", "not changed" and "cannot tell yet", and no others.
"""

from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

from handrail_evidence import cautions, overlap, size
from handrail_evidence.cautions import Caution
from handrail_evidence.figures import NO_PAIR, NO_POINT
from handrail_evidence.overlap import NONE_OF_ALL, Estimate
from handrail_evidence.series import Pair, Series

FEWEST = 5
"""Points in each phase below which nothing is said; WWC standards ask for 5, or 3 with reserve."""
NOTICEABLE = 0.25
"""A NAP this far from .5 is worth noticing: halving four incidents a session makes .79."""


class Verdict(StrEnum):
    CHANGED = "changed"
    NOT_CHANGED = "not changed"
    CANNOT_TELL = "cannot tell yet"


@dataclass(frozen=True)
class Judgement:
    """What can be said of one baseline and one support.

    `change` is in the outcome's own unit and `percentage` in per cent of the baseline, both support
    less baseline as recorded; `nap` and `goal_share` (per cent of the way) have + for better.
    `better` is None unless the verdict is "changed". `reason` is one sentence for the verdict.
    """

    series_id: str
    verdict: Verdict
    better: bool | None
    reason: str
    warnings: tuple[Caution, ...]
    change: Estimate
    percentage: Estimate
    nap: Estimate
    goal_share: Estimate
    points_before: int
    points_with: int
    missed: int
    mean_before: float | None
    mean_with: float | None


def judge(series: Series) -> Judgement:
    """The verdict on the first pair of phases, or "cannot tell yet" where there is none.

    Guarantees one of three verdicts for any Series. ABAB has several pairs: judge_each().
    """
    pairs = series.pairs()
    return judge_pair(pairs[0]) if pairs else _nothing(series)


def judge_each(series: Series) -> list[Judgement]:
    """A judgement for each pair of phases, in order; together they are demonstrations to count."""
    return [judge_pair(pair) for pair in series.pairs()] or [_nothing(series)]


def demonstrations(judgements: list[Judgement]) -> int:
    """How often a change for the better was shown; three is what single-case standards ask for."""
    return sum(j.verdict is Verdict.CHANGED and bool(j.better) for j in judgements)


def _nothing(series: Series) -> Judgement:
    none = NONE_OF_ALL
    seen = [phase for phase in series.phases if phase.outcomes]
    before = sum(len(phase.outcomes) for phase in seen if phase.kind == "A")
    return Judgement(
        series.series_id, Verdict.CANNOT_TELL, None, NO_PAIR, (), none, none, none, none,
        before, sum(len(phase.outcomes) for phase in seen) - before,
        sum(phase.missed for phase in series.phases), None, None,
    )  # fmt: skip


def judge_pair(pair: Pair) -> Judgement:
    """The verdict on one baseline and one support.

    "changed": the 95% interval of NAP leaves out .5, widened where neighbouring points depend on
    each other, with five points or more in each phase and nothing that would explain it away.
    "not changed": the interval lies between .25 and .75, so a change worth noticing is ruled out.
    """
    found = cautions.of_pair(pair)
    nap = _nap(pair)
    verdict, reason = _decide(pair, nap, found)
    better = nap.value is not None and nap.value > 0.5 if verdict is Verdict.CHANGED else None
    both = bool(pair.a and pair.b)
    goal = pair.series.goal
    return Judgement(
        series_id=pair.name or pair.series.series_id,
        verdict=verdict,
        better=better,
        reason=reason,
        warnings=tuple(found),
        change=size.mean_change(pair.a, pair.b) if both else NONE_OF_ALL,
        percentage=size.percentage_change(pair.series, pair.a, pair.b) if both else NONE_OF_ALL,
        nap=nap,
        goal_share=size.pogo(pair.a, pair.b, goal) if both and goal is not None else NONE_OF_ALL,
        points_before=len(pair.a),
        points_with=len(pair.b),
        missed=pair.baseline.missed + pair.support.missed,
        mean_before=fmean(pair.a) if pair.a else None,
        mean_with=fmean(pair.b) if pair.b else None,
    )


def _nap(pair: Pair) -> Estimate:
    return overlap.nap(pair.a_up, pair.b_up) if pair.a and pair.b else NONE_OF_ALL


def _decide(pair: Pair, nap: Estimate, found: list[Caution]) -> tuple[Verdict, str]:
    m, n = len(pair.a), len(pair.b)
    if nap.value is None:
        return Verdict.CANNOT_TELL, NO_POINT
    if min(m, n) < FEWEST:
        return Verdict.CANNOT_TELL, f"Each phase needs {FEWEST} points; there are {m} and {n}."
    if blocking := next((warning for warning in found if warning.blocks), None):
        return Verdict.CANNOT_TELL, blocking.words
    lo, hi = _widened(pair, nap.value)
    if lo > 0.5 or hi < 0.5:
        return Verdict.CHANGED, "The two phases differ by more than chance easily makes."
    if lo > 0.5 - NOTICEABLE and hi < 0.5 + NOTICEABLE:
        return Verdict.NOT_CHANGED, "A change worth noticing is ruled out by these points."
    return Verdict.CANNOT_TELL, "The points would fit with no change and with a large one."


def _widened(pair: Pair, value: float) -> tuple[float, float]:
    """NAP's limits as of fewer points, where neighbours are alike.

    With lag-1 autocorrelation r, k points are worth about k (1-r)/(1+r) independent ones.
    """
    r = cautions.dependence(pair)
    worth = (1 - r) / (1 + r)
    m, n = (max(2.0, count * worth) for count in (len(pair.a), len(pair.b)))
    return overlap.nap_limits(value, m, n)
