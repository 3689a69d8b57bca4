"""Jobs of the made-up school: one that waits for Sam, one that she did, one that could not be."""

from datetime import datetime, timedelta

from handrail.core import clock
from handrail.core.ids import new_uuid
from handrail.demo.cast import Cast
from handrail.jobs.asking import JobDraft, answer, ask
from handrail.records.reader import reader_for


def tell_jobs(cast: Cast, until: datetime) -> None:
    """Mr Patel asks Sam for three things; yesterday's two were answered."""
    sam, patel = reader_for(cast.sam), reader_for(cast.patel)
    today = clock.local(until).date()
    with clock.frozen(until - timedelta(days=1)):
        display = JobDraft(
            new_uuid(), "Put up the display about rivers", today, cast.sam,
            more="The pictures lie in the tray by my desk.",
        )  # fmt: skip
        answer(sam, ask(patel, cast.school, display), done=True, words="Up in the hall.")
        paint = JobDraft(new_uuid(), "Fetch more blue paint", today, cast.sam)
        answer(sam, ask(patel, cast.school, paint), done=False, words="None left in the store.")
    with clock.frozen(until - timedelta(hours=1)):
        ask(patel, cast.school, JobDraft(new_uuid(), "Print 30 copies of page 4", today, cast.sam))
