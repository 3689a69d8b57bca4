"""An import that was killed half way is said so by the next one, and left nothing."""

import multiprocessing
import os
from pathlib import Path

import pytest
from django.test import Client

from handrail.demo.cast import Cast
from handrail.people.models import Person, User
from handrail.roll.begun import CUT_OFF, marked, was_cut_off
from handrail.roll.importing import import_roll
from tests.roll.making import roster, zipped

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings) -> None:  # type: ignore[no-untyped-def]
    settings.HOME = tmp_path


def _die_while_loading() -> None:
    with marked():
        os._exit(9)


def killed_half_way() -> None:
    process = multiprocessing.get_context("fork").Process(target=_die_while_loading)
    process.start()
    process.join(20)


def test_what_was_killed_is_said_until_one_has_finished(cast: Cast) -> None:
    assert not was_cut_off()
    killed_half_way()
    office = Client()
    office.force_login(User.objects.get(username="office"))
    assert CUT_OFF in office.get("/school/roll/").content.decode()
    with marked():
        assert not was_cut_off()  # it is still at work
    assert CUT_OFF not in office.get("/school/roll/").content.decode()


def test_an_import_that_breaks_in_an_ordinary_way_leaves_neither_mark_nor_people(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        Person.objects.create(given="Half")
        assert not was_cut_off()
        raise RuntimeError

    monkeypatch.setattr("handrail.roll.importing._load", breaks)
    with pytest.raises(RuntimeError):
        import_roll(zipped(tmp_path, roster()), fmt="oneroster", dry_run=False)
    assert (was_cut_off(), Person.objects.filter(given="Half").exists()) == (False, False)
