"""Every fault of a row is named at once, whatever sort of files it stands in."""

from pathlib import Path

from tests.roll.making import folder, manifest, read, roster, upn, user, users
from tests.roll.test_ctf import ctf, pupil, written

HEAD = "sourcedId,status,dateLastModified"


def places(path: Path, fmt: str, **options: object) -> list[tuple[str, int, str, str]]:
    faults = [one for one in read(path, fmt, **options).faults if one.weight == "refuse_row"]
    return [(one.file, one.line, one.column, one.value) for one in faults]


def test_in_oneroster_1_1(tmp_path: Path) -> None:
    spoilt = user("p1", "wizard", "", "", userIds="{UPN:nonsense}", grades="02")
    good = user("p2", "student", userIds=f"{{UPN:{upn(2)}}}")
    files = roster(
        users=users(spoilt, good),
        academicSessions=f"{HEAD},title,type,startDate,endDate,parentSourcedId,schoolYear\n"
        "t1,,,Autumn,season,2026-02-31,,,2027\n",
        classes=f"{HEAD},title,classType,schoolSourcedId\nc1,,,,club,sch\n",
        enrollments=f"{HEAD},classSourcedId,schoolSourcedId,userSourcedId,role,beginDate,endDate\n"
        "e1,,,c9,sch,p9,wizard,2026-13-01,yesterday\n",
        demographics=f"{HEAD},birthDate,sex\np2,,,31/02/2019,f\n",
    )
    assert places(folder(tmp_path, files), "oneroster") == [
        ("academicSessions.csv", 2, "type", "season"),
        ("academicSessions.csv", 2, "startDate", "2026-02-31"),
        ("academicSessions.csv", 2, "endDate", ""),
        ("classes.csv", 2, "title", ""),
        ("classes.csv", 2, "classType", "club"),
        ("demographics.csv", 2, "birthDate", "31/02/2019"),
        ("users.csv", 2, "role", "wizard"),
        ("users.csv", 2, "familyName", ""),
        ("users.csv", 2, "userIds", "{UPN:nonsense}"),
        ("enrollments.csv", 2, "role", "wizard"),
        ("enrollments.csv", 2, "beginDate", "2026-13-01"),
        ("enrollments.csv", 2, "endDate", "yesterday"),
        ("enrollments.csv", 2, "classSourcedId", "c9"),
        ("enrollments.csv", 2, "userSourcedId", "p9"),
    ]


def test_in_oneroster_1_2_where_the_role_has_a_row_of_its_own(tmp_path: Path) -> None:
    files = roster(
        manifest=manifest("1.2", roles="bulk", demographics="absent", enrollments="absent"),
        users=f"{HEAD},enabledUser,username,userIds,givenName,familyName\n"
        "p1,,,true,p1,{UPN:short},Ada,Bell\np2,,,true,p2,,Bo,Cy\np3,,,true,p3,,Di,Fox\n",
        roles=f"{HEAD},userSourcedId,roleType,role,beginDate,endDate,orgSourcedId\n"
        "r1,,,p1,primary,wizard,soon,later,sch\nr2,,,p2,primary,student,,,sch\n",
        demographics=None,
        enrollments=None,
    )
    assert places(folder(tmp_path, files), "oneroster") == [
        ("roles.csv", 2, "role", "wizard"),
        ("roles.csv", 2, "beginDate", "soon"),
        ("roles.csv", 2, "endDate", "later"),
        ("users.csv", 2, "userIds", "{UPN:short}"),
        ("users.csv", 4, "role", ""),
    ]


def test_in_school_data_sync(tmp_path: Path) -> None:
    files = {
        "School.csv": "DfE Number,Name\n3802999,Oak Lane\n",
        "Student.csv": "ID,School DfE Number,First Name,Last Name,Student Number,Birthdate\n"
        "1,3802999,,,1,31/02/2019\n2,3802999,Ada,Bell,2,2019-01-02\n",
        "Section.csv": "ID,School DfE Number,Section Name,Term SIS ID,Term Name,Term StartDate,"
        "Term EndDate\n7,3802999,Maths,t,Autumn,soon,later\n",
    }
    assert places(folder(tmp_path, files), "sds") == [
        ("Section.csv", 2, "Term StartDate", "soon"),
        ("Section.csv", 2, "Term EndDate", "later"),
        ("Student.csv", 2, "Birthdate", "31/02/2019"),
        ("Student.csv", 2, "Last Name", ""),
    ]


def test_in_a_transfer_file(tmp_path: Path) -> None:
    details = (
        "<BasicDetails><FormerUPN>B1</FormerUPN><NCyearActual>99</NCyearActual></BasicDetails>"
    )
    spoilt = pupil("A1", details).replace("2016-03-04", "2016-30-04")
    contact = "<Contacts><Contact><Responsibility>maybe</Responsibility></Contact></Contacts>"
    text = ctf(spoilt + "\n" + pupil(upn(2), contact))
    file = "3802031_CTF_3802999_001.xml"
    assert places(written(tmp_path, text), "ctf") == [
        (file, 2, "UPN", "A1"), (file, 2, "FormerUPN", "B1"),
        (file, 2, "NCyearActual", "99"),
        (file, 2, "DOB", "2016-30-04"),
        (file, 3, "Responsibility", "maybe"), (file, 3, "Surname", ""),
    ]  # fmt: skip


def test_in_our_own_lists(tmp_path: Path) -> None:
    files = {
        "pupils.csv": "id,first_name,surname,birth_date,start_date,leaving_date\n"
        "1,Ada,Bell,2016-01-02,soon,later\n2,Bo,Cy,,,\n2,Di,Fox,31/02/2019,,\n"
        "3,Ed,Gee,,,\n3,Ed,Gee,,,\n",
        "staff.csv": "id,first_name,surname,start_date\n1,Al,Hay,\n1,Jo,Kay,never\n9,A,B,,x\n",
        "contacts.csv": "pupil_id,contact_id,first_name,surname,pr\n8,1,,,maybe\n3,2,Pat,Gee,y,z\n"
        "3,3,Flo,Gee,y\n",
        "groups.csv": "group,type,member_id,role,start_date\n,club,77,wizard,soon\n",
    }
    bundle = read(folder(tmp_path, files), "csv", school_name="Oak Lane")
    assert [one.person.given for one in bundle.pupils] == ["Ed"]
    assert [one.person.given for one in bundle.carers] == ["Flo"]
    assert places(folder(tmp_path, files), "csv", school_name="Oak Lane") == [
        ("pupils.csv", 2, "start_date", "soon"), ("pupils.csv", 2, "leaving_date", "later"),
        ("pupils.csv", 3, "id", "2"), ("pupils.csv", 4, "id", "2"),
        ("pupils.csv", 4, "birth_date", "31/02/2019"),
        ("staff.csv", 4, "", "x"), ("staff.csv", 2, "id", "1"), ("staff.csv", 3, "id", "1"),
        ("staff.csv", 3, "start_date", "never"),
        ("contacts.csv", 3, "", "z"), ("contacts.csv", 2, "pupil_id", "8"),
        ("contacts.csv", 2, "surname", ""), ("contacts.csv", 2, "pr", "maybe"),
        ("groups.csv", 2, "group", ""), ("groups.csv", 2, "type", "club"),
        ("groups.csv", 2, "role", "wizard"), ("groups.csv", 2, "start_date", "soon"),
    ]  # fmt: skip
