"""One walk over every address, by the head and from the street, for all tests that only look.

Whoever asks for it first in a run walks, in a world of its own; the others read what was answered.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.browsing import Browser
from tests.web.every_address import rows

BESIDES = ("/nowhere/", "/api/v1/me")


@dataclass(frozen=True)
class Answer:
    """What came back from one address, to whom: "head", "street" or "head, posting"."""

    path: str
    asked_by: str
    status: int
    headers: dict[str, str]
    body: bytes  # nothing, where a file streams

    @property
    def is_page(self) -> bool:
        return "html" in self.headers.get("Content-Type", "")


SHELL = {"/app.webmanifest", "/worker.js", "/offline/"}  # empty of anybody, and kept by devices


def unguarded(path: str, headers: Mapping[str, str]) -> list[str]:
    """What an answer leaves open: to be framed, to run what is typed, to be guessed at, cached."""
    said = headers.get
    policy = said("Content-Security-Policy", "")
    guards = {
        "frame": said("X-Frame-Options") == "DENY",
        "frame-ancestors": "frame-ancestors 'none'" in policy,
        "no inline script": "unsafe" not in policy and "default-src 'none'" in policy,
        "nosniff": said("X-Content-Type-Options") == "nosniff",
        "referrer": said("Referrer-Policy") == "same-origin",
        "opener": said("Cross-Origin-Opener-Policy") == "same-origin",
        "cached": "no-store" in said("Cache-Control", "") or path in SHELL,
    }
    return [what for what, there in guards.items() if not there]


KEPT: list[Answer] = []


@pytest.fixture
def walked(request: pytest.FixtureRequest) -> list[Answer]:
    """Every answer: all pages as they stand, then all from the street, then an empty form to each.

    The module imports `world` too, from which a walk begins.
    """
    if not KEPT:
        KEPT.extend(list(_walk(request.getfixturevalue("world"))))
    return KEPT


def _walk(world: dict[str, Any]) -> Iterator[Answer]:
    paths = sorted({row.path for _, row in rows(world)} | set(BESIDES))
    head, street = Browser("okafor"), Client()
    for path in paths:
        yield _answer(path, "head", head.just_signed_in().get(path))
    for path in paths:
        street.cookies.clear()
        yield _answer(path, "street", street.get(path))
    client = head.just_signed_in()
    for path in paths:  # from "/lock/" on the door answers: the matrix posts to what is open
        yield _answer(path, "head, posting", client.post(path, {}))


def _answer(path: str, asked_by: str, response: HttpResponse) -> Answer:
    headers = {name: value for name, value in response.items()}
    answer = Answer(path, asked_by, response.status_code, headers, b"")
    assert not (response.streaming and answer.is_page), f"{path}: a page that streams is not read"
    body = b"" if response.streaming else response.content
    return Answer(path, asked_by, response.status_code, headers, body)
