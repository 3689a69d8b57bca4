"""Other sites and other hosts: nothing changes without our token, nothing is framed or led away."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from handrail.demo.cast import PASSWORD, Cast
from handrail.people.models import User
from tests.counting import Count
from tests.web.every_address import rows, world
from tests.web.walked import Answer, unguarded, walked

__all__ = ["walked", "world"]  # the matrix's own world, as a fixture
METHODS = ("post", "put", "patch", "delete")
AWAY = (
    "https://evil.example", "//evil.example", "///evil.example", "/\\evil.example",
    "\\\\evil.example",
    "http:evil.example", "https:///evil.example", "javascript:alert(1)", "data:text/html,x",
    "/\t/evil.example", "/\n/evil.example", " //evil.example", "http://localhost@evil.example",
    "//localhost:80@evil.example/", "/%2f%2fevil.example", "evil.example", "?next=//evil",
    "https://localhost.evil.example", "\x00//evil.example", "//evil.example%2f..",
    "///\\evil.example",
)  # fmt: skip
HOSTS = (
    "evil.example", "localhost.evil.example", "evil.example:443", "testserver@evil.example",
    "testserver:80@evil", "evil.example#testserver", "[::1", "a b", "testserver/evil", "",
    "testserver\\.evil", "..", "testserver..", "test_server", "127.0.0.1.evil.example",
)  # fmt: skip


def state() -> dict[str, int]:
    """How many rows every table holds, so that nothing can have been written unseen."""
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor)
                  if not name.startswith(("django_", "search_"))]  # fmt: skip
        counts = {}
        for name in tables:
            cursor.execute(f'SELECT count(*) FROM "{name}"')
            counts[name] = cursor.fetchone()[0]
    return counts


def careful(username: str = "okafor") -> Client:
    """A signed-in browser of which our checks against forgery are not waived."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(username=username))
    return client


# A device says that it showed a message: it has no page, and its answer is always the same.
NO_PAGE = "/alerts/arrived/"


@pytest.mark.slow
def test_no_address_changes_anything_without_our_token(world: dict[str, Any], count: Count) -> None:
    client, before, tried, through = careful(), state(), 0, []
    client.cookies["handrail-csrf"] = "x" * 32
    forged: list[tuple[dict[str, str], dict[str, str]]] = [
        ({}, {}),
        ({"csrfmiddlewaretoken": "y" * 32}, {}),
        ({"csrfmiddlewaretoken": "x" * 32}, {"HTTP_ORIGIN": "https://evil.example"}),
        ({"csrfmiddlewaretoken": "x" * 32}, {"HTTP_ORIGIN": "null"}),
    ]
    for path in sorted({row.path for _, row in rows(world)}):
        if path.startswith(NO_PAGE):
            continue
        for method in METHODS:
            for data, head in forged if method == "post" else forged[:1]:
                sent = {**data, "words": "forged", "reason": "because forged", "theme": "dark"}
                body: Any = sent if method == "post" else "forged"
                answer = getattr(client, method)(path, body, **head)
                tried += 1
                if answer.status_code != 403:
                    through.append((path, method, head, answer.status_code))
    count("B5", "changes asked for without our token", tried, len(through))
    assert (through, state()) == ([], before)


def test_no_address_is_excused_from_the_token_but_the_api_which_takes_no_cookie(
    cast: Cast, count: Count
) -> None:
    def walk(patterns: list[Any], before: str = "") -> list[tuple[str, Any]]:
        found = []
        for one in patterns:
            here = before + str(one.pattern)
            if isinstance(one, URLResolver):
                found += walk(one.url_patterns, here)
            elif isinstance(one, URLPattern):
                found.append((here, one.callback))
        return found

    every = walk(get_resolver().url_patterns)
    excused = [here for here, view in every
               if getattr(view, "csrf_exempt", False)
               and not here.startswith(("api/", NO_PAGE[1:]))]  # fmt: skip
    client = careful()
    api = [here for here, _ in every if here.startswith("api/") and "openapi" not in here]
    let_in = []
    for here in api:
        for method in ("get", *METHODS):
            path = "/" + here.replace("<uuid:uuid>", str(cast.leo.uuid)).replace("<uuid>", "x")
            status = getattr(client, method)(path).status_code
            if status not in {401, 403, 404, 405}:
                let_in.append((path, method, status))
    count("B5", "addresses excused from the token; API let in by a cookie",
          len(every) + 5 * len(api), len(excused) + len(let_in))  # fmt: skip
    assert (excused, let_in) == ([], [])


@pytest.mark.slow
@pytest.mark.django_db
def test_no_answer_can_be_framed_guessed_at_or_cached(walked: list[Answer], count: Count) -> None:
    loose = [
        (answer.path, answer.asked_by, answer.status, missing)
        for answer in walked
        if (missing := unguarded(answer.path, answer.headers))
    ]
    count("B5", "answers that could be framed, sniffed or cached", len(walked), len(loose))
    assert loose == []


def test_signing_in_and_unlocking_lead_nowhere_else(cast: Cast, count: Count) -> None:
    led, tried = [], 0
    for away in AWAY:
        for door in ("/sign-in/", "/lock/"):
            client = Client()
            if door == "/lock/":
                client.force_login(User.objects.get(username="sam"))
                client.post("/lock/")
            for where in ({"next": away}, {}):
                data = {"username": "sam", "password": PASSWORD, **where}
                query = "" if where else f"?{_query(away)}"
                answer = client.post(door + query, data)
                tried += 1
                there = answer.get("Location", "")
                if answer.status_code == 302 and not _ours(there):
                    led.append((door, away, there))
                client.get("/sign-in/")
    count("B5", "redirects to another site", tried, len(led))
    assert led == []


def _query(away: str) -> str:
    from urllib.parse import urlencode

    return urlencode({"next": away})


def _ours(there: str) -> bool:
    """Whether a browser would stay here: one slash first, no trick behind it."""
    bare = there.replace("\t", "").replace("\n", "").replace("\r", "").replace("\\", "/")
    return bare.startswith("/") and not bare.startswith("//")


@pytest.mark.slow
def test_a_foreign_host_is_refused_and_never_repeated(world: dict[str, Any], count: Count) -> None:
    client, tried, answered = Client(), 0, []
    client.force_login(User.objects.get(username="okafor"))
    for path in ("/", "/sign-in/", "/find/?q=leo", "/nowhere/", f"/records/{world['own']}/",
                 "/api/v1/me", "/healthy"):  # fmt: skip
        for host in HOSTS:
            for head in ({"HTTP_HOST": host}, {"HTTP_X_FORWARDED_HOST": host or "evil"}):
                answer = client.get(path, **head)
                tried += 1
                said = answer.content.decode() + str(answer.headers)
                believed = "HTTP_HOST" in head and answer.status_code != 400 and host
                if believed or "evil" in said:
                    answered.append((path, head, answer.status_code))
    count("B5", "host names that are not ours", tried, len(answered))
    assert answered == []
