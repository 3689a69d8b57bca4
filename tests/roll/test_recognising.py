"""Files that are sent as another sort than they are: the sort is named, and what to choose."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from handrail.demo.cast import Cast
from handrail.people.models import User
from handrail.roll.faults import RollRefused
from handrail.roll.importing import import_roll
from handrail.roll.reading.package import Package
from handrail.roll.reading.recognising import looks_like
from tests.roll.making import folder, read, roster
from tests.roll.test_ctf import ctf, pupil

pytestmark = pytest.mark.django_db
LISTS = {"pupils.csv": "id,first_name,surname\n1,Ada,Bell\n", "staff.csv": "id,surname\n1,Gee\n"}
ENGLISH = {"Student.csv": "ID,School DfE Number\n1,2\n", "School.csv": "DfE Number,Name\n1,Oak\n"}
LATER = {"users.csv": "sourcedId,givenName\n", "roles.csv": "userSourcedId,isPrimary\n"}
NO_MANIFEST = {name: str(text) for name, text in roster(manifest=None).items()}
SORTS = {"oneroster": NO_MANIFEST, "csv": LISTS, "sds": ENGLISH, "ctf": {"a.xml": ctf(pupil("x"))}}


@pytest.mark.parametrize("sent", SORTS)
@pytest.mark.parametrize("sort", SORTS)
def test_another_sort_is_named_with_what_to_choose(tmp_path: Path, sent: str, sort: str) -> None:
    if sent == sort:
        return
    with pytest.raises(RollRefused) as caught:
        read(folder(tmp_path, SORTS[sort]), sent, school_name="Oak Lane")
    assert "Nothing was changed. Choose " in str(caught.value)
    assert str(caught.value).endswith(f"or type: handrail import {sort}.")
    assert caught.value.instead == sort


@pytest.mark.parametrize(("name", "text", "sort"), [
    ("users.csv", "sourcedId,status,givenName\n", "oneroster"),
    ("Autumn.csv", "School SIS ID,First Name\n", "sds"),
    ("list.csv", "UPN,Legal surname,Reg\n", "csv"),
    ("list.csv", "UPN,Marks\n", ""),
    ("broken.csv", b"\xff\xfe\x00", ""),
])  # fmt: skip
def test_one_file_is_known_by_its_headings(name: str, text: str | bytes, sort: str) -> None:
    package = Package()
    package.add(name, text if isinstance(text, bytes) else text.encode())
    assert looks_like(package)[0] == sort


def test_later_files_of_microsoft_are_no_oneroster(tmp_path: Path) -> None:
    report = import_roll(folder(tmp_path, LATER), fmt="oneroster")
    assert report.instead == "sds"
    assert "roles.csv has a column 'isPrimary'" in str(report)
    assert "Mend them" not in str(report)


@pytest.mark.parametrize(("fmt", "says"), [
    ("oneroster", "neither manifest.csv nor users.csv"), ("sds", "These are not the files"),
    ("csv", "pupils.csv is missing"), ("ctf", "is an XML file, and there is none"),
])  # fmt: skip
def test_files_of_no_sort_say_what_is_missing(tmp_path: Path, fmt: str, says: str) -> None:
    report = import_roll(folder(tmp_path, {"a.csv": "x\n1\n", "b.csv": "y\n1\n"}), fmt=fmt)
    assert (report.instead, says in str(report)) == ("", True)


def test_the_page_reads_them_as_what_they_are_at_a_press(
    cast: Cast, tmp_path: Path, settings: Any
) -> None:
    settings.HOME = tmp_path
    office = Client()
    office.force_login(User.objects.get(username="office"))
    file = SimpleUploadedFile("pupils.csv", LISTS["pupils.csv"].encode(), "text/csv")
    seen = office.post("/school/roll/", {"fmt": "oneroster", "files": file})
    assert '<button class="btn" name="fmt" value="csv">Read as CSV files' in seen.content.decode()
    again = {"fmt": ["oneroster", "csv"], "token": seen.context["token"]}
    assert office.post("/school/roll/", again).context["report"].instead == ""
