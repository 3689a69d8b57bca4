"""From what was measured to the engine and back: series, judgements, and a programme's pupils."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from django.db.models import prefetch_related_objects

from handrail.people.models import Person
from handrail.programmes.models import Measurement, OtherChange, ProgrammePupil
from handrail_evidence import (
    Change,
    Judgement,
    Phase,
    Point,
    Series,
    Verdict,
    demonstrations,
    judge_each,
    make_series,
)
from handrail_evidence.judging import FEWEST
from handrail_evidence.pooling import Together, together

SCALES = {"count": "count", "percentage": "percentage"}  # all else the engine knows as "other"


@dataclass(frozen=True)
class Answer:
    """One pupil on one programme: what was measured (withdrawn rows too), what else changed, and
    the engine's judgement, exactly as it gave it. `each` has one for every time that support began:
    more than one where it was stopped and started again; `judgement` is of the first."""

    place: ProgrammePupil
    rows: tuple[Measurement, ...]
    changes: tuple[OtherChange, ...]
    judgement: Judgement
    each: tuple[Judgement, ...] = ()

    @property
    def standing(self) -> tuple[Measurement, ...]:
        """What was not withdrawn, by day; what a second observer saw stands apart."""
        return tuple(row for row in self.rows if row.withdrawn_at is None and not row.second)

    @property
    def missed(self) -> int:
        return sum(row.value is None for row in self.standing)


def answers_of(places: Sequence[ProgrammePupil]) -> list[Answer]:
    """An answer for each place, in their order; three queries however many there are.

    The places come with their programme.
    """
    keys = [place.pk for place in places]
    prefetch_related_objects(places, "pauses")
    measured: dict[int, list[Measurement]] = {key: [] for key in keys}
    rows = Measurement.objects.filter(place__in=keys).select_related("observer")
    for row in rows.order_by("date", "id"):
        measured[row.place_id].append(row)
    changes = _changes(places)
    return [_answer(place, measured[place.pk], changes.get(place.pupil_id, [])) for place in places]


def _changes(places: Sequence[ProgrammePupil]) -> dict[int, list[OtherChange]]:
    schools = {place.programme.school_id for place in places}
    rows = OtherChange.objects.filter(
        pupil__in=[place.pupil_id for place in places], school__in=schools
    )
    found: dict[int, list[OtherChange]] = {}
    for row in rows.select_related("noted_by"):
        found.setdefault(row.pupil_id, []).append(row)
    return found


def _answer(place: ProgrammePupil, rows: list[Measurement], changes: list[OtherChange]) -> Answer:
    standing = [row for row in rows if row.withdrawn_at is None and not row.second]
    each = tuple(judge_each(series_of(place, standing, changes)))
    return Answer(place, tuple(rows), tuple(changes), each[0], each)


def series_of(
    place: ProgrammePupil, rows: Iterable[Measurement], changes: Iterable[OtherChange] = ()
) -> Series:
    """The engine's series. A session's number is its day, so that gaps of time are gaps; phases
    follow from the place's dates alone, whoever wrote the row down and when."""
    rows = list(rows)
    programme = place.programme
    series = make_series(
        str(place.uuid),
        [(place.condition_on(row.date), Point(row.date.toordinal(), row.value)) for row in rows],
        direction=programme.direction, scale=SCALES.get(programme.scale, "other"), goal=place.goal,
        session_length_min=programme.watched_minutes,
        changes=tuple(Change(row.date.toordinal(), row.words) for row in changes),
        started_after_bad_spell=place.after_bad_spell,
    )  # fmt: skip
    return replace(series, phases=tuple(_watched(phase, rows) for phase in series.phases))


def _watched(phase: Phase, rows: list[Measurement]) -> Phase:
    """The phase with who watched, where and how: the engine says so when phases differ in it."""
    days = set(phase.sessions)
    here = [row for row in rows if row.value is not None and row.date.toordinal() in days]
    lengths = {row.watched_minutes for row in here if row.watched_minutes}
    return replace(
        phase,
        observer=_joined(row.observer.formal for row in here),
        setting=_joined(row.setting for row in here),
        method=_joined(row.how for row in here),
        session_length_min=next(iter(lengths)) if len(lengths) == 1 else None,
        lengths_vary=len(lengths) > 1,
    )


def _joined(words: Iterable[str]) -> str:
    return ", ".join(sorted({word for word in words if word}))


@dataclass(frozen=True)
class Pooled:
    """A programme's pupils together: each verdict's count, and how far pupils lie apart.

    `nap` is (lowest, median, highest) over pupils with a value; `shown` is of how many pupils a
    change for the better was shown, `times` how often, a pupil whose support was stopped and
    started again counting each time. `mean` is the change of those who can be told of, as one;
    None of fewer than four.
    """

    changed: int
    not_changed: int
    cannot_tell: int
    shown: int
    nap: tuple[float, float, float] | None
    change: tuple[float, float, float] | None
    times: int = 0
    mean: Together | None = None


def pooled(answers: Sequence[Answer]) -> Pooled:
    """What can be said of the pupils of one programme together: counts, spread, and the mean
    change with what lies between pupils, where there are enough of them."""
    judgements = [answer.judgement for answer in answers]
    count = [one.verdict for one in judgements].count
    return Pooled(
        count(Verdict.CHANGED), count(Verdict.NOT_CHANGED), count(Verdict.CANNOT_TELL),
        demonstrations(judgements),
        _spread([one.nap.value for one in judgements]),
        _spread([one.change.value for one in judgements]),
        sum(demonstrations(list(answer.each)) for answer in answers),
        together([one.change for one in judgements if _tells(one)]),
    )  # fmt: skip


def _tells(judgement: Judgement) -> bool:
    """Whether a change can be trusted to be one, whatever it is: never by the verdict, which would
    leave out those who did not change."""
    enough = min(judgement.points_before, judgement.points_with) >= FEWEST
    return enough and not any(warning.blocks for warning in judgement.warnings)


def _spread(values: Iterable[float | None]) -> tuple[float, float, float] | None:
    known = [value for value in values if value is not None]
    return (min(known), median(known), max(known)) if known else None


def places_of(pupil: Person, school_id: int) -> list[ProgrammePupil]:
    """A pupil's places on the programmes of a school, with the programme."""
    rows = ProgrammePupil.objects.filter(pupil=pupil, programme__school=school_id)
    return list(rows.select_related("programme", "pupil").order_by("-starts", "-id"))
