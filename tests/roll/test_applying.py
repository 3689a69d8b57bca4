"""A list meets the school that is here: what it may change, what it must ask, what it keeps."""

from pathlib import Path

import pytest

from handrail.people.models import (
    CarerLink,
    Enrolment,
    Identifier,
    Membership,
    Person,
    Post,
    Pupil,
)
from handrail.roll.importing import RollReport, import_roll
from handrail.roll.models import ImportRun
from handrail.school.models import School
from tests.roll.making import folder, manifest, read, roster, upn, zipped

pytestmark = pytest.mark.django_db
HEAD = "id,upn,first_name,surname,birth_date,phone\n"


def bring(path: Path, fmt: str = "oneroster", **options: object) -> RollReport:
    options = {"dry_run": False, **options}
    return import_roll(path, fmt=fmt, **options)  # type: ignore[arg-type]


def ours(where: Path, *rows: str, **options: object) -> RollReport:
    """Bring our own list of these pupils to Oak Lane."""
    path = folder(where, {"pupils.csv": HEAD + "\n".join(rows)})
    return bring(path, "csv", school_name="Oak Lane", **options)


def pupil(number: int, name: str = "", **cells: str) -> str:
    row = {"upn": upn(number), "first": name or f"Ada{number}", "born": "", "phone": "", **cells}
    return f"{number},{row['upn']},{row['first']},Bell,{row['born']},{row['phone']}"


def asked(report: RollReport) -> dict[str, str]:
    assert not report.ok
    return {question.slug: question.sentence for question in report.questions}


def running() -> int:
    return Enrolment.objects.filter(ends=None).count()


def test_a_dry_run_counts_truly_and_keeps_nothing(tmp_path: Path) -> None:
    dry = bring(zipped(tmp_path, roster()), dry_run=True)
    assert dry.ok
    assert not School.objects.exists()
    assert not Person.objects.exists()
    assert not ImportRun.objects.exists()
    wet = bring(zipped(tmp_path, roster()))
    assert wet.as_json()["added"] == dry.as_json()["added"]


def test_the_same_list_twice_changes_nothing(tmp_path: Path) -> None:
    path = zipped(tmp_path, roster())
    bring(path)
    models = (Person, Pupil, Enrolment, Identifier, Membership, CarerLink, Post)
    before = [list(model.objects.order_by("pk").values()) for model in models]
    report = bring(path)
    assert report.ok
    for name in ("added", "changed", "moved", "left"):
        assert not any(report.as_json()[name].values()), name  # type: ignore[attr-defined]
    assert before == [list(model.objects.order_by("pk").values()) for model in models]
    assert any("You imported this same file on" in fault.reason for fault in report.warnings)


def test_the_oak_lane_roll_loads_clean_and_twice_alike(shared: Path) -> None:
    path = shared / "data/interop/oneroster/madeup_oaklane_oneroster_1p1_bulk.zip"
    report = bring(path)
    assert report.ok
    assert report.errors == []
    assert report.tally.added["pupils"] == running() == 360
    again = bring(path)
    assert again.ok
    assert again.tally.unchanged["pupils"] == 360
    assert not sum(again.tally.added.values()) + sum(again.tally.changed.values())


def test_changes_before_any_full_list_are_refused(tmp_path: Path) -> None:
    report = bring(zipped(tmp_path, roster(manifest=manifest(users="delta"))), skip_bad=True)
    assert [fault.reason for fault in report.errors] == [
        "Changes can only follow a full list. Import a full list first."
    ]
    assert not School.objects.exists()


def test_a_list_that_leaves_out_too_many_asks_for_their_number(tmp_path: Path) -> None:
    ours(tmp_path, *map(pupil, range(1, 11)))
    shorter = [pupil(number) for number in range(1, 9)]
    sentence = asked(ours(tmp_path, *shorter))["leavers"]
    assert sentence == (
        "This list leaves out 2 of 10 current pupils. If it is a partial list, stop here. "
        "To go on, type the number 2."
    )
    assert running() == 10
    assert ours(tmp_path, *shorter, answers={"leavers": "2"}).ok
    assert (running(), Pupil.objects.count()) == (8, 10)


@pytest.mark.parametrize("typed", ["", "3", "yes"])
def test_another_number_than_that_of_the_leavers_ends_nobody(tmp_path: Path, typed: str) -> None:
    ours(tmp_path, *map(pupil, range(1, 11)))
    report = ours(tmp_path, *map(pupil, range(1, 9)), answers={"leavers": typed})
    assert "leavers" in asked(report)
    assert running() == 10


def test_a_pupil_who_returns_is_the_same_pupil(tmp_path: Path) -> None:
    everyone = [pupil(number) for number in range(1, 12)]
    ours(tmp_path, *everyone)
    assert ours(tmp_path, *everyone[:-1]).tally.left["pupils"] == 1
    assert running() == 10
    assert ours(tmp_path, *everyone).ok
    assert (running(), Pupil.objects.count()) == (11, 11)


def test_a_upn_of_another_pupil_here_is_refused(tmp_path: Path) -> None:
    ours(tmp_path, pupil(1), pupil(2))
    report = ours(tmp_path, pupil(1), pupil(2, upn=upn(1)), skip_bad=True)
    reasons = [fault.reason for fault in report.errors]
    assert any("UPN" in reason for reason in reasons), reasons
    assert Pupil.objects.get(upn=upn(2)).person.given == "Ada2"


def test_a_upn_already_used_here_is_refused_in_its_sentence(tmp_path: Path) -> None:
    everyone = [pupil(number) for number in range(1, 12)]
    ours(tmp_path, *everyone)
    report = ours(tmp_path, *everyone[1:], pupil(2, upn=upn(1)))
    assert not report.ok
    swapped = ours(tmp_path, *everyone[2:], pupil(2, upn=upn(1)), answers={"leavers": "1"})
    assert [(fault.reason, fault.line) for fault in swapped.errors] == [
        ("Row 11: this UPN already belongs to another pupil at this school. "
         "Check both before importing.", 11)
    ]  # fmt: skip
    assert Pupil.objects.filter(upn=upn(1)).get().person.given == "Ada1"


def test_a_new_upn_keeps_the_old_as_former_and_finds_the_pupil_by_it(tmp_path: Path) -> None:
    ours(tmp_path, pupil(1))
    ours(tmp_path, pupil(1, upn=upn(50)))
    former = Identifier.objects.get(sort=Identifier.Sort.FORMER_UPN)
    assert (former.value, former.person) == (upn(1), Pupil.objects.get().person)
    other_id = pupil(1).replace("1,", "99,", 1)
    assert ours(tmp_path, other_id).ok
    assert Pupil.objects.count() == 1


@pytest.mark.parametrize(("typed", "here"), [(None, 1), ("yes", 1), ("no", 2)])
def test_a_namesake_born_the_same_day_is_asked_about(
    tmp_path: Path, typed: str | None, here: int
) -> None:
    ours(tmp_path, pupil(1, "Amina", born="2017-05-04"))
    answers = {"leavers": "1"} | ({"same-people": typed} if typed else {})
    report = ours(tmp_path, pupil(2, "Amina", born="2017-05-04"), answers=answers)
    assert Pupil.objects.count() == here
    if here == 1:
        assert "born 4 May 2017, may be the pupil already here" in asked(report)["same-people"]


@pytest.mark.parametrize(
    ("typed", "phone"), [(None, "020 7946 0000"), ("no", ""), ("yes", "020 7946 0000")]
)
def test_a_list_without_numbers_asks_before_it_keeps_them_or_takes_them_away(
    tmp_path: Path, typed: str | None, phone: str
) -> None:
    ours(tmp_path, pupil(1, phone="020 7946 0000"))
    report = ours(tmp_path, pupil(1, "Adela"), answers={"keep-numbers": typed} if typed else {})
    assert report.ok is bool(typed)
    person = Pupil.objects.get().person
    assert person.phone == phone
    assert person.given == ("Adela" if typed else "Ada1")
    if not typed:
        assert "no to take them away from the 1 person in this file" in str(report)


def test_a_list_of_pupils_without_numbers_asks_nothing_about_those_of_contacts(
    tmp_path: Path,
) -> None:
    contacts = "pupil_id,contact_id,first_name,surname,phone\n1,c1,Kim,Bell,020 7946 0000\n"
    both = folder(tmp_path, {"pupils.csv": HEAD + pupil(1), "contacts.csv": contacts})
    assert bring(both, "csv", school_name="Oak Lane").ok
    alone = folder(tmp_path / "alone", {"pupils.csv": HEAD + pupil(1, "Adela")})
    assert bring(alone, "csv", school_name="Oak Lane").ok


def contacts(where: Path, order: str) -> RollReport:
    files = {
        "pupils.csv": HEAD + pupil(1),
        "contacts.csv": "pupil_id,contact_id,first_name,surname,pr,court_order,restriction\n"
        f"1,c1,Kim,Bell,y,{order}\n",
    }
    return bring(folder(where, files), "csv", school_name="Oak Lane")


def test_a_list_never_lifts_a_warning_on_a_contact(tmp_path: Path) -> None:
    assert contacts(tmp_path, "n,").ok
    CarerLink.objects.update(restriction="no_contact")
    report = contacts(tmp_path, "n,")
    assert CarerLink.objects.get().restriction == "no_contact"
    assert "The warning on this contact was kept. Only the safeguarding lead can remove it." in [
        fault.reason for fault in report.warnings
    ]


def test_a_warned_contact_whom_the_list_leaves_out_stays(tmp_path: Path) -> None:
    contacts(tmp_path, "n,")
    CarerLink.objects.update(restriction="no_contact")
    files = {
        "pupils.csv": HEAD + pupil(1),
        "contacts.csv": "pupil_id,contact_id,first_name,surname\n1,c2,Lou,Bell\n",
    }
    bring(folder(tmp_path / "next", files), "csv", school_name="Oak Lane")
    assert CarerLink.objects.get(restriction="no_contact").ends is None


def test_a_file_of_another_school_is_refused(tmp_path: Path) -> None:
    bring(zipped(tmp_path, roster()))
    here = School.objects.create(name="Elm Park", laestab="8012001")
    report = bring(zipped(tmp_path, roster()), at_school=here)
    assert [fault.reason for fault in report.errors] == [
        "This file is for Oak Lane Primary (LA 380, number 2999). You are signed in at Elm Park. "
        "Nothing was changed."
    ]


@pytest.mark.parametrize(("typed", "loaded"), [(None, False), ("other", False), ("same", True)])
def test_a_school_whose_number_changed_stops_and_asks(
    tmp_path: Path, typed: str | None, loaded: bool
) -> None:
    School.objects.create(name="Oak Lane Primary", source_id="old", laestab="8012001")
    answers = {"identity": typed} if typed else {}
    report = bring(zipped(tmp_path, roster()), answers=answers)
    assert report.ok is loaded
    assert School.objects.get().laestab == ("3802999" if loaded else "8012001")
    assert bool(Pupil.objects.count()) is loaded


@pytest.mark.parametrize("typed", [None, "no"])
def test_a_file_for_a_school_unknown_here_is_not_loaded_without_a_yes(
    tmp_path: Path, typed: str | None
) -> None:
    here = School.objects.create(name="Elm Park")
    answers = {"which-school": typed} if typed else {}
    report = bring(zipped(tmp_path, roster()), at_school=here, answers=answers)
    if typed:
        no = "This file is for Oak Lane Primary, not for Elm Park. Nothing was changed."
        assert [fault.reason for fault in report.errors] == [no]
    else:
        assert "which-school" in asked(report)
    assert not Pupil.objects.exists()


@pytest.mark.parametrize(("typed", "loaded"), [(None, False), ("no", False), ("yes", True)])
def test_an_older_list_than_the_last_goes_on_only_with_a_yes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str | None, loaded: bool
) -> None:
    bring(zipped(tmp_path, roster()))
    ImportRun.objects.update(made_at="2026-11-20")
    bundle = read(zipped(tmp_path, roster()))
    bundle.made_at, bundle.fingerprint = "2026-09-03", "another"
    monkeypatch.setattr("handrail.roll.importing.read_roll", lambda *_, **__: bundle)
    report = bring(tmp_path, answers={"older": typed} if typed else {})
    assert report.ok is loaded
    assert ImportRun.objects.count() == (2 if loaded else 1)


@pytest.mark.parametrize("name", ["moodle_Test_full_data_set", "moodle_v1p2_full_dataset"])
def test_a_faulty_bundle_loads_only_without_its_bad_rows(shared: Path, name: str) -> None:
    path = shared / f"data/interop/oneroster/{name}.zip"
    assert "school" in asked(bring(path, skip_bad=True))
    stopped = bring(path, school_name="Oak Lane")
    assert not stopped.ok
    assert len(stopped.errors) == 3
    assert not School.objects.exists()
    report = bring(path, school_name="Oak Lane", skip_bad=True)
    assert report.ok
    assert (Enrolment.objects.count(), School.objects.get().name) == (3, "Oak Lane")
    posts, members = Post.objects.count(), Membership.objects.count()
    again = bring(path, school_name="Oak Lane", skip_bad=True)
    assert again.ok
    assert not sum(again.tally.added.values()) + sum(again.tally.changed.values())
    assert (Enrolment.objects.count(), Post.objects.count()) == (3, posts)
    assert Membership.objects.count() == members


def test_the_english_microsoft_format_loads_and_twice_alike(shared: Path) -> None:
    answers = {"school": "Contoso High School", "birth-dates": "yes", "grades": "no"}
    path = shared / "data/interop/microsoft_sds_uk"
    assert bring(path, "sds", answers=answers).ok
    assert running() == 60
    again = bring(path, "sds", answers=answers)
    assert again.ok
    assert not sum(again.tally.added.values()) + sum(again.tally.changed.values())


def test_a_file_that_names_no_school_is_asked_about_where_somebody_is_signed_in(
    shared: Path,
) -> None:
    bundle = shared / "data/interop/oneroster/moodle_v1p2_full_dataset.zip"
    here = School.objects.create(name="Oak Lane")
    sentence = "The file names a department, not a school. Is it for Oak Lane?"
    assert asked(bring(bundle, at_school=here, skip_bad=True)) == {"for-here": sentence}
    no = bring(bundle, at_school=here, skip_bad=True, answers={"for-here": "no"})
    said = "Sign in at the school that this file is for. Nothing was changed."
    assert [fault.reason for fault in no.errors] == [said]
    yes = bring(bundle, at_school=here, skip_bad=True, answers={"for-here": "yes"})
    assert (yes.ok, yes.school, School.objects.count()) == (True, "Oak Lane", 1)
    for signed_in in ({"at_school": here}, {}):  # it was said once
        again = bring(bundle, skip_bad=True, **signed_in)
        assert (again.ok, again.school, again.tally.unchanged["pupils"]) == (True, "Oak Lane", 3)
    other = School.objects.create(name="Elm Park")
    assert "for-here" in asked(bring(bundle, at_school=other, skip_bad=True))
