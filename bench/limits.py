"""The machine's own limits: what no page and no filing on it can beat."""

import sqlite3
import tempfile
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from bench.timing import rate, timed

PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [path("empty", empty)]


def _million() -> int:
    """What any page is made of: a million turns of a plain Python loop."""
    total = 0
    for number in range(1_000_000):
        total += number * number
    return total


def limits(seconds: float) -> dict[str, float]:
    """Raw SQLite commits and look-ups a second, and the cost of an empty Django view."""
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "raw.sqlite3", isolation_level=None)
        database.executescript(PRAGMAS)
        database.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, words TEXT)")
        words = "x" * 1200  # about what one revision keeps
        commits = rate(
            lambda: database.execute("INSERT INTO row (words) VALUES (?)", (words,)),
            seconds=seconds,
        )
        lookups = rate(
            lambda: database.execute("SELECT words FROM row WHERE id = 7").fetchone(),
            seconds=seconds,
        )
        database.close()
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    with override_settings(ROOT_URLCONF="bench.limits"):
        client = Client(SERVER_NAME="localhost")
        view = timed(lambda: client.get("/empty"), runs=300)
    loop = timed(_million, runs=5, warm=1).p50
    return {
        "loop": loop,
        "commits": commits,
        "lookups": lookups,
        "empty_p50": view.p50,
        "empty_p95": view.p95,
    }
