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


def test_files_of_the_roll_wait_for_the_load_and_go_when_they_are_left(
    cast: Cast, tmp_path: Path, settings: Any
) -> None:
    settings.HOME = tmp_path
    office, path = Client(), "/school/roll/"
    office.force_login(User.objects.get(username="office"))

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
