"""Short ways for tests to bring scores of the cast in."""

from typing import Any

from handrail.demo.cast import Cast
from handrail.people.models import Person
from handrail.records.reader import reader_for
from handrail.scores.bringing import bring_scores
from handrail.scores.models import Batch

SAID: dict[str, Any] = {
    "instrument": "Single word reading", "version": "Form B", "norms_of": "2019-01-01",
    "licensed": "on", "sort": "standard", "direction": "increase", "lowest": "40",
    "highest": "160", "spread": "15", "reliability": "0.9",
}  # fmt: skip


def lines(*rows: tuple[object, ...], head: str = "pupil,date,score,part") -> bytes:
    return "\n".join([head, *(",".join(str(cell) for cell in row) for row in rows)]).encode()


def batch_of(cast: Cast, **more: Any) -> Batch:
    said = {"instrument": "Single word reading", "version": "Form B", "sort": "standard",
            "direction": "increase", "lowest": 40, "highest": 160}  # fmt: skip
    return Batch(school=cast.school, **{**said, **more})


def brought(cast: Cast, by: Person | None = None, *rows: tuple[object, ...], **more: Any) -> Batch:
    """Mr Patel's file; one score of Leo when nothing else is said."""
    body = lines(*(rows or ((cast.leo.uuid, "2026-11-02", 88, ""),)))
    return bring_scores(reader_for(by or cast.patel), batch_of(cast, **more), body)
