"""A short way for tests to ask a job of the cast."""

from datetime import date
from typing import Any

from handrail.core.ids import new_uuid
from handrail.demo.cast import Cast
from handrail.jobs.asking import JobDraft, ask
from handrail.jobs.models import Job
from handrail.records.reader import reader_for


def job_of(cast: Cast, **more: Any) -> Job:
    """Mr Patel asks Sam to print, by Friday."""
    parts: dict[str, Any] = {
        "uuid": new_uuid(), "what": "Print 30 copies of page 4", "due_on": date(2026, 11, 27),
        "person": cast.sam, **more,
    }  # fmt: skip
    return ask(reader_for(parts.pop("by", cast.patel)), cast.school, JobDraft(**parts))
