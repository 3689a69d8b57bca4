"""By the side: the API by every post, and answers that differ only when there is a secret."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache
from django.test import Client

from handrail.core.ids import new_uuid
from handrail.demo.cast import Cast
from handrail.demo.phones import give_phones
from handrail.entry.factors import factors_of
from handrail.entry.tokens import SCOPES, make_token
from handrail.people.models import Person, User
from handrail.records.models import Action, Attachment, Record
from tests.counting import Count
from tests.filing import file
from tests.sight import outsiders
from tests.web.every_address import POSTS, Row, rows, world

__all__ = ["world"]
KNOW = {"ahmed", "price", "okafor", "reid"}
NEVER = UUID(int=7 << 76 | 2 << 62 | 0xFACE)
PER_PAGE = re.compile(
    rb'(csrfmiddlewaretoken" value="[^"]+"|name="uuid" value="[0-9a-f-]+"|[0-9a-f-]{36})'
)


@pytest.fixture(autouse=True)
def no_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    from handrail.api import routes

    cache.clear()
    monkeypatch.setattr(routes, "A_MINUTE", 10**9)


class Caller:
    """A program with the rights of one person; answers are a status and bytes."""

    def __init__(self, person: Person) -> None:
        user = User.objects.filter(person=person).first()
        user = user or User.objects.create_user(f"side-{person.pk}", None, person)
        if not factors_of(user):
            give_phones([user])
        secret = make_token(person, "side", list(SCOPES))[1]
        self.head = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}

    def get(self, path: str) -> tuple[int, bytes]:
        answer = Client().get(f"/api/v1{path}", **self.head)
        return answer.status_code, answer.content

    def post(self, path: str, body: dict[str, Any]) -> tuple[int, bytes]:
        head = {**self.head, "HTTP_IDEMPOTENCY_KEY": str(new_uuid())}
        answer = Client().post(f"/api/v1{path}", body, content_type="application/json", **head)
        return answer.status_code, answer.content


@pytest.mark.slow
def test_api_opens_for_each_post_what_its_pages_open(
    cast: Cast, world: dict[str, Any], count: Count
) -> None:
    """Each post and each stranger × own, other class, restricted, made-up × read, amend, void."""
    own, other = {"sam", "patel", "khan", "grant"} | KNOW, {"khan", "grant"} | KNOW
    may: dict[str, set[str]] = {
        "own": own - {"reid"}, "secret": KNOW, "none": set(),
        "other": other | {"parent_at_work"},  # a lead, and not of their own child
    }  # fmt: skip
    people = {name: cast.staff[name] for name in (*POSTS, "reid")}
    strangers = outsiders(cast)
    tried, wrong = 0, []
    for name, person in {**people, **strangers}.items():
        caller = Caller(person)
        for which, readers in may.items():
            path, reads = f"/records/{world[which]}", name in readers
            answers = {
                "read": caller.get(path)[0],
                "amend": caller.post(f"{path}/amendments", {"words": f"By {name}."})[0],
                "void": caller.post(f"{path}/void", {"reason": "no"})[0],
            }
            tried += len(answers)
            for act, status in answers.items():
                fine = status in ({200, 201, 422} if reads else {404, 401})
                if not fine:
                    wrong.append((name, which, act, status))
        for number in (world["action"], world["read"], world["none"]):
            status = caller.post(f"/actions/{number}/not-needed", {"reason": "Told already"})[0]
            tried += 1
            known = name in (own if number == world["action"] else KNOW)
            if status not in ({200, 404, 422} if known else {401, 404}):
                wrong.append((name, "action", number, status))
    count("A1", "API objects by every post and stranger", tried, len(wrong))
    assert wrong == []


def test_attachments_open_only_with_their_own_record(
    cast: Cast, tmp_path: Any, settings: Any, count: Count
) -> None:
    from io import BytesIO

    from handrail.records.attaching import attach
    from handrail.records.reader import reader_for
    from tests.records import pictures

    settings.MEDIA_ROOT = tmp_path
    mine = file(cast, "behaviour", cast.sam, cast.leo)
    secret = file(cast, "concern", cast.reid, cast.amina)
    for record, author in ((mine, cast.sam), (secret, cast.reid)):
        attach(record, reader_for(author), "x.png", BytesIO(pictures.photo("PNG")))
    tried, opened = 0, []
    strangers = outsiders(cast)
    for name, person in strangers.items():
        User.objects.create_user(name, "spring-lane-demo", person)
    for name in (*POSTS, *strangers):
        client = Client()
        client.force_login(User.objects.get(username=name))
        for record in (mine, secret):
            for row in Attachment.objects.all():
                tried += 1
                status = client.get(f"/records/{record.uuid}/files/{row.uuid}/").status_code
                theirs = row.record_id == record.pk and name not in strangers
                may = theirs and name in (
                    KNOW if record == secret else {"sam", "patel", "khan", "grant"} | KNOW
                )
                if (status == 200) != bool(may):
                    opened.append((name, record.kind, row.pk, status))
    count("A1", "attachments by every post, under every record", tried, len(opened))
    assert opened == []


def asked(w: dict[str, Any], number: Any) -> Iterator[tuple[str, Row]]:
    """Every address of the matrix that takes a number, with that number in it."""
    for pattern, row in rows(w):
        if "records/<uuid" in pattern or "actions/<uuid" in pattern or "log/<uuid" in pattern:
            path = re.sub(r"/[0-9a-f]{8}-[0-9a-f-]{27}/", f"/{number}/", row.path, count=1)
            yield path, row


@pytest.mark.slow
def test_a_secret_number_is_answered_as_one_that_never_was(
    cast: Cast, world: dict[str, Any], count: Count
) -> None:
    """Status, headers and bytes: 404 in the same words, whatever is sent to it."""
    action = str(Action.objects.get(record__uuid=world["secret"]).uuid)
    secrets_ = (str(world["secret"]), action)
    told, tried = [], 0
    sent = {"words": "He said sorry.", "reason": "The wrong child", "because": "Told already",
            "why": "Covers on Friday", "person": str(cast.sam.uuid)}  # fmt: skip
    for name in sorted(set(POSTS) - KNOW):
        client = Client()
        client.force_login(User.objects.get(username=name))
        never_was: dict[tuple[str, str], Any] = {}  # asked once for both secrets
        for secret in secrets_:
            pairs = zip(asked(world, secret), asked(world, NEVER), strict=True)
            for (path, _), (never, _) in {one[0][0]: one for one in pairs}.values():
                for send in (client.get, client.post):
                    one, asked_for = _seen(send(path, sent)), (never, send.__name__)
                    if asked_for not in never_was:
                        never_was[asked_for] = _seen(send(never, sent))
                    tried += 1
                    if one != (two := never_was[asked_for]):
                        told.append((name, path, one[0], two[0]))
        caller = Caller(cast.staff[name])
        for secret in secrets_:
            for tail in ("", "/amendments", "/void"):
                tried += 1
                body = {"words": "More.", "reason": "The wrong child"}
                pair = [
                    caller.get(f"/records/{n}")
                    if not tail
                    else caller.post(f"/records/{n}{tail}", body)
                    for n in (secret, NEVER)
                ]
                told += [(name, "api", tail)] if pair[0] != pair[1] else []
    count("A2", "a secret's number against one that never was", tried, len(told))
    assert told == []


def _seen(answer: Any) -> tuple[int, bytes, tuple[tuple[str, str], ...]]:
    heads = tuple(sorted((k, v) for k, v in answer.items() if k not in {"Content-Length", "Allow"}))
    return answer.status_code, PER_PAGE.sub(b"", answer.content), heads


LISTS = ("/records", "/records?q=xyzzy", "/records?kind=concern", "/records?pupil={amina}",
         "/actions", "/alerts", "/alerts?unseen=true", "/pupils", "/pupils/{amina}", "/kinds",
         "/me", "/pupils?q=am", "/records?q={reference}")  # fmt: skip


@pytest.mark.parametrize("sensitivity", [None, 2])
@pytest.mark.slow
def test_the_api_is_the_same_to_the_byte_with_and_without_a_secret(
    cast: Cast, sensitivity: int | None, count: Count
) -> None:
    file(cast, "behaviour", cast.patel, cast.leo)
    file(cast, "recognition", cast.patel, cast.amina)
    callers = {name: Caller(cast.staff[name]) for name in sorted(set(POSTS) - KNOW)}
    number = new_uuid()
    from handrail.core.ids import reference_for

    parts = {"amina": cast.amina.uuid, "reference": reference_for(number)}
    before = {(n, p): c.get(p.format(**parts)) for n, c in callers.items() for p in LISTS}
    kind = "behaviour" if sensitivity else "concern"
    file(cast, kind, cast.reid, cast.amina, words="xyzzy she said", uuid=number,
         sensitivity=sensitivity)  # fmt: skip
    after = {(n, p): c.get(p.format(**parts)) for n, c in callers.items() for p in LISTS}
    told = [key for key in before if before[key] != after[key]]
    lead = Caller(cast.ahmed).get("/records?q=xyzzy")[1]
    count("A2", "API answers in two worlds", len(before), len(told))
    assert (told, b"xyzzy" in lead or b"records" in lead) == ([], True)
    assert str(Record.everything.get(uuid=number).uuid).encode() in lead


@pytest.mark.django_db
def test_a_guessed_word_of_a_secret_asks_the_database_as_often_as_any_other(count: Count) -> None:
    """What a stopwatch would tell, told exactly: the questions behind an answer."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.hostile.twins import twins

    made, told, tried = twins(), [], 0
    for secret, never in (("/find/?q=zanzibar", "/find/?q=quillons"),
                          (f"/records/{made.secret}/", f"/records/{NEVER}/"),
                          (f"/pupils/{made.with_it}/", f"/pupils/{made.without}/")):  # fmt: skip
        asked_ = []
        for path in (secret, never):
            made.client.get(path)
            with CaptureQueriesContext(connection) as seen:
                made.client.get(path)
            asked_.append(len(seen))
        tried += 1
        told += [(secret, *asked_)] if asked_[0] != asked_[1] else []
    count("A3", "questions to the database with a secret and without", tried, len(told))
    assert told == []
