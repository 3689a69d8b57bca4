"""The doors of a job: asking it, answering it, opening it again, taking it back."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from handrail.core import clock
from handrail.core.dates import said_day
from handrail.core.names import clean
from handrail.core.prose import tidy
from handrail.jobs.models import Job
from handrail.jobs.reading import ASKERS, groups_to_ask, may_answer, people_to_ask, staff_asked
from handrail.notify.telling import is_unseen, seen_at_page, tell_of_job
from handrail.people.models import Person
from handrail.records.reader import Reader
from handrail.records.refusal import Refused
from handrail.school.models import Group, School

State = Job.State
MOST_WORDS, MOST_DAYS, LEAST_WORDS = 2_000, 366, 3
NOT_ASKED = "This job was asked of somebody else."
CLOSED = "This job is closed already. Load the page again to see what came of it."


@dataclass(frozen=True)
class JobDraft:
    """What is asked, of whom, by which day. `uuid` is made by the form, so that a double tap asks
    once."""

    uuid: UUID
    what: str
    due_on: date
    person: Person | None = None
    group: Group | None = None
    more: str = ""


def page_of(job: Job) -> str:
    return f"/jobs/{job.uuid}/"


def ask(reader: Reader, school: School, draft: JobDraft) -> Job:
    """Keep a job and tell whoever is asked. Raises Refused with a sentence."""
    if not reader.holds(school.pk, *ASKERS):
        raise Refused("Jobs are asked by teachers, the SENCO, the behaviour manager or the head.")
    if already := _kept(reader, draft):
        return already
    _refuse_unfit(reader, school, draft)
    job = Job(
        uuid=draft.uuid, school=school, asked_by=reader.person, asked_at=clock.now(),
        person=draft.person, group=draft.group, what=clean(draft.what)[:200],
        more=tidy(draft.more)[:MOST_WORDS], due_on=draft.due_on,
    )  # fmt: skip
    try:
        with transaction.atomic():
            job.save(force_insert=True)
            said = f"{reader.person.formal} asks a job of you, by {said_day(job.due_on)}"
            for person in staff_asked(job, reader):
                tell_of_job(person, school, said, page_of(job))
    except IntegrityError:  # the other half of a double tap was first
        if already := _kept(reader, draft):
            return already
        raise Refused("This form was sent already. Load the page again.") from None
    return job


def _kept(reader: Reader, draft: JobDraft) -> Job | None:
    return Job.objects.filter(uuid=draft.uuid, asked_by=reader.person).first()


def _refuse_unfit(reader: Reader, school: School, draft: JobDraft) -> None:
    if len(clean(draft.what)) < LEAST_WORDS:
        raise Refused("Say what is to be done, such as “Print 30 copies of page 4”.", "what")
    today = clock.today()
    if draft.due_on < today:
        raise Refused("This day has gone by. Give today or a later day.", "due_on")
    if draft.due_on > today + timedelta(days=MOST_DAYS):
        raise Refused("This is more than a year away. Give an earlier day.", "due_on")
    if draft.group:
        allowed = draft.group in groups_to_ask(reader, school)
    else:
        allowed = draft.person in people_to_ask(reader, school)
    if not allowed:
        raise Refused("Choose a colleague, or a group that somebody supports.", "whom")


def answer(reader: Reader, job: Job, *, done: bool, words: str) -> Job:
    """Done, with a word or none; or not, and why. Whoever asked is told; the same again does
    nothing."""
    said = tidy(words)[:MOST_WORDS]
    state = State.DONE if done else State.NOT_DONE
    with transaction.atomic():
        job = _locked(job)
        if not may_answer(reader, job):
            raise Refused(NOT_ASKED)
        if (job.state, job.answer, job.closed_by_id) == (state, said, reader.person_id):
            return job
        if not job.is_open:
            raise Refused(CLOSED)
        if not done and len(said) < LEAST_WORDS:
            raise Refused("Say in a few words why it could not be done.", "words")
        _close(reader, job, state)
        job.answer = said
        job.save()
        seen_at_page(reader, page_of(job))
        verb = "did" if done else "could not do"
        text = f"{reader.person.formal} {verb} a job that you asked"
        tell_of_job(job.asked_by, job.school, text, page_of(job))
    return job


def reopen(reader: Reader, job: Job) -> Job:
    """Whoever answered by mistake opens it again, until the answer was seen; the words stay."""
    with transaction.atomic():
        job = _locked(job)
        if job.closed_by_id != reader.person_id or job.state == State.TAKEN_BACK:
            raise Refused("Only whoever answered this job can open it again.")
        if job.answer_seen_at:
            raise Refused("The answer was read already. Ask for the job anew.")
        job.state, job.closed_by, job.closed_at = State.OPEN, None, None
        job.save()
    return job


def take_back(reader: Reader, job: Job) -> Job:
    """Whoever asked no longer needs it; those asked are told, if they had seen it."""
    with transaction.atomic():
        job = _locked(job)
        if job.asked_by_id != reader.person_id:
            raise Refused("Only whoever asked a job can take it back.")
        if job.state == State.TAKEN_BACK:
            return job
        if not job.is_open:
            raise Refused(CLOSED)
        _close(reader, job, State.TAKEN_BACK)
        job.answer_seen_at = clock.now()
        job.save()
        text = f"{reader.person.formal} took back a job: there is nothing to do"
        for person in staff_asked(job, reader):
            if not is_unseen(person, page_of(job)):
                tell_of_job(person, job.school, text, page_of(job))
    return job


def note_seen(reader: Reader, job: Job) -> None:
    """Whoever opened the page has seen its alerts; whoever asked has seen the answer."""
    seen_at_page(reader, page_of(job))
    if job.asked_by_id == reader.person_id and not job.is_open and job.answer_seen_at is None:
        job.answer_seen_at = clock.now()
        job.save(update_fields=["answer_seen_at"])


def _locked(job: Job) -> Job:
    return Job.objects.select_for_update().get(pk=job.pk)


def _close(reader: Reader, job: Job, state: str) -> None:
    job.state, job.closed_by, job.closed_at = state, reader.person, clock.now()
