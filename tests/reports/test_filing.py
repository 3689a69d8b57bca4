"""A pupil's records for CPOMS: the school's category, no other pupil's name, each taking noted."""

import csv
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.people.models import CarerLink, User
from handrail.records.forgetting import forget_record
from handrail.records.models import AccessEntry
from handrail.reports.beside import said_of, tables
from handrail.reports.models import Category, FiledThere, Report
from tests.filing import file
from tests.reports.reading import about, text_of


@pytest.fixture(autouse=True)
def own_folder(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def as_(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def test_a_pupils_records_go_as_table_and_pdf_with_the_schools_categories(cast: Cast) -> None:
    fight = file(
        cast, "behaviour", cast.sam, cast.leo, pick={"level": ("level-3",)},
        words="Pushed on the stairs.",
    )  # fmt: skip
    fight.involvements.create(
        person=cast.amina, role="affected", as_pupil=True, account="She said it hurt.",
        happened_at=fight.happened_at,
    )  # fmt: skip
    secret = file(cast, "concern", cast.reid, cast.leo)
    as_("khan").post("/school/cpoms/", {"name-behaviour-level-3": "Behaviour - serious"})
    assert Category.objects.get().name == "Behaviour - serious"
    assert "Behaviour - serious" in as_("khan").get("/school/cpoms/").content.decode()
    sam, page = as_("sam"), f"/pupils/{cast.leo.uuid}/cpoms/"
    shown = sam.get(page).content.decode()
    assert "category: Behaviour - serious" in shown
    assert f"/records/{secret.uuid}/" not in shown
    assert f"{page}?record={fight.uuid}" in sam.get(f"/records/{fight.uuid}/").content.decode()
    table = sam.post(page, {"as": "table", "record": str(fight.uuid)}).content.decode()
    [row] = csv.DictReader(table.splitlines(keepends=True))
    told = {name: row[name] for name in ("Reference", "Incident date", "Category", "First name")}
    assert told == {
        "Reference": fight.reference, "Incident date": "23/11/2026", "First name": "Leo",
        "Category": "Behaviour - serious",
    }  # fmt: skip
    assert "Pushed on the stairs." in row["Text"]
    assert row["Linked pupils"].startswith(f"{cast.amina.initials} (in Handrail ")
    assert row["Status"].startswith("Open: ")
    assert "carer what happened: Open. Due" in row["Who was told"]
    assert cast.amina.given not in table
    assert "She said it hurt." not in table
    noted = AccessEntry.objects.filter(record=fight, person=cast.sam)
    assert noted.filter(how="exported").count() == 1
    made = sam.post(page, {"as": "pdf"})
    report = Report.objects.get(sort="filing")
    assert (made.headers["Location"], report.state) == (f"/reports/{report.uuid}/", "ready")
    assert "File for CPOMS" in sam.get(f"/reports/{report.uuid}/").content.decode()
    body = sam.get(f"/reports/{report.uuid}/file/").content
    said = text_of(body)
    assert "Behaviour - serious" in said
    assert "Pushed on the stairs." in said
    assert "She said it hurt." not in said
    assert cast.amina.given not in said
    assert "Leo" not in about(body)
    assert noted.filter(how="printed").count() == 1
    assert "Tick the records" in sam.post(page, {"as": "noted"}).content.decode()
    for _ in range(2):  # a double tap notes once
        sam.post(page, {"as": "noted", "filed": [str(fight.uuid)], "reference": "CP-17"})
    noted_there = sam.get(page).content.decode()
    assert "Filed there: Sam Birch" in noted_there
    assert "CP-17" in noted_there
    assert "Nothing to file" in sam.get(f"{page}?left=yes").content.decode()
    khan = as_("khan").post(page, {"undo": str(fight.uuid)})
    assert (khan.status_code, FiledThere.objects.count()) == (422, 1)
    [said] = said_of(cast.leo, cast.school, None, None)
    assert said.text.endswith("CP-17")
    assert {name: len(list(rows)) for name, (_, rows) in tables(cast.school).items()} == {
        "filed_in_cpoms.csv": 1, "cpoms_categories.csv": 1,
    }  # fmt: skip
    sam.post(page, {"undo": str(fight.uuid)})
    assert not FiledThere.objects.exists()
    sam.post(page, {"as": "noted", "filed": [str(fight.uuid)]})
    forget_record(fight, by=cast.okafor, at=clock.now(), why="Kept 7 years; school policy.")
    report.refresh_from_db()
    assert (report.state, FiledThere.objects.count()) == ("gone", 0)


def test_a_file_holds_what_the_reader_may_read_and_says_what_is_wrong(cast: Cast) -> None:
    page = f"/pupils/{cast.leo.uuid}/cpoms/"
    secret = file(cast, "concern", cast.reid, cast.leo)
    lead = as_("okafor").post(page, {"as": "table"})
    assert secret.reference in lead.content.decode()
    for sent, sentence in (
        ({}, "There is nothing in these days that you may read."),
        ({"record": str(secret.uuid)}, "There is nothing in these days"),
        ({"from": "2026-11-23", "to": "2026-11-01"}, "The last day lies before the first."),
        ({"from": "never", "to": "2026-11-01"}, "Give the day as a date"),
    ):
        answer = as_("sam").post(page, sent)
        assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert as_("sam").get(page + "?record=none").status_code == 404
    CarerLink.objects.create(pupil=cast.leo.pupil, carer=cast.sam, relationship="Parent")
    assert as_("sam").get(page).status_code == 404
