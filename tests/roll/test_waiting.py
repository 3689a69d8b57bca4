"""The school's files wait between the look and the load, and lie on the server no longer."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from handrail.demo.cast import Cast
from handrail.people.models import User

pytestmark = pytest.mark.django_db
ROLL = b"First name,Surname,Year,Class\nEdie,Hart,4,4 Willow\n"


def at_the_office(home: Path, settings: Any) -> tuple[Client, str]:
    """The office, signed in, and the page of the roll; what waits is kept in `home`."""
    settings.HOME = home
    office = Client()
    office.force_login(User.objects.get(username="office"))
    return office, "/school/roll/"


def test_files_of_the_roll_wait_for_the_load_and_go_when_they_are_left(
    cast: Cast, tmp_path: Path, settings: Any
) -> None:
    office, path = at_the_office(tmp_path, settings)

    def look() -> str:
        file = SimpleUploadedFile("../../pupils.csv", ROLL, "text/csv")
        seen = office.post(path, {"fmt": "csv", "files": file})
        assert "Nothing has been changed yet" in seen.content.decode()
        return str(seen.context["token"])

    def waiting() -> list[str]:
        return [file.name for file in tmp_path.rglob("*.csv")]

    assert office.post(path, {"fmt": "csv"}).status_code == 422
    look()
    token = look()
    assert waiting() == ["pupils.csv"]  # one import waits at a time
    assert office.post(path, {"fmt": "csv", "token": token}).context["token"] == token
    office.get(path)
    assert waiting() == []
    for gone in (token, "x"):
        answer = office.post(path, {"fmt": "csv", "token": gone, "load": "yes"})
        assert "These files are no longer kept. Choose them again." in answer.content.decode()


def test_a_column_that_no_file_has_is_named_beside_its_field(
    cast: Cast, tmp_path: Path, settings: Any
) -> None:
    office, path = at_the_office(tmp_path, settings)
    text = b"Ref,First name,Known as,Surname\n7,Edith,Edie,Hart\n"
    sent = {"fmt": "csv", "column-id": "Reff", "column-first_name": "Known as"}
    for fmt, says in (
        ("csv", "No file has a column &#x27;Reff&#x27;. Was &#x27;Ref&#x27; meant?"),
        ("sds", "Columns are matched in CSV files alone."),
    ):
        file = SimpleUploadedFile("list.csv", text, "text/csv")
        seen = office.post(path, {**sent, "fmt": fmt, "files": file})
        page = seen.content.decode()
        assert seen.status_code == 422
        assert says in page.split('id="column-id_error"')[1].split("</p>")[0]
        assert 'value="Reff" aria-invalid="true"' in page
        assert 'name="column-first_name" maxlength="80" value="Known as"' in page
        assert f'value="{fmt}" checked' in page
        assert "Chosen: list.csv. Choose again only for others." in page
    again = {**sent, "column-id": "Ref", "token": seen.context["token"]}
    seen = office.post(path, again)
    report = seen.context["report"]
    assert report.tally.added["pupils"] == 1, report
    assert "The column &#x27;First name (not the one chosen)&#x27;" in seen.content.decode()
    other = SimpleUploadedFile("other.csv", b"Ref,Surname\n8,Birch\n9,Poe\n", "text/csv")
    seen = office.post(
        path, {"fmt": "csv", "column-id": "Ref", "files": other, **{"token": again["token"]}}
    )
    assert seen.context["report"].tally.added["pupils"] == 2
