"""Scores as they leave: all about a pupil in words, and the school's tables."""

from datetime import date

from handrail.core.dates import said_day
from handrail.people.models import Person
from handrail.records.beside import Said, Tables
from handrail.school.models import School
from handrail.scores.models import Batch, Score


def said_of(
    pupil: Person, school: School, since: date | None, until: date | None
) -> list[Said]:  # fmt: skip
    """Each score between two days, withdrawn ones too, oldest first."""
    rows = Score.objects.filter(
        pupil=pupil, batch__school=school, date__gte=since or date.min, date__lte=until or date.max
    )
    return [Said("Score", _words(row)) for row in rows.select_related("batch", "batch__brought_by")]


def _words(row: Score) -> str:
    one = row.batch
    part = f", {row.part}" if row.part else ""
    norms = f", norms of {said_day(one.norms_of)}" if one.norms_of else ""
    gone = f", withdrawn because: {one.withdrawn_because}" if one.withdrawn_at else ""
    return (
        f"{one.instrument}, {one.version}{norms}{part}: {one.get_sort_display().lower()} "
        f"{row.value:g} on {said_day(row.date)}, brought in by {one.brought_by.formal}{gone}"
    )


def tables(school: School) -> Tables:
    """Files and scores as tables, with numbers of people instead of keys."""
    batch = {
        "number": "uuid", "instrument": "instrument", "version": "version", "norms_of": "norms_of",
        "licensed": "licensed", "sort": "sort", "direction": "direction", "lowest": "lowest",
        "highest": "highest", "spread": "spread", "reliability": "reliability",
        "brought_by": "brought_by__uuid", "brought_at": "brought_at",
        "withdrawn_at": "withdrawn_at", "withdrawn_because": "withdrawn_because",
    }  # fmt: skip
    score = {"file": "batch__uuid", "pupil": "pupil__uuid", "date": "date", "part": "part",
             "score": "value"}  # fmt: skip
    batches, scores = (
        Batch.objects.filter(school=school),
        Score.objects.filter(batch__school=school),
    )
    return {
        "score_files.csv": (list(batch), batches.order_by("pk").values_list(*batch.values())),
        "scores.csv": (list(score), scores.order_by("pk").values_list(*score.values())),
    }
