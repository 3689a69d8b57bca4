"""Each bad input a school may hand in gets its sentence, at its place, and nothing worse."""

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from handrail.roll.faults import RollRefused
from tests.roll.making import (
    ADULTS,
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

CANNOT_OPEN = (
    "This file could not be opened. Nothing was changed. "
    "Export it again from your MIS and try once more."
)
TOO_LARGE = "This file is larger than a school list should be (20 MB). Nothing was changed."
STRANGE = "This zip has files in places we do not read. Export again."
Files = Mapping[str, str | bytes]


@dataclass(frozen=True)
class Bad:
    """`place` is the file and line where the fault must stand."""

    name: str
    files: Files | Callable[[Path], Path]
    sentence: str
    place: tuple[str, int] = ("", 0)
    fmt: str = "oneroster"
    options: dict[str, Any] = field(default_factory=dict)

    def read(self, where: Path) -> Any:
        path = self.files(where) if callable(self.files) else zipped(where, self.files)
        return read(path, self.fmt, **self.options)


def named(bad: Bad) -> str:
    return bad.name


def pupils_with(*rows: str, **changed: str) -> Files:
    return roster(users=users(*rows, *ADULTS), **changed)


def a_file(name: str, data: bytes) -> Callable[[Path], Path]:
    def make(where: Path) -> Path:
        (where / name).write_bytes(data)
        return where / name

    return make


def a_zip(*members: tuple[str | zipfile.ZipInfo, bytes]) -> Callable[[Path], Path]:
    def make(where: Path) -> Path:
        with zipfile.ZipFile(where / "roll.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in members:
                archive.writestr(name, data)
        return where / "roll.zip"

    return make


def a_locked_zip(where: Path) -> Path:
    path = zipped(where, roster())
    data = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := data.find(mark, start)) >= 0:
            data[start + place] |= 1
            start += 4
    path.write_bytes(data)
    return path


def a_lying_zip(where: Path) -> Path:
    """It declares a few bytes and holds 30 MB."""
    path = a_zip(("users.csv", b"a" * 30_000_000))(where)
    data = path.read_bytes().replace((30_000_000).to_bytes(4, "little"), b"\x10\0\0\0")
    path.write_bytes(data)
    return path


def a_linked_folder(where: Path) -> Path:
    path = folder(where, roster())
    (path / "roles.csv").symlink_to("/etc/hostname")
    return path


def a_zip_with_a_link(where: Path) -> Path:
    link = zipfile.ZipInfo("users.csv")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    return a_zip((link, b"/etc/passwd"))(where)


OVER = "\n".join(user(f"p{n}", "student") for n in range(10_001))

WHOLE_FILE = [
    Bad("1 not a zip", a_file("roll.zip", b"PK\x03\x04 but no more"), CANNOT_OPEN),
    Bad("1 a picture", a_file("roll.csv", b"\x89PNG\r\n\x1a\n\0\0"), CANNOT_OPEN, fmt="csv"),
    Bad("1 an empty zip", a_zip(), CANNOT_OPEN),
    Bad("1 nothing there", lambda where: where / "gone.zip", CANNOT_OPEN),
    Bad("1 zeros inside", roster(users=b"source\0Id,role\n"), CANNOT_OPEN),
    Bad("1 an open quote", roster(users=users('p1,"never shut')),
        CANNOT_OPEN + " Row 2 of users.csv has a quotation mark too many or too few.",
        ("users.csv", 2)),
    Bad("1 a locked zip", a_locked_zip, "This zip is locked with a password."),
    Bad("1 a workbook", a_zip(("[Content_Types].xml", b"<x/>")), "This is a spreadsheet workbook"),
    Bad("2 over 10,000 rows", roster(users=users(OVER)), TOO_LARGE, ("users.csv", 0)),
    Bad("2 over 20 MB", a_file("roll.csv", b"a,b\n" * 5_300_000), TOO_LARGE, fmt="csv"),
    Bad("2 a bomb", a_zip(("users.csv", b"a" * 19_000_000)), TOO_LARGE),
    Bad("2 a bomb that declares it", a_zip(("users.csv", b"a" * 30_000_000)), TOO_LARGE),
    Bad("2 a bomb that lies", a_lying_zip, CANNOT_OPEN),
    Bad("2 a huge cell", roster(users=users("p1," + "x" * 6_000)),
        "Row 2 of users.csv has a cell of more than 5,000 letters.", ("users.csv", 2)),
    Bad("37 a title above the headings", {"pupils.csv": "\nAll,,\nid,surname,year\n1,Bell,4\n"},
        "Row 2 of pupils.csv is a title ('All'), not", ("pupils.csv", 2), "csv"),
    Bad("37 an empty list", {"pupils.csv": "\n,,\n"}, "pupils.csv is empty.",
        ("pupils.csv", 0), "csv"),
    Bad("37 columns of other names", {"pupils.csv": "Ref,Name\n1,Ada\n"},
        "The file has the columns Ref, Name: say which it is", ("pupils.csv", 0), "csv"),
    Bad("37 no id in School Data Sync", {"School.csv": "DfE Number,Name\n1,Oak\n",
        "Student.csv": "First Name,Last Name\nA,B\n"},
        "The column 'ID' is missing from Student.csv", ("Student.csv", 0), "sds"),
    Bad(
        "4 a promised file is not there",
        roster(enrollments=None),
        "The file list names enrollments.csv but it is not in the zip. Nothing was changed.",
        ("manifest.csv", 0),
    ),
    Bad(
        "5 an unknown version",
        roster(manifest=manifest("1.0")),
        "This says OneRoster 1.0. Handrail reads 1.1 and 1.2.",
    ),
    Bad(
        "9 no pupils",
        roster(users=users(*ADULTS), enrollments=ENROLLMENTS.split("e2")[0], demographics=None,
               manifest=manifest(demographics="absent")),
        "There are no pupils in this file. Nothing was changed.",
    ),
    Bad(
        "16 both orders in one file",
        roster(demographics=DEMOGRAPHICS.replace("2019-10-01", "25/12/2019").replace(
            "2020-02-29", "02/29/2020")),
        "Some dates in demographics.csv are day-first (25/12/2019) and others month-first "
        "(02/29/2020).",
    ),
    Bad(
        "30 broken letters",
        pupils_with(user("p1", "student", "ZoÃ«")),
        "Some names have broken letters (ZoÃ«). Save the file as 'CSV UTF-8' and try again.",
        ("users.csv", 2),
    ),
    Bad(
        "31 damaged ids",
        pupils_with(user("4.47E+11", "student")),
        "Values in 'sourcedId' were damaged by a spreadsheet (4.47E+11). "
        "Export again without opening in Excel.",
        ("users.csv", 2),
    ),
    Bad(
        "37 a missing column",
        roster(users=users(*PUPILS).replace("familyName", "familyNmae")),
        "The column 'familyName' is missing from users.csv. Nothing was changed. "
        "Is it the one headed 'familyNmae'?",
        ("users.csv", 0),
    ),
    Bad(
        "37 a column twice",
        roster(users=users(*PUPILS).replace("middleName", "FAMILYNAME")),
        "The column 'familyName' is there twice in users.csv.",
    ),
    Bad("40 a path out", a_zip(("../users.csv", b"a")), STRANGE),
    Bad("40 a path from the root", a_zip(("/etc/users.csv", b"a")), STRANGE),
    Bad("40 a path of another system", a_zip(("C:\\users.csv", b"a")), STRANGE),
    Bad("40 a sub-folder", a_zip(("export/users.csv", b"a")), STRANGE),
    Bad("40 a zip in the zip", a_zip(("more.zip", b"PK\x03\x04")), STRANGE),
    Bad("40 a zip under another name", a_zip(("users.csv", b"PK\x03\x04")), STRANGE),
    Bad("40 a link in the zip", a_zip_with_a_link, STRANGE),
    Bad("40 a link in the folder", a_linked_folder, "This folder points to files in places"),
    Bad("40 two names alike", a_zip(("users.csv", b"a"), ("USERS.csv", b"b")), "is there twice"),
    Bad("a format we do not know", roster(), "'ctf9' is not a format", fmt="ctf9"),
    Bad("sds without its files", {"x.csv": "id\n1"}, "These are not the files of", fmt="sds"),
    Bad("csv without pupils", {"staff.csv": "id\n1", "groups.csv": "g\n1"}, "pupils.csv is missing",
        fmt="csv"),
]  # fmt: skip


@pytest.mark.parametrize("bad", WHOLE_FILE, ids=named)
def test_a_file_that_cannot_be_taken_is_refused_whole(bad: Bad, tmp_path: Path) -> None:
    with pytest.raises(RollRefused) as caught:
        bad.read(tmp_path)
    fault = caught.value.fault
    assert bad.sentence in fault.reason
    assert bad.place[0] in ("", fault.file)
    assert bad.place[1] in (0, fault.line)


HEAD = "id,upn,first_name,surname,birth_date,year,sen_provision,phone,start_date,leaving_date\n"


def ours(rows: str, **files: str) -> Files:
    return {"pupils.csv": HEAD + rows, **{f"{name}.csv": text for name, text in files.items()}}


LETTER = upn(7)[0]
WRONG = ("X" if LETTER != "X" else "Y") + upn(7)[1:]
ROWS = [
    Bad(
        "10 wrong check letter",
        pupils_with(user("p9", "student", userIds=f"{{UPN:{WRONG}}}")),
        f"Row 2: the UPN {WRONG} has a mistake in it (the first letter should be {LETTER}). "
        "This pupil was left out.",
        ("users.csv", 2),
    ),
    Bad(
        "10 in our own list",
        ours(f"1,{WRONG},Ada,Bell,,,,,,\n"),
        f"Row 2: the UPN {WRONG} has a mistake in it (the first letter should be {LETTER}). "
        "This pupil was left out.",
        ("pupils.csv", 2),
        fmt="csv",
    ),
    Bad(
        "11 not a UPN at all",
        ours("1,I12345,Ada,Bell,,,,,,\n"),
        "Row 2: a UPN has 13 characters and never the letters I, O or S.",
        ("pupils.csv", 2),
        fmt="csv",
    ),
    Bad(
        "12 two share a UPN",
        ours(f"1,{upn(1)},Ada,Bell,,,,,,\n2,{upn(1)},Bea,Cole,,,,,,\n3,,Cy,Dee,,,,,,\n"),
        "Rows 2 and 3 have the same UPN but different names. Neither was imported.",
        ("pupils.csv", 2),
        fmt="csv",
    ),
    Bad(
        "15 no such date",
        ours("1,,Ada,Bell,31/02/2016,,,,,\n"),
        "Row 2: '31/02/2016' is not a date.",
        ("pupils.csv", 2),
        fmt="csv",
    ),
    Bad(
        "15 a spreadsheet's number for a date",
        ours("1,,Ada,Bell,42370,,,,,\n"),
        "Row 2: '42370' is not a date.",
        ("pupils.csv", 2),
        fmt="csv",
    ),
    Bad(
        "15 in OneRoster",
        roster(demographics=DEMOGRAPHICS.replace("2020-02-29", "2019-02-29")),
        "Row 3: '2019-02-29' is not a date.",
        ("demographics.csv", 3),
    ),
    Bad(
        "18 no such year",
        ours("1,,Ada,Bell,,Yr7B,,,,\n"),
        "Row 2: year 'Yr7B' is not one we know. Use R, 1 to 14, N1, N2 or X.",
        ("pupils.csv", 2),
        fmt="csv",
    ),
    Bad(
        "21 staff and pupil in two files",
        ours(
            "1,,Ada,Bell,,,,,,\n2,,Bo,Cy,,,,,,\n",
            staff="id,first_name,surname,job\n1,Ada,Bell,Teacher\n",
        ),
        "Row 2: this person is a teacher in one file and a pupil in another.",
        ("pupils.csv", 2),
        fmt="csv",
    ),
    Bad(
        "21 teacher taught as a pupil",
        roster(enrollments=ENROLLMENTS + "e5,,,c1,sch,s1,student,,,\n"),
        "Row 6: this person is a teacher in one file and a pupil in another.",
        ("enrollments.csv", 6),
    ),
    Bad(
        "31 damaged telephone numbers",
        ours("1,,Ada,Bell,,,,4.47E+11,,\n"),
        "Telephone numbers were damaged by a spreadsheet (4.47E+11). "
        "Export again without opening in Excel.",
        ("pupils.csv", 2),
        fmt="csv",
    ),
    Bad(
        "31 whole numbers with a point",
        ours("1,,Ada,Bell,,1.0,,,,\n"),
        "Values in 'year' were damaged by a spreadsheet (1.0).",
        ("pupils.csv", 2),
        fmt="csv",
    ),
    Bad(
        "36 an id twice",
        pupils_with(user("p9", "student"), user("p9", "student", "Bea"), user("p8", "student")),
        "Two different people share the id p9. Neither was imported.",
        ("users.csv", 2),
    ),
    Bad(
        "36 in our own list",
        ours("1,,Ada,Bell,,,,,,\n1,,Bea,Bell,,,,,,\n2,,Cy,Dee,,,,,,\n"),
        "Two different people share the id 1. Neither was imported.",
        ("pupils.csv", 2),
        fmt="csv",
    ),
    Bad(
        "38 a class list names a stranger",
        roster(enrollments=ENROLLMENTS + "e5,,,c1,sch,p99,student,,,\n"),
        "Row 6: the pupil on this class list is not in the pupil list.",
        ("enrollments.csv", 6),
    ),
    Bad(
        "39 a term backwards",
        roster(academicSessions="sourcedId,status,dateLastModified,title,type,startDate,endDate\n"
               "t1,,,Autumn term,term,2026-12-18,2026-09-02\n"),
        "Autumn term ends before it starts.",
        ("academicSessions.csv", 2),
    ),
    Bad(
        "a row that is too long",
        ours("1,,Ada,Bell,,,,,,,and more\n2,,Bo,Cy,,,,,,\n"),
        "Row 2 has more cells than the heading has columns. It was left out: put cells with a "
        "comma in them in quotation marks.",
        ("pupils.csv", 2),
        fmt="csv",
    ),
    Bad(
        "nobody's row",
        ours("1,,,,,,,,,\n2,,Bo,Cy,,,,,,\n"),
        "Row 2: there is no name. This person was left out.",
        ("pupils.csv", 2),
        fmt="csv",
    ),
    Bad(
        "a pupil without any number",
        ours(",,Ada,Bell,,,,,,\n2,,Bo,Cy,,,,,,\n"),
        "Row 2: this pupil has no number (id, UPN or admission number).",
        ("pupils.csv", 2),
        fmt="csv",
    ),
    Bad(
        "changes without a status",
        roster(manifest=manifest(users="delta"), users=users(*PUPILS, *ADULTS)),
        "Row 2: the status is empty, which a list of changes must give.",
        ("users.csv", 2),
    ),
    Bad(
        "a role we do not know",
        pupils_with(user("p9", "wizard"), *PUPILS),
        "Row 2: 'wizard' is not a role we know.",
        ("users.csv", 2),
    ),
    Bad(
        "neither yes nor no",
        ours("1,,Ada,Bell,,,,,,\n", contacts="pupil_id,surname,pr\n1,Bell,perhaps\n"),
        "Row 2: 'perhaps' is neither yes nor no.",
        ("contacts.csv", 2),
        fmt="csv",
    ),
]  # fmt: skip


@pytest.mark.parametrize("bad", ROWS, ids=named)
def test_a_row_that_cannot_be_taken_is_left_out_and_named(bad: Bad, tmp_path: Path) -> None:
    found = refused(bad.read(tmp_path))
    assert any(
        bad.sentence in reason and (file, line) == bad.place for reason, file, line in found
    ), found


ASKED = [
    Bad(
        "full-list",
        roster(manifest=None),
        "manifest.csv is missing, so we cannot tell if this is the full list or only changes. "
        "Which is it?",
        options={"answers": {"full-list": "full"}},
    ),
    Bad(
        "school",
        roster(orgs="sourcedId,name,type\nsch,History,department\n"),
        "The file names a department, not a school. Which school is it for?",
        options={"answers": {"school": "Oak Lane"}},
    ),
    Bad(
        "day-first",
        ours("1,,Ada,Bell,03/04/2016,,,,,\n2,,Bo,Cy,05/06/2017,,,,,\n"),
        "All dates here could be day-first or month-first. Is 03/04/2016 the 3rd of April?",
        fmt="csv",
        options={"answers": {"day-first": "yes"}},
    ),
    Bad(
        "birth-dates",
        ours("1,,Ada,Bell,1979-05-01,,,,,\n"),
        "Row 2: this pupil would be 47 years old. Is the date right?",
        fmt="csv",
        options={"answers": {"birth-dates": "yes"}},
    ),
    Bad(
        "year-column",
        {"roll.csv": "UPN,Forename,Surname,Year,NCYear\n" + f"{upn(1)},Ada,Bell,7,13\n"},
        "Row 2 says Year 7 in one column and 13 in another. Which column should we use?",
        fmt="csv",
        options={"answers": {"year-column": "NCYear"}},
    ),
    Bad(
        "retired-sen",
        ours("1,,Ada,Bell,,,A,,,\n"),
        "'A' was School Action and ended in 2014. Keep it as history?",
        fmt="csv",
        options={"answers": {"retired-sen": "yes"}},
    ),
    Bad(
        "unknown-sen",
        ours("1,,Ada,Bell,,,Z,,,\n"),
        "Row 2: 'Z' is not an SEN code we know (N, K or E). Leave it out?",
        fmt="csv",
        options={"answers": {"unknown-sen": "yes"}},
    ),
    Bad(
        "grades",
        roster(demographics="sourcedId,birthDate\np1,2016-10-01\np2,2016-11-02\np3,2017-01-03\n"),
        "Is that Year 2?",
        options={"answers": {"grades": "no"}},
    ),
]  # fmt: skip


@pytest.mark.parametrize("bad", ASKED, ids=named)
def test_what_a_file_leaves_open_is_asked_once_and_then_taken(bad: Bad, tmp_path: Path) -> None:
    unanswered = Bad(bad.name, bad.files, bad.sentence, fmt=bad.fmt)
    assert bad.sentence in asked(unanswered.read(tmp_path))[bad.name]
    assert bad.name not in asked(bad.read(tmp_path))


def test_an_answer_that_is_no_choice_is_asked_again(tmp_path: Path) -> None:
    bundle = read(zipped(tmp_path, roster(manifest=None)), answers={"full-list": "maybe"})
    assert "full-list" in asked(bundle)


WARNED = [
    Bad(
        "22 links the wrong way round",
        pupils_with(*(user(f"p{n}", "student", agentSourcedIds="s1") for n in range(1, 4))),
        "3 pupils were linked to a teacher as if to a parent. Those links were left out.",
    ),
    Bad(
        "23 nothing about parental responsibility",
        roster(),
        "Parental responsibility is not in this file for 2 contacts. They are marked 'not known' "
        "until someone checks.",
    ),
    Bad(
        "26 passwords",
        pupils_with(*(user(f"p{n}", "student", password="Secret!1") for n in range(1, 4))),
        "This file held 3 passwords. They were not saved. Please delete the file and stop "
        "exporting that column.",
    ),
    Bad(
        "32 a formula",
        ours("1,,=HYPERLINK(1),Bell,,,,,,\n"),
        "Row 2 began with '='. It was kept as plain text.",
        fmt="csv",
    ),
    Bad(
        "an old coding",
        {"pupils.csv": (HEAD + "1,,Zoë,Bell,,,,,,\n").encode("cp1252")},
        "pupils.csv is saved in an old coding of letters",
        fmt="csv",
    ),
    Bad(
        "dates with strokes",
        ours("1,,Ada,Bell,25/12/2016,,,,,\n"),
        "Dates in pupils.csv are written like 25/12/2016. They were read day first.",
        fmt="csv",
    ),
    Bad("short rows", ours("1,,Ada,Bell\n"), "1 row is shorter than the heading", fmt="csv"),
    Bad(
        "a misspelt heading",
        {"roll.csv": f"UPN,Forename,Surname,Languge\n{upn(1)},Ada,Bell,Welsh\n"},
        "The column 'Languge' of roll.csv is not one we know. It was not read.",
        fmt="csv",
    ),
    Bad(
        "a court order without words",
        ours("1,,Ada,Bell,,,,,,\n", contacts="pupil_id,surname,court_order\n1,Bell,y\n"),
        "Row 2: a court order is named without saying what it forbids.",
        fmt="csv",
    ),
]


@pytest.mark.parametrize("bad", WARNED, ids=named)
def test_what_is_safe_is_taken_and_said(bad: Bad, tmp_path: Path) -> None:
    bundle = bad.read(tmp_path)
    assert any(bad.sentence in sentence for sentence in warned(bundle)), warned(bundle)
    assert bundle.pupils


def test_whoever_is_left_out_is_not_taken_as_having_left(tmp_path: Path) -> None:
    files = pupils_with(user("p9", "student", userIds="{UPN:nonsense}"), *PUPILS)
    assert "p9" in read(zipped(tmp_path, files)).refused_ids


def test_a_password_is_not_even_kept_under_another_name(tmp_path: Path) -> None:
    text = "UPN,Forename,Surname,Student Password,PWD\n" + f"{upn(1)},Ada,Bell,hunter2,hunter3\n"
    bundle = read(zipped(tmp_path, {"roll.csv": text}), "csv")
    assert "hunter" not in repr(bundle)
    assert "This file held 2 passwords" in " ".join(warned(bundle))


def test_every_fault_of_a_row_is_told_with_its_column_and_value(tmp_path: Path) -> None:
    long = "x" * 101
    rows = f"1,{WRONG},{long},Bell,30/02/2016,Yr7B,,,,\n2,,Bo,Cy,,,,,,\n"
    contacts = "pupil_id,contact_id,surname,pr,priority,lives_with\n2,c1,Cy,maybe,x,perhaps\n"
    bundle = read(folder(tmp_path, ours(rows, contacts=contacts)), "csv")
    assert [(one.line, one.column, one.value) for one in bundle.faults if one.line] == [
        (2, "upn", WRONG), (2, "birth_date", "30/02/2016"), (2, "year", "Yr7B"),
        (2, "first_name", long[:100]), (2, "lives_with", "perhaps"), (2, "pr", "maybe"),
        (2, "priority", "x"),
    ]  # fmt: skip
