"""Canaries: a whole day with a word planted in everything that is secret, and none of it leaves."""

import logging
import re
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.demo.story import tell_story
from handrail.followup.climbing import climb_ladders
from handrail.notify.absence import say_away
from handrail.notify.devices import add_device
from handrail.notify.models import Alert, Delivery
from handrail.notify.sending import send_due
from handrail.people.models import Person, User
from handrail.records.amending import amend_record, override_for
from handrail.records.kind import all_kinds
from handrail.records.models import Record
from handrail.records.reader import reader_for
from handrail.records.reading import open_record
from handrail.records.sensitivity import Sensitivity
from tests.filing import draft, file_event, filled_form, filled_rows, writer_of
from tests.notify.catchers import MailCatcher, PushCatcher

CANARY = "zugvogel"  # a word that nothing else here says
HOUR = timedelta(hours=1)


def names_of(people: Any) -> set[str]:
    found = set()
    for person in people:
        found |= {person.given, person.family, person.legal_given, person.legal_family, person.name}
    return {name for name in found if name}


def leaks(texts: list[str], words: set[str]) -> list[tuple[str, str]]:
    """Each text that holds one of the words, as a word of its own."""
    pattern = re.compile(
        r"(?<![^\W_])(" + "|".join(sorted(map(re.escape, words), key=len, reverse=True))
        + r")(?![^\W_])", re.IGNORECASE,
    )  # fmt: skip
    return [(found[0], text[:200]) for text in texts if (found := pattern.search(text))]


def in_the_clear(headers: Mapping[str, str]) -> str:
    """The headers of a push, with what its token says instead of the token: signature and key are
    noise, in which any short name turns up some day."""
    said = {name: text for name, text in headers.items() if name != "authorization"}
    claims = headers["authorization"].split("t=")[1].split(".")[1]
    return f"{said} {urlsafe_b64decode(claims + '==').decode()}"


def plant(cast: Cast) -> None:
    """A record of every kind, plain and restricted, with the word wherever one can type."""
    for kind in all_kinds():
        for sensitivity in (kind.sensitivity, Sensitivity.RESTRICTED):
            form = filled_form(kind, cast.school, full=True, text=CANARY)
            writer = writer_of(cast, kind.slug)
            one = draft(
                cast, kind.slug, writer, cast.leo, words=f"He said {CANARY}.",
                detail=form.detail_values(), chosen=form.chosen(), sensitivity=sensitivity,
                rows=filled_rows(kind, cast.school, [], text=CANARY),
            )  # fmt: skip
            record = file_event([one], reader=reader_for(writer))[0]
            amend_record(record, reader_for(writer), f"And {CANARY} again.")


@pytest.fixture
def day(cast: Cast, mail: MailCatcher, push: PushCatcher, caplog: Any, capfd: Any) -> list[str]:
    """Live through a day; give back the log lines and whatever was printed."""
    caplog.set_level(logging.DEBUG)
    for user in User.objects.select_related("person"):
        add_device(user.person, "Chrome", **push.browser())
    tell_story(cast, clock.now() + 6 * HOUR)
    say_away(cast.ahmed, clock.now(), clock.now() + 2 * HOUR, cast.okafor)
    plant(cast)
    override_for(reader_for(cast.lee), cast.leo, cast.school, f"Because {CANARY} was said")
    for mood in ("hang", "451", ""):  # a bad hour, a refusal, and then it works
        mail.mood, push.mood = mood, "500" if mood else "201"
        send_due("push")
        send_due("mail")
        climb_ladders()
        clock.advance(HOUR)
    for record in Record.everything.all():
        open_record(reader_for(cast.okafor), record.uuid)
    send_all_until_morning()
    out, err = capfd.readouterr()
    return [*(row.getMessage() for row in caplog.records), out, err]


def send_all_until_morning() -> None:
    for _ in range(22):
        while send_due("push") + send_due("mail"):
            pass
        clock.advance(HOUR)


@pytest.mark.slow
def test_nothing_that_leaves_holds_a_name_or_what_happened(
    cast: Cast, day: list[str], mail: MailCatcher, push: PushCatcher
) -> None:
    pupils = names_of(Person.objects.filter(pupil__isnull=False))
    carers = names_of(one for one in cast.carers.values() if one.pk != cast.ahmed.pk)
    secret = {CANARY} | pupils | carers
    staff = {one.family for one in cast.staff.values()} | {cast.school.name, "Willow", "Room 7"}
    headlines = set(Record.everything.values_list("headline", flat=True))
    mails = [f"{one['subject']}\n{one.get_content()}" for one in mail.caught]
    heads = [str(one.items()) for one in mail.caught]
    payloads = [str(one.payload) for one in push.caught]
    push_heads = [in_the_clear(one.headers) for one in push.caught]
    reasons = list(Delivery.objects.exclude(because="").values_list("because", flat=True))
    places = re.findall(r"(?:https?://|/alerts/)\S+", "\n".join([*mails, *payloads]))
    counted = {
        "mails": (mails, secret | staff | headlines), "mail headers": (heads, secret | headlines),
        "push payloads": (payloads, secret | staff | headlines),
        "push headers": (push_heads, secret | staff), "addresses": (places, secret | staff),
        "reasons of failure": (reasons, secret | staff), "log lines": (day, secret | headlines),
    }  # fmt: skip
    found = {what: leaks(texts, words) for what, (texts, words) in counted.items()}
    for what, (texts, words) in counted.items():
        print(f"{what}: {len(found[what])} of {len(texts)} hold one of {len(words)} words")
    assert found == {what: [] for what in counted}
    assert (len(mails) > 15, len(payloads) > 15, push.faults) == (True, True, [])
    assert {CANARY in one.words for one in Record.everything.all()} == {True, False}


def test_the_scan_would_find_a_leak(cast: Cast) -> None:
    words = {CANARY, "Leo", "Bo", "Zoë"}
    texts = ["about it", "Bo needs you", "a ZUGVOGEL", "/pupils/leo/", "leopard", "Zoë’s mum"]
    assert [text for _, text in leaks(texts, words)] == [
        "Bo needs you", "a ZUGVOGEL", "/pupils/leo/", "Zoë’s mum"]  # fmt: skip


@pytest.mark.slow
def test_no_address_on_any_page_holds_a_name(cast: Cast) -> None:
    plant(cast)
    secret = {CANARY} | names_of(Person.objects.filter(pupil__isnull=False))
    addresses: list[str] = []
    for username in ("sam", "ahmed", "okafor", "khan", "office"):
        client = Client()
        client.force_login(User.objects.get(username=username))
        places = ["/", "/alerts/", "/pupils/", "/find/", "/me/", "/me/told/",
                  f"/pupils/{cast.leo.uuid}/"]  # fmt: skip
        places += [f"/records/{one.uuid}/" for one in Record.everything.all()]
        places += [f"/alerts/{one.uuid}/" for one in Alert.objects.filter(urgent=True)]
        for place in places:
            reply = client.get(place)
            addresses += [place, reply.headers.get("Location", "")]
            addresses += re.findall(r'(?:href|action|src)="([^"]*)"', reply.content.decode())
            addresses += re.findall(r"<title>(.*?)</title>", reply.content.decode())
    print(f"addresses and titles: {len(leaks(addresses, secret))} of {len(addresses)}")
    assert leaks(addresses, secret) == []
