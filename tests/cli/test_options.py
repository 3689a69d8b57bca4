"""An option that would do nothing is refused with a sentence, before anything is done."""

import json
from argparse import Namespace
from pathlib import Path

import pytest

from handrail.cli.main import main
from handrail.cli.run import run_init
from handrail.demo.cast import PASSWORD, Cast
from handrail.school.models import School

IGNORED = {
    "a column of ours that is none": (("--column", "zzz=Nummer"), "'zzz' is none of our columns."),
    "a heading that no file has": (("--column", "upn=Nummer"), "No file has a column 'Nummer'."),
    "a heading that is misspelt": (("--column", "upn=Reff"), "Was 'Ref' meant?"),
    "a list of objectives": (("--framework", "Maths"), "--framework is for objectives alone"),
}


@pytest.mark.parametrize("what", IGNORED)
def test_import_ignores_no_option(
    what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pupils.csv").write_text("Ref,Forename,Surname\n1,Leo,Turner\n", encoding="utf-8")
    words, said = IGNORED[what]
    assert main(["import", "csv", str(tmp_path), *words]) == 2
    assert said in capsys.readouterr().err


def test_what_is_refused_unread_has_the_shape_of_a_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pupils.csv").write_text("Ref,Surname\n1,Turner\n", encoding="utf-8")
    assert main(["import", "csv", str(tmp_path), "--column", "upn=Reff", "--json"]) == 2
    report = json.loads(capsys.readouterr().out)
    (error,) = report["errors"]
    assert set(error) == {"file", "line", "column", "value", "reason"}
    assert error["reason"] == report["reason"] == "No file has a column 'Reff'. Was 'Ref' meant?"
    assert all(report[one]["pupils"] == 0 for one in ("added", "changed", "unchanged", "left"))


def test_import_takes_a_column_however_it_is_spelt(tmp_path: Path) -> None:
    from handrail.roll.reading.columns import why_no_match

    (tmp_path / "pupils.csv").write_text("Ref,Voornaam,Surname\n1,Leo,Turner\n", encoding="utf-8")
    assert why_no_match(tmp_path, {"UPN": "ref", "forename": "Voornaam"}) == ""
    assert why_no_match(tmp_path / "none", {"zzz": "ref"}) == ""


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["import", "--json"], "the following arguments are required"),
        (["nonsense", "--json"], "invalid choice: 'nonsense'"),
        (["demo", "--pupils", "x", "--json"], "not x"),
    ],
)
def test_what_was_typed_wrongly_is_said_in_json_to_whoever_asked_for_it(
    typed: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(typed)
    told = capsys.readouterr()
    report = json.loads(told.out)
    assert (ended.value.code, report["ok"], said in report["reason"]) == (2, False, True)
    assert told.err == ""


@pytest.mark.parametrize("given", ["0", "-3", "many"])
def test_demo_needs_pupils(given: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["demo", "--pupils", given])
    assert ended.value.code == 2
    assert f"give a whole number from 1 to 100000, not {given}" in capsys.readouterr().err


def test_small_demo_has_its_own_size(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--small", "--pupils", "90"]) == 2
    assert "--small has a size of its own" in capsys.readouterr().err


def first_school(monkeypatch: pytest.MonkeyPatch, **asked: str | None) -> int:
    """`handrail init` on the test's own database."""
    for name in ("make_home", "start", "call_init"):
        monkeypatch.setattr(f"handrail.cli.run.{name}", lambda: None)
    return run_init(Namespace(json=False, no_input=True, **asked))


def test_an_administrator_needs_a_school(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert first_school(monkeypatch, school=None, admin="zed") == 2
    assert "Say with --school which school" in capsys.readouterr().err


@pytest.mark.django_db
def test_an_account_that_is_here_keeps_its_password_and_says_so(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    here = cast.school.name
    monkeypatch.setenv("HANDRAIL_PASSWORD", "another-long-one")
    assert first_school(monkeypatch, school=here, admin="office") == 2
    said = capsys.readouterr().err
    assert "office has an account already, and its old password stays." in said
    assert "handrail account office --link" in said
    assert first_school(monkeypatch, school=here, admin="sam") == 2
    assert "sam has an account already and is no administrator of" in capsys.readouterr().err
    for password in (PASSWORD, ""):
        monkeypatch.setenv("HANDRAIL_PASSWORD", password)
        assert first_school(monkeypatch, school=here, admin="office") == 0


@pytest.mark.django_db
def test_no_school_is_made_for_an_administrator_without_a_password(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HANDRAIL_PASSWORD", "short")
    assert first_school(monkeypatch, school="Elm Park", admin="pat") == 2
    assert "at least 12 characters" in capsys.readouterr().err
    assert not School.objects.exists()
