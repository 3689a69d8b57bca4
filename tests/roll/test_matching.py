"""One row a person: two that are one are left out, and nobody becomes another without a word."""

from pathlib import Path

import pytest

from handrail.people.models import CarerLink, Enrolment, Person, Pupil
from handrail.roll.importing import RollReport, import_roll
from tests.roll.making import ADULTS, PUPILS, folder, roster, upn, user, users, zipped

pytestmark = pytest.mark.django_db
HEAD = "id,upn,first_name,surname,birth_date\n"
AMINA, LEO = f"P1002,{upn(2)},Amina,Yusuf,2017-11-30", f"P1001,{upn(1)},Leo,Turner,2017-06-05"


def bring(
    where: Path,
    *rows: str,
    skip_bad: bool = False,
    answers: dict[str, str] | None = None,
    more: dict[str, str] | None = None,
) -> RollReport:
    files = {"pupils.csv": HEAD + "\n".join(rows)}
    files |= {f"{name}.csv": text for name, text in (more or {}).items()}
    return import_roll(
        folder(where, files), fmt="csv", school_name="Oak Lane", dry_run=False,
        skip_bad=skip_bad, answers=answers,
    )  # fmt: skip


def refused(report: RollReport) -> list[tuple[str, int, str, str]]:
    return sorted((one.file, one.line, one.column, one.value) for one in report.errors)


def everybody() -> list[object]:
    running = list(Enrolment.objects.filter(ends=None).order_by("pk").values_list("pupil_id"))
    return [list(Person.objects.order_by("pk").values()), running]


def test_two_rows_that_are_one_pupil_here_are_both_left_out(tmp_path: Path) -> None:
    assert bring(tmp_path, LEO, AMINA).ok
    before = everybody()
    rows = (LEO, "P1002,,Amina,Yusuf,2017-11-30", f"P1005,{upn(2)},Zed,Other,2016-01-01")
    assert not bring(tmp_path, *rows).ok
    for _ in range(2):
        report = bring(tmp_path, *rows, skip_bad=True)
        assert report.ok
        assert refused(report) == [
            ("pupils.csv", 3, "id", "P1002"), ("pupils.csv", 4, "upn", upn(2)),
        ]  # fmt: skip
        assert report.errors[0].reason == (
            f"Row 3 (by its id P1002) is the same person as row 4 (by its UPN {upn(2)}), Amina Y. "
            "Neither was imported."
        )
        assert (report.tally.unchanged["pupils"], report.tally.left["pupils"]) == (1, 0)
        assert everybody() == before


def test_two_who_share_a_upn_keep_the_pupil_whose_it_is_on_roll(tmp_path: Path) -> None:
    bring(tmp_path, LEO, AMINA)
    new = LEO.replace("P1001", "N1"), AMINA.replace("P1002", "N2")
    report = bring(tmp_path, *new, f"N3,{upn(2)},Zed,Other,2016-01-01", skip_bad=True)
    assert [one.line for one in report.errors] == [3, 4]
    assert report.ok
    assert report.tally.left["pupils"] == 0


def test_two_of_one_list_with_one_id_are_both_left_out(tmp_path: Path) -> None:
    staff = "id,first_name,surname,job\ns1,Jo,Gee,Teacher\ns1,Al,Hay,Teacher\nc1,Sam,Poe,Teacher\n"
    clash = "pupil_id,contact_id,first_name,surname\nP1002,c1,Kim,Yusuf\nP1002,c2,Di,Fox\n"
    clash += "P1002,c2,Ed,Fox\nP1002,c3,Flo,Yusuf\n"
    report = bring(tmp_path, AMINA, skip_bad=True, more={"staff": staff, "contacts": clash})
    assert refused(report) == [
        ("contacts.csv", 3, "contact_id", "c2"), ("contacts.csv", 4, "contact_id", "c2"),
        ("staff.csv", 2, "id", "s1"), ("staff.csv", 3, "id", "s1"),
    ]  # fmt: skip
    assert set(Person.objects.values_list("given", flat=True)) == {"Amina", "Flo", "Sam", "Kim"}


def test_staff_who_are_carers_too_are_one_person(tmp_path: Path) -> None:
    staff = "id,first_name,surname,job\nA1,Kim,Yusuf,Teacher\n"
    contacts = "pupil_id,contact_id,first_name,surname\nP1002,A1,Kim,Yusuf\n"
    assert bring(tmp_path, AMINA, more={"staff": staff, "contacts": contacts}).ok
    assert Person.objects.count() == 2


@pytest.mark.parametrize("row", [
    "P1001,,Kim,Smith,2012-03-14", "P1001,,Kim,Smith,", f"N9,{upn(1)},Kim,Smith,2012-03-14",
])  # fmt: skip
def test_a_number_under_another_name_and_birth_date_is_asked_about(
    tmp_path: Path, row: str
) -> None:
    bring(tmp_path, LEO, AMINA)
    before = everybody()
    report = bring(tmp_path, row, AMINA)
    (question,) = report.questions
    assert question.slug == "still-them"
    assert "was Leo Turner, born 5 June 2017, and is Kim Smith" in question.sentence
    assert question.sentence.startswith("Row 2 of pupils.csv (by its ")
    no = bring(tmp_path, row, AMINA, answers={"still-them": "no"}, skip_bad=True)
    assert (no.ok, [one.line for one in no.errors], everybody()) == (True, [2], before)
    assert bring(tmp_path, row, AMINA, answers={"still-them": "yes"}).ok
    assert Pupil.objects.filter(person__given="Kim").exists()


def test_a_new_surname_or_a_mended_birth_date_alone_is_only_a_change(tmp_path: Path) -> None:
    bring(tmp_path, LEO, AMINA)
    rows = (LEO.replace("Turner", "Smith"), AMINA.replace("2017-11-30", "2017-11-13"))
    report = bring(tmp_path, *rows)
    assert (report.ok, report.tally.changed["pupils"]) == (True, 2)


def test_a_upn_twice_is_seen_also_where_one_row_falls_for_another_reason(tmp_path: Path) -> None:
    shared = AMINA.replace(upn(2), upn(1))
    staff = "id,first_name,surname,job\nP1001,Leo,Turner,Teacher\n"
    contacts = "pupil_id,contact_id,first_name,surname,pr\nP1001,c1,Kim,Turner,y\n"
    contacts += "P1003,c3,Pat,Dee,maybe\n"
    for leo, more in ((LEO, {"staff": staff}), (LEO.replace("2017-06-05", "30/02/2017"), {})):
        rows = (leo, shared, "P1003,,Cy,Dee,")
        report = bring(tmp_path, *rows, skip_bad=True, more={"contacts": contacts, **more})
        said = [(one.line, one.column) for one in report.errors if one.file == "pupils.csv"]
        if more:
            assert ("staff.csv", 2, "id", "P1001") in refused(report)
        assert {(2, "upn"), (3, "upn")} <= set(said)
        assert not Pupil.objects.exclude(person__given="Cy").exists()
        assert not Person.objects.filter(given__in=["Kim", "Pat"]).exists()


def test_a_carer_whose_only_pupil_is_left_out_is_not_added(tmp_path: Path) -> None:
    spoilt = user("p1", "student", "Leo", "Turner", userIds="{UPN:nonsense}", agentSourcedIds="g1")
    path = zipped(tmp_path, roster(users=users(spoilt, *PUPILS[1:], *ADULTS)))
    assert import_roll(path, fmt="oneroster", dry_run=False, skip_bad=True).ok
    assert not Person.objects.filter(given="Kim").exists()
    assert CarerLink.objects.get().carer.given == "Hodan"
