"""The clocks of requests, for Today and a pupil's page: shown to those who may know alone."""

from datetime import datetime
from typing import Any

from handrail.entry.guards import At
from handrail.people.models import Person, Post
from handrail.sharing.due import end_of
from handrail.sharing.models import SubjectRequest
from handrail.sharing.requesting import LEADS, leads_requests, requests_of

WORKERS = (*LEADS, Post.Role.ADMINISTRATOR)
MOST = 20


def due_at(asked: SubjectRequest) -> datetime:
    """The last minute of the day on which the answer must have gone."""
    return end_of(asked.due_on)


def clocks_of(request: At, person: Person | None = None) -> list[tuple[SubjectRequest, datetime]]:
    """Open requests with their clocks; others cost no question to the database."""
    if request.reader.ordinary_only or not request.reader.holds(request.school.pk, *WORKERS):
        return []
    rows = requests_of(request.reader).filter(
        school=request.school, state=SubjectRequest.State.OPEN
    )
    if person is not None:
        rows = rows.filter(pupil=person)
    return [(asked, due_at(asked)) for asked in rows.order_by("due_on", "pk")[:MOST]]


def requests_about(request: At, person: Person) -> dict[str, Any]:
    """What a pupil's page says of requests, and whether this reader may log one."""
    may_log = leads_requests(request.reader, request.school.pk)
    return {
        "may_log_request": may_log and person.pk not in request.reader.own_child_ids,
        "request_clocks": clocks_of(request, person),
    }
