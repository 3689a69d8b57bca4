"""What speaks against trusting a comparison, worked out from the points and what was noted."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from handrail_evidence import overlap, trend
from handrail_evidence.series import Pair, Phase
from handrail_evidence.spread import squares

SHORT = 5
TREND_TAU = 0.3
DEPENDENT = 0.3
LAST = 3
GAP = 3


@dataclass(frozen=True)
class Caution:
    """`code` for programs, `words` for people; one that `blocks` leaves only "cannot tell yet"."""

    code: str
    words: str
    blocks: bool = False


def of_pair(pair: Pair) -> list[Caution]:
    """Every warning that fits, the gravest first."""
    if not (pair.a and pair.b):
        return [*_notes(pair), *_gaps(pair)]
    checks = (
        _method, _length, _moving, _bad_spell, _several, _short, _floor, _dependent, _observer,
        _setting, _gaps, _order, _beyond, _notes,
    )  # fmt: skip
    return sorted((w for check in checks for w in check(pair)), key=lambda w: not w.blocks)


def _differs(pair: Pair, what: str) -> bool:
    one, two = getattr(pair.baseline, what), getattr(pair.support, what)
    return bool(one and two and one != two)


def _method(pair: Pair) -> list[Caution]:
    if not _differs(pair, "method"):
        return []
    words = (
        f"The two phases were recorded differently ({pair.baseline.method}; "
        f"{pair.support.method}), so they cannot be compared."
    )
    return [Caution("method", words, blocks=True)]


def _length(pair: Pair) -> list[Caution]:
    """A count from a longer session is larger by that alone; a rate or a share is not."""
    if pair.baseline.lengths_vary or pair.support.lengths_vary:
        words = "Sessions were not all equally long."
    elif _differs(pair, "session_length_min"):
        words = "Sessions with support were not as long as those before."
    else:
        return []
    return [Caution("session_length", words, blocks=pair.series.scale == "count")]


def _observer(pair: Pair) -> list[Caution]:
    if not _differs(pair, "observer"):
        return []
    return [Caution("observer", "Somebody else did the watching once support began.")]


def _setting(pair: Pair) -> list[Caution]:
    if not _differs(pair, "setting"):
        return []
    return [Caution("setting", "The two phases were watched in different settings.")]


def _short(pair: Pair) -> list[Caution]:
    found = []
    if len(pair.a) < SHORT:
        words = f"The baseline is short: {_points(len(pair.a))}. Five or more are needed."
        found.append(Caution("short_baseline", words))
    if len(pair.b) < SHORT:
        words = f"Support has {_points(len(pair.b))} so far. Five or more are needed."
        found.append(Caution("few_points", words))
    return found


def _points(count: int) -> str:
    return "1 point" if count == 1 else f"{count} points"


def _moving(pair: Pair) -> list[Caution]:
    """Theil-Sen slope in the good direction and |tau-b| of at least .3 (or in the bad one)."""
    times = pair.baseline.sessions
    slope = overlap.theil_sen(times, pair.a_up) if len(pair.a) > 2 else None
    if not slope:
        return []
    tau = trend.kendall(times, pair.a_up).tau
    if tau is None or abs(tau) < TREND_TAU:
        return []
    if slope < 0:
        return [Caution("worsening_baseline", "Things were already getting worse before support.")]
    return [Caution("moving_baseline", "Things were already getting better before support began.",
                    blocks=_line_explains(pair))]  # fmt: skip


def _line_explains(pair: Pair) -> bool:
    """Whether the baseline's own trend, drawn on, reaches half of the points with support."""
    beyond = trend.pet(pair.baseline.sessions, pair.a_up, pair.support.sessions, pair.b_up)
    better = overlap.nap(pair.a_up, pair.b_up).value or 0.0
    return better > 0.5 and beyond is not None and beyond <= 50


def _bad_spell(pair: Pair) -> list[Caution]:
    """Regression to the mean: support that starts after a bad spell looks as if it worked."""
    if pair.series.started_after_bad_spell:
        words = "Support was started because of a bad spell, and bad spells pass by themselves."
        return [Caution("bad_spell", words)]
    earlier, last = pair.a_up[:-LAST], pair.a_up[-LAST:]
    if len(earlier) < LAST or pair.started_with_support:
        return []
    if max(last) < median(earlier) and (overlap.nap(earlier, last).value or 0) <= 0.1:
        words = "Support began just after a bad spell, and bad spells pass by themselves."
        return [Caution("bad_spell", words)]
    return []


def _several(pair: Pair) -> list[Caution]:
    """Another change between the last three sessions of baseline and the first three of support."""
    near = [p.session for p in (*pair.baseline.points[-LAST:], *pair.support.points[:LAST])]
    others = [c.words for c in pair.series.changes if min(near) <= c.session <= max(near)]
    if not others:
        return []
    return [
        Caution("several_changes", f"Something else changed then as well: {'; '.join(others)}.")
    ]


def _floor(pair: Pair) -> list[Caution]:
    """At least half of a phase's points stand at the end of the scale."""
    limits = pair.series.limits or (0.0, math.inf)
    names = ((pair.baseline, "before support"), (pair.support, "with support"))
    found = []
    for phase, when in names:
        for limit in limits:
            at_end = sum(y == limit for y in phase.outcomes)
            if 2 * at_end >= len(phase.outcomes):
                words = f"Half or more of the points {when} are at {limit:g}, the end of the scale."
                found.append(Caution("floor", words))
    return found


def dependence(pair: Pair) -> float:
    """Pooled lag-1 autocorrelation of both phases about their means, 0 to .8; 0 where unknown.

    Raised by 1/k for what the estimate loses in k points (Marriott & Pope 1954, first order).
    """
    phases = [values for values in (pair.a, pair.b) if len(values) >= SHORT and squares(values) > 0]
    weights = [len(values) for values in phases]
    if not phases:
        return 0.0
    pooled = sum(
        k * ((trend.autocorrelation(values) or 0.0) + 1 / k)
        for values, k in zip(phases, weights, strict=True)
    ) / sum(weights)
    return min(max(pooled, 0.0), 0.8)


def _dependent(pair: Pair) -> list[Caution]:
    if dependence(pair) <= DEPENDENT:
        return []
    words = "One session is much like the one before it, so the intervals are too narrow."
    return [Caution("dependence", words)]


def _gaps(pair: Pair) -> list[Caution]:
    found = []
    missed = pair.baseline.missed + pair.support.missed
    if missed:
        every = len(pair.baseline.points) + len(pair.support.points)
        found.append(Caution("missed", f"{missed} of {every} sessions were missed."))
    phases = (pair.baseline, pair.support)
    if any(_longest_gap(phase) >= GAP or any(_holes(phase)) for phase in phases):
        found.append(Caution("gap", "There is a gap of three sessions or more."))
    return found


def _holes(phase: Phase) -> list[bool]:
    return holes([point.session for point in phase.points])


def holes(sessions: Sequence[float]) -> list[bool]:
    """For each session whether nobody measured for long before it: more than four of the usual
    steps, which are the median of the steps between these sessions (their numbers, or days).

    Four, so that a weekend between school days, and a bank holiday beside one, is no hole. Fewer
    than four sessions have no usual step. Our own rule: it warns and never changes a number.
    """
    steps = [later - sooner for sooner, later in pairwise(sessions)]
    if len(steps) < GAP:
        return [False] * len(sessions)
    usual = median(steps)
    return [False, *(step > (GAP + 1) * usual for step in steps)]


def _longest_gap(phase: Phase) -> int:
    longest = run = 0
    for point in phase.points:
        run = run + 1 if point.outcome is None else 0
        longest = max(longest, run)
    return longest


def _order(pair: Pair) -> list[Caution]:
    if not pair.started_with_support:
        return []
    return [Caution("order", "Support came first, and the baseline was watched after it.")]


def _beyond(pair: Pair) -> list[Caution]:
    return [Caution("beyond_scale", pair.beyond_scale)] if pair.beyond_scale else []


def _notes(pair: Pair) -> list[Caution]:
    return [Caution("note", words) for words in pair.series.notes]
