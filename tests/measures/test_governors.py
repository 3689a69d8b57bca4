"""The governors' report: two pages, no name, nothing to subtract; and what is still missing."""

import csv
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from django.test import Client
from pypdf import PdfReader

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.measures.governors import governors_report
from handrail.people.models import CarerLink, Person
from handrail.records.reader import reader_for
from tests.filing import file
from tests.measures.test_patterns import AUTUMN, holds, signed_in


def test_the_report_has_two_pages_and_no_name(cast: Cast) -> None:
    for who, n in (("leo", 6), ("jaden", 2), ("theo", 1)):
        holds(cast, n, who)
    pages = PdfReader(
        BytesIO(governors_report(reader_for(cast.okafor), cast.school, AUTUMN.first, AUTUMN.last))
    ).pages
    text = "\n".join(page.extract_text() for page in pages)
    assert len(pages) == 2
    assert "9 restrictive interventions, of fewer than 5 different pupils" in text
    for person in Person.objects.all():
        for name in filter(None, (person.given, person.family)):
            assert f" {name} " not in text.replace("\n", " ").replace(",", " "), name
    assert "All of it is kept back" in text


def test_a_report_of_nothing_is_a_report_too(cast: Cast) -> None:
    body = governors_report(reader_for(cast.okafor), cast.school, AUTUMN.first, AUTUMN.last)
    assert "0 restrictive interventions" in PdfReader(BytesIO(body)).pages[0].extract_text()


def test_whoever_has_a_child_here_leaves_the_report_to_a_colleague(
    cast: Cast, client: Client
) -> None:
    CarerLink.objects.create(pupil=cast.bo.pupil, carer=cast.price, relationship="Uncle")
    assert signed_in(client, "price").get("/school/patterns/governors.pdf").status_code == 404
    assert signed_in(client, "okafor").get("/school/patterns/governors.pdf").status_code == 200


def test_what_is_missing_says_what_on_which_entry_and_who_owes_it(
    cast: Cast, client: Client
) -> None:
    one = file(cast, "hold", cast.sam, cast.leo, happened_at=clock.now() - timedelta(hours=1))
    page = signed_in(client, "khan").get("/school/patterns/missing/").content.decode()
    assert "1 of 2026/27" in page
    assert "Law or statutory guidance asks" in page
    assert "owed by Sam Birch" in page
    assert f"/log/{one.uuid}/complete/" in page
    body = client.get("/school/patterns/missing.csv").content.decode()
    asked = {row["What"]: row["Asked for by"] for row in csv.DictReader(StringIO(body))}
    assert asked["Why it was necessary"] == "law or statutory guidance"
    assert asked["How it ended"] == "practice"
    assert any("Turner" in what for what in asked)


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
