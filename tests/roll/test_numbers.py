"""Our own lists each count for themselves, and who was loaded once stays who they are."""

from pathlib import Path

import pytest

from handrail.people.models import CarerLink, Identifier, Membership, Person, Post, Pupil
from handrail.roll.importing import RollReport, import_roll
from tests.roll.making import folder, read, refused, roster, zipped

pytestmark = pytest.mark.django_db
SAME = "Rows 2 and 3 are the same person, by the id 1 and the name, but say different things. "
PUPILS = (
    "id,admission_number,first_name,surname,birth_date\n"
    "1,2,Leo,Turner,2017-06-05\n2,3,Amina,Yusuf,2017-11-30\n3,1,Zed,Bell,2018-01-09\n"
)
STAFF = "id,first_name,surname,job\n1,Rajesh,Patel,Teacher\n2,Kim,Turner,Office\n"
CONTACTS = (
    "pupil_id,contact_id,first_name,surname,pr\n"
    "1,2,Kim,Turner,yes\n2,1,Hodan,Yusuf,yes\n3,3,Pat,Bell,yes\n"
)
GROUPS = "group,member_id,role\nMaths,1,pupil\nMaths,1,teacher\n"
FOUR = {"pupils": PUPILS, "staff": STAFF, "contacts": CONTACTS, "groups": GROUPS}


def bring(where: Path, **lists: str) -> RollReport:
    files = {f"{name}.csv": text for name, text in lists.items()}
    return import_roll(folder(where, files), fmt="csv", school_name="Oak Lane", dry_run=False)


def new_ones(report: RollReport) -> int:
    assert report.ok, report
    counts = report.tally
    moves = (counts.added, counts.changed, counts.left)
    return sum(number for one in moves for number in one.values())


def links() -> set[tuple[str, str]]:
    running = CarerLink.objects.filter(ends=None)
    return set(running.values_list("pupil__person__given", "carer__given"))


def test_lists_that_each_count_from_one_are_so_many_people(tmp_path: Path) -> None:
    assert bring(tmp_path, **FOUR).ok
    assert Person.objects.count() == 7  # Kim works in the office and has a child here
    assert links() == {("Leo", "Kim"), ("Amina", "Hodan"), ("Zed", "Pat")}
    members = set(Membership.objects.values_list("person__given", "role"))
    assert members == {("Leo", "pupil"), ("Rajesh", "teacher")}
    for _ in range(2):
        assert new_ones(bring(tmp_path, **FOUR)) == 0
    fewer = bring(tmp_path / "without", pupils=PUPILS, contacts=CONTACTS)
    assert (new_ones(fewer), Person.objects.count()) == (0, 7)
    assert Post.objects.get().source_id == "1"


def test_who_was_loaded_before_lists_counted_apart_is_nobody_new(tmp_path: Path) -> None:
    older = dict(FOUR)
    older["staff"] = STAFF.replace("\n1,", "\nS1,").replace("\n2,", "\nS2,")
    older["contacts"] = CONTACTS.replace(",2,Kim", ",S2,Kim").replace(",1,Hodan", ",C1,Hodan")
    older["groups"] = GROUPS.replace("1,teacher", "S1,teacher")
    assert bring(tmp_path, **older).ok
    before = set(Person.objects.values_list("pk", "given"))
    sorts = (Identifier.Sort.STAFF, Identifier.Sort.CONTACT)
    Identifier.objects.filter(sort=Identifier.Sort.CONTACT, value="S2").delete()  # one row then
    Identifier.objects.filter(sort__in=sorts).update(sort=Identifier.Sort.SOURCE)
    assert new_ones(bring(tmp_path, **older)) == 0
    assert set(Person.objects.values_list("pk", "given")) == before
    assert Identifier.objects.filter(sort=Identifier.Sort.STAFF).count() == 2


def test_colleagues_never_become_contacts_who_were_loaded_under_their_number(
    tmp_path: Path,
) -> None:
    contacts = CONTACTS.replace(",2,Kim", ",7,Kim").replace(",1,Hodan", ",8,Hodan")
    assert bring(tmp_path, pupils=PUPILS, contacts=contacts).ok
    Identifier.objects.filter(sort=Identifier.Sort.CONTACT).update(sort=Identifier.Sort.SOURCE)
    staff = "id,first_name,surname,job\n7,Jo,Gee,Teacher\n8,Al,Hay,Cleaner\n3,Ed,Fox,Teacher\n"
    assert bring(tmp_path, pupils=PUPILS, contacts=contacts, staff=staff).ok
    assert links() == {("Leo", "Kim"), ("Amina", "Hodan"), ("Zed", "Pat")}
    assert set(Post.objects.values_list("person__given", flat=True)) == {"Jo", "Ed"}
    assert new_ones(bring(tmp_path, pupils=PUPILS, contacts=contacts, staff=staff)) == 0


def test_a_contact_whose_number_now_bears_another_name_is_asked_about(tmp_path: Path) -> None:
    assert bring(tmp_path, pupils=PUPILS, contacts=CONTACTS).ok
    before = set(Person.objects.values_list("pk", "given", "family"))
    counted_anew = CONTACTS.replace(",1,Hodan,Yusuf", ",1,Ada,Zest").replace(
        ",3,Pat", ",3,Patricia"
    )
    report = bring(tmp_path, pupils=PUPILS, contacts=counted_anew)
    assert [one.slug for one in report.questions] == ["still-them"]
    assert report.questions[0].sentence.startswith(
        "Row 3 of contacts.csv (by its id 1) was Hodan Yusuf and is Ada Zest in this file. "
    )
    assert set(Person.objects.values_list("pk", "given", "family")) == before


def test_the_same_ids_in_another_sort_of_files_are_the_same_people(tmp_path: Path) -> None:
    four = {
        "pupils": "id,first_name,surname\np1,Leo,Turner\np2,Amina,Yusuf\np3,Zoë,O'Neill-d'Arcy\n",
        "staff": "id,first_name,surname,job\ns1,Rajesh,Patel,Teacher\ns2,Sam,Birch,Aide\n",
        "contacts": "pupil_id,contact_id,first_name,surname\np1,g1,Kim,Turner\np2,g2,Hodan,Yusuf\n",
    }
    assert bring(tmp_path, **four).ok
    before = Person.objects.count()
    files = {
        name: str(text).replace("Oak Lane Primary", "Oak Lane") for name, text in roster().items()
    }
    report = import_roll(zipped(tmp_path, files), fmt="oneroster", dry_run=False)
    assert report.ok, report
    assert Person.objects.count() == before
    assert bring(tmp_path, **four).ok
    assert (Person.objects.count(), Pupil.objects.count()) == (before, 3)


def test_numbers_that_nearly_fit_are_named_and_one_person_on_two_rows_is_no_two(
    tmp_path: Path,
) -> None:
    files = {
        "pupils.csv": "id,first_name,surname\n007,Ada,Bell\np8,Bo,Cy\n",
        "staff.csv": "id,first_name,surname,job\n1,Jo,Gee,Teacher\n1,Jo,Gee,Cook\n02,Al,Hay,Cook\n",
        "contacts.csv": "pupil_id,first_name,surname\n7,Kim,Bell\nP8,Di,Cy\n00,Ed,Fox\n",
        "groups.csv": "group,member_id,role\nMaths,0007,pupil\nMaths,2,teacher\n",
    }
    said = [one for one, *_ in refused(read(folder(tmp_path, files), "csv", school_name="Oak"))]
    assert said == [
        f"{SAME}Neither was imported: leave one of them.",
        f"{SAME}Neither was imported: leave one of them.",
        "Row 2: the pupil of this contact is not in the pupil list. Was '007' meant?",
        "Row 3: the pupil of this contact is not in the pupil list. Was 'p8' meant?",
        "Row 4: the pupil of this contact is not in the pupil list.",
        "Row 2: the pupil on this class list is not in the pupil list. Was '007' meant?",
        "Row 3: the person on this class list is not in the staff list. Was '02' meant?",
    ]
