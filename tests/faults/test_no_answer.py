"""The database locked, read-only, full or gone: a plain page, nothing lost, and back by itself."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, connections
from django.test import Client

from handrail.demo.cast import Cast
from handrail.entry.tokens import SCOPES, make_token
from handrail.people.models import User
from handrail.records.models import Record
from handrail.records.verifying import verify_school
from tests.api.test_api import behaviour
from tests.capture.test_sheet import sheet
from tests.counting import Count
from tests.records.test_together import two_desks

__all__ = ["two_desks"]
WORDS = "He hit the table, then came away with me."
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite_only, pytest.mark.slow]


@pytest.fixture
def school(two_desks: Cast) -> Iterator[Cast]:
    """A school in a file of its own, in which nobody waits long for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout = 50")
    yield two_desks
    connections["default"].close()


class Locked:
    """Somebody else writes and does not end: a backup program, say, or a crashed tool."""

    def __enter__(self) -> None:
        self.other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        self.other.execute("BEGIN IMMEDIATE")

    def __exit__(self, *_: object) -> None:
        self.other.execute("ROLLBACK")
        self.other.close()


class ReadOnly:
    """The disk was mounted read-only."""

    def __enter__(self) -> None:
        connection.cursor().execute("PRAGMA query_only = ON")

    def __exit__(self, *_: object) -> None:
        connection.cursor().execute("PRAGMA query_only = OFF")


class Full:
    """Not one page more fits on the disk."""

    def __enter__(self) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")

    def __exit__(self, *_: object) -> None:
        connection.cursor().execute("PRAGMA max_page_count = 1073741823")


TROUBLES = {"locked": Locked, "read-only": ReadOnly, "full": Full}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_what_was_typed_is_kept_and_the_next_try_succeeds(
    school: Cast, trouble: str, count: Count
) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(username="sam"))
    data = sheet(school, "behaviour", **{"behaviour-words": f"{WORDS} " + "x" * 15_000})
    with TROUBLES[trouble]():
        answer = client.post("/log/", data)
        said, filed = answer.content.decode(), Record.everything.count()
    kept = WORDS in said and data["uuid"] in said and "could not write it down just now" in said
    after = client.post("/log/", data)
    wrong = [answer.status_code != 503, not kept, filed != 0, after.status_code != 302,
             Record.everything.count() != 1, bool(verify_school(school.school).breaks)]  # fmt: skip
    count("C2", f"sheets sent while the database is {trouble}", 1, sum(wrong))
    assert wrong == [False] * 6


@pytest.mark.parametrize("trouble", ["locked", "read-only"])
def test_every_other_door_says_so_in_words_and_opens_again(
    school: Cast, trouble: str, count: Count
) -> None:
    from tests.filing import file

    record = file(school, "behaviour", school.sam, school.leo)
    _, secret = make_token(school.sam, "test", list(SCOPES))
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(username="sam"))
    head: dict[str, Any] = {"HTTP_AUTHORIZATION": f"Bearer {secret}",
                            "HTTP_IDEMPOTENCY_KEY": str(school.leo.uuid)}  # fmt: skip
    doors = {
        "read a record": lambda: client.get(f"/records/{record.uuid}/"),
        "amend": lambda: client.post(f"/records/{record.uuid}/amend/", {"words": WORDS}),
        "api": lambda: client.post("/api/v1/records", behaviour(school),
                                   content_type="application/json", **head),
        "sign in": lambda: Client(raise_request_exception=False).post(
            "/sign-in/", {"username": "sam", "password": "spring-lane-demo"}),
    }  # fmt: skip
    wrong = []
    for name, door in doors.items():
        with TROUBLES[trouble]():
            answer = door()
        said = answer.content.decode()
        words = ("cannot read or write just now", "The server cannot write", "server is too busy")
        plain = any(text in said for text in words) and int(answer.get("Retry-After", 0)) > 0
        if answer.status_code != 503 or not plain:
            wrong.append((name, answer.status_code, said[:200]))
        if door().status_code >= 400:
            wrong.append((name, "does not open again"))
    count("C2", f"other doors while the database is {trouble}", len(doors), len(wrong))
    assert wrong == []


def test_pages_that_only_read_go_on_while_somebody_else_writes(school: Cast, count: Count) -> None:
    client = Client()
    client.force_login(User.objects.get(username="sam"))
    paths = ("/", "/log/", "/pupils/", "/find/?q=leo", "/alerts/", "/me/")
    with Locked():
        shut = [path for path in paths if client.get(path).status_code != 200]
    count("C2", "pages read while somebody else writes", len(paths), len(shut))
    assert shut == []


def test_a_commit_waits_for_the_disk(school: Cast) -> None:
    """Full synchronisation: with less, a power cut takes back what was acknowledged."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        assert cursor.fetchone() == (2,)
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone() == ("wal",)


def test_a_database_that_is_gone_gets_a_plain_page(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, count: Count
) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(username="sam"))

    def gone(*_: object, **__: object) -> None:
        raise OperationalError("unable to open database file")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", gone)
    paths = ("/", "/log/", "/pupils/", "/sign-in/", "/healthy", "/api/v1/me")
    head = {"HTTP_AUTHORIZATION": "Bearer handrail_x"}
    answers = {path: client.get(path, **head) for path in paths}
    monkeypatch.undo()
    bad = [path for path, answer in answers.items()
           if answer.status_code not in {503, 200} or b"unable" in answer.content]  # fmt: skip
    count("C2", "pages while the database is gone", len(paths), len(bad))
    assert bad == []
    assert client.get("/").status_code == 200


def test_a_whole_file_is_never_left_for_a_row_that_was_not_written(
    school: Cast, tmp_path: Path, settings: Any
) -> None:
    """What cannot be kept whole is refused: no row points at bytes that are not there."""
    from io import BytesIO

    from handrail.records.attaching import attach
    from handrail.records.reader import reader_for
    from tests.filing import file
    from tests.records import pictures

    settings.MEDIA_ROOT = tmp_path / "attachments"
    record = file(school, "behaviour", school.sam, school.leo)
    with Locked(), pytest.raises(OperationalError):
        attach(record, reader_for(school.sam), "a.png", BytesIO(pictures.photo("PNG")))
    assert record.attachments.count() == 0
    assert verify_school(school.school).breaks == ()
