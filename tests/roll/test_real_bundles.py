"""The sample bundles of real vendors, faults included, and the made-up school of 360 pupils."""

from pathlib import Path

import pytest

from handrail.roll.faults import RollRefused
from tests.roll.making import asked, read, refused, warned

ONEROSTER = "data/interop/oneroster"


def count(bundle: object, *sorts: str) -> dict[str, int]:
    return {sort: len(getattr(bundle, sort)) for sort in sorts}


def test_the_oak_lane_roll_reads_clean(shared: Path) -> None:
    bundle = read(shared / ONEROSTER / "madeup_oaklane_oneroster_1p1_bulk.zip")
    assert refused(bundle) == []
    assert asked(bundle) == {}
    sorts = ("terms", "groups", "pupils", "staff", "carers", "links", "members")
    assert count(bundle, *sorts) == {
        "terms": 3, "groups": 20, "pupils": 360, "staff": 40, "carers": 440, "links": 480,
        "members": 380,
    }  # fmt: skip
    assert bundle.school is not None
    assert bundle.school.laestab == "3802999"
    assert {pupil.year for pupil in bundle.pupils} == {"R", *map(str, range(1, 10))}
    assert all(pupil.upn and pupil.person.born for pupil in bundle.pupils)
    assert {link.responsibility for link in bundle.links} == {"not_known"}
    assert {group.year for group in bundle.groups} == {"R", *map(str, range(1, 10))}


def test_the_oak_lane_roll_passes_the_strict_reader(shared: Path) -> None:
    bundle = read(shared / ONEROSTER / "madeup_oaklane_oneroster_1p1_bulk.zip", strict=True)
    assert len(bundle.pupils) == 360


def test_a_sibling_is_linked_though_only_the_pupils_row_says_so(shared: Path) -> None:
    bundle = read(shared / ONEROSTER / "madeup_oaklane_oneroster_1p1_bulk.zip")
    children = [link.pupil for link in bundle.links]
    assert len(bundle.links) > len({link.carer for link in bundle.links})
    assert set(children) == {pupil.person.source_id for pupil in bundle.pupils}


BOTH_MOODLE = (
    ("orgs.csv is a full list, but has status", "status filled in a full list"),
    ("The file names a department, not a school", "no school"),
    ("orgs.csv points to a parent", "lost parent of an organisation"),
    ("academicSessions.csv points to a parent", "lost parent of a term"),
    ("is marked as to be deleted", "to be deleted in a full list"),
    ("is marked as inactive", "inactive in a full list"),
    ("'Scheduled' was read as 'scheduled'", "capitals"),
    ("names a course that is not in the file", "lost course"),
    ("has no status among rows that have", "one empty status"),
    ("is not a moment as the standard writes it", "dates of change"),
    ("The id {LDAP:12} stands on 4 different people", "shared id"),
    ("Grades of people who are not pupils", "a grade on a teacher"),
    ("the dates lie outside the term", "dates outside the term"),
    ("a link here does not join a pupil and a carer", "teacher linked to a teacher"),
    ("This file held 6 passwords. They were not saved.", "passwords"),
    ("says 'absent' of source.systemcode", "a mode where a name should be"),
)


@pytest.mark.parametrize("name", ["moodle_Test_full_data_set", "moodle_v1p2_full_dataset"])
def test_every_fault_of_the_moodle_bundles_is_named(shared: Path, name: str) -> None:
    bundle = read(shared / ONEROSTER / f"{name}.zip", school_name="Oak Lane")
    said = " ".join(warned(bundle))
    for sentence, what in BOTH_MOODLE:
        assert sentence in said, what
    both = "this person is a teacher in one file and a pupil in another."
    assert refused(bundle) == [
        (
            "Row 5: the school year 'Session Title' stands under a term and has its dates. "
            "It was left out: set the dates of the year in School.",
            "academicSessions.csv",
            5,
        ),
        (f"Row 3: {both}", "enrollments.csv", 3),
        (f"Row 6: {both}", "enrollments.csv", 6),
    ]
    assert asked(bundle) == {}
    assert count(bundle, "pupils", "carers", "groups") == {"pupils": 3, "carers": 1, "groups": 1}


def test_links_of_the_older_moodle_bundle_are_kept_only_the_right_way_round(shared: Path) -> None:
    bundle = read(shared / ONEROSTER / "moodle_Test_full_data_set.zip", school_name="Oak Lane")
    assert [(link.pupil, link.carer) for link in bundle.links] == [
        ("usr-222-66778899", "usr-222-1234561")
    ]
    sentence = "3 pupils were linked to a teacher as if to a parent. Those links were left out."
    assert sentence in warned(bundle)


def test_the_newer_moodle_bundle_has_its_own_faults(shared: Path) -> None:
    bundle = read(shared / ONEROSTER / "moodle_v1p2_full_dataset.zip", school_name="Oak Lane")
    said = " ".join(warned(bundle))
    for sentence in (
        "userprofiles.csv should be named userProfiles.csv",
        "holds sign-in details. It is never read",
        "Was 'dateLastModified' meant?",
        "Was 'preferredGivenName' meant?",
        "The heading of roles.csv has 2 empty columns",
        "'1/05/2023' is not a moment",
        "1 person with the role 'siteAdministrator' got no post",
    ):
        assert sentence in said
    hats = {one.person.source_id for one in bundle.staff} & {
        one.person.source_id for one in bundle.carers
    }
    assert hats == {"usr-222-123456"}, "a teacher who is a guardian is one person with two hats"


@pytest.mark.parametrize("name", ["moodle_Test_full_data_set", "moodle_v1p2_full_dataset"])
def test_the_moodle_bundles_ask_for_a_school_and_fail_the_strict_reader(
    shared: Path, name: str
) -> None:
    path = shared / ONEROSTER / f"{name}.zip"
    assert asked(read(path)) == {
        "school": "The file names a department, not a school. Which school is it for?"
    }
    with pytest.raises(RollRefused):
        read(path, school_name="Oak Lane", strict=True)


def test_no_password_of_a_bundle_reaches_any_object(shared: Path) -> None:
    for path, fmt in (
        (shared / ONEROSTER / "moodle_Test_full_data_set.zip", "oneroster"),
        (shared / "data/interop/microsoft_sds_uk", "sds"),
        (shared / "data/interop/microsoft_sds_v2_1", "sds"),
    ):
        text = repr(read(path, fmt, school_name=None, answers={"school": "Contoso High School"}))
        assert "Password1-" not in text
        assert "P@ss" not in text


def test_the_english_microsoft_format(shared: Path) -> None:
    path = shared / "data/interop/microsoft_sds_uk"
    questions = asked(read(path, "sds"))
    assert questions["school"].startswith("These files hold 2 schools.")
    assert questions["birth-dates"].startswith("Row 2: this pupil would be 26 years old.")
    assert "grades" in questions
    answers = {"school": "Contoso High School", "birth-dates": "yes", "grades": "no"}
    bundle = read(path, "sds", answers=answers)
    assert asked(bundle) == {}
    assert refused(bundle) == []
    assert count(bundle, "pupils", "staff", "groups", "members", "terms") == {
        "pupils": 60, "staff": 7, "groups": 14, "members": 434, "terms": 1,
    }  # fmt: skip
    assert str(bundle.pupils[0].person.born) == "2000-04-02", "12/19/1997 settles the order"
    assert "This file held 98 passwords. They were not saved." in " ".join(warned(bundle))


def test_microsoft_version_2_1(shared: Path) -> None:
    bundle = read(shared / "data/interop/microsoft_sds_v2_1", "sds")
    assert asked(bundle) == {}
    assert refused(bundle) == []
    assert {(link.pupil, link.carer, link.relationship) for link in bundle.links} == {
        ("114001", "114002", "Guardian"),
        ("114003", "114002", "Relative"),
        ("114004", "114005", "Guardian"),
    }
    assert count(bundle, "pupils", "staff", "carers") == {"pupils": 3, "staff": 1, "carers": 2}
