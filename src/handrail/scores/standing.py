"""What a pupil's scores say: instrument by instrument, and whether a change is more than chance."""

from collections.abc import Sequence
from dataclasses import dataclass

from handrail.people.models import Person
from handrail.school.models import School
from handrail.scores.models import Batch, Score
from handrail_evidence.progress import reliable_change


@dataclass(frozen=True)
class Series:
    """The scores of one instrument and part, by day, withdrawn ones too."""

    instrument: str
    sort: str
    part: str
    scores: tuple[Score, ...]

    @property
    def standing(self) -> list[Score]:
        return [row for row in self.scores if row.batch.withdrawn_at is None]

    @property
    def sentence(self) -> str:
        """From the first to the last; whether it is more than chance only within one version with
        one set of norms, whose spread and reliability are known, and only for whole scores."""
        rows = self.standing
        if len(rows) < 2:
            return ""
        first, last = rows[0], rows[-1]
        far = last.value - first.value
        said = f"From {first.value:g} to {last.value:g}. "
        if not _same_norms(first.batch, last.batch):
            return f"{said}Version or norms changed between, so the two are not compared."
        spread, reliability = last.batch.spread, last.batch.reliability
        if spread is None or reliability is None or self.part:
            return f"{said}Whether that is more than chance is not known for this instrument."
        change = reliable_change(first.value, last.value, spread, reliability)
        if not change.reliable:
            return (f"{said}Cannot tell yet: that may be chance. It would take a change of "
                    f"{change.needed:.1f}.")  # fmt: skip
        better = (far > 0) == (last.batch.direction == Batch.Direction.INCREASE)
        way = "better" if better else "worse"
        return (f"{said}Changed for the {way}, by more than chance easily makes "
                f"({change.needed:.1f}).")  # fmt: skip


def _same_norms(one: Batch, two: Batch) -> bool:
    return (one.version, one.norms_of) == (two.version, two.norms_of)


def series_of(pupil: Person, school: School) -> list[Series]:
    """Every instrument of a pupil at a school, by name; one query."""
    rows = Score.objects.filter(pupil=pupil, batch__school=school)
    found: dict[tuple[str, str, str], list[Score]] = {}
    for row in rows.select_related("batch", "batch__brought_by").order_by("date", "id"):
        key = (row.batch.instrument, row.batch.get_sort_display(), row.part)
        found.setdefault(key, []).append(row)
    return [Series(*key, scores=tuple(scores)) for key, scores in sorted(found.items())]


def pupils_in(batches: Sequence[Batch]) -> dict[int, int]:
    """By file (key): how many scores are in it; one query."""
    rows = Score.objects.filter(batch__in=batches).order_by().values_list("batch", flat=True)
    counts: dict[int, int] = {}
    for key in rows:
        counts[key] = counts.get(key, 0) + 1
    return counts
