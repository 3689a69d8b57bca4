"""Attendance from a file: all or nothing, once; a sign with its numbers; and how it leaves."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile

from handrail.attendance.codes import CODES, NOT_EXPECTED, code_of
from handrail.attendance.finding import NOBODY, SEVERAL, UNSAID
from handrail.attendance.forgetting import forget_attendance
from handrail.attendance.keeping import KEPT
from handrail.attendance.loading import AttendanceReport, import_attendance
from handrail.attendance.models import HalfDay, Share
from handrail.attendance.standing import attendance_of
from handrail.cli.main import main
from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.falling_behind.past import past_of
from handrail.keeping.beside import EVENT, due_beside
from handrail.keeping.destroying import confirm, propose
from handrail.keeping.holding import place_hold
from handrail.keeping.periods import BIRTH
from handrail.people.models import Person, Pupil
from handrail.records.beside import said_of, tables_of
from handrail.records.reader import reader_for
from handrail.records.refusal import Refused
from tests.falling_behind.test_rule import TODAY, decide, listed, watch
from tests.programmes.test_pages import client_of, page

HEAD = "upn,id,name,date,session,code"
SHARES = "pupil,from,to,percentage"
MONDAY = date(2026, 11, 16)
EARLIER = date(2026, 11, 2)


def bring(cast: Cast, *rows: str, head: str = HEAD, dry_run: bool = False) -> AttendanceReport:
    body = "\n".join([head, *rows]).encode()
    return import_attendance("register.csv", body, cast.school, by=cast.office, dry_run=dry_run)


def days(cast: Cast, pupil: Person, codes: str, first: date = EARLIER) -> AttendanceReport:
    """One line a day from a Monday on, mornings and afternoons alike; weekends are left out."""
    weekdays = [day for n in range(3 * len(codes))
                if (day := first + timedelta(days=n)).weekday() < 5]  # fmt: skip
    rows = [f"{pupil.uuid},{day},{code},{code}"
            for day, code in zip(weekdays, codes, strict=False)]  # fmt: skip
    report = bring(cast, *rows, head="pupil,date,AM,PM")
    assert report.ok, report
    return report


def test_a_pupil_is_known_by_upn_number_or_name_and_a_second_time_changes_nothing(
    cast: Cast,
) -> None:
    Pupil.objects.filter(person=cast.leo).update(upn="A123456789012")
    leo, amina = cast.leo, cast.amina
    rows = ["A1234 56789012,,,16/11/2026,AM,/", f",{leo.uuid},,16/11/2026,pm,\\",
            f',,"{amina.family}, {amina.given}",2026-11-16,AM,i', "", ",,,,,"]  # fmt: skip
    assert bring(cast, *rows, dry_run=True).added == 3
    assert HalfDay.objects.count() == 0
    first, again = bring(cast, *rows), bring(cast, *rows)
    assert (first.loaded, first.pupils, first.added) == (True, 2, 3)
    assert (again.added, again.changed, again.same) == (0, 0, 3)
    later = bring(cast, f",,{amina.name},16/11/2026,AM,C2")
    assert (later.changed, HalfDay.objects.get(pupil=amina).code) == (1, "C2")


def test_every_bad_cell_is_named_and_nothing_is_kept(cast: Cast) -> None:
    twin = Person.objects.create(given=cast.leo.given, family=cast.leo.family)
    cast.school.enrolments.create(pupil=Pupil.objects.create(person=twin))
    good = f",{cast.leo.uuid},,16/11/2026,AM,/"
    found = bring(
        cast, good, f",,{cast.leo.name},16/11/2026,AM,/", ",nobody,,31/02/2026,noon,ZZ",
        ",,,01/12/2026,PM,/", f",{cast.leo.uuid},,2020-01-06,PM,", good,
    )  # fmt: skip
    assert [(one.line, one.column, one.value, one.reason) for one in found.faults] == [
        (3, "name", cast.leo.name, SEVERAL), (4, "id", "nobody", NOBODY),
        (4, "date", "31/02/2026", "This is not a date such as 23/11/2026."),
        (4, "session", "noon", "Say AM or PM."),
        (4, "code", "ZZ", "This is no national attendance code."), (5, "upn", "", UNSAID),
        (5, "date", "01/12/2026", "This day has not come yet."),
        (6, "date", "2020-01-06", "Days as old as this are not kept here. Leave them out."),
        (6, "code", "", "Say the code."),
        (7, "date", "2026-11-16", "The same pupil and time stand on line 2."),
    ]  # fmt: skip
    assert HalfDay.objects.count() == 0
    share = bring(cast, f"{cast.leo.uuid},01/09/2026,23/10/2026,101%",
                  f"{cast.leo.uuid},23/10/2026,01/09/2026,90", head=SHARES)  # fmt: skip
    assert [(one.line, one.column) for one in share.faults] == [(2, "percentage"), (3, "last")]
    assert "The first line must name the pupil" in str(bring(cast, head="who,when"))
    assert "no attendance in this file" in str(bring(cast))


def test_the_national_codes_count_as_the_guidance_says(cast: Cast) -> None:
    assert (code_of(" c1 "), code_of("y7"), code_of("A")) == ("C1", "Y7", "")
    assert {"/", "\\", "L", "B", "K", "P", "V", "W", "C2", "J1", "U", "N", "Q", "#"} <= CODES
    assert not NOT_EXPECTED & {"C2", "E", "U", "B"}
    days(cast, cast.leo, "/LBCUXD#/IG//")  # three of them count neither way
    one = attendance_of(cast.school, [cast.leo.pk], EARLIER, TODAY)[cast.leo.pk]
    assert (one.attended, one.expected, one.authorised, one.unauthorised) == (12, 20, 4, 4)


def test_low_attendance_is_a_sign_with_its_numbers_and_the_school_sets_the_line(
    cast: Cast,
) -> None:
    assert "Not known: none was brought in" in page("khan", "/falling-behind/")
    october = date(2026, 10, 19)
    days(cast, cast.leo, "/" * 8 + "II", october)
    days(cast, cast.amina, "/" * 9 + "I", october)  # 90% is not below 90%
    days(cast, cast.zoe, "IIII", october)  # eight half days: nothing is said
    bring(cast, f"{cast.jaden.uuid},01/09/2026,23/10/2026,81.5%",
          f"{cast.jaden.uuid},01/05/2026,23/07/2026,20", head=SHARES)  # fmt: skip
    assert listed(cast) == {"Leo": ["attendance"], "Jaden": ["attendance"]}
    html = page("khan", "/falling-behind/")
    assert "Attended 80.0%: 16 of 20 half days, 19 October to 30 October 2026" in html
    assert "Attended 81.5%: as brought in, 1 September to 23 October 2026" in html
    assert "Known up to 30 October 2026" in html
    mine = page("sam", f"/pupils/{cast.leo.uuid}/attendance/")
    assert "80.0%" in mine
    assert "19 October 2026 to 30 October 2026" in mine
    assert "Illness" not in mine
    decide(cast, attendance=80)
    assert listed(cast) == {}


def test_the_past_knows_attendance_too(cast: Cast) -> None:
    for pupil, after in ((cast.leo, "I" * 10), (cast.amina, "/" * 10)):
        days(cast, pupil, "/" * 7 + "III", date(2026, 9, 21))
        days(cast, pupil, after, date(2026, 10, 19))
    newest = past_of(watch(cast), TODAY).days[0]
    assert (newest.listed, newest.listed_below, newest.listed_not) == (2, 1, 1)


def test_the_office_looks_before_it_loads(cast: Cast) -> None:
    office, path = client_of("office"), "/school/attendance/"

    def sent(text: str) -> SimpleUploadedFile:
        return SimpleUploadedFile("week.csv", text.encode(), "text/csv")

    line = f"pupil,date,am,pm\n{cast.leo.uuid},16/11/2026,/,I\n"
    assert office.post(path).status_code == 422
    bad = office.post(path, {"file": sent(line + f"{cast.leo.uuid},x,/,/\n")})
    assert bad.status_code == 422
    assert all(words in bad.content.decode() for words in ("week.csv, line 3", "not a date such"))
    seen = office.post(path, {"file": sent(line)})
    token = seen.context["token"]
    assert "Nothing has been changed yet" in seen.content.decode()
    assert HalfDay.objects.count() == 0
    assert office.post(path, {"token": token, "load": "yes"}).status_code == 302
    assert list(HalfDay.objects.values_list("code", "brought_by")) == [
        ("/", cast.office.pk), ("I", cast.office.pk)]  # fmt: skip
    gone = office.post(path, {"token": token, "load": "yes"}).content.decode()
    assert "no longer kept. Choose it again." in gone
    token = office.post(path, {"file": sent(line)}).context["token"]
    office.get(path)  # left: the file goes
    assert "no longer kept" in office.post(path, {"token": token}).content.decode()
    assert client_of("sam").get(path).status_code == 404


def test_attendance_leaves_with_the_pupil_and_the_school_and_is_forgotten(cast: Cast) -> None:
    days(cast, cast.leo, "/I", MONDAY)
    bring(cast, f"{cast.leo.uuid},01/09/2026,23/10/2026,90", head=SHARES)
    said = [(one.label, one.text) for one in said_of(cast.leo, cast.school, None, None)
            if one.label.startswith("Attendance")]  # fmt: skip
    assert said[0][1].startswith("90% from")
    assert "17 morning: I" in said[1][1]
    tables = dict(tables_of(cast.school))
    assert len(list(tables["attendance.csv"][1])) == 4
    assert len(list(tables["attendance_shares.csv"][1])) == 1
    forget_attendance(cast.leo, cast.school.pk)
    assert (HalfDay.objects.count(), Share.objects.count()) == (0, 0)


def test_the_command_loads_all_or_nothing_and_says_how_much(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    settings.HOME = tmp_path
    monkeypatch.setenv("HANDRAIL_HOME", str(tmp_path))
    file = tmp_path / "week.csv"
    line = f"pupil,date,am,pm\n{cast.leo.uuid},16/11/2026,/,I\n"

    def run(*words: str) -> tuple[int, dict[str, Any]]:
        name = ("--school", cast.school.name, "--json", "--no-input")
        code = main(["import", "attendance", *words, *name])
        return code, json.loads(capsys.readouterr().out)

    file.write_text(f"{line}{cast.leo.uuid},17/11/2026,?,/\n", encoding="utf-8")
    code, bad = run(str(file))
    assert (code, bad["ok"], bad["loaded"], HalfDay.objects.count()) == (2, False, False, 0)
    assert [(one["line"], one["column"], one["value"]) for one in bad["errors"]] == [(3, "am", "?")]
    file.write_text(line, encoding="utf-8")
    wanted = [("--dry-run", 2, 0, False), ("", 2, 0, True), ("", 0, 2, True)]
    for extra, added, same, loaded in wanted:
        code, said = run(str(file), *([extra] if extra else []))
        assert (code, said["ok"], said["loaded"]) == (0, True, loaded)
        assert (said["pupils"], said["added"], said["same"]) == (1, added, same)
    assert list(HalfDay.objects.values_list("code", "brought_by")) == [("/", None), ("I", None)]
    assert run(str(tmp_path))[0] == run(str(tmp_path / "none.csv"))[0] == 2
    file.write_bytes(b"\xff\xfe\x00\x01")
    assert run(str(file))[0] == 2
    assert HalfDay.objects.count() == 2


def test_attendance_has_its_own_period_and_goes_by_retention(
    cast: Cast, capsys: pytest.CaptureFixture[str], settings: LazySettings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    for pupil in (cast.leo, cast.amina):
        days(cast, pupil, "/I", MONDAY)
    bring(cast, f"{cast.leo.uuid},01/09/2026,13/11/2026,90", head=SHARES)
    assert (KEPT.retention.years, due_beside(cast.school)) == (6, [])
    office, periods = client_of("office"), "/school/keeping/periods/"
    sent = {
        "kind": "attendance",
        "years": "1",
        "counts_from": BIRTH,
        "basis": "Records policy 2026",
    }
    refused = office.post(periods, sent)
    assert (refused.status_code, "counts from its own day" in refused.content.decode()) == (
        422,
        True,
    )
    office.post(periods, sent | {"counts_from": EVENT})
    assert "kept 1 year from the day it happened" in page("office", "/school/attendance/")
    clock.move_to(datetime(2027, 11, 16, 9, 0, tzinfo=clock.LONDON))
    assert [(one.until, one.count) for one in due_beside(cast.school)] == [(MONDAY, 5)]
    place_hold(reader_for(cast.okafor), cast.school, why="A claim is expected",
               pupil=cast.amina)  # fmt: skip
    assert main(["retention", "--preview", "--school", cast.school.name, "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)["beside"]
    assert (told["what"], told["count"]) == ("attendance", 3)
    said = "Attendance up to 16 November 2026: 3 half days and periods"
    assert said in page("okafor", "/school/keeping/")
    row = propose(reader_for(cast.okafor), cast.school, "ordinary")
    assert said in page("ahmed", f"/school/keeping/{row.uuid}/")
    assert "0 records" not in page("ahmed", f"/school/keeping/{row.uuid}/")
    done = confirm(reader_for(cast.ahmed), row)
    assert json.loads(done.body)["beside"][0]["destroyed"] == 3
    assert "3 destroyed" in page("okafor", f"/school/keeping/{row.uuid}/")
    left = HalfDay.objects.values_list("pupil", "date").distinct()
    assert set(left) == {(cast.leo.pk, MONDAY + timedelta(days=1)), (cast.amina.pk, MONDAY),
                         (cast.amina.pk, MONDAY + timedelta(days=1))}  # fmt: skip
    assert not Share.objects.exists()
    with pytest.raises(Refused, match="Nothing is due"):
        propose(reader_for(cast.okafor), cast.school, "ordinary")
