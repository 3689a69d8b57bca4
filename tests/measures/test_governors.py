"""The governors' report: two pages, no name, nothing to subtract; and what is still missing."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from pypdf import PdfReader

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.measures.equality import Table, compared
from handrail.measures.rates import Rate
from handrail.people.models import CarerLink, Person, Post
from handrail.records.forgetting import forget_record
from handrail.records.models import AccessEntry
from handrail.records.reader import reader_for
from handrail.reports import making
from handrail.reports.governors import governors_report
from handrail.reports.making import ask, hand_out, make_waiting
from handrail.reports.models import Report
from tests.filing import file
from tests.measures.test_patterns import AUTUMN, holds, signed_in
from tests.reports.reading import text_of

ASKED = f"/school/patterns/governors/?from={AUTUMN.first}&to={AUTUMN.last}&range=custom"


@pytest.fixture(autouse=True)
def own_folder(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def report_for(cast: Cast) -> Report:
    head = reader_for(cast.okafor)
    return ask(head, governors_report(head, cast.school, "hold", AUTUMN))


def pages_of(cast: Cast) -> list[str]:
    body = hand_out(reader_for(cast.okafor), report_for(cast))
    assert b"/StructTreeRoot" in body  # tagged: a screen reader can read it
    return [page.extract_text() for page in PdfReader(BytesIO(body)).pages]


def test_the_report_has_two_pages_and_no_name(cast: Cast) -> None:
    for who, n in (("leo", 6), ("jaden", 2), ("theo", 1)):
        holds(cast, n, who)
    pages = pages_of(cast)
    text = "\n".join(pages)
    assert len(pages) == 2
    assert "9 restrictive interventions, of fewer than 5 different pupils" in text
    for person in Person.objects.all():
        for name in filter(None, (person.given, person.family)):
            assert f" {name} " not in text.replace("\n", " ").replace(",", " "), name
    assert "All of it is kept back" in text
    assert not AccessEntry.objects.filter(how="printed").exists()  # nobody's record is in it


def test_a_report_of_nothing_is_a_report_too(cast: Cast) -> None:
    assert "0 restrictive interventions" in pages_of(cast)[0]


def test_a_large_one_waits_for_the_rounds_and_is_made_with_the_rights_of_the_moment(
    cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "AT_ONCE", -1)
    head = signed_in(client, "okafor")
    page = head.post(ASKED).headers["Location"]
    assert "Being made: 0 of 2" in head.get(f"{page}making/").content.decode()
    assert make_waiting() == 1
    assert "There is no name in it" in head.get(page).content.decode()
    assert head.get(f"{page}file/").headers["Content-Type"] == "application/pdf"
    assert signed_in(client, "price").get(page).status_code == 404
    waiting = report_for(cast)
    CarerLink.objects.create(pupil=cast.bo.pupil, carer=cast.okafor, relationship="Aunt")
    assert make_waiting() == 0
    waiting.refresh_from_db()
    assert waiting.state == "failed"
    assert signed_in(client, "okafor").get(page).status_code == 404


def test_whoever_has_a_child_here_leaves_the_report_to_a_colleague(
    cast: Cast, client: Client
) -> None:
    CarerLink.objects.create(pupil=cast.bo.pupil, carer=cast.price, relationship="Uncle")
    assert signed_in(client, "price").post(ASKED).status_code == 404
    assert signed_in(client, "okafor").post(ASKED).status_code == 302
    assert Report.objects.get().asked_by == cast.okafor


def test_days_the_wrong_way_round_are_said_and_nothing_is_made(cast: Cast, client: Client) -> None:
    wrong = f"/school/patterns/governors/?from={AUTUMN.last}&to={AUTUMN.first}&range=custom"
    reply = signed_in(client, "okafor").post(wrong, follow=True)
    assert "The last day lies before the first." in reply.content.decode()
    assert not Report.objects.exists()


def test_what_is_missing_says_what_on_which_entry_and_who_owes_it(
    cast: Cast, client: Client
) -> None:
    one = file(cast, "hold", cast.sam, cast.leo, happened_at=clock.now() - timedelta(hours=1))
    for who, sees in (("okafor", True), ("khan", False)):  # a gap would tell of a restricted one
        signed_in(client, who)
        page = client.get("/school/patterns/missing/").content.decode()
        rows = client.get("/school/patterns/missing.csv").content.decode()
        assert ("1 of 2026/27" in page) == ("1 of 2026/27" in rows) == sees, who
    assert "Law or statutory guidance asks" in page
    assert "owed by Sam Birch" in page
    assert f"/log/{one.uuid}/complete/" in page
    body = client.get("/school/patterns/missing.csv").content.decode()
    asked = {row["What"]: row["Asked for by"] for row in csv.DictReader(StringIO(body))}
    assert asked["Why it was necessary"] == "law or statutory guidance"
    assert asked["How it ended"] == "practice"
    assert any("Turner" in what for what in asked)


def test_what_is_missing_is_a_tagged_pdf_of_who_asked(
    cast: Cast, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    """Made in the background like every other; numbers for who keeps the register alone; it goes
    with a record in it, and is no longer theirs once one of them is not."""
    one = file(cast, "hold", cast.sam, cast.leo, happened_at=clock.now() - timedelta(hours=1))
    making_one = "/school/patterns/missing/print/"
    pages = {}
    for who, sees in (("okafor", True), ("khan", False)):
        signed_in(client, who)
        pages[who] = client.post(making_one).headers["Location"]
        said = text_of(client.get(f"{pages[who]}file/").content)
        assert "what is missing" in said
        assert "Law or statutory guidance asks" in said
        assert "Owed by Sam Birch" in said
        assert "Why it was necessary" in said
        assert ("1 of 2026/27" in said) == sees, who
        read = AccessEntry.objects.filter(record=one, how="printed", person=cast.staff[who])
        assert read.count() == 1
    assert signed_in(client, "sam").post(making_one).status_code in {403, 404}
    Post.objects.filter(person=cast.khan).update(ends=clock.today() - timedelta(days=1))
    assert signed_in(client, "khan").get(pages["khan"]).status_code != 200
    with django_capture_on_commit_callbacks(execute=True):
        forget_record(one, by=cast.okafor, at=clock.now(), why="Past its time")
    assert set(Report.objects.values_list("state", flat=True)) == {"gone"}
    signed_in(client, "okafor")
    backwards = f"{making_one}?from={AUTUMN.last}&to={AUTUMN.first}&range=custom"
    wrong = client.post(backwards, follow=True)
    assert "The last day lies before the first." in wrong.content.decode()
    empty = client.post(f"{making_one}?from=2020-01-01&to=2020-01-02&range=custom", follow=True)
    assert "Take the PDF" in empty.content.decode()


@pytest.mark.parametrize("path", ["/school/patterns/missing/", "/school/patterns/missing.csv"])
def test_what_is_missing_costs_the_same_for_one_and_for_three(
    cast: Cast, client: Client, path: str
) -> None:
    signed_in(client, "khan")
    holds(cast, 1)
    client.get(path)
    costs = []
    for more in (0, 2):
        holds(cast, more, "jaden")
        costs.append(_cost(client, path))
    assert costs[0] == costs[1] <= 30


def _cost(client: Client, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as caught:
        client.get(path)
    return len(caught)


def test_a_school_of_many_needs_and_years_still_has_two_pages(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Groups of nobody, and those that are kept back, share a line where there are many."""
    rows = [(f"g{n}", f"Moderate learning difficulty {n}", 40, held, Rate(held, 400))
            for n, held in enumerate((9, 8, 3, *[0] * 11))]  # fmt: skip
    sizes = (14, 14, 5, 5, 4, 4)
    tables = [Table(f"t{n}", f"question {n}", compared(rows[:n])) for n in sizes]
    monkeypatch.setattr("handrail.measures.figures.equality", lambda *_: tables)
    holds(cast, 1)
    pages = pages_of(cast)
    assert len(pages) == 2
    assert pages[1].count(": nobody in records") == 4
