"""The session ended while somebody was typing: the words return, to their author alone."""

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from handrail.demo.cast import Cast
from handrail.people.models import User
from handrail.records.models import Record
from tests.capture.test_sheet import sheet
from tests.counting import Count
from tests.filing import file

WORDS = "Three sentences that took ten minutes."
TOKEN = "x" * 32


def person(username: str) -> User:
    return User.objects.get(username=username)


def forms(cast: Cast, record: Record) -> dict[str, tuple[str, str, dict[str, Any]]]:
    """Every form in which somebody writes more than a line: where it is sent, its page, what."""
    here, me = f"/records/{record.uuid}/", {"author": str(cast.khan.uuid)}
    sent = sheet(cast, "behaviour", **{"behaviour-words": WORDS}, **me)
    return {
        "sheet": ("/log/", "/log/", sent),
        "amend": (f"{here}amend/", here, {"words": WORDS, **me}),
        "void": (f"{here}void/", here, {"reason": WORDS, **me}),
        "share": (f"{here}share/", here, {"why": WORDS, "person": str(cast.reid.uuid), **me}),
    }


def signed_out(client: Client) -> None:
    client.session.flush()
    del client.cookies["handrail"]


def locked(client: Client) -> None:
    client.post("/lock/", {"csrfmiddlewaretoken": TOKEN})


def rotated(client: Client) -> None:
    """Signed in again in another tab: the old tab's token is of yesterday."""
    client.cookies["handrail-csrf"] = "y" * 32


ENDED: dict[str, Callable[[Client], None]] = {
    "the session ended": signed_out, "the screen was locked": locked, "another token": rotated,
}  # fmt: skip


@pytest.mark.parametrize("how", ENDED)
@pytest.mark.slow
def test_words_return_to_their_author_and_to_nobody_else(
    cast: Cast, how: str, count: Count
) -> None:
    record, lost, shown = file(cast, "behaviour", cast.sam, cast.leo), [], []
    before = Record.everything.count()
    for back in ("khan", "okafor"):
        for what, (path, page, data) in forms(cast, record).items():
            client = Client(enforce_csrf_checks=True)
            client.force_login(person("khan"))
            client.cookies["handrail-csrf"] = TOKEN
            ENDED[how](client)
            answer = client.post(path, {**data, "csrfmiddlewaretoken": TOKEN},
                                 HTTP_SEC_FETCH_SITE="same-origin")  # fmt: skip
            assert answer.status_code == 302, (what, how)
            if back != "khan" or how != "another token":
                sign_in_as(client, back)
            said = client.get(page).content.decode()
            if back == "khan" and WORDS not in said:
                lost.append(what)
            if back != "khan" and WORDS in said:
                shown.append(what)
            if WORDS in client.get(page).content.decode():
                shown.append(f"{what}, twice")
    count("C4", f"forms under way when {how}", 2 * len(forms(cast, record)), len(lost + shown))
    assert (lost, shown, Record.everything.count()) == ([], [], before)


def sign_in_as(client: Client, username: str) -> None:
    """As the same browser goes on; a lock is opened, anybody else signs in anew."""
    session = client.session
    session.pop("locked", None)
    session.save()
    client.force_login(person(username))


def test_another_sites_words_are_never_kept(cast: Cast, count: Count) -> None:
    record, kept = file(cast, "behaviour", cast.sam, cast.leo), []
    sites = ("cross-site", "same-site", "none", "")
    for site in sites:
        for what, (path, page, data) in forms(cast, record).items():
            client = Client(enforce_csrf_checks=True)
            client.force_login(person("khan"))
            head = {"HTTP_SEC_FETCH_SITE": site} if site else {}
            answer = client.post(path, {**data, "csrfmiddlewaretoken": "z" * 32}, **head)
            if answer.status_code != 403 or WORDS in client.get(page).content.decode():
                kept.append((site, what))
    count("C4", "words of another site", 4 * len(sites), len(kept))
    assert kept == []


def test_a_version_put_in_while_somebody_types_lets_no_answer_fall(
    cast: Cast, count: Count
) -> None:
    """The form they see asks for more than the one that reads it: all of it comes back in words."""
    client, fallen = Client(), []
    client.force_login(person("khan"))
    old = {"behaviour-earlier_field": WORDS, "behaviour-ticks": ["one", "two"]}
    sent = sheet(
        cast, "behaviour", **{"behaviour-words": "As well."}, **old, author=str(cast.khan.uuid)
    )
    waited, typed = client.post("/log/send/", sent), client.post("/log/", sent)
    assert (waited.status_code, typed.status_code) == (422, 422)
    for said in (waited.json()["reasons"]["kind"], unescape(typed.content.decode())):
        fallen += [each for each in (WORDS, "one", "two", "earlier field") if each not in said]
    assert Record.everything.count() == 0
    now = {name: value for name, value in sent.items() if name not in old}
    assert client.post("/log/send/", now).json()["state"] == "filed"
    gone = {"kind": "retired", "retired-words": WORDS, "retired-side": "left", "who": sent["who"]}
    said = unescape(client.post("/log/", gone).content.decode())
    fallen += [each for each in (WORDS, "left", "choose what it is") if each not in said]
    count("C4", "answers to a form changed while they were typed", 8, len(fallen))
    assert fallen == []


def test_a_stranger_cannot_fill_the_sessions(cast: Cast) -> None:
    client = Client()
    client.post("/log/", {"author": str(cast.sam.uuid), "behaviour-words": "x" * 200_000})
    assert "kept_sheet" not in client.session
