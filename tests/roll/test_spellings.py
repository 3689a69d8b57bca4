"""The same roll in whatever coding, shape and naming it comes is the same bundle."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from handrail.roll.bundle import RollBundle
from handrail.roll.faults import RollRefused
from handrail.roll.numbering import CONTACTS, id_in, number_of
from handrail.roll.reading.columns import (
    CONTACT_COLUMNS,
    GROUP_COLUMNS,
    PUPIL_COLUMNS,
    STAFF_COLUMNS,
)
from handrail.roll.templates_csv import templates
from tests.roll.making import (
    DEMOGRAPHICS,
    ENROLLMENTS,
    PUPILS,
    asked,
    folder,
    manifest,
    read,
    refused,
    roster,
    upn,
    user,
    users,
    warned,
    zipped,
)

LIST = (
    "pupil id,UPN,Forename,Surname,DOB,Year group,Reg\n"
    f"A1,{upn(1)},Zoë,\"O'Neill, d'Arcy\",01/09/2019,Year 2,2A\n"
    f"A2,{upn(2)},Bo,de Souza,29/02/2020,02,2A\n"
)


def people(bundle: RollBundle) -> list[tuple[str, ...]]:
    return [
        (one.person.source_id, one.upn, one.person.given, one.person.family, str(one.person.born),
         one.year)
        for one in bundle.pupils
    ]  # fmt: skip


WRITTEN: dict[str, Callable[[str], bytes]] = {
    "plain": str.encode,
    "with a mark": lambda text: text.encode("utf-8-sig"),
    "utf-16": lambda text: text.encode("utf-16"),
    "utf-16 without a mark": lambda text: text.encode("utf-16-le"),
    "windows": lambda text: text.encode("cp1252"),
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "old mac": lambda text: text.replace("\n", "\r").encode(),
    "no newline at the end": lambda text: text.rstrip("\n").encode(),
    "empty rows": lambda text: text.replace("\n", "\n,,,,,,\n").encode(),
    "spare columns": lambda text: text.replace("\n", ",,\n").encode(),
    "said by a spreadsheet": lambda text: ("sep=,\n" + text).encode(),
}


@pytest.mark.parametrize("way", WRITTEN)
def test_a_list_reads_alike_however_it_was_saved(way: str, tmp_path: Path) -> None:
    bundle = read(folder(tmp_path, {"roll.csv": WRITTEN[way](LIST)}), "csv")
    assert people(bundle) == [
        ("A1", upn(1), "Zoë", "O'Neill, d'Arcy", "2019-09-01", "2"),
        ("A2", upn(2), "Bo", "de Souza", "2020-02-29", "2"),
    ]
    assert refused(bundle) == []
    assert [(group.name, group.sort, group.year) for group in bundle.groups] == [
        ("2A", "class", "2")
    ]


@pytest.mark.parametrize("divider", [";", "\t"])
def test_semicolons_and_tabs(divider: str, tmp_path: Path) -> None:
    text = LIST.replace("O'Neill, d'Arcy", "O'Neill").replace(",", divider)
    assert len(read(folder(tmp_path, {"roll.csv": text}), "csv").pupils) == 2


SYSTEMS = {
    "SIMS": "Forename,Surname,UPN,Year,Reg,Email",
    "Arbor": "First name,Last name,UPN,Year group,Registration form,Email",
    "Bromcom": "FirstName,LastName,UPN,YearGroup,Form,StudentEmail",
    "others": "first_name,family name,Unique Pupil Number,NC Year,Tutor Group,Email Address",
}


@pytest.mark.parametrize("system", SYSTEMS)
def test_headings_of_other_systems_are_known(system: str, tmp_path: Path) -> None:
    text = f"{SYSTEMS[system]}\nAda,Bell,{upn(1)},Year 3,3B,ada@school.example\n"
    bundle = read(folder(tmp_path, {"export.csv": text}), "csv")
    pupil = bundle.pupils[0]
    assert (pupil.person.given, pupil.person.family, pupil.year) == ("Ada", "Bell", "3")
    assert pupil.person.email == "ada@school.example"
    assert bundle.groups[0].name == "3B"
    assert warned(bundle) == []


def test_a_heading_may_be_named_by_hand(tmp_path: Path) -> None:
    text = f"Ref,Voornaam,Surname,Jaar\n{upn(1)},Ada,Bell,4\n"
    mapping = {"upn": "Ref", "first_name": "Voornaam", "year": "Jaar"}
    bundle = read(folder(tmp_path, {"export.csv": text}), "csv", mapping=mapping)
    assert people(bundle) == [(upn(1), upn(1), "Ada", "Bell", "None", "4")]


def test_a_list_of_pupils_speaks_only_of_pupils_in_classes(tmp_path: Path) -> None:
    bundle = read(folder(tmp_path, {"roll.csv": LIST}), "csv")
    assert bundle.has == {"pupils", "groups", "memberships"}
    assert (bundle.group_sorts, bundle.member_roles) == ({"class"}, {"pupil"})
    assert {"email", "phone", "mobile"} <= bundle.blank_columns
    assert "born" not in bundle.blank_columns


def test_a_folder_and_a_zip_of_the_same_files_have_one_fingerprint(tmp_path: Path) -> None:
    one, other = read(folder(tmp_path, roster())), read(zipped(tmp_path, roster()))
    assert one.fingerprint == other.fingerprint
    assert len(one.fingerprint) == 64
    changed = roster(users=users(*PUPILS[:2]), enrollments=ENROLLMENTS.split("e4")[0])
    assert read(folder(tmp_path / "b", changed)).fingerprint != one.fingerprint


def test_what_computers_add_by_themselves_is_passed_by(tmp_path: Path) -> None:
    files = {**roster(), "__MACOSX/._users.csv": "x", ".DS_Store": "x", "readme.md": "x"}
    bundle = read(zipped(tmp_path, files))
    assert len(bundle.pupils) == 3
    assert "These are not lists and were not read: readme.md." in warned(bundle)


def test_names_of_files_are_known_in_any_capitals(tmp_path: Path) -> None:
    files = {name.upper(): text for name, text in roster().items()}
    assert len(read(zipped(tmp_path, files)).pupils) == 3


def test_the_small_roster(tmp_path: Path) -> None:
    bundle = read(zipped(tmp_path, roster()))
    assert refused(bundle) == []
    assert asked(bundle) == {}
    assert [one.role for one in bundle.staff] == ["teacher", "assistant"]
    assert {(one.pupil, one.carer, one.relationship) for one in bundle.links} == {
        ("p1", "g1", "Parent"),
        ("p2", "g2", "Guardian"),
    }
    assert [one.person.family for one in bundle.pupils][2] == "O'Neill-d'Arcy"
    assert [one.year for one in bundle.pupils] == ["2", "2", "2"]
    assert {one.role for one in bundle.members} == {"pupil", "teacher"}


def test_changes_are_not_the_whole_and_take_away_only_what_they_name(tmp_path: Path) -> None:
    every = {name: "delta" for name in ("users", "classes", "enrollments", "demographics",
                                        "academicSessions", "orgs")}  # fmt: skip
    files = roster(
        manifest=manifest(**every),
        users=users(
            user("p1", "student", "Leo", status="active"),
            user("p7", "student", status="tobedeleted"),
        ),
        orgs="sourcedId,status,name,type\nsch,active,Oak Lane,school\n",
        classes="sourcedId,status,title\nc1,active,2A\n",
        demographics="sourcedId,status,birthDate\np1,,2019-10-01\n",
        enrollments=ENROLLMENTS.split("\n")[0] + "\ne9,active,,c1,sch,p55,student,,,\n"
        "e8,tobedeleted,,c1,sch,p1,student,,,\ne7,active,,c1,sch,p1,student,,,\n",
    )
    bundle = read(zipped(tmp_path, files))
    assert bundle.whole is False
    assert bundle.ended == {"p7"}
    assert [(one.person, one.ends is None) for one in bundle.members] == [
        ("p55", True),
        ("p1", True),
        ("p1", False),
    ]


def newer(**changed: str) -> dict[str, str | bytes]:
    """The roster as version 1.2: roles in their own file, names legal and preferred."""
    modes = dict.fromkeys(
        ("lineItemLearningObjectiveIds", "lineItemScoreScales", "resultLearningObjectiveIds",
         "resultScoreScales", "scoreScales", "userProfiles", "userResources"),
        "absent",
    )  # fmt: skip
    files = {
        "users": "sourcedId,givenName,familyName,preferredGivenName,preferredFamilyName,userIds,"
        "identifier\n"
        f"p1,Leonard,Turner,Leo,,,{upn(1)}\np2,Amina,Yusuf,,,,A-77\ns1,Rajesh,Patel,,,,\n",
        "roles": "userSourcedId,roleType,role,beginDate,endDate,orgSourcedId\n"
        "p1,primary,student,2024-09-01,,sch\np2,primary,student,,,sch\n"
        "s1,secondary,guardian,,,sch\ns1,primary,teacher,,,sch\n",
        "enrollments": ENROLLMENTS.split("e4")[0],
        "demographics": DEMOGRAPHICS.split("p3")[0],
        **changed,
    }
    return roster(manifest=manifest("1.2", roles="bulk", **modes), **files)


def test_names_of_version_1_2_are_legal_beside_those_preferred(tmp_path: Path) -> None:
    bundle = read(zipped(tmp_path, newer()))
    leo, amina = bundle.pupils
    assert (leo.person.given, leo.person.legal_given, leo.person.legal_family) == (
        "Leo", "Leonard", "Turner",
    )  # fmt: skip
    assert leo.upn == upn(1), "an identifier whose check letter fits is a UPN"
    assert (amina.upn, amina.admission) == ("", "A-77")
    assert str(leo.starts) == "2024-09-01"


def test_a_teacher_who_is_a_parent_is_one_person_with_two_hats(tmp_path: Path) -> None:
    bundle = read(zipped(tmp_path, newer()))
    assert bundle.staff[0].person == bundle.carers[0].person
    assert bundle.staff[0].role == "teacher"


def test_a_teacher_who_is_a_pupil_is_refused(tmp_path: Path) -> None:
    roles = "userSourcedId,roleType,role,orgSourcedId\np1,primary,student,sch\n" + (
        "p1,secondary,teacher,sch\np2,primary,student,sch\ns1,primary,teacher,sch\n"
    )
    bundle = read(zipped(tmp_path, newer(roles=roles)))
    assert refused(bundle)[0] == (
        "Row 2: this person is a teacher in one file and a pupil in another.", "users.csv", 2,
    )  # fmt: skip
    assert "p1" in bundle.refused_ids


TWO_SCHOOLS = (
    "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n"
    "sch,,,Oak Lane Primary,school,123456,\nelm,,,Elm Park,school,,\n"
)


def test_of_two_schools_one_is_chosen_and_the_other_left_alone(tmp_path: Path) -> None:
    rows = (*PUPILS, user("p8", "student", orgSourcedIds="elm"))
    files = roster(orgs=TWO_SCHOOLS, users=users(*rows, user("s1", "teacher")))
    path = zipped(tmp_path, files)
    assert asked(read(path))["school"].startswith("These files hold 2 schools.")
    bundle = read(path, answers={"school": "Oak Lane Primary"})
    assert bundle.school is not None
    assert bundle.school.urn == "123456"
    assert "p8" not in {one.person.source_id for one in bundle.pupils}
    with pytest.raises(RollRefused, match="They hold Oak Lane Primary, Elm Park"):
        read(path, school_name="Spring Lane")


STRICT = {
    "status in a full list": roster(users=users(user("p1", "student", status="active"))),
    "no manifest": roster(manifest=None),
    "dates of our own": roster(demographics=DEMOGRAPHICS.replace("2019-10-01", "13/10/2019")),
    "capitals": roster(users=users(user("p1", "Student"), user("s1", "teacher"))),
    "a strange column": roster(classes="sourcedId,title\nc1,2A\n"),
    "a strange file": {**roster(), "extra.csv": "a\n1"},
    "an id with blanks": roster(users=users(user("p 1", "student"))),
    "a manifest that forgets": roster(manifest=manifest().replace("file.results,absent", "")),
    "a file said to be absent": roster(manifest=manifest(demographics="absent")),
}


@pytest.mark.parametrize("what", STRICT)
def test_the_strict_reader_refuses_what_the_standard_refuses(what: str, tmp_path: Path) -> None:
    path = zipped(tmp_path, STRICT[what])
    read(path)  # the forgiving reader takes it, or asks
    with pytest.raises(RollRefused):
        read(path, strict=True)


FOUR = {
    "pupils.csv": "id,first_name,surname,class\n1,Ada,Bell,4B\n2,Cy,Bell,\n",
    "contacts.csv": "pupil_id,contact_id,first_name,surname,relationship,parental_responsibility,"
    "priority,lives_with,court_order\n"
    "1,c1,Di,Bell,Mother,yes,1,yes,\n2,c1,Di,Bell,Mother,,1,yes,\n"
    "1,c2,Ed,Bell,Father,no,2,no,no information\n",
    "staff.csv": "id,title,first_name,surname,job\ns1,Mrs,Fay,Gee,Year 4 Teacher\n"
    "s2,,Hal,Ivy,Teaching Assistant\ns3,,Jo,Kay,SENCO\n",
    "groups.csv": "group,type,subject,member_id,role\n4B,class,,s1,teacher\n"
    "Maths 1,teaching,Maths,2,\nMaths 1,teaching,Maths,s2,support\n",
}


def test_our_own_four_files(tmp_path: Path) -> None:
    bundle = read(folder(tmp_path, FOUR), "csv", school_name="Oak Lane")
    assert refused(bundle) == []
    assert [one.role for one in bundle.staff] == ["teacher", "assistant", ""], "no SENCO by import"
    links = {(one.pupil, one.carer): one for one in bundle.links}
    c1, c2 = id_in(CONTACTS, "c1"), id_in(CONTACTS, "c2")
    assert links["1", c1].responsibility == "yes"
    assert links["2", c1].responsibility == "not_known", "silence is never a yes"
    assert links["1", c2].restriction == "no_information"
    assert len(bundle.carers) == 2
    assert {(one.group, number_of(one.person), one.role) for one in bundle.members} == {
        ("4B", "1", "pupil"), ("4B", "s1", "teacher"), ("Maths 1", "2", "pupil"),
        ("Maths 1", "s2", "support"),
    }  # fmt: skip
    assert bundle.has == {
        "pupils", "staff", "carers", "links", "groups", "memberships",
    }  # fmt: skip


def test_rows_are_read_the_same_twice(tmp_path: Path) -> None:
    path = folder(tmp_path, FOUR)
    assert replace(read(path, "csv"), faults=[]) == replace(read(path, "csv"), faults=[])


def test_our_templates_read_without_a_fault(tmp_path: Path) -> None:
    bundle = read(folder(tmp_path, dict(templates())), "csv", school_name="Oak Lane")
    assert refused(bundle) == []
    assert asked(bundle) == {}
    assert (len(bundle.pupils), len(bundle.staff), len(bundle.links)) == (3, 3, 4)
    assert [one.year for one in bundle.pupils] == ["4", "4", "R"]
    known = {*PUPIL_COLUMNS, *CONTACT_COLUMNS, *STAFF_COLUMNS, *GROUP_COLUMNS}
    for text in templates().values():
        assert set(text.decode("utf-8-sig").split("\n", 1)[0].split(",")) <= known


def test_rows_are_counted_as_a_spreadsheet_counts_them(tmp_path: Path) -> None:
    text = '\n;;\nid;surname;needs;year\n1;Bell;"a\nb\nc";3\n\n2;Cy;;Yr99\n'
    bundle = read(folder(tmp_path, {"pupils.csv": text}), "csv", school_name="Oak Lane")
    assert [(one[1], one[2]) for one in refused(bundle)] == [("pupils.csv", 6)]
    assert [one.person.family for one in bundle.pupils] == ["Bell"]


def test_where_the_roles_stand_says_which_version_it_is(tmp_path: Path) -> None:
    later = {
        "users": "sourcedId,givenName,familyName,username\np1,Ada,Bell,p1\n",
        "roles": "sourcedId,userSourcedId,roleType,role,orgSourcedId\nr1,p1,primary,student,sch\n",
        "enrollments": None, "demographics": None,
    }  # fmt: skip
    absent = {"enrollments": "absent", "demographics": "absent"}
    for files, says in (
        (
            roster(manifest=manifest("1.2", roles="absent")),
            "the roles stand in users.csv as in 1.1",
        ),
        (roster(manifest=manifest(**absent), **later), "the roles stand in roles.csv as in 1.2"),
    ):
        path = folder(tmp_path / says[-3:], files)
        bundle = read(path)
        assert refused(bundle) == []
        assert bundle.pupils
        assert any(says in one for one in warned(bundle))
        with pytest.raises(RollRefused):
            read(path, strict=True)


def test_rows_without_an_id_are_each_named(tmp_path: Path) -> None:
    rows = (user("", "student", "Ada"), user("", "student", "Bo"))
    bundle = read(folder(tmp_path, roster(users=users(*rows), enrollments=None,
                                          manifest=manifest(enrollments="absent"))))  # fmt: skip
    assert [line for _, _, line in refused(bundle)] == [2, 3]
