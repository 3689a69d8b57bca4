"""A transfer file meets the school that it was sent to, and the pupils who are there."""

from pathlib import Path

import pytest

from handrail.people.models import Pupil
from handrail.roll.importing import RollReport, import_roll
from handrail.school.models import School
from tests.roll.making import upn
from tests.roll.test_ctf import ctf, pupil, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def oak_lane() -> School:
    return School.objects.create(name="Oak Lane", laestab="3802999")


def bring(path: Path, **options: object) -> RollReport:
    return import_roll(path, fmt="ctf", dry_run=False, **options)  # type: ignore[arg-type]


def test_a_pupil_who_moves_here_is_added_and_nobody_leaves(
    oak_lane: School, tmp_path: Path
) -> None:
    report = bring(written(tmp_path, ctf(pupil(upn(1)))), at_school=oak_lane)
    assert report.ok, report
    assert Pupil.objects.get().person.legal_family == "Bell"


def test_a_file_for_another_school_is_refused(tmp_path: Path, oak_lane: School) -> None:
    header = "<Header><DestSchool><LEA>801</LEA><Estab>2001</Estab></DestSchool></Header>"
    report = bring(written(tmp_path, ctf(pupil(upn(1)), header=header)), at_school=oak_lane)
    assert [fault.reason for fault in report.errors] == [
        "This transfer file was sent to 801 2001, not to this school."
    ]
    assert not Pupil.objects.exists()


def test_a_pupil_already_here_is_asked_about(oak_lane: School, tmp_path: Path) -> None:
    path = written(tmp_path, ctf(pupil(upn(1))))
    bring(path)
    assert [question.sentence for question in bring(path).questions] == [
        "This pupil is already on roll here. Add the new details to that record? Answer no to "
        "leave the record as it is."
    ]
    no = bring(path, answers={"already-here": "no"}, skip_bad=True)
    assert (no.ok, [one.value for one in no.errors]) == (True, [upn(1)])
    assert bring(path, answers={"already-here": "yes"}).ok
    assert Pupil.objects.count() == 1
