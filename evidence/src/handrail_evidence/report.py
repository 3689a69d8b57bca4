"""A series as people read it: verdict, what speaks against it, and every measure in a table."""

from collections.abc import Iterable

from handrail_evidence.figures import Figure, measure_pair
from handrail_evidence.judging import Judgement, judge_each, judge_pair
from handrail_evidence.overlap import Estimate
from handrail_evidence.recipes import RECIPES
from handrail_evidence.series import Series

COLUMNS = ("", "value", "se", "95% from", "to")
_WIDTH = 25


def report(series: Series) -> str:
    """All that can be said of one series, in lines of plain text."""
    pairs = series.pairs()
    if not pairs:
        return "\n".join(_head(judgement) for judgement in judge_each(series)) + "\n"
    parts = [f"{_head(judge_pair(pair))}\n\n{table(measure_pair(pair))}" for pair in pairs]
    return "\n\n".join(parts) + "\n"


def _head(judgement: Judgement) -> str:
    word = judgement.verdict.value
    if judgement.better is not None:
        word += " for the better" if judgement.better else " for the worse"
    lines = [judgement.series_id, f"  {word.capitalize()}. {judgement.reason}"]
    lines += [f"  {line}" for line in _sizes(judgement)]
    known = {judgement.reason}
    lines += [f"  Beware: {w.words}" for w in judgement.warnings if w.words not in known]
    return "\n".join(lines)


def _sizes(judgement: Judgement) -> list[str]:
    before, after = judgement.points_before, judgement.points_with
    lines = [f"Points: {before} before and {after} with support; {judgement.missed} missed."]
    if judgement.mean_before is not None and judgement.mean_with is not None:
        means = (
            f"{_short(judgement.mean_before)} before, {_short(judgement.mean_with)} with support"
        )
        lines.append(f"Mean: {means}; change {_with_limits(judgement.change)}.")
    if judgement.percentage.value is not None:
        lines.append(f"In per cent: {_with_limits(judgement.percentage)}.")
    if judgement.goal_share.value is not None:
        lines.append(f"Of the way to the goal: {_with_limits(judgement.goal_share)} per cent.")
    return lines


def _with_limits(made: Estimate) -> str:
    if made.value is None:
        return "unknown"
    if made.lo is None or made.hi is None:
        return f"{made.value:+.4g}"
    return f"{made.value:+.4g} (95% from {made.lo:+.4g} to {made.hi:+.4g})"


def table(figures: Iterable[Figure]) -> str:
    """Measures in lines; what could not be worked out is named below with its reason, and what to
    beware of in some of them."""
    figures = list(figures)
    lines = ["  " + _line(COLUMNS)]
    without: dict[str, list[str]] = {}
    beware: dict[str, list[str]] = {}
    told = [set(figure.warnings) for figure in figures if figure.value is not None]
    of_all = set.intersection(*told) if told else set()  # these stand above the table
    for figure in figures:
        if figure.value is None:
            reason = figure.warnings[0] if figure.warnings else ""
            without.setdefault(reason, []).append(figure.statistic)
            continue
        numbers = (figure.value, figure.se, figure.lo, figure.hi)
        lines.append("  " + _line((figure.statistic, *(_short(x) for x in numbers))))
        for words in figure.warnings:
            if words not in of_all:
                beware.setdefault(words, []).append(figure.statistic)
    lines += [f"  Beware of {', '.join(names)}. {why}" for why, names in beware.items()]
    lines += [f"  Without a value: {', '.join(names)}. {why}" for why, names in without.items()]
    return "\n".join(lines)


def recipes() -> str:
    """How each measure was made."""
    lines = [f"  {recipe.statistic:<{_WIDTH}} {recipe.words}" for recipe in RECIPES]
    return "\n".join(["How each number is made:", *lines])


def _line(cells: tuple[str, ...]) -> str:
    return (f"{cells[0]:<{_WIDTH}}" + "".join(f"{cell:>12}" for cell in cells[1:])).rstrip()


def _short(x: float | None) -> str:
    return "" if x is None else f"{x:.4g}"
