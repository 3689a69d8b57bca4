"""Invited, closed, opened, and what the log says of it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client

from handrail.core import clock
from handrail.demo.cast import PASSWORD, Cast
from handrail.entry.closing import close_leavers
from handrail.entry.models import AccountEvent, Invitation
from handrail.entry.tokens import make_token, token_of
from handrail.people.models import Person, Post, User
from tests.entry.going_in import account, code_of, give_password, go_in, is_in

NEW = "otters under harbour lamps"


@pytest.fixture
def noor(cast: Cast) -> Person:
    person = Person.objects.create(given="Noor", family="Vale", email="noor@spring-lane.example")
    Post.objects.create(person=person, school=cast.school, role=Post.Role.ASSISTANT)
    return person


def act(client: Client, person: Person, which: str, **more: Any) -> Any:
    return client.post(f"/school/staff/{person.uuid}/account/", {"act": which, **more})


def invited(client: Client, person: Person, **more: Any) -> str:
    """Invite somebody; gives back the path of the link that the page shows."""
    act(client, person, "invite", **more)
    page = client.get(f"/school/staff/{person.uuid}/").content.decode()
    return page.split("<code>http://testserver")[1].split("</code>")[0]


def choose(link: str, password: str = NEW, client: Client | None = None) -> Any:
    client = client or Client()
    client.get(link)
    return client.post("/welcome/", {"password": password, "repeated": password})


@pytest.mark.parametrize("who", ["office", "okafor"])
def test_somebody_invited_chooses_a_password_and_signs_in(noor: Person, who: str) -> None:
    office = go_in(who)
    link = invited(office, noor, username="Noor.Vale ")
    assert "<code>" not in office.get(f"/school/staff/{noor.uuid}/").content.decode(), "once"
    assert choose(link).headers["Location"] == "/sign-in/"
    client = Client()
    give_password(client, "noor.vale", NEW)
    assert is_in(client)
    letter = mail.outbox[0]
    assert (letter.to, link in letter.body) == ([noor.email], True)
    for word in ("Noor", "Spring Lane", "pupil", "concern"):
        assert word not in letter.subject + letter.body.replace(link, "")


def test_a_link_works_once_and_only_its_fingerprint_is_kept(noor: Person) -> None:
    link = invited(go_in("office"), noor, username="noor")
    assert link.split("/")[2] not in str(list(Invitation.objects.values()))
    for _ in range(3):
        Client().get(link)  # a mail program looks at it
    assert choose(link).status_code == 302
    assert choose(link, "another long passphrase").status_code == 404


def test_a_link_ends_after_seven_days_when_withdrawn_and_when_sent_again(noor: Person) -> None:
    office = go_in("office")
    first = invited(office, noor, username="noor")
    second = invited(office, noor)
    assert choose(first).status_code == 404
    act(office, noor, "withdraw")
    assert choose(second).status_code == 404
    third = invited(office, noor)
    clock.advance(timedelta(days=7))
    assert choose(third).status_code == 404


def test_a_link_opens_no_page_by_itself_and_asks_a_lead_for_the_factor(cast: Cast) -> None:
    link = invited(go_in("office"), cast.ahmed)
    client = Client()
    choose(link, client=client)
    assert not is_in(client)
    assert give_password(client, "ahmed", NEW).headers["Location"] == "/sign-in/code/"


def test_a_taken_or_empty_name_is_refused_in_words(noor: Person) -> None:
    office = go_in("office")
    for name in ("sam", "  "):
        act(office, noor, "invite", username=name)
        assert b"empty or taken" in office.get(f"/school/staff/{noor.uuid}/").content
    assert not User.objects.filter(person=noor).exists()


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("short", "at least 12 characters"),
        ("1234567890123", "on the lists"),
        ("noor.vale1234", "Your name"),
    ],
)
def test_bad_passwords_are_refused_with_what_to_do(noor: Person, password: str, says: str) -> None:
    link = invited(go_in("office"), noor, username="noor.vale")
    answer = choose(link, password)
    assert (answer.status_code, says in answer.content.decode()) == (422, True)
    client = Client()
    client.get(link)
    page = client.post("/welcome/", {"password": NEW, "repeated": "another"}).content.decode()
    assert "not the same" in page


def test_leaver_is_closed_the_day_after_the_last_day(cast: Cast) -> None:
    client = go_in("lee")
    _, secret = make_token(cast.lee, "timer", ["records:read"])
    Post.objects.filter(person=cast.lee).update(ends=date(2026, 11, 23))
    assert (close_leavers(), is_in(client)) == (0, True)
    clock.advance(timedelta(hours=14))  # past midnight
    assert close_leavers() == 1
    assert not is_in(client)
    assert not Session.objects.filter(session_key=client.session.session_key).exists()
    assert token_of(secret) is None
    assert give_password(Client(), "lee").status_code == 422
    event = AccountEvent.objects.filter(user=account("lee"), sort="closed").get()
    assert (event.by, event.words) == (None, "the last post ended")


def test_leaver_who_comes_before_the_rounds_finds_the_door(cast: Cast) -> None:
    client = go_in("lee")
    Post.objects.filter(person=cast.lee).update(ends=date(2026, 11, 22))
    assert client.get("/").headers["Location"] == "/sign-in/?next=/"
    assert not account("lee").is_active


def test_whoever_has_another_post_or_will_have_one_stays(cast: Cast) -> None:
    Post.objects.filter(person=cast.lee).update(ends=date(2026, 11, 22))
    Post.objects.create(person=cast.lee, school=cast.school, role="staff", starts=date(2027, 1, 4))
    assert close_leavers() == 0


def test_closing_ends_everything_at_once_and_opening_undoes_it(cast: Cast) -> None:
    office, client = go_in("office"), go_in("lee")
    _, secret = make_token(cast.lee, "timer", ["records:read"])
    link = invited(office, cast.lee)
    act(office, cast.lee, "close")
    assert (is_in(client), token_of(secret)) == (False, None)
    assert choose(link).status_code == 404
    assert give_password(Client(), "lee").status_code == 422
    act(office, cast.lee, "open")
    assert give_password(Client(), "lee").status_code == 302
    page = office.get(f"/school/staff/{cast.lee.uuid}/").content.decode()
    for said in ("Account closed", "Account opened", "Invited", "Mrs Doyle", "Could not sign in"):
        assert said in page


def test_nobody_closes_their_own_account(cast: Cast) -> None:
    office = go_in("office")
    act(office, cast.office, "close")
    assert account("office").is_active


def test_only_the_head_takes_the_factor_of_a_restricted_reader_away(cast: Cast) -> None:
    """Whoever keeps the accounts must not get at restricted records by it."""
    act(go_in("office"), cast.ahmed, "drop")
    assert account("ahmed").authenticator_set.exists()
    client = go_in("ahmed")
    clock.advance(timedelta(seconds=60))
    act(go_in("okafor"), cast.ahmed, "drop")
    assert not account("ahmed").authenticator_set.exists()
    assert not is_in(client)
    event = AccountEvent.objects.filter(user=account("ahmed"), sort="factor_removed").get()
    assert event.by == cast.okafor


def test_the_head_shows_again_who_they_are_before_taking_a_factor_away(cast: Cast) -> None:
    head = go_in("okafor")
    clock.advance(timedelta(minutes=11))
    assert act(head, cast.ahmed, "drop").headers["Location"].startswith("/me/again/")
    assert account("ahmed").authenticator_set.exists()
    head.post("/me/again/", {"code": code_of("okafor")})
    act(head, cast.ahmed, "drop")
    assert not account("ahmed").authenticator_set.exists()


def test_name_and_common_words_are_judged_by_what_they_hold(cast: Cast) -> None:
    from django.contrib.auth.password_validation import validate_password

    user = account("sam")
    validate_password(PASSWORD, user)
    validate_password("the birch by the long wall", user)
    for bad in ("birchbirch12", "Sam.Birch2026!", "1234567890123"):
        with pytest.raises(ValidationError):
            validate_password(bad, user)
