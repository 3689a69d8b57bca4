"""The addresses of the API, version 1: the same doors as the pages, in JSON."""

from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db import InterfaceError, OperationalError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from ninja import Header, NinjaAPI, Query
from ninja.errors import HttpError, ValidationError
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle

from handrail.api import schemas as s
from handrail.api.drafting import draft_from
from handrail.api.sending import Answer, faults, once
from handrail.api.sentences import sentence_of
from handrail.api.shapes import (
    action_out,
    filed_out,
    kind_out,
    number,
    pupil_out,
    record_out,
    record_whole,
)  # fmt: skip
from handrail.core.names import fold
from handrail.core.refusal import Refused
from handrail.entry.tokens import token_of
from handrail.notify.models import Alert
from handrail.people.models import Pupil, Token
from handrail.people.working import pupils_of
from handrail.records.amending import amend_record, void_record
from handrail.records.closing import close_as_not_needed
from handrail.records.filing import file_event
from handrail.records.kind import all_kinds
from handrail.records.models import AccessEntry, Action, Record
from handrail.records.reader import Reader, reader_for
from handrail.records.reading import actions_of, note_pupil_opened, open_record
from handrail.records.rules import may_write
from handrail.school.models import School, Word
from handrail.search.finding import find
from handrail.timeline.pages import is_mark, pupil_page, school_page

A_MINUTE = 300  # requests that one token may make in a minute
SIGN = {401: s.Faults, 403: s.Faults, 429: s.Faults, 400: s.Faults}
READ = {**SIGN, 404: s.Faults, 422: s.Faults}
WRITE = {**READ, 409: s.Faults}
PAGE = 50


class Bearer(HttpBearer):
    """`Authorization: Bearer handrail_...`; the token's person is the reader."""

    def authenticate(self, request: HttpRequest, token: str) -> Token | None:
        found = token_of(token)
        if found is not None:
            reader = reader_for(found.person)
            if not reader.roles:
                return None  # a post that ended takes its programs with it
            request.reader = reader  # type: ignore[attr-defined]
            request.token = found  # type: ignore[attr-defined]
        return found


class APace(BaseThrottle):
    """So many requests a minute for each token."""

    def allow_request(self, request: HttpRequest) -> bool:
        token = getattr(request, "token", None)
        if token is None:
            return True
        key = f"api:{token.pk}"
        cache.add(key, 0, 60)
        try:
            return int(cache.incr(key)) <= A_MINUTE
        except ValueError:  # it ran out between the two lines
            return True

    def wait(self) -> float:
        return 60.0


api = NinjaAPI(
    title="Handrail",
    version="1",
    description="The same doors as the pages. Times are ISO 8601 with a zone; ids are UUIDs.",
    auth=Bearer(),
    throttle=[APace()],
    docs_url=None,
    urls_namespace="api-1",
)


@api.exception_handler(ValidationError)
def unfit(request: HttpRequest, problem: ValidationError) -> HttpResponse:
    rows = [
        {"field": ".".join(str(part) for part in one["loc"][1:]), "sentence": sentence_of(one)}
        for one in problem.errors
    ]
    return api.create_response(request, {"errors": rows}, status=422)


@api.exception_handler(Refused)
def not_so(request: HttpRequest, problem: Refused) -> HttpResponse:
    return api.create_response(request, faults(problem.field, problem.sentence), status=422)


@api.exception_handler(OperationalError)
@api.exception_handler(InterfaceError)
def no_answer(request: HttpRequest, problem: Exception) -> HttpResponse:
    """The database does not answer: worth sending again, with the same key."""
    sentence = "Handrail cannot read or write just now. Send it again, with the same key."
    answer = api.create_response(request, faults("", sentence), status=503)
    answer["Retry-After"] = "10"
    return answer


@api.exception_handler(HttpError)
def refused(request: HttpRequest, problem: HttpError) -> HttpResponse:
    sentence = "Sign in with a token that works." if problem.status_code == 401 else str(problem)
    return api.create_response(request, faults("", sentence), status=problem.status_code)


def reader_of(request: HttpRequest, scope: str) -> Reader:
    """Who reads or writes, when their token has the scope."""
    if scope and scope not in request.token.scopes:  # type: ignore[attr-defined]
        raise HttpError(403, f"This token lacks the scope {scope}.")
    reader: Reader = request.reader  # type: ignore[attr-defined]
    return reader


def missing() -> HttpError:
    return HttpError(404, "There is no such thing here.")


def school_of(reader: Reader, asked: UUID | None) -> School:
    """The school that was asked for, or the first; only one where the reader holds a post."""
    mine = School.objects.filter(pk__in=sorted(reader.roles)).order_by("name")
    found = (mine.filter(uuid=asked) if asked else mine).first()
    if found is None:
        raise missing()
    return found


@api.get("/me", response={200: s.MeOut, **SIGN}, tags=["people"])
def me(request: HttpRequest) -> dict[str, Any]:
    """Whose token this is, and which posts they hold."""
    reader = reader_of(request, "")
    schools = School.objects.in_bulk(list(reader.roles))
    posts = [
        {"school": schools[pk].uuid, "school_name": schools[pk].name, "roles": sorted(held)}
        for pk, held in reader.roles.items()
    ]
    return {"person": reader.person.uuid, "name": reader.person.name, "posts": posts}


@api.get("/kinds", response={200: list[s.KindOut], **READ}, tags=["records"])
def kinds(request: HttpRequest, school: UUID | None = None) -> list[dict[str, Any]]:
    """The kinds of record that I may file at a school, with their words and fields."""
    reader = reader_of(request, "records:write")
    at = school_of(reader, school)
    words: dict[str, list[Word]] = {}
    for word in Word.objects.filter(school=at, retired_on=None):
        words.setdefault(word.list, []).append(word)
    return [
        kind_out(kind, at, words)
        for kind in all_kinds()
        if kind.active and may_write(reader, kind.writers, at.pk)
    ]


def _pupils(reader: Reader, school: School) -> Any:
    rows = pupils_of(school, reader.day).prefetch_related("flags")
    if reader.only_logs(school.pk):
        return rows.filter(pk__in=reader.pupil_ids)
    return rows


def check_mark(after: str, good: bool) -> None:
    """Refuse what no page gave; a mark of what the reader may not know of is as good as any."""
    if after and not good:
        raise Refused("Give back `after` as the page before gave it, or leave it out.", "after")


@api.get("/pupils", response={200: s.PupilsOut, **READ}, tags=["people"])
def pupils(
    request: HttpRequest,
    school: UUID | None = None,
    q: s.Short = "",
    after: s.Short = "",
    limit: s.PupilLimit = s.MOST_PUPILS,
) -> dict[str, Any]:
    """Pupils of a school whose names hold every part of `q`."""
    reader = reader_of(request, "people:read")
    rows = _pupils(reader, school_of(reader, school)).order_by("pk")
    for part in fold(q).split():
        rows = rows.filter(person__folded__contains=part)
    last = number(after)
    check_mark(after, last is not None)
    if last is not None:
        before = Pupil.objects.filter(person__uuid=last).values_list("pk", flat=True).first()
        rows = rows.filter(pk__gt=before or 0)
    found = list(rows.distinct()[: limit + 1])
    more = str(found[limit - 1].person.uuid) if len(found) > limit else ""
    return {"pupils": [pupil_out(one) for one in found[:limit]], "after": more}


@api.get("/pupils/{uuid}", response={200: s.PupilOut, **READ}, tags=["people"])
def pupil(request: HttpRequest, uuid: UUID) -> dict[str, Any]:
    """One pupil of one of my schools."""
    reader = reader_of(request, "people:read")
    for school in School.objects.filter(pk__in=sorted(reader.roles)):
        if found := _pupils(reader, school).filter(person__uuid=uuid).first():
            note_pupil_opened(reader, school.pk, found.pk)
            return pupil_out(found)
    raise missing()


@api.get("/records", response={200: s.RecordsOut, **READ}, tags=["records"])
def records(
    request: HttpRequest,
    school: UUID | None = None,
    pupil: UUID | None = None,
    kind: list[s.Short] = Query([]),  # noqa: B008 - how ninja declares a repeated parameter
    q: s.Short = "",
    after: s.Short = "",
    limit: s.RecordLimit = s.MOST_RECORDS,
) -> dict[str, Any]:
    """Records that I may read, newest first: all, of one pupil, or those that hold every word."""
    reader = reader_of(request, "records:read")
    at = school_of(reader, school)
    check_mark(after, number(after) is not None if q.strip() else is_mark(after))
    if q.strip():
        found = find(reader, at.pk, q, kinds=kind, after=after, size=limit)
        rows, older = found.records, found.older
    elif pupil is not None:
        child = _pupils(reader, at).filter(person__uuid=pupil).first()
        if child is None:
            raise missing()
        page = pupil_page(reader, child.person, kinds=kind, after=after, size=limit)
        rows, older = page.records, page.older
    else:
        page = school_page(reader, at.pk, kinds=kind, after=after, size=limit)
        rows, older = page.records, page.older
    schools = School.objects.in_bulk({row.school_id for row in rows})
    for row in rows:
        row.school = schools[row.school_id]
    return {"records": [record_out(row) for row in rows], "after": older}


@api.get("/records/{uuid}", response={200: s.RecordWhole, **READ}, tags=["records"])
def record(request: HttpRequest, uuid: UUID) -> dict[str, Any]:
    """One record, whole. That it was read is written down."""
    reader = reader_of(request, "records:read")
    found = open_record(reader, uuid, AccessEntry.How.API)
    if found is None:
        raise missing()
    return record_whole(found, reader)


Key = Header(..., alias="Idempotency-Key", description="a UUID; of a record, its number")


@api.post("/records", response={201: s.FiledOut, **WRITE}, tags=["records"])
def file(request: HttpRequest, body: s.RecordIn, key: UUID = Key) -> Answer:
    """File a record. The key becomes its number, so that sending it twice files it once."""
    reader = reader_of(request, "records:write")

    def act() -> Answer:
        filed = file_event([draft_from(body, reader, key)], reader=reader)[0]
        return 201, filed_out(filed)

    return once(request, reader.person, key, act)


def readable(reader: Reader, uuid: UUID) -> Record:
    """A record that this reader may know of, else nothing is there."""
    found = Record.objects.readable_by(reader).select_related("school", "place", "author")
    one = found.filter(uuid=uuid).first()
    if one is None:
        raise missing()
    return one


@api.post("/records/{uuid}/amendments", response={201: s.FiledOut, **WRITE}, tags=["records"])
def amend(request: HttpRequest, uuid: UUID, body: s.AmendIn, key: UUID = Key) -> Answer:
    """Add words beside the original."""
    reader = reader_of(request, "records:write")
    found = readable(reader, uuid)

    def act() -> Answer:
        amend_record(found, reader, body.words)
        return 201, filed_out(found)

    return once(request, reader.person, key, act)


@api.post("/records/{uuid}/void", response={200: s.FiledOut, **WRITE}, tags=["records"])
def void(request: HttpRequest, uuid: UUID, body: s.ReasonIn, key: UUID = Key) -> Answer:
    """Void a record for a reason; it stays readable."""
    reader = reader_of(request, "records:write")
    found = readable(reader, uuid)

    def act() -> Answer:
        void_record(found, reader, body.reason)
        return 200, filed_out(found)

    return once(request, reader.person, key, act)


@api.get("/actions", response={200: list[s.ActionOut], **READ}, tags=["actions"])
def actions(request: HttpRequest) -> list[dict[str, Any]]:
    """What waits for me, most pressing first."""
    rows = actions_of(reader_of(request, "records:read")).filter(state=Action.State.OPEN)
    return [action_out(row) for row in rows.order_by("due", "pk")[:PAGE]]


@api.post("/actions/{uuid}/not-needed", response={200: s.ActionOut, **WRITE}, tags=["actions"])
def not_needed(request: HttpRequest, uuid: UUID, body: s.ReasonIn, key: UUID = Key) -> Answer:
    """Close an action of mine without doing it, for a reason that is kept."""
    reader = reader_of(request, "actions:write")
    found = actions_of(reader).filter(uuid=uuid).first()
    if found is None:
        raise missing()

    def act() -> Answer:
        close_as_not_needed(found, reader, body.reason)
        return 200, action_out(found)

    return once(request, reader.person, key, act)


@api.get("/alerts", response={200: list[s.AlertOut], **READ}, tags=["actions"])
def alerts(request: HttpRequest, unseen: bool = False) -> list[dict[str, Any]]:
    """What I was told; the words give nothing away."""
    reader = reader_of(request, "records:read")
    rows = Alert.objects.filter(Q(seen_at=None) if unseen else Q(), person=reader.person)
    return [
        {"uuid": row.uuid, "text": row.text, "urgent": row.urgent, "at": row.at,
         "seen": row.seen_at is not None}
        for row in rows[:PAGE]
    ]  # fmt: skip
