"""The demonstration leaves alone whatever it did not make."""

import sqlite3
from contextlib import closing
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from handrail.demo.cast import STAFF
from handrail.keeping.whose import ACCOUNTS, DATABASE, SCHOOLS, mark, why_not_demo


def stand(home: Path, schools: dict[UUID, str], *accounts: str, name: str = DATABASE) -> Path:
    """A database with schools and accounts, and nothing else of an installation."""
    home.mkdir(exist_ok=True)
    with closing(sqlite3.connect(home / name)) as database, database:
        database.execute("CREATE TABLE school_school (uuid char(32), name text)")
        database.execute("CREATE TABLE people_user (username text)")
        rows = [(number.hex, name) for number, name in schools.items()]
        database.executemany("INSERT INTO school_school VALUES (?, ?)", rows)
        database.executemany("INSERT INTO people_user VALUES (?)", [(one,) for one in accounts])
    return home


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_cast_is_known_by_its_names() -> None:
    assert {row[0] for row in STAFF} == ACCOUNTS


def test_a_new_or_marked_home_is_taken(home: Path) -> None:
    assert why_not_demo(home, "", fresh=False) == ""
    home.mkdir()
    assert why_not_demo(home, "", fresh=True) == ""
    mark(home)
    stand(home, {})
    (home / "secret-key").touch()
    assert why_not_demo(home, "", fresh=False) == ""  # a build that was cut off


@pytest.mark.parametrize("fresh", [True, False])
def test_a_real_school_is_left_alone(home: Path, fresh: bool) -> None:
    number = uuid4()
    stand(home, {number: "Spring Lane"}, "pat")
    said = why_not_demo(home, "", fresh=fresh)
    assert f"The folder {home} holds Spring Lane, which the demonstration did not make." in said
    assert f"HANDRAIL_HOME={home}-demo handrail demo" in said
    mark(home, {uuid4(): "Spring Lane Primary"})  # restored, or loaded, over a demonstration
    assert "holds Spring Lane," in why_not_demo(home, "", fresh=fresh)
    mark(home, {number: "Spring Lane"})
    assert why_not_demo(home, "", fresh=fresh) == ""


def test_names_alone_do_not_make_a_school_up(home: Path) -> None:
    stand(home, {uuid4(): name for name in SCHOOLS}, "sam", "pat")
    assert "which the demonstration did not make" in why_not_demo(home, "", fresh=True)


def test_what_an_older_version_made_is_taken(home: Path) -> None:
    stand(home, {uuid4(): name for name in SCHOOLS}, *ACCOUNTS, "head2")
    assert why_not_demo(home, "", fresh=True) == ""


@pytest.mark.parametrize("account", [[], ["pat"]])
def test_a_home_made_ready_and_not_yet_filled_is_left_alone(home: Path, account: list[str]) -> None:
    stand(home, {}, *account)
    for fresh in (True, False):
        said = why_not_demo(home, "", fresh=fresh)
        assert f"The folder {home} was made ready for a school of your own." in said
    mark(home)
    assert bool(why_not_demo(home, "", fresh=True)) is bool(account)


def test_a_home_whose_database_is_elsewhere_is_left_alone(home: Path) -> None:
    home.mkdir()
    (home / "secret-key").touch()
    assert "was made ready" in why_not_demo(home, "", fresh=False)


def test_database_elsewhere_is_never_deleted_and_only_taken_when_empty(home: Path) -> None:
    elsewhere = stand(home.with_name("real"), {uuid4(): "Elm Park"}, name="elm.sqlite3")
    url = f"sqlite:///{elsewhere / 'elm.sqlite3'}"
    mark(stand(home, {}))
    said = why_not_demo(home, url, fresh=True)
    assert f"--fresh deletes the database in the folder {home}" in said
    assert "DATABASE_URL names holds Elm Park" in why_not_demo(home, url, fresh=False)
    assert why_not_demo(home, f"sqlite:///{home / 'none'}", fresh=False) == ""


def test_what_cannot_be_read_is_left_alone(home: Path) -> None:
    home.mkdir()
    (home / DATABASE).write_bytes(b"no database at all" * 100)
    assert "cannot be read" in why_not_demo(home, "", fresh=True)
    dead = "postgresql://nobody:secret@127.0.0.1:1/none"
    said = why_not_demo(home, dead, fresh=False)
    assert "The database that DATABASE_URL names cannot be read" in said
    assert "secret" not in said
