"""Objectives from files: all or nothing, each bad row named, and twice the same changes nothing."""

import json
from pathlib import Path

import pytest

from handrail.demo.cast import Cast
from handrail.learning.importing import ObjectivesReport, import_objectives
from handrail.learning.models import Framework, Objective
from handrail.learning.objectives import search_objectives
from handrail.learning.starter import give_starter_objectives
from tests.learning.planning import mark_of, plan_of

HEAD = "code,text,subject,stage,year,strand,parent,needs\n"


def load(cast: Cast, path: Path, text: str, **more: bool) -> ObjectivesReport:
    path.write_text(text, encoding="utf-8")
    return import_objectives(path, cast.school, **more)


def counts(report: ObjectivesReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.retired, report.same


def test_the_national_curriculum_is_loaded_whole_and_once(cast: Cast, shared: Path) -> None:
    path = shared / "data/interop/national_curriculum/nc_statements_ks1_3.csv"
    if not path.exists():
        pytest.skip("The national curriculum file is not beside this checkout.")
    tried = import_objectives(path, cast.school, dry_run=True)
    assert (counts(tried), Objective.objects.count()) == ((1041, 0, 0, 0), 0)
    assert counts(import_objectives(path, cast.school)) == (1041, 0, 0, 0)
    assert counts(import_objectives(path, cast.school)) == (0, 0, 0, 1041)
    framework = Framework.objects.get()
    assert (framework.sort, "Open Government Licence v3.0" in framework.source) == (
        "curriculum", True,
    )  # fmt: skip
    science = search_objectives(cast.school, subject="Science")
    assert (science.count(), search_objectives(cast.school, "frac", stage="3").exists()) == (
        348, True,
    )  # fmt: skip


def test_every_bad_row_is_named_with_its_place_and_nothing_is_loaded(
    cast: Cast, tmp_path: Path
) -> None:
    report = load(cast, tmp_path / "ours.csv", HEAD + (
        "a,Count to ten,Mathematics,,,,,\n"
        "a,Count to twenty,Mathematics,,,,,\n"
        "b,,Mathematics,,,,,\n"
        ",Write a word,English,,,,,\n"
        "c,Read a word,English,,,,zz,\n"
        "d,Read a line,English,,,,,yy;a\n"
        "e,Round and round,English,,,,f,\n"
        "f,And round,English,,,,e,\n"
        "g,Run before you walk,English,,,,,h\n"
        "h,Walk before you run,English,,,,,g\n"
    ))  # fmt: skip
    assert [(fault.line, fault.column, fault.value) for fault in report.faults] == [
        (3, "code", "a"), (4, "text", ""), (5, "code", ""), (6, "parent", "zz"),
        (7, "needs", "yy"), (8, "parent", "f"), (9, "parent", "e"),
        (10, "needs", "h"), (11, "needs", "g"),
    ]  # fmt: skip
    assert {fault.file for fault in report.faults} == {"ours.csv"}
    assert Objective.objects.count() == 0


def test_small_steps_and_what_they_need_are_kept(cast: Cast, tmp_path: Path) -> None:
    text = HEAD + (
        "whole,Tie a lace,,,,,,\n"
        "one,Cross the ends,,,,,whole,\n"
        "two,Make a loop,,,,,whole,one\n"
    )  # fmt: skip
    load(cast, tmp_path / "steps.csv", text)
    steps = list(Objective.objects.get(code="whole").steps.values_list("code", flat=True))
    needs = Objective.objects.get(code="two").needs.get().needs.code
    assert (steps, needs) == (["one", "two"], "one")


def test_what_is_in_use_is_never_reworded(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "ours.csv"
    load(cast, path, HEAD + "a,Count to ten,,,,,,\nb,Count to twenty,,,,,,\n")
    used = Objective.objects.get(code="a")
    mark_of(cast, plan_of(cast, objectives=[used]), cast.leo, objective=used)
    changed = HEAD + "a,Count to eleven,,,,,,\nb,Count to thirty,,,,,,\n"
    report = load(cast, path, changed)
    assert [(fault.line, fault.value) for fault in report.faults] == [(2, "Count to eleven")]
    assert Objective.objects.get(code="b").text == "Count to twenty"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("empty.csv", "", "must hold the headings"),
        ("heads.csv", "name,age\nLeo,8\n", "must hold the headings"),
        ("none.csv", HEAD, "no objectives"),
        ("wide.csv", HEAD + "a,Count, on\n" + "b,Go,,,,,,,,more\n", "more cells"),
        ("torn.json", '{"CFDocument": ', "not JSON"),
        ("list.json", "[]", "not a CASE package"),
        ("deep.json", "[" * 100_000, "not JSON"),
    ],
)
def test_a_file_that_is_something_else_is_refused_in_words(
    cast: Cast, tmp_path: Path, name: str, text: str, said: str
) -> None:
    report = load(cast, tmp_path / name, text)
    assert (report.ok, said in str(report)) == (False, True)


def test_letters_that_were_lost_are_not_loaded(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes((HEAD + "a,Read caf\xe9,,,,,,\n").encode("cp1252"))
    assert "CSV UTF-8" in str(import_objectives(path, cast.school))


def test_a_case_document_brings_items_steps_and_order(cast: Cast, tmp_path: Path) -> None:
    def node(name: str) -> dict[str, str]:
        return {"identifier": name, "uri": f"https://case.example/{name}", "title": name}

    package = {
        "CFDocument": {"identifier": "doc", "title": "Elm Park maths", "creator": "Elm Park",
                       "subject": ["Mathematics"]},
        "CFItems": [
            {"identifier": "two", "fullStatement": "Count to twenty", "educationLevel": ["02"]},
            {"identifier": "one", "fullStatement": "Count to ten", "educationLevel": ["01"]},
        ],
        "CFAssociations": [
            {"associationType": "isChildOf", "originNodeURI": node("one"),
             "destinationNodeURI": node("doc"), "sequenceNumber": 1},
            {"associationType": "isChildOf", "originNodeURI": node("two"),
             "destinationNodeURI": node("one"), "sequenceNumber": 2},
            {"associationType": "precedes", "originNodeURI": node("one"),
             "destinationNodeURI": node("two")},
        ],
    }  # fmt: skip
    report = load(cast, tmp_path / "case.json", json.dumps(package))
    assert (report.framework, counts(report)) == ("Elm Park maths", (2, 0, 0, 0))
    two = Objective.objects.get(code="two")
    assert (two.parent and two.parent.code, two.needs.get().needs.code, two.year, two.subject) == (
        "one", "one", "2", "Mathematics",
    )  # fmt: skip


def test_the_starter_set_is_given_once(cast: Cast) -> None:
    assert give_starter_objectives(cast.school) == Objective.objects.count() == 90
    assert give_starter_objectives(cast.school) == 0


def test_search_finds_any_part_of_the_words(cast: Cast) -> None:
    give_starter_objectives(cast.school)
    found = search_objectives(cast.school, "three-digit MORE way").values_list("code", flat=True)
    assert list(found) == ["m5"]
