"""Whom programmes seem to help: all of a school's beside each other, and by where pupils began."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from handrail.programmes.dosing import Dose, doses_of
from handrail.programmes.judging import Answer, Pooled, answers_of, pooled
from handrail.programmes.models import Programme, ProgrammePupil
from handrail_evidence import Judgement, Verdict, demonstrations

FEWEST = 4  # pupils on either side below which nothing is said of lower and higher starts


@dataclass(frozen=True)
class Half:
    """The pupils who began on one side of the middle; how many changed for the better."""

    pupils: int
    better: int
    told: int  # of whom there is a verdict, changed or not
    least: float
    most: float


@dataclass(frozen=True)
class Standing:
    """One programme with what can be said of the pupils shown; `hidden` are left out."""

    programme: Programme
    pupils: int
    hidden: int
    pooled: Pooled
    dose: Dose
    halves: tuple[Half, Half] | None

    @property
    def worse(self) -> int:
        return self.pooled.changed - self.pooled.shown


def standings_of(
    programmes: Sequence[Programme], places: Mapping[int, tuple[list[ProgrammePupil], int]]
) -> list[Standing]:
    """Each programme with its verdicts, spread, dose and cost over these places, in their order.

    Four queries, however many programmes there are.
    """
    answers: dict[int, list[Answer]] = {programme.pk: [] for programme in programmes}
    for answer in answers_of([one for shown, _ in places.values() for one in shown]):
        answers[answer.place.programme_id].append(answer)
    doses = doses_of((programme, places[programme.pk][0]) for programme in programmes)
    return [
        Standing(
            programme, len(places[programme.pk][0]), places[programme.pk][1],
            pooled(answers[programme.pk]), doses[programme.pk],
            halves_of([answer.judgement for answer in answers[programme.pk]]),
        )
        for programme in programmes
    ]  # fmt: skip


def halves_of(judgements: Sequence[Judgement]) -> tuple[Half, Half] | None:
    """Those who began at or below the middle of the measure, and those above it; nothing where
    either side would be too few to say anything of. Never by who the pupils are."""
    known = [one for one in judgements if one.mean_before is not None]
    if not known:
        return None
    middle = median(_start(one) for one in known)
    lower = [one for one in known if _start(one) <= middle]
    higher = [one for one in known if _start(one) > middle]
    if min(len(lower), len(higher)) < FEWEST:
        return None
    return _half(lower), _half(higher)


def _start(one: Judgement) -> float:
    return one.mean_before or 0.0


def _half(judgements: list[Judgement]) -> Half:
    starts = [_start(one) for one in judgements]
    told = sum(one.verdict is not Verdict.CANNOT_TELL for one in judgements)
    return Half(len(judgements), demonstrations(judgements), told, min(starts), max(starts))
