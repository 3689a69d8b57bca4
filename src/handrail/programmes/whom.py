"""Whom one programme seems to help: by where pupils began, by sessions received, and by year.

Mostly the answer is “cannot tell yet”, and it says so. Never by who the pupils are otherwise.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from django.db.models import Count, Q

from handrail.core import clock
from handrail.people.models import Enrolment
from handrail.programmes.helping import FEWEST
from handrail.programmes.judging import Answer
from handrail.programmes.models import Attendance
from handrail.programmes.saying import written
from handrail_evidence import Verdict, demonstrations
from handrail_evidence.rates import fisher_p

SURE = 0.05
RECIPE = (
    "Changed for the better of those with a verdict, each group against all others by Fisher’s "
    "exact test (1935), two-sided; p times the number of groups must lie below 0.05"
)


@dataclass(frozen=True)
class Group:
    """Some of a programme's pupils; nothing is `said` of fewer than four."""

    label: str
    pupils: int
    better: int
    told: int  # of whom there is a verdict, changed or not

    @property
    def said(self) -> bool:
        return self.pupils >= FEWEST


@dataclass(frozen=True)
class Split:
    """The pupils parted in one way, and what can be said of the parts."""

    title: str
    groups: tuple[Group, ...]
    answer: str

    @property
    def enough(self) -> bool:
        """Whether two of the groups are large enough to say anything of."""
        return sum(one.said for one in self.groups) > 1


def splits_of(answers: Sequence[Answer]) -> list[Split]:
    """Three ways of parting a programme's pupils; two queries. The places come with their
    programme, and all are of one."""
    had, years = _received(answers), _years(answers)
    known = [one for one in answers if one.judgement.mean_before is not None]
    unit = answers[0].place.programme.unit if answers else ""
    return [
        _split("Where they began", known, _halves(known, _start, f"{unit} or less", "more")),
        _split("Sessions they had", answers,
               _halves(answers, lambda one: had.get(one.place.pk, 0), "sessions or fewer", "more")),
        _split("Year", answers, lambda one: _named(years.get(one.place.pupil_id, ""))),
    ]  # fmt: skip


def _start(answer: Answer) -> float:
    return answer.judgement.mean_before or 0.0


def _named(year: str) -> str:
    return f"Year {year}" if year else "No year said"


def _halves(
    answers: Sequence[Answer], value: Callable[[Answer], float], low: str, high: str
) -> Callable[[Answer], str]:
    """The name of the half that a pupil is in: at or below the middle, or above it."""
    middle = median(value(one) for one in answers) if answers else 0.0
    lower, higher = f"{written(middle)} {low}", high.capitalize()
    return lambda one: lower if value(one) <= middle else higher


def _split(title: str, answers: Sequence[Answer], name: Callable[[Answer], str]) -> Split:
    found: dict[str, list[Answer]] = {}
    for one in answers:
        found.setdefault(name(one), []).append(one)
    order = sorted(found, key=lambda label: (label == "More", len(label), label))
    groups = tuple(_group(label, found[label]) for label in order)
    return Split(title, groups, _answer(groups))


def _group(label: str, answers: Sequence[Answer]) -> Group:
    judgements = [one.judgement for one in answers]
    told = sum(one.verdict is not Verdict.CANNOT_TELL for one in judgements)
    return Group(label, len(judgements), demonstrations(judgements), told)


def _answer(groups: Sequence[Group]) -> str:
    """One sentence. Groups that nothing is said of take no part."""
    told = [one for one in groups if one.said and one.told]
    if len(told) < 2:
        return "Cannot tell yet: it needs four pupils or more in two groups, with a verdict each."
    tested = [(_p(one, told), one) for one in told]
    p, one = min(tested, key=lambda pair: pair[0])
    if p >= SURE:
        return "Cannot tell yet: the groups differ by no more than chance easily makes."
    others = [other for other in told if other is not one]
    share = sum(other.better for other in others) / sum(other.told for other in others)
    way = "more" if one.better / one.told > share else "less"
    said = f"“{one.label}” changed for the better {way} often than the others"
    return f"{said} ({_said(p)}). Ask why."


def _said(p: float) -> str:
    return "p below 0.01" if p < 0.01 else f"p = {written(p)}"


def _p(one: Group, told: Sequence[Group]) -> float:
    others = [other for other in told if other is not one]
    p = fisher_p(one.better, one.told, sum(other.better for other in others),
                 sum(other.told for other in others))  # fmt: skip
    return min(1.0, p * len(told))


def _received(answers: Sequence[Answer]) -> dict[int, int]:
    """By place (key): the sessions at which the pupil was."""
    rows = Attendance.objects.filter(place__in=[one.place.pk for one in answers],
                                     session__withdrawn_at=None)  # fmt: skip
    counted = rows.order_by().values_list("place").annotate(n=Count("id", filter=Q(away="")))
    return dict(counted)


def _years(answers: Sequence[Answer]) -> dict[int, str]:
    """By pupil (key): their year at the school of the programme today."""
    if not answers:
        return {}
    rows = Enrolment.objects.on_roll(clock.today()).filter(
        school=answers[0].place.programme.school_id,
        pupil__in=[one.place.pupil_id for one in answers],
    )  # fmt: skip
    return dict(rows.values_list("pupil", "year"))
