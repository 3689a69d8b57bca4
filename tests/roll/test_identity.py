"""Which school a file is for: another identity stops and asks, and none is made by a slip."""

from pathlib import Path

import pytest

from handrail.people.models import Pupil
from handrail.roll.importing import RollReport, import_roll
from handrail.school.models import School
from tests.roll.making import folder, roster, upn, zipped

pytestmark = pytest.mark.django_db
ORGS = "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n"
OURS = "sch,,,Oak Lane Primary,school,380/2999,\n"


def bring(where: Path, org: str = OURS, **options: object) -> RollReport:
    files = {**roster(), "orgs.csv": ORGS + org}
    if not org.startswith("sch,"):
        ident = org.split(",", 1)[0]
        files = {name: str(text).replace(",sch,", f",{ident},") for name, text in files.items()}
    return import_roll(
        zipped(where, files), fmt="oneroster", dry_run=False, **options  # type: ignore[arg-type]
    )  # fmt: skip


def ours(where: Path, name: str, **options: object) -> RollReport:
    text = f"id,upn,first_name,surname\n1,{upn(1)},Ada,Bell\n2,{upn(2)},Bea,Cole\n"
    return import_roll(
        folder(where, {"pupils.csv": text}), fmt="csv", school_name=name, dry_run=False,
        **options,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.parametrize(("org", "says", "became"), [
    ("sch,,,Elm Park,school,380/2031,\n",
     "the LA and establishment number is 3802031, here 3802999; the name is Elm Park",
     ("sch", "3802031")),
    ("elm,,,Oak Lane Primary,school,380/2999,\n", "the id is elm, here sch", ("elm", "3802999")),
    ("sch,,,Elm Park,school,,\n", "the name is Elm Park", ("sch", "3802999")),
])  # fmt: skip
@pytest.mark.parametrize("signed_in", [False, True])
def test_another_number_or_name_stops_and_asks_where_one_still_fits(
    tmp_path: Path, org: str, says: str, became: tuple[str, str], signed_in: bool
) -> None:
    assert bring(tmp_path).ok
    school = School.objects.get()
    at = {"at_school": school} if signed_in else {}
    before = School.objects.values().get()
    report = bring(tmp_path, org, **at)
    (question,) = [one for one in report.questions if one.slug == "identity"]
    assert question.sentence == (
        f"This file says of Oak Lane Primary: {says}. Is it the same school?"
    )
    other = bring(tmp_path, org, answers={"identity": "other"}, **at)
    assert (other.ok, other.refused, len(other.errors)) == (False, True, 1)
    assert School.objects.values().get() == before
    assert bring(tmp_path, org, answers={"identity": "same"}, **at).ok
    school.refresh_from_db()
    assert (school.source_id, school.laestab, school.name) == (*became, "Oak Lane Primary")


def test_a_longer_name_under_the_same_number_is_the_same_school(tmp_path: Path) -> None:
    bring(tmp_path)
    assert bring(tmp_path, OURS.replace("Primary", "Primary School")).ok
    assert bring(tmp_path, OURS.replace("Oak Lane Primary", "The Elms")).ok  # its number proves it
    assert bring(tmp_path, "sch,,,The Oak Lane Academy,school,,\n").ok


def test_a_name_that_was_taken_once_for_a_number_is_not_asked_about_again(tmp_path: Path) -> None:
    assert ours(tmp_path, "Spring Lane").ok
    at, org = {"at_school": School.objects.get()}, "sch,,,Oak Lane Primary,school,,\n"
    School.objects.update(source_id="sch")
    other = {"still-them": "yes", "leavers": "2", "new-school": "yes"}
    assert [one.slug for one in bring(tmp_path, org, **at).questions if one.slug not in other] == [
        "identity"
    ]
    assert bring(tmp_path, org, answers={**other, "identity": "same"}, **at).ok
    assert bring(tmp_path, org, **at).ok
    assert bring(tmp_path, org).ok
    renamed = bring(tmp_path, org.replace("Oak Lane", "Elm Park"), **at)
    assert "the name is Elm Park" in renamed.questions[0].sentence


def test_numbers_of_two_schools_are_refused(tmp_path: Path) -> None:
    bring(tmp_path)
    School.objects.create(name="Elm Park", laestab="3802031")
    report = bring(tmp_path, OURS.replace("2999", "2031"), answers={"identity": "same"})
    assert "bears numbers of two schools here, Oak Lane Primary and Elm Park" in str(report)
    assert School.objects.get(source_id="sch").laestab == "3802999"


def test_a_name_that_no_school_here_has_makes_none_without_a_yes(tmp_path: Path) -> None:
    assert ours(tmp_path, "Spring Lane").ok
    report = ours(tmp_path, "Sprnig Lane")
    assert [one.sentence for one in report.questions] == [
        "There is no school named Sprnig Lane here. Here are: Spring Lane. 2 of its pupils are on "
        "the roll of Spring Lane. To make Sprnig Lane a new school, answer yes; else give the name "
        "that is here with --school."
    ]
    assert [one.slug for one in bring(tmp_path).questions] == ["new-school"]  # they match by UPN
    assert (School.objects.count(), Pupil.objects.count()) == (1, 2)
    assert ours(tmp_path, "SPRING LANE").ok
    assert ours(tmp_path, "Elm Park", answers={"new-school": "yes"}).ok
    assert School.objects.count() == 2


def test_files_of_one_school_are_not_loaded_under_another_name(tmp_path: Path) -> None:
    School.objects.create(name="Spring Lane")
    report = bring(tmp_path, school_name="Spring Lane")
    assert report.refused
    assert str(report) == (
        "Refused:\n  orgs.csv: These files are for Oak Lane Primary, not for Spring Lane. "
        "Nothing was changed. If Oak Lane Primary is meant, leave out --school.\n"
        "Nothing was changed: the files were refused as a whole. Mend them first."
    )
    assert [one.slug for one in bring(tmp_path).questions] == ["new-school"]  # no roll here yet
    answers = {"new-school": "yes"}
    assert bring(tmp_path, school_name="oak lane primary", answers=answers).ok


def test_a_first_load_counts_each_once_and_as_new(tmp_path: Path) -> None:
    sessions = (
        str(roster()["academicSessions.csv"]) + "t2,,,Autumn term,term,2026-09-02,2026-12-18,,\n"
    )
    staff = "id,first_name,surname,job\nA1,Kim,Bell,Teacher\n"
    contacts = "pupil_id,contact_id,first_name,surname\n1,A1,Kim,Bell\n"
    path = zipped(tmp_path, {**roster(), "academicSessions.csv": sessions})
    assert import_roll(path, fmt="oneroster").tally.unchanged["terms"] == 0
    pupils = "id,first_name,surname\n1,Ada,Bell\n"
    files = {"pupils.csv": pupils, "staff.csv": staff, "contacts.csv": contacts}
    tally = import_roll(folder(tmp_path, files), fmt="csv", school_name="Oak Lane").tally
    assert (tally.added["staff"], tally.added["carers"], tally.unchanged["carers"]) == (1, 1, 0)
