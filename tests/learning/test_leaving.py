"""Learning in subject access, in the export, and at the end of its time."""

from datetime import date
from pathlib import Path

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.learning.models import LessonPlan, Mark
from handrail.learning.objectives import add_own_target
from handrail.learning.planning import hand_back
from handrail.people.models import Enrolment
from handrail.records.forgetting import forget_record
from handrail.records.reader import reader_for
from handrail.sharing.leaving import export_school
from handrail.sharing.models import Piece
from tests.filing import file
from tests.learning.planning import mark_of, plan_of
from tests.sharing.asking import request_for


def taught(cast: Cast) -> LessonPlan:
    plan = plan_of(cast, adaptations="Leo: two choices. Jaden: three numbers.")
    mark_of(cast, plan, cast.leo, help="shown", words="Needed the rods; Amina helped.")
    mark_of(cast, plan, cast.amina, 2, words="Amina’s own secret sentence.")
    hand_back(reader_for(cast.sam), plan, done="All had a turn.")
    return plan


def test_a_request_gathers_targets_marks_and_plans_with_other_names_masked(cast: Cast) -> None:
    taught(cast)
    add_own_target(reader_for(cast.sam), cast.school, cast.leo, "I want calm hands.")
    piece = request_for(cast, cast.leo).pieces.get(sort=Piece.Sort.BESIDE)
    said = [(row["label"], row["text"]) for row in piece.passages]
    assert [label for label, _ in said] == [
        "Own target", "Objective, and every mark of it", "Lesson plan",
    ]  # fmt: skip
    assert "with help, shown or modelled, Needed the rods; Amina helped." in said[1][1]
    assert "Amina’s own secret sentence" not in str(said)
    masked = {piece.passages[m["p"]]["text"][m["s"] : m["e"]] for m in piece.found if m["who"]}
    assert {"Amina", "Jaden"} <= masked


def test_days_asked_for_leave_out_what_was_marked_before(cast: Cast) -> None:
    taught(cast)
    request = request_for(cast, cast.leo, covers_from=date(2026, 11, 24))
    assert not request.pieces.filter(sort=Piece.Sort.BESIDE).exists()


def test_a_school_that_leaves_takes_its_marks_and_plans_along(cast: Cast, tmp_path: Path) -> None:
    taught(cast)
    counts = export_school(cast.school, tmp_path / "out")
    assert (counts["plans.csv"], counts["marks.csv"], counts["plan_pupils.csv"]) == (1, 2, 4)
    assert counts["objectives.csv"] == 90


def test_marks_go_with_the_pupils_last_record(cast: Cast) -> None:
    plan = taught(cast)
    first = file(cast, "note", cast.sam, cast.leo)
    last = file(cast, "behaviour", cast.sam, cast.leo)
    Enrolment.objects.filter(pupil=cast.leo.pk).update(ends=date(2026, 11, 20))
    forget_record(first, by=cast.okafor, at=clock.now(), why="Past its time")
    assert Mark.objects.filter(pupil=cast.leo).count() == 1
    forget_record(last, by=cast.okafor, at=clock.now(), why="Past its time")
    assert Mark.objects.filter(pupil=cast.leo).count() == 0
    assert Mark.objects.filter(pupil=cast.amina).count() == 1
    assert set(plan.pupils.all()) == {cast.amina, cast.jaden, cast.zoe}


def test_a_pupil_on_the_roll_keeps_their_marks(cast: Cast) -> None:
    taught(cast)
    record = file(cast, "note", cast.sam, cast.leo)
    forget_record(record, by=cast.okafor, at=clock.now(), why="Past its time")
    assert Mark.objects.filter(pupil=cast.leo).count() == 1


def test_a_plan_whose_pupils_are_all_gone_loses_its_words(cast: Cast) -> None:
    plan = plan_of(cast, pupils=[cast.leo])
    record = file(cast, "note", cast.sam, cast.leo)
    Enrolment.objects.filter(pupil=cast.leo.pk).update(ends=date(2026, 11, 20))
    forget_record(record, by=cast.okafor, at=clock.now(), why="Past its time")
    plan.refresh_from_db()
    assert (plan.title, plan.part) == ("Maths", "")
