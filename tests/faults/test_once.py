"""Sent twice, or by two at once: one act, and nobody's words are written over."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from handrail.demo.cast import Cast
from handrail.notify.models import Alert
from handrail.people.models import CarerLink, Pupil, User
from handrail.records.amending import amend_record, void_record
from handrail.records.closing import close_as_not_needed
from handrail.records.models import Action, Override, Record
from handrail.records.reader import reader_for
from handrail.records.refusal import Refused
from handrail.records.verifying import verify_school
from tests.capture.test_sheet import sheet
from tests.counting import Count
from tests.filing import file
from tests.records.test_together import at_once, two_desks

__all__ = ["two_desks"]
TAPS = 3


def as_(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def rows(cast: Cast) -> dict[str, int]:
    record = Record.everything.order_by("pk").first()
    assert record is not None
    return {
        "records": Record.everything.count(), "amendments": record.amendments.count(),
        "audience": record.audience.count(), "overrides": Override.objects.count(),
        "alerts": Alert.objects.count(), "revisions": record.revisions.count(),
    }  # fmt: skip


ACTS: dict[str, Callable[[Cast, Record, Action], tuple[str, str, dict[str, Any]]]] = {
    "file a sheet": lambda c, r, a: ("sam", "/log/", sheet(c, "behaviour")),
    "add words": lambda c, r, a: ("sam", f"/records/{r.uuid}/amend/", {"words": "He said sorry."}),
    "void": lambda c, r, a: ("sam", f"/records/{r.uuid}/void/", {"reason": "The wrong child"}),
    "share": lambda c, r, a: ("khan", f"/records/{r.uuid}/share/",
                              {"person": str(c.reid.uuid), "why": "Covers on Friday"}),
    "look anyway": lambda c, r, a: ("reid", f"/pupils/{c.leo.uuid}/look/",
                                    {"why": "He is crying in my room"}),
    "set aside": lambda c, r, a: ("sam", f"/actions/{a.uuid}/set-aside/",
                                  {"because": "Told at the gate"}),
}  # fmt: skip


def test_the_same_page_sent_three_times_is_one_act(cast: Cast, count: Count) -> None:
    record = file(cast, "behaviour", cast.sam, cast.leo, pick={"level": ("level-3",)})
    doubled = []
    for what, act in ACTS.items():
        action = Action.objects.filter(record=record, duty="carer-told").get()
        username, path, data = act(cast, record, action)
        client = as_(username)
        client.post(path, data)
        once = rows(cast)
        answers = [client.post(path, data) for _ in range(TAPS - 1)]
        if rows(cast) != once or any(answer.status_code >= 500 for answer in answers):
            doubled.append((what, once, rows(cast)))
        if what == "void":
            break_free = Record.everything.get(pk=record.pk)
            assert break_free.void_reason == "The wrong child"
            record = file(cast, "behaviour", cast.sam, cast.leo, pick={"level": ("level-3",)})
    count("C3", "pages sent three times", TAPS * len(ACTS), len(doubled))
    assert doubled == []


def test_a_page_that_changed_meanwhile_shows_both_texts_and_keeps_the_first(
    cast: Cast, count: Count
) -> None:
    path, lost = f"/pupils/{cast.leo.uuid}/details/", []
    fields = ("needs", "language", "likes", "helps", "hinders", "look_out_for")
    for field in fields:
        grant, khan = as_("grant"), as_("khan")
        opened = grant.get(path).context["form"]
        start = {**{name: opened[name].value() or "" for name in fields}, "version": opened.version}
        assert grant.post(path, {**start, field: f"Hers: {field}"}).status_code == 302
        answer = khan.post(path, {**start, field: f"His: {field}"})
        said = answer.content.decode()
        kept = getattr(Pupil.objects.get(pk=cast.leo.pk), field)
        both = f"Hers: {field}" in said and f"His: {field}" in said
        if (answer.status_code, kept, both) != (422, f"Hers: {field}", True):
            lost.append(field)
        now = answer.context["form"].version
        joined = khan.post(path, {**start, field: f"Both: {field}", "version": now})
        if joined.status_code != 302:
            lost.append(f"{field} cannot be kept")
        assert getattr(Pupil.objects.get(pk=cast.leo.pk), field) == f"Both: {field}"
    count("C3", "pupils' details changed by two at once", len(fields), len(lost))
    assert lost == []


def test_two_who_set_a_restriction_at_once_are_both_shown(cast: Cast, count: Count) -> None:
    path = f"/pupils/{cast.leo.uuid}/details/"
    ahmed, okafor = as_("ahmed"), as_("okafor")
    link = ahmed.get(path).context["links"][0]
    sorts = [value for value, _ in CarerLink.Restriction.choices if value]
    sent = {"link": link.pk, "version": link.version}
    ahmed.post(path, {**sent, "restriction": sorts[0], "note": "Court order of May"})
    answer = okafor.post(path, {**sent, "restriction": "", "note": "Lifted by phone"}, follow=True)
    link.refresh_from_db()
    said = answer.content.decode()
    lost = (link.restriction, link.restriction_note) != (sorts[0], "Court order of May")
    unsaid = not ("Court order of May" in said and "Lifted by phone" in said)
    count("C3", "restrictions set by two at once", 1, lost + unsaid)
    assert (lost, unsaid) == (False, False)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_who_void_or_close_at_once_do_not_write_over_each_other(
    two_desks: Cast, count: Count
) -> None:
    cast, over = two_desks, []
    sam, khan = reader_for(cast.sam), reader_for(cast.khan)
    for number in range(10):
        record = file(cast, "behaviour", cast.sam, cast.leo, pick={"level": ("level-3",)})
        action = Action.objects.get(record=record, duty="carer-told")
        same = Action.objects.get(pk=action.pk)
        closed = at_once(
            lambda a=action: close_as_not_needed(a, sam, "Told at the gate"),
            lambda a=same: close_as_not_needed(a, khan, "Rang them myself"),
        )
        one, two = (Record.everything.get(pk=record.pk) for _ in range(2))
        voided = at_once(
            lambda r=one: void_record(r, sam, "The wrong child"),
            lambda r=two: void_record(r, khan, "Filed in error"),
        )
        refused = [sum(isinstance(each, Refused) for each in pair) for pair in (closed, voided)]
        if refused != [1, 1]:
            over.append((number, closed, voided))
    count("C3", "two who void or close at once", 20, len(over))
    assert over == []
    assert verify_school(cast.school).breaks == ()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_devices_that_add_the_same_words_at_once_add_them_once(
    two_desks: Cast, count: Count
) -> None:
    cast, doubled = two_desks, 0
    record = file(cast, "behaviour", cast.sam, cast.leo)
    sam = reader_for(cast.sam)
    for number in range(10):
        copies = [Record.everything.get(pk=record.pk) for _ in range(2)]
        at_once(*[lambda r=r, n=number: amend_record(r, sam, f"More {n}") for r in copies])
        doubled += record.amendments.count() != number + 1
    count("C3", "the same words from two devices at once", 20, doubled)
    assert doubled == 0
