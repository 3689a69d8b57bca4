"""What was not asked for is not stored: other columns, other rows, other sorts of value."""

import logging
import os
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handrail.demo.cast import Cast
from handrail.people.models import Person, Post, Pupil, User
from handrail.records.models import Action, Record
from handrail.school.models import School
from tests.capture.test_sheet import sheet
from tests.counting import Count, often
from tests.filing import file
from tests.web.every_address import rows, world

__all__ = ["world"]
TRIES = int(os.environ.get("HANDRAIL_ODD_VALUES", often(250, 20_000)))  # 200,000 once
ODD = st.one_of(
    st.sampled_from([
        "²", "٣", "9" * 30, "-1", "0", "1e9", "null", "true", "[]", "{}", "\x00",
        "' OR 1=1--",
        "1;DROP TABLE people_user", "%s%n", "\r\nX-Evil: 1", "../../..", "${7*7}", "{{7*7}}",
        "\u202e",
        "00000000-0000-0000-0000-000000000000", "2026-02-30", "25:61", "9999-12-31",
        "0001-01-01", "",
    ]),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=12),
)  # fmt: skip
FIELDS = (
    "end-flag", "end-key", "link", "restriction", "note", "needs", "next_look_on", "text", "sort",
    "adult", "remove_day", "starts", "ends", "name", "closed", "why", "label", "value", "list",
    "word", "place", "leave", "end", "role", "group", "username", "given", "family", "title",
    "password", "email", "day", "weekday", "lesson", "staff", "program", "scope", "revoke", "theme",
    "school", "token", "fmt", "load", "answer-x", "column-given", "because", "person", "reason",
    "words", "version", "remove", "retire", "turn", "subject", "opens", "closes", "many_files",
)  # fmt: skip


def test_columns_that_no_form_asks_for_are_never_stored(cast: Cast, count: Count) -> None:
    """Every column of a record, an action, a person, a post and a user, sent along with a sheet."""
    other = School.objects.create(name="Elm Park Primary")
    names = {field.attname for model in (Record, Action, Person, Post, User, Pupil)
             for field in model._meta.concrete_fields}  # fmt: skip
    asked = {"place", "words", "day", "time"}
    stored = []
    sent = {name: "1" for name in names - asked} | {
        "author_id": str(cast.okafor.pk), "school": str(other.uuid), "school_id": str(other.pk),
        "filed_at": "2020-01-01", "reference": "AAAA-AAAA", "state": "voided", "headline": "x",
        "is_superuser": "on", "is_staff": "on", "role": "head", "author_name": "Somebody Else",
        "sensitivity": "0", "kind_version": "99", "void_reason": "because", "author_post": "Head",
    }  # fmt: skip
    client = Client()
    client.force_login(User.objects.get(username="sam"))
    client.post("/log/", {**sent, **sheet(cast, "behaviour")})
    record = Record.everything.get()
    truth = {
        "author": record.author == cast.sam, "school": record.school == cast.school,
        "name": record.author_name == "Sam Birch", "state": record.state == "filed",
        "headline": record.headline == "Hit out", "version": record.kind_version < 99,
        "reference": record.reference != "AAAA-AAAA", "filed": record.filed_at.year == 2026,
        "post": record.author_post != "Head", "reason": record.void_reason == "",
    }  # fmt: skip
    for path in ("/me/", "/alerts/seen/", "/log/will/", f"/records/{record.uuid}/amend/",
                 f"/records/{record.uuid}/void/"):  # fmt: skip
        client.post(path, {**sent, "words": "More.", "reason": "The wrong child"})
    record.refresh_from_db()
    user = User.objects.get(username="sam")
    truth |= {
        "still author": record.author == cast.sam, "still school": record.school == cast.school,
        "user": not getattr(user, "is_superuser", False), "posts": not cast.sam.posts.filter(
            role=Post.Role.HEAD).exists(),
        "same person": user.person == cast.sam,
    }  # fmt: skip
    stored = [what for what, holds in truth.items() if not holds]
    count("B7", "columns that no form asks for", len(sent) * 6, len(stored))
    assert stored == []


@pytest.mark.slow
@pytest.mark.sqlite_only
def test_odd_values_in_every_field_of_every_page_break_nothing(
    world: dict[str, Any], count: Count
) -> None:
    """Whatever sort of value comes in whatever field, there is an answer, and never a fault."""
    paths = sorted({row.path for _, row in rows(world)} - {"/sign-out/", "/lock/", "/sign-in/"})
    tried, before = 0, _tables()
    clients = {name: Client(raise_request_exception=True) for name in ("office", "okafor", "ahmed")}
    for name, client in clients.items():
        client.force_login(User.objects.get(username=name))
    cookies = {name: client.cookies["handrail"].value for name, client in clients.items()}

    @settings(max_examples=TRIES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.sampled_from(paths), st.sampled_from(sorted(clients)), st.booleans(),
        st.dictionaries(st.sampled_from(FIELDS), ODD, min_size=1, max_size=5),
    )  # fmt: skip
    def send(path: str, name: str, post: bool, data: dict[str, str]) -> None:
        nonlocal tried
        tried += 1
        client = clients[name]
        client.cookies["handrail"] = cookies[name]
        with transaction.atomic():
            answer = (
                client.post(path, data)
                if post
                else client.get(path.split("?", maxsplit=1)[0], data)
            )
            transaction.set_rollback(True)
        assert answer.status_code < 500
        assert "X-Evil" not in str(answer.headers)

    send()
    count("B7", "odd values in fields of pages", tried, int(before != _tables()))
    assert before == _tables()


def _tables() -> list[str]:
    return sorted(connection.introspection.table_names())


def test_no_log_line_can_be_forged_by_what_is_asked_for(
    cast: Cast, caplog: pytest.LogCaptureFixture, count: Count
) -> None:
    client, forged, tried = Client(), [], 0
    client.force_login(User.objects.get(username="sam"))
    forgery = "ERROR forged by hand"
    with caplog.at_level(logging.DEBUG):
        for end in ("%0a", "%0d%0a", "%0d", "%e2%80%a8", "%c2%85", "%1b[2J", "%00", "\n"):
            for path in (f"/nowhere/{end}{forgery}/", f"/find/?q={end}{forgery}",
                         f"/school/roll/template/{end}{forgery}"):  # fmt: skip
                client.get(path)
                client.post("/sign-in/", {"username": f"sam{end}\n{forgery}", "password": "x"})
                tried += 2
    for record in caplog.records:
        line = record.getMessage()
        if any(mark in line for mark in ("\n", "\r", "\x1b", "\u2028", "\x85", "\x00")):
            forged.append(line)
    count("B7", "log lines that somebody tried to forge", tried, len(forged))
    assert forged == []


def test_a_name_in_a_file_or_an_address_forges_no_header(cast: Cast, count: Count) -> None:
    record, forged, tried = file(cast, "behaviour", cast.sam, cast.leo), [], 0
    client = Client()
    client.force_login(User.objects.get(username="sam"))
    for evil in ("\r\nSet-Cookie: a=b", "%0d%0aSet-Cookie:%20a=b", "\nX-Evil: 1", "é\r\nX-Evil: 1"):
        for path in (f"/find/?q={evil}", f"/pupils/?q={evil}", f"/log/?pupil={evil}"):
            tried += 1
            forged += ["X-Evil" in str(client.get(path).headers)]
        client.post(f"/records/{record.uuid}/amend/", {"words": evil})
        answer = client.post("/me/school/", {"school": evil})
        forged += ["X-Evil" in str(answer.headers) or "a=b" in str(answer.cookies)]
        tried += 2
    count("B7", "headers that somebody tried to forge", tried, sum(forged))
    assert sum(forged) == 0
