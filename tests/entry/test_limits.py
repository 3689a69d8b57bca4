"""Guessing is slowed, and nobody can lock somebody else out (B1); nobody is discovered (B2)."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from handrail.core import clock
from handrail.demo.cast import PASSWORD, Cast
from handrail.entry.invitations import send_links
from handrail.entry.limits import ACCOUNT, SOURCE
from handrail.entry.models import AccountEvent, Invitation, Try
from tests.entry.going_in import account, code_of, give_password, go_in, is_in

ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}


def attack(name: str, times: int = ACCOUNT, **client: Any) -> Client:
    """Somebody guesses at a name, from another source."""
    attacker = Client(**(client or ELSEWHERE))
    for n in range(times):
        give_password(attacker, name, f"wrong-wrong-{n}")
    return attacker


def test_after_ten_tries_even_the_right_password_opens_nothing_there(cast: Cast) -> None:
    attacker = attack("sam")
    answer = give_password(attacker, "sam")
    assert (answer.status_code, b"Too many tries" in answer.content) == (422, True)
    clock.advance(timedelta(minutes=16))
    assert give_password(attacker, "sam").status_code == 302


def test_owner_on_a_device_used_before_still_gets_in(cast: Cast) -> None:
    owner = go_in("sam")
    owner.post("/sign-out/")
    attack("sam", ACCOUNT * 3)
    give_password(owner, "sam")
    assert is_in(owner)


def test_owner_with_a_second_factor_still_gets_in_anywhere(cast: Cast) -> None:
    attack("ahmed", ACCOUNT * 3)
    owner = Client(REMOTE_ADDR="198.51.100.4")
    assert b'name="code"' in give_password(owner, "ahmed").content
    give_password(owner, "ahmed", code=code_of("ahmed"))
    assert is_in(owner)


def test_the_way_with_a_code_tells_a_guesser_nothing_of_the_password(cast: Cast) -> None:
    attacker = attack("ahmed")
    answers = {
        give_password(attacker, "ahmed", word, code=code).content.count(b"all three")
        for word, code in ((PASSWORD, "000000"), ("wrong-wrong", "000000"), ("wrong", "111111"))
    }
    assert answers == {1}


def test_a_stolen_mark_of_another_account_helps_nobody(cast: Cast) -> None:
    theirs = go_in("lee")
    theirs.post("/sign-out/")
    attack("sam")
    assert give_password(theirs, "sam").status_code == 422


def test_spraying_many_names_from_one_source_is_slowed(cast: Cast) -> None:
    attacker = Client(**ELSEWHERE)
    for n in range(SOURCE):
        give_password(attacker, f"name{n}", "wrong-wrong-wrong")
    assert give_password(attacker, "sam").status_code == 422
    owner = Client(REMOTE_ADDR="198.51.100.4")
    assert give_password(owner, "sam").status_code == 302


def test_tries_are_counted_in_the_database_without_names_or_passwords(cast: Cast) -> None:
    attack("sam", 3)
    assert Try.objects.count() == 6
    assert not any("sam" in row.key or "wrong" in row.key for row in Try.objects.all())
    assert AccountEvent.objects.filter(user=account("sam"), sort="failed").count() == 3


def test_the_source_is_believed_of_a_proxy_only_when_there_is_one(
    cast: Cast, settings: Any
) -> None:
    from django.test import RequestFactory

    from handrail.entry.limits import source_of

    asked = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="1.1.1.1, 9.9.9.9")
    assert source_of(asked) == "127.0.0.1"
    settings.BEHIND_PROXY = True
    assert source_of(asked) == "9.9.9.9"


ASKING: dict[str, Callable[[Client, str], Any]] = {
    "sign-in": lambda client, name: give_password(client, name, "wrong-wrong-wrong"),
    "forgotten": lambda client, name: client.post("/sign-in/forgotten/", {"name": name}),
    "passkey": lambda client, name: client.post("/sign-in/passkey/", {"username": name}),
}


def bare(answer: Any, name: str) -> tuple[int, list[str], bytes]:
    """An answer without what differs by chance: tokens, and the name that was typed."""
    import re

    page = re.sub(rb'(csrfmiddlewaretoken" value|"challenge)": ?"?[^"]+"', b"", answer.content)
    page = re.sub(rb'value="[A-Za-z0-9]{64}"', b"", page)
    page = re.sub(rb"\b" + name.encode() + rb"\b", b"NAME", page)
    return answer.status_code, sorted(answer.headers), page


@pytest.mark.parametrize("way", ASKING)
def test_answers_are_the_same_whether_or_not_there_is_an_account(cast: Cast, way: str) -> None:
    for _ in range(12):  # before and after the limit
        known, unknown, closed = (
            bare(ASKING[way](Client(REMOTE_ADDR=f"198.51.100.{n}"), name), name)
            for n, name in enumerate(("sam", "nobody", "khan"))
        )
        assert known[:2] == unknown[:2] == closed[:2]
        if way != "passkey":
            assert known[2] == unknown[2] == closed[2]


@pytest.mark.parametrize("way", ["sign-in", "forgotten"])
@pytest.mark.slow
def test_the_work_is_the_same_whether_or_not_there_is_an_account(
    cast: Cast, way: str, django_assert_num_queries: Any, settings: Any
) -> None:
    """As many questions to the database, as many passwords hashed; and no mail in the request."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    user = account("sam")
    user.set_password(PASSWORD)
    user.save()
    work = {}
    for name in ("sam", "nobody"):
        ASKING[way](Client(), name)  # warm
        times = []
        for _ in range(3):
            began = time.process_time()  # a busy machine gives one of them less of itself
            with CaptureQueriesContext(connection) as asked:
                ASKING[way](Client(), name)
            times.append(time.process_time() - began)
        work[name] = (len(asked), min(times))
    assert work["sam"][0] == work["nobody"][0]
    ratio = work["sam"][1] / work["nobody"][1]
    print(f"{way}: {work['sam'][0]} questions each, time known / unknown {ratio:.2f}")
    assert 0.4 < ratio < 2.5
    assert mail.outbox == []


def test_forgotten_password_comes_by_mail_with_the_rounds_and_names_nothing(cast: Cast) -> None:
    cast.sam.email = "sam@spring-lane.example"
    cast.sam.save()
    Client().post("/sign-in/forgotten/", {"name": "SAM@spring-lane.example"})
    Client().post("/sign-in/forgotten/", {"name": "nobody"})
    assert [row.secret_hash for row in Invitation.objects.all()] == ["", ""]
    assert (send_links("https://handrail.example"), len(mail.outbox)) == (1, 1)
    letter = mail.outbox[0]
    link = next(line for line in letter.body.splitlines() if line.startswith("https://"))
    assert link.removeprefix("https://handrail.example/welcome/").strip("/") not in str(
        list(Invitation.objects.values())
    )
    for word in ("Sam", "Birch", "Spring Lane", "pupil", "record"):
        assert word not in letter.body + letter.subject
    assert send_links("https://handrail.example") == 0, "once"


def test_asking_again_and_again_sends_three_letters_at_most(cast: Cast) -> None:
    cast.sam.email = "sam@spring-lane.example"
    cast.sam.save()
    for _ in range(8):
        Client().post("/sign-in/forgotten/", {"name": "sam"})
    assert send_links("https://handrail.example") == 3
