"""Progress in numbers: every number leads to as many things, and none is of a pupil not shown."""

import csv
import re
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from handrail.demo.cast import Cast
from handrail.feedback.counting import LABELS
from handrail.people.models import Enrolment, Membership, Person
from handrail.records.sensitivity import Sensitivity
from tests.filing import file
from tests.learning.planning import mark_of, objective
from tests.programmes.giving import measured, place_of, programme_of, session_of
from tests.programmes.test_pages import AFTER, BEFORE, client_of, page

NUMBER = re.compile(r'href="(/progress/behind/\?what=(\w+)&amp;[^"]+)">(\d+)<')


def taught(cast: Cast, *pupils: Person) -> None:
    """Each moves up in one of two objectives, is on a programme, and has one record of each."""
    one, two = objective(cast, "m4"), objective(cast, "m5")
    programme = programme_of(cast)
    for pupil in pupils:
        for level, aim in ((0, one), (1, one), (2, one), (1, two)):
            mark_of(cast, None, pupil, level, objective=aim)
        place = place_of(cast, programme, pupil)
        measured(cast, place, BEFORE, AFTER)
        session_of(cast, [place])
        session_of(cast, [place], register={place: "absent"})
        for kind in ("recognition", "behaviour"):
            file(cast, kind, cast.sam, pupil)


def numbers(html: str) -> list[tuple[str, str, int]]:
    return [(path.replace("&amp;", "&"), what, int(n)) for path, what, n in NUMBER.findall(html)]


@pytest.mark.parametrize("way", ["pupil", "group", "year", "need"])
@pytest.mark.slow
def test_every_number_leads_to_as_many_things(cast: Cast, way: str) -> None:
    taught(cast, cast.leo, cast.jaden)
    client = client_of("sam")
    found = numbers(client.get(f"/progress/?by={way}").content.decode())
    assert {what for _, what, _ in found} == set(LABELS)
    for path, what, n in found:
        html = client.get(path).content.decode()
        shown = html.count("linkcard") + html.count('class="entry"')
        assert shown == n, (path, what)


def test_the_numbers_are_right(cast: Cast) -> None:
    taught(cast, cast.leo)
    found = {what: n for _, what, n in numbers(page("sam", "/progress/"))}
    assert found == {
        "marks": 4, "helped": 2, "objectives": 2, "moved": 1, "alone": 1, "sessions": 2,
        "here": 1, "places": 1, "better": 1, "recognition": 1, "behaviour": 1,
    }  # fmt: skip


def of_group(html: str, name: str) -> list[int]:
    """The numbers in the line of one group: pupils first."""
    line = next(line for line in html.split("<tr>") if name in line and 'scope="row"' in line)
    return [int(n) for n in re.findall(r">(\d+)(?:</a>)?</td>", line)]


def test_pupils_who_are_not_the_readers_are_in_no_number(cast: Cast) -> None:
    taught(cast, cast.leo)
    file(cast, "behaviour", cast.reid, cast.yusuf)
    mark_of(cast, None, cast.yusuf, 2, by=cast.reid)
    alone = page("grant", "/progress/?by=group")  # the SENCO reads those with a need
    assert "2 Oak" not in alone
    assert of_group(alone, "4 Willow")[0] == 3
    bo = page("ahmed", "/progress/?by=group")  # a carer of Bo, in 2 Oak with Yusuf
    assert of_group(bo, "2 Oak")[0] == 1
    assert "Yusuf" not in page("sam", "/progress/")
    assert "Yusuf" not in page("sam", f"/progress/?pupil={cast.yusuf.uuid}")


def test_a_restricted_record_counts_for_nobody_outside(cast: Cast) -> None:
    taught(cast, cast.leo)
    file(cast, "behaviour", cast.ahmed, cast.leo, sensitivity=Sensitivity.RESTRICTED)
    inside = {what: n for _, what, n in numbers(page("ahmed", "/progress/"))}
    outside = {what: n for _, what, n in numbers(page("sam", "/progress/"))}
    assert (inside["behaviour"], outside["behaviour"]) == (2, 1)


@pytest.mark.slow
def test_it_asks_as_often_for_four_pupils_as_for_one(cast: Cast) -> None:
    client = client_of("sam")

    def counted(path: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    taught(cast, cast.leo)
    paths = ["/progress/", "/progress/?by=need",
             *(f"/progress/behind/?what={what}" for what in LABELS)]  # fmt: skip
    [client.get(path) for path in paths]
    once = [counted(path) for path in paths]
    taught(cast, cast.amina, cast.jaden)
    assert [counted(path) for path in paths] == once


def cells(client: Client, ending: str) -> list[list[Any]]:
    answer = client.get(f"/progress/table.{ending}?by=pupil")
    if ending == "csv":
        return list(csv.reader(StringIO(answer.content.decode())))
    sheet = load_workbook(BytesIO(answer.content)).active
    assert {cell.data_type for row in sheet.rows for cell in row} <= {"s", "n"}
    return [[cell.value for cell in row] for row in sheet.rows]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_files_say_the_same_and_run_nothing(cast: Cast, ending: str) -> None:
    cast.leo.given, cast.leo.family = "=1+1", "Turner"
    cast.leo.save()
    taught(cast, cast.leo)
    rows = cells(client_of("sam"), ending)
    assert rows[0][:3] == ["Pupil", "Pupils", "Marks"]
    leo = next(row for row in rows if "Turner" in str(row[0]))
    assert leo[0] == "'=1+1 Turner"
    assert [str(n) for n in leo[1:5]] == ["1", "4", "2", "2"]


def test_a_number_of_the_workbook_leads_to_what_it_counts(cast: Cast) -> None:
    taught(cast, cast.leo)
    client = client_of("sam")
    book = client.get("/progress/table.xlsx?by=pupil").content
    sheet = load_workbook(BytesIO(book)).active
    marks = next(row[2] for row in sheet.iter_rows(min_row=2) if "Turner" in row[0].value)
    assert marks.value == 4
    address = marks.hyperlink.target
    assert address.startswith("http://testserver/progress/behind/?what=marks&")
    assert f"pupil={cast.leo.uuid}" in address
    assert client.get(address.removeprefix("http://testserver")).status_code == 200
    linked = [cell for row in sheet.rows for cell in row if cell.hyperlink]
    assert linked
    assert all(cell.value for cell in linked)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [("from=x&to=2026-11-01", "Give the day as a date"),
     ("from=2026-11-02&to=2026-11-01", "The last day lies before the first"),
     ("from=2020-01-01&to=2026-11-01", "Choose at most 800 days")],
)  # fmt: skip
def test_days_that_are_none_are_said(cast: Cast, query: str, sentence: str) -> None:
    answer = client_of("sam").get(f"/progress/?{query}")
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


@pytest.mark.parametrize("way", ["group", "year"])
def test_pupils_of_no_group_or_year_have_numbers_that_lead_somewhere(cast: Cast, way: str) -> None:
    taught(cast, cast.leo)
    Membership.objects.filter(person=cast.leo).delete()
    Enrolment.objects.filter(pupil=cast.leo.pk).update(year="")
    client = client_of("okafor")
    html = client.get(f"/progress/?by={way}").content.decode()
    found = [one for one in numbers(html) if f"{way}=none" in one[0]]
    assert {what for _, what, _ in found} == set(LABELS)
    for path, what, n in found:
        shown = client.get(path).content.decode()
        assert shown.count("linkcard") + shown.count('class="entry"') == n, (path, what)
    assert cast.leo.name in client.get(f"/progress/?by=pupil&{way}=none").content.decode()
