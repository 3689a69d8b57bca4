"""Nothing that people type makes the server ask another: it opens no connection of its own."""

import re
import socket
from typing import Any

import pytest

from handrail.demo.cast import Cast
from tests.browsing import Browser
from tests.counting import Count
from tests.hostile.test_doors import FILES
from tests.hostile.test_unasked import FIELDS
from tests.web.every_address import rows, world
from tests.web.walked import Answer, walked

__all__ = ["walked", "world"]
ASKS = re.compile(
    r"\burllib\.request\b|\bhttp\.client\b|\brequests\.(get|post)|\bhttpx\b|\baiohttp\b|\burlopen\b"
)
# Who may ask another server, and which address: none of them one that a reader gave.
MAY_ASK = {"cli/demonstrate.py": "its own address, to see that the demonstration is up"}
ADDRESSES = (
    "http://169.254.169.254/latest/meta-data/", "http://127.0.0.1:22/", "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_x", "http://[::1]/", "http://localhost.evil.example/",
    "//evil.example",
    "\\\\evil.example\\share", "http://0x7f000001/", "ftp://evil.example/",
)  # fmt: skip


def test_only_the_demonstration_asks_and_only_itself() -> None:
    asking = {str(path) for path, text in FILES.items() if ASKS.search(text)}
    assert asking <= set(MAY_ASK)


@pytest.mark.slow
@pytest.mark.sqlite_only
def test_no_address_in_any_field_is_followed(
    world: dict[str, Any], cast: Cast, monkeypatch: pytest.MonkeyPatch, count: Count
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(socket.socket, "connect", lambda self, where: asked.append(where))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *where, **_: asked.append(where) or [])
    browser, tried = Browser("okafor", raise_request_exception=False), 0
    paths = sorted({row.path for _, row in rows(world)} - {"/sign-out/", "/lock/"})
    for number, path in enumerate(paths):
        step = 3 if "roll" in path or "log" in path else len(ADDRESSES)
        for address in ADDRESSES[number % step :: step]:
            client = browser.just_signed_in()
            data = dict.fromkeys((*FIELDS, "q", "next", "url", "image", "callback"), address)
            client.post(path, data)
            client.get(path.split("?")[0], data)
            tried += 2
    count("B9", "addresses given in every field", tried, len(asked))
    assert asked == []


@pytest.mark.slow
@pytest.mark.django_db
def test_no_page_loads_anything_from_elsewhere(walked: list[Answer], count: Count) -> None:
    pages = [one for one in walked if one.asked_by == "head" and one.is_page]
    away = [
        (page.path, found)
        for page in pages
        for found in re.findall(
            r"""(?:src|href|action)=["'](https?:|//)[^"']*""", page.body.decode()
        )
    ]
    count("B9", "pages that load from elsewhere", len(pages), len(away))
    assert away == []
