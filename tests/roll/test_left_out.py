"""What a later, spoilt or narrower file leaves as it is."""

from pathlib import Path

import pytest

from handrail.people.models import CarerLink, Enrolment, Membership, Post
from handrail.roll.importing import RollReport, import_roll
from tests.roll.making import (
    ADULTS,
    ENROLLMENTS,
    PUPILS,
    folder,
    manifest,
    read,
    roster,
    upn,
    user,
    users,
    warned,
    zipped,
)

pytestmark = pytest.mark.django_db


def bring(path: Path, fmt: str = "oneroster", **options: object) -> RollReport:
    return import_roll(path, fmt=fmt, dry_run=False, **options)  # type: ignore[arg-type]


def on_roll() -> set[str]:
    running = Enrolment.objects.filter(ends=None)
    return set(running.values_list("pupil__person__given", flat=True))


def test_a_pupil_whose_row_is_spoilt_stays_with_class_and_carer(tmp_path: Path) -> None:
    assert bring(zipped(tmp_path, roster())).ok
    spoilt = user("p1", "student", "Leo", "Turner", userIds="{UPN:nonsense}")
    path = zipped(tmp_path, roster(users=users(spoilt, *PUPILS[1:], *ADULTS)))
    assert not bring(path).ok
    assert bring(path, skip_bad=True).ok
    assert on_roll() == {"Leo", "Amina", "Zoë"}
    assert Membership.objects.filter(ends=None, role="pupil").count() == 3
    assert CarerLink.objects.filter(ends=None).count() == 2


def test_a_member_of_staff_whose_row_is_spoilt_keeps_the_post(tmp_path: Path) -> None:
    bring(zipped(tmp_path, roster()))
    rows = (*PUPILS, user("s1", "wizard", "Rajesh", "Patel"), *ADULTS[1:])
    bring(zipped(tmp_path, roster(users=users(*rows))), skip_bad=True)
    assert Post.objects.filter(ends=None, role="teacher").exists()


def test_a_list_of_pupils_ends_no_teacher_and_no_teaching_group(tmp_path: Path) -> None:
    four = {
        "pupils.csv": f"id,upn,first_name,surname,class\n1,{upn(1)},Ada,Bell,4B\n",
        "staff.csv": "id,surname,job\ns1,Gee,Teacher\n",
        "groups.csv": "group,type,member_id,role\n4B,class,s1,teacher\nSet 1,teaching,1,pupil\n",
    }
    assert bring(folder(tmp_path, four), "csv", school_name="Oak Lane").ok
    alone = folder(tmp_path / "alone", {"pupils.csv": four["pupils.csv"]})
    report = bring(alone, "csv", school_name="Oak Lane")
    assert report.ok, report
    assert Membership.objects.filter(ends=None).count() == 3
    assert Post.objects.filter(ends=None).count() == 1


def test_changes_end_only_whom_they_name(tmp_path: Path) -> None:
    bring(zipped(tmp_path, roster()))
    absent = {name: "absent" for name in ("classes", "demographics", "academicSessions")}
    files = roster(
        manifest=manifest(**absent, users="delta", enrollments="delta", orgs="bulk"),
        users=users(user("p1", "student", "Leo", "Turner", status="tobedeleted")),
        enrollments=ENROLLMENTS.split("\n")[0] + "\ne3,tobedeleted,,c1,sch,p2,student,,,\n",
        classes=None,
        demographics=None,
        academicSessions=None,
    )
    report = bring(zipped(tmp_path, files), answers={"leavers": "1"})
    assert report.ok, report
    assert on_roll() == {"Amina", "Zoë"}
    assert Membership.objects.filter(ends=None, role="pupil").count() == 1


def test_the_same_warning_on_every_row_is_counted_not_repeated(tmp_path: Path) -> None:
    rows = "".join(f"{n},Ada{n},Bell,not an address\n" for n in range(1, 41))
    path = folder(tmp_path, {"pupils.csv": "id,first_name,surname,email\n" + rows})
    said = [one for one in warned(read(path, "csv")) if "e-mail" in one or "more rows" in one]
    assert len(said) == 11
    assert said[-1] == "30 more rows are like row 2."
