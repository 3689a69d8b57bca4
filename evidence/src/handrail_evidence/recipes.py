"""Every measure by name: how it is made, what it needs, and what always goes with it."""

from collections.abc import Callable
from dataclasses import dataclass

from handrail_evidence import overlap, size, trend
from handrail_evidence.overlap import NONE_OF_ALL, Estimate
from handrail_evidence.series import Pair
from handrail_evidence.spread import variance

TURNED = "+ is better"
RAW = "support less baseline, as recorded"


@dataclass(frozen=True)
class Recipe:
    """`make` is called only where `refuse` has no objection and both phases have a point."""

    statistic: str
    words: str
    make: Callable[[Pair], Estimate]
    otherwise: str = "It is not defined for these points."
    refuse: Callable[[Pair], str] = lambda pair: ""
    beware: Callable[[Pair], str] = lambda pair: ""


def _of(value: float | None) -> Estimate:
    return NONE_OF_ALL if value is None else Estimate(value)


def _always(words: str) -> Callable[[Pair], str]:
    return lambda pair: words


def _in_order(pair: Pair) -> str:
    if pair.started_with_support:
        return "It reads the baseline before the support, and here the support came first."
    return ""


def _not_a_share(pair: Pair) -> str:
    if pair.series.scale not in ("proportion", "percentage"):
        return "It is only for proportions and percentages."
    top = 1.0 if pair.series.scale == "proportion" else 100.0
    if any(not 0 <= y <= top for y in [*pair.a, *pair.b]):
        return f"A value lies outside 0 to {top:g}."
    return ""


def _no_goal(pair: Pair) -> str:
    return "" if pair.series.goal is not None else "No goal was given."


def _ceiling(pair: Pair) -> str:
    value = overlap.nap(pair.a_up, pair.b_up).value
    if value in (0.0, 1.0):
        return "At the end of its scale it cannot tell a small clean change from a large one."
    return ""


def _short_for_slope(pair: Pair) -> str:
    if len(pair.a) < 5:
        return f"It draws on a slope from {len(pair.a)} baseline points and can turn the answer."
    return ""


def _delicate(pair: Pair) -> str:
    if overlap.tau_bc_is_delicate(pair.a_up, pair.b_up):
        return "It turns on points that all but touch the line: in the last digit, ties or no ties."
    return _short_for_slope(pair)


def _few_starts(pair: Pair) -> str:
    made = _draw(pair)
    lead = "Only valid where the start was drawn by lot and noted before."
    if made is None or made.starts >= 20:
        return lead
    return f"{lead} With {made.starts} possible starts it cannot go below {1 / made.starts:.2f}."


def _flat_baseline(pair: Pair) -> str:
    if len(pair.a) == 2:
        return "With two baseline points its correction leaves nothing: it is 0 whatever changed."
    made = size.smd(pair.a_up, pair.b_up).value
    if made is not None and abs(made) > 5:
        return "The baseline hardly varies, which makes this number huge."
    return ""


def _draw(pair: Pair) -> trend.Draw | None:
    return trend.randomisation(pair.a_up, pair.b_up)


def _times(pair: Pair) -> tuple[list[float], list[float]]:
    return pair.baseline.sessions, pair.support.sessions


def _pet(pair: Pair) -> Estimate:
    ta, tb = _times(pair)
    return _of(trend.pet(ta, pair.a_up, tb, pair.b_up))


def _cdc(pair: Pair, place: int) -> Estimate:
    ta, tb = _times(pair)
    made = trend.cdc(ta, pair.a_up, tb, pair.b_up)
    return _of(None if made is None else float(made[place]))


def _piecewise(pair: Pair, part: str) -> Estimate:
    ta, tb = _times(pair)
    made = trend.piecewise(ta, pair.a, tb, pair.b)
    return NONE_OF_ALL if made is None else getattr(made, part)


def _slope(times: list[float], values: list[float]) -> Estimate:
    line = trend.ols(times, values)
    return NONE_OF_ALL if line is None else line.limits()


def _see(pair: Pair) -> Estimate:
    line = trend.ols(pair.baseline.sessions, pair.a)
    return _of(None if line is None else line.residual_sd)


def _corrected(pair: Pair) -> Estimate:
    ta, tb = _times(pair)
    return trend.corrected_tau(ta, pair.a, tb, pair.b)[0]


def _pogo(pair: Pair) -> Estimate:
    goal = pair.series.goal
    return NONE_OF_ALL if goal is None else size.pogo(pair.a, pair.b, goal)


def _varies(pair: Pair) -> str:
    if len(pair.a) < 2:
        return "It needs two baseline points or more."
    return "" if variance(pair.a) else "The baseline never varies."


OVERLAP = [
    Recipe(
        "NAP",
        "Parker & Vannest 2009; ties half; SE unbiased; 95% by Newcombe method 5, at 0 and 1 the "
        f"root inside; {TURNED}",
        lambda p: overlap.nap(p.a_up, p.b_up),
        beware=_ceiling,
    ),
    Recipe(
        "Tau",
        f"2 NAP - 1; SE and 95% limits follow NAP; {TURNED}",
        lambda p: overlap.tau(p.a_up, p.b_up),
        beware=_ceiling,
    ),
    Recipe(
        "Tau-U",
        f"Parker et al. 2011: (S of pairs - S of baseline trend)/(mn); {TURNED}",
        lambda p: Estimate(overlap.tau_u(p.a_up, p.b_up)),
        beware=_always("It can lie beyond -1 and 1, and tools disagree about it."),
    ),
    Recipe(
        "Tau-BC",
        "Tarlow 2017; Theil-Sen line of the baseline always taken out; sessions counted 1..m+n; "
        f"SE and 95% limits follow NAP; {TURNED}",
        lambda p: overlap.tau_bc(p.a_up, p.b_up),
        beware=_delicate,
    ),
    Recipe(
        "PND",
        f"share of support strictly better than the best of the baseline; {TURNED}",
        lambda p: Estimate(overlap.pnd(p.a_up, p.b_up)),
        beware=_always("One outlying baseline point can make it 0."),
    ),
    Recipe(
        "PEM",
        f"share of support better than the baseline's median, ties half; {TURNED}",
        lambda p: Estimate(overlap.pem(p.a_up, p.b_up)),
        beware=_always("It ignores how much the points vary."),
    ),
    Recipe(
        "PAND",
        f"largest share of points kept without overlap (minimum removal); {TURNED}",
        lambda p: Estimate(overlap.pand(p.a_up, p.b_up)),
        beware=_always("It is not a half where nothing changed."),
    ),
    Recipe(
        "IRD",
        f"robust, by PAND (minimum removal): ((m+n)^2 PAND - m^2 - n^2)/(2mn); {TURNED}",
        lambda p: Estimate(overlap.ird(p.a_up, p.b_up)),
    ),
]

SIZE = [
    Recipe(
        "SMD",
        f"Glass, baseline SD, Hedges' J = 1-3/(4(m-1)-1); 95% normal; {TURNED}",
        lambda p: size.smd(p.a_up, p.b_up),
        refuse=_varies,
        beware=_flat_baseline,
    ),
    Recipe(
        "LRRi",
        "Pustejovsky 2018, as of an outcome meant to rise; bias corrected; zero mean lifted to "
        f"1/(2Dk); 95% normal; {TURNED}",
        lambda p: size.lrr_increasing(p.series, p.a, p.b),
        otherwise="A mean is zero or below, and no unit was given to lift it by.",
    ),
    Recipe(
        "LRRd",
        "Pustejovsky 2018, as of an outcome meant to fall; bias corrected; zero mean lifted to "
        "1/(2Dk); 95% normal; - is better",
        lambda p: size.lrr_decreasing(p.series, p.a, p.b),
        otherwise="A mean is zero or below, and no unit was given to lift it by.",
    ),
    Recipe(
        "LOR",
        f"difference of logits of mean shares; bias corrected; 95% normal; {TURNED}",
        lambda p: size.lor(p.series, p.a, p.b),
        otherwise="A mean is at the end of the scale, and no intervals were given.",
        refuse=_not_a_share,
    ),
    Recipe(
        "LRM",
        f"log ratio of medians, Bonett & Price 2020; order-statistic SE; 95% normal; {TURNED}",
        lambda p: size.lrm(p.a_up, p.b_up, p.sign),
        otherwise="A median is zero or below.",
    ),
    Recipe(
        "PoGO",
        f"percent of goal obtained; SE by the delta method; 95% normal; {TURNED}",
        _pogo,
        otherwise="The goal is where the baseline already was.",
        refuse=_no_goal,
    ),
]

TREND = [
    Recipe(
        "OLS slope A",
        "least squares, units a session; 95% by t; as recorded",
        lambda p: _slope(p.baseline.sessions, p.a),
    ),
    Recipe(
        "OLS residual SD (SEE) A",
        "least squares, n-2 degrees of freedom; units of the outcome",
        _see,
    ),
    Recipe(
        "OLS slope B",
        "least squares, units a session; 95% by t; as recorded",
        lambda p: _slope(p.support.sessions, p.b),
    ),
    Recipe(
        "Theil-Sen slope A",
        "median of pairwise slopes, units a session; as recorded",
        lambda p: _of(overlap.theil_sen(p.baseline.sessions, p.a)),
    ),
    Recipe(
        "Theil-Sen slope B",
        "median of pairwise slopes, units a session; as recorded",
        lambda p: _of(overlap.theil_sen(p.support.sessions, p.b)),
    ),
    Recipe(
        "autocorrelation lag1 A",
        "neighbours' deviations from the phase mean over all squares; missed sessions closed up",
        lambda p: _of(trend.autocorrelation(p.a)),
    ),
    Recipe(
        "autocorrelation lag1 B",
        "neighbours' deviations from the phase mean over all squares; missed sessions closed up",
        lambda p: _of(trend.autocorrelation(p.b)),
    ),
    Recipe(
        "PET %",
        f"per cent of support strictly better than the baseline's least squares line; {TURNED}",
        _pet,
        refuse=_in_order,
        beware=_short_for_slope,
    ),
    Recipe(
        "baseline corrected tau",
        "Tarlow 2017 as published: line taken out only where Kendall p <= .05; tau-b; SE = "
        f"sqrt(2/(m+n) (1-tau^2)); {RAW}",
        _corrected,
        refuse=_in_order,
    ),
    Recipe(
        "CDC points exceeding OLS",
        "points beyond mean and least squares line, both moved by .25 SD of the baseline; "
        f"{TURNED}",
        lambda p: _cdc(p, 0),
        refuse=_in_order,
        beware=_short_for_slope,
    ),
    Recipe(
        "CDC binomial p OLS",
        "one-sided chance of as many points or more by coin throws",
        lambda p: _cdc(p, 1),
        refuse=_in_order,
        beware=_short_for_slope,
    ),
    *[
        Recipe(
            f"PLM W {name}",
            f"piecewise least squares, level at the first session of support; 95% by t; {RAW}",
            lambda p, part=part: _piecewise(p, part),  # type: ignore[misc]
            otherwise="It needs a slope in each phase and five points in all.",
            refuse=_in_order,
        )
        for name, part in (("trend", "trend"), ("level B", "level"), ("slope B", "slope"))
    ],
    Recipe(
        "randomisation test p",
        "start-point randomisation of the mean change, all admissible starts (5 points a phase, "
        f"or 3 where one has fewer than 5), >=; {TURNED}",
        lambda p: _of(None if (made := _draw(p)) is None else made.p),
        otherwise="It needs three points in each phase.",
        refuse=_in_order,
        beware=_few_starts,
    ),
]

PLAIN = [
    Recipe(
        "mean change",
        f"mean with support less mean of baseline, in the outcome's unit; 95% by Welch's t; {RAW}",
        lambda p: size.mean_change(p.a, p.b),
    ),
    Recipe(
        "percentage change",
        "100 (e^LRR - 1) on the recorded scale, whichever way is better; bias corrected; 95%",
        lambda p: size.percentage_change(p.series, p.a, p.b),
        otherwise="A mean is zero or below, and no unit was given to lift it by.",
    ),
]

RECIPES: list[Recipe] = [*OVERLAP, *SIZE, *TREND, *PLAIN]
