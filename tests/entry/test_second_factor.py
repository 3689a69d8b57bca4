"""The second factor cannot be gone round: each way tried on each post that needs it (B3)."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.utils import decrypt
from django.test import Client

from handrail.core import clock
from handrail.core.ids import new_uuid
from handrail.demo.cast import Cast
from handrail.entry.factors import (
    add_app,
    code_at,
    codes_left,
    drop_factors,
    new_secret,
    step_now,
)
from handrail.entry.proof import must_have_factor, posts_that_need
from handrail.entry.tokens import make_token, token_of
from handrail.people.models import Post
from handrail.records.models import AccessEntry
from handrail.records.reader import reader_for
from tests.entry.going_in import account, code_of, give_password, go_in, is_in
from tests.filing import file

NEED = ("ahmed", "price", "okafor")
NEED_NOT = ("sam", "patel", "khan", "grant", "office", "tilly")
each = pytest.mark.parametrize("name", NEED)


@pytest.fixture
def secret(cast: Cast) -> Any:
    return file(cast, "concern", cast.reid, cast.amina, words="xyzzy she said")


def test_the_posts_follow_from_what_the_kinds_declare(cast: Cast) -> None:
    assert posts_that_need() == {"designated_lead", "deputy_lead", "head"}
    needing = {name for name, one in cast.staff.items() if must_have_factor(reader_for(one))}
    assert needing == set(NEED)


@each
def test_password_alone_opens_no_page(cast: Cast, secret: Any, name: str) -> None:
    client = Client()
    assert give_password(client, name).headers["Location"] == "/sign-in/code/"
    for path in ("/", "/alerts/", "/me/", "/me/second-factor/", f"/records/{secret.uuid}/"):
        assert client.get(path).headers["Location"].startswith("/sign-in/")
    clock.advance(timedelta(minutes=6))  # half a sign-in ends
    assert client.post("/sign-in/code/", {"code": code_of(name)}).headers["Location"] == "/sign-in/"
    assert not is_in(client)


@each
def test_without_a_factor_they_are_led_to_set_one_up_and_open_nothing_else(
    cast: Cast, secret: Any, name: str
) -> None:
    drop_factors(account(name), by=None)
    client = go_in(name)
    for path in ("/", "/pupils/", "/me/", "/log/", f"/records/{secret.uuid}/"):
        assert client.get(path).headers["Location"].startswith("/me/second-factor/")
    assert client.get("/alerts/unseen/", HTTP_ACCEPT="application/json").status_code == 401
    queued = {"uuid": str(new_uuid()), "author": str(cast.staff[name].uuid), "kind": "note"}
    sent = client.post("/log/", queued, HTTP_ACCEPT="application/json")
    assert (sent.status_code, sent.json()["door"]) == (401, "/me/second-factor/")
    client.get("/me/second-factor/app/")
    fresh = decrypt(client.session["new_factor"])
    shown = client.post("/me/second-factor/app/", {"code": code_at(fresh, step_now())})
    assert len(codes_left(account(name))) == 10
    assert all(code in shown.content.decode() for code in codes_left(account(name)))
    assert is_in(client)


@each
def test_session_remembered_from_before_the_post_opens_nothing(cast: Cast, name: str) -> None:
    role = cast.staff[name].posts.first().role
    client = go_in("sam")
    Post.objects.create(person=cast.sam, school=cast.school, role=role)
    assert client.get("/alerts/").headers["Location"].startswith("/me/second-factor/")


@each
def test_a_code_works_once_and_one_step_either_side(cast: Cast, name: str) -> None:
    for steps, right in ((-2, False), (2, False), (-1, True), (-1, False), (0, True), (0, False),
                         (1, True), (0, False)):  # fmt: skip
        client = Client()
        give_password(client, name)
        client.post("/sign-in/code/", {"code": code_of(name, steps)})
        assert is_in(client) is right, (name, steps)


@each
def test_a_recovery_code_works_once(cast: Cast, name: str) -> None:
    code = codes_left(account(name))[3]
    for right in (True, False):
        client = Client()
        give_password(client, name)
        client.post("/sign-in/code/", {"code": code})
        assert is_in(client) is right
    assert len(codes_left(account(name))) == 9


@each
def test_somebody_elses_code_and_an_empty_one_open_nothing(cast: Cast, name: str) -> None:
    other = next(one for one in NEED if one != name)
    for code in (code_of(other), codes_left(account(other))[0], "", "000000", "１２３４５６"):
        client = Client()
        give_password(client, name)
        assert client.post("/sign-in/code/", {"code": code}).status_code == 422
        assert not is_in(client)


@each
def test_a_token_needs_fresh_proof_and_ends_with_the_factor(cast: Cast, name: str) -> None:
    client = go_in(name)
    clock.advance(timedelta(minutes=11))
    answer = client.post("/me/", {"program": "Wall screen", "scope": ["records:read"]})
    assert answer.headers["Location"].startswith("/me/again/")
    assert not cast.staff[name].tokens.exists()
    _, secret = make_token(cast.staff[name], "made before", ["records:read"])
    assert token_of(secret) is not None
    drop_factors(account(name), by=None)
    assert token_of(secret) is None


def parts_of(secret: Any) -> list[tuple[str, str, dict[str, str]]]:
    """Everything of a restricted record that opens or changes, as method, address and words."""
    base, action = f"/records/{secret.uuid}/", secret.actions.get()
    return [
        ("get", base, {}),
        ("get", f"{base}files/{new_uuid()}/", {}),
        ("post", f"{base}files/", {}),
        ("post", f"{base}amend/", {"words": "Rang home at noon"}),
        ("post", f"{base}void/", {"reason": "Filed on the wrong child"}),
        ("post", f"{base}share/", {"why": "Sees her every morning"}),
        ("post", f"/actions/{action.uuid}/set-aside/", {"because": "Done by telephone"}),
    ]


@each
def test_restricted_records_ask_again_after_ten_minutes(cast: Cast, secret: Any, name: str) -> None:
    client = go_in(name)
    clock.advance(timedelta(minutes=11))
    for method, path, words in parts_of(secret):
        answer = getattr(client, method)(path, words)
        assert answer.headers.get("Location", "").startswith("/me/again/?next="), path
    assert not AccessEntry.objects.exists()
    secret.refresh_from_db()
    assert (secret.state, secret.amendments.count()) == ("filed", 0)
    assert is_in(client), "lists and alerts stay as they are"
    asked = client.get(f"/records/{secret.uuid}/", HTTP_ACCEPT="application/json")
    assert (asked.status_code, asked.json()["door"]) == (401, "/me/again/")
    client.post("/me/again/", {"code": code_of(name), "next": f"/records/{secret.uuid}/"})
    assert b"xyzzy" in client.get(f"/records/{secret.uuid}/").content


def test_each_reading_renews_the_ten_minutes(cast: Cast, secret: Any) -> None:
    client = go_in("ahmed")
    for _ in range(3):
        clock.advance(timedelta(minutes=8))
        assert client.get(f"/records/{secret.uuid}/").status_code == 200
    clock.advance(timedelta(minutes=10))
    assert client.get(f"/records/{secret.uuid}/").status_code == 302


def test_words_typed_when_proof_was_asked_for_come_back(cast: Cast, secret: Any) -> None:
    client = go_in("ahmed")
    clock.advance(timedelta(minutes=11))
    path = f"/records/{secret.uuid}/"
    client.post(
        f"{path}amend/", {"words": "Rang home at noon, Mum knows.", "author": str(cast.ahmed.uuid)}
    )
    home = client.post("/me/again/", {"code": code_of("ahmed"), "next": f"{path}amend/"})
    assert home.headers["Location"] == path
    assert "Rang home at noon, Mum knows." in client.get(path).content.decode()
    assert "Rang home at noon" not in client.get(path).content.decode(), "once"


def test_wrong_code_elevates_nobody_and_the_right_one_changes_the_key(
    cast: Cast, secret: Any
) -> None:
    client = go_in("ahmed")
    clock.advance(timedelta(minutes=11))
    before = client.session.session_key
    assert client.post("/me/again/", {"code": "000000"}).status_code == 422
    assert client.get(f"/records/{secret.uuid}/").status_code == 302
    client.post("/me/again/", {"code": code_of("ahmed")})
    assert client.session.session_key != before
    assert Client(headers={"cookie": f"handrail={before}"}).get("/alerts/").status_code == 302


def test_ordinary_records_ask_nobody_again(cast: Cast) -> None:
    record = file(cast, "behaviour", cast.sam, cast.leo)
    for name in (*NEED, "sam", "khan"):
        client = go_in(name)
        clock.advance(timedelta(minutes=30))
        assert client.get(f"/records/{record.uuid}/").status_code == 200


def test_stranger_to_the_record_is_told_nothing_by_being_asked(cast: Cast, secret: Any) -> None:
    """404 before proof: being asked again would say that there is such a record."""
    for name in NEED_NOT:
        client = go_in(name)
        clock.advance(timedelta(minutes=11))
        assert client.get(f"/records/{secret.uuid}/").status_code == 404


def test_the_last_factor_stays_where_the_post_needs_it(cast: Cast) -> None:
    client = go_in("ahmed")
    number = account("ahmed").authenticator_set.get(type="totp").pk
    client.post("/me/second-factor/remove/", {"factor": number})
    assert account("ahmed").authenticator_set.filter(type="totp").exists()


def test_factors_change_only_with_fresh_proof(cast: Cast) -> None:
    client = go_in("ahmed")
    clock.advance(timedelta(minutes=11))
    for path in ("app/", "passkey/", "codes/", "remove/"):
        answer = client.post(f"/me/second-factor/{path}", {"factor": "1"})
        assert answer.headers["Location"].startswith("/me/again/"), path


def test_secrets_are_kept_encrypted(cast: Cast) -> None:
    secret = new_secret()
    assert add_app(account("sam"), secret, code_at(secret, step_now()))
    kept = account("sam").authenticator_set.get(type="totp").data
    assert secret not in str(kept)


def test_the_demonstration_alone_shows_a_code(cast: Cast, settings: Any) -> None:
    for demo, shown in ((False, False), (True, True)):
        settings.DEMO = demo
        client = Client()
        give_password(client, "ahmed")
        page = client.get("/sign-in/code/").content
        assert (b"data-demo-code" in page) is shown


def test_an_app_set_up_outside_the_demonstration_is_never_shown(cast: Cast, settings: Any) -> None:
    """Should somebody switch the demonstration on over a real school."""
    secret = new_secret()
    assert add_app(account("sam"), secret, code_at(secret, step_now()))
    settings.DEMO = True
    client = Client()
    give_password(client, "sam")
    assert b"data-demo-code" not in client.get("/sign-in/code/").content
