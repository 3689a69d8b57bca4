"""A lesson from the plan to the answer, and what each tap keeps."""

from typing import Any

import pytest
from django.test import Client

from handrail.core.ids import new_uuid
from handrail.demo.cast import Cast
from handrail.learning.marking import standing_marks, withdraw_mark
from handrail.learning.models import LessonPlan, Mark, Suggestion
from handrail.learning.planning import (
    PlanDraft,
    acknowledge,
    answer_suggestion,
    change_plan,
    hand_back,
    prepare,
    suggest,
)  # fmt: skip
from handrail.notify.models import Alert
from handrail.people.models import User
from handrail.records.reader import reader_for
from handrail.records.refusal import Refused
from tests.learning.planning import MONDAY, mark_of, objective, plan_of


def told(person: object) -> list[str]:
    return list(Alert.objects.filter(person=person).order_by("pk").values_list("text", flat=True))


def client_of(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def test_a_lesson_goes_from_the_plan_to_the_answer(cast: Cast) -> None:
    plan = plan_of(cast, resources=[("Rods", MONDAY)])
    sam, patel = reader_for(cast.sam), reader_for(cast.patel)
    prepare(sam, plan.resources.get(), done=True)
    mark_of(cast, plan, cast.leo)
    plan.refresh_from_db()
    assert plan.state == LessonPlan.State.UNDER_WAY
    hand_back(sam, plan, done="All had a turn.", worries="Jaden tires early.")
    plan.refresh_from_db()
    acknowledge(patel, plan, "Thank you. Ten minutes less tomorrow.")
    plan.refresh_from_db()
    assert (plan.state, plan.answer) == ("acknowledged", "Thank you. Ten minutes less tomorrow.")
    assert told(cast.sam) == [
        "Mr Patel planned Maths with you", "Mr Patel answered your hand-back of Maths",
    ]  # fmt: skip
    assert told(cast.patel) == ["Sam Birch handed back Maths"]


def changed(cast: Cast, plan: LessonPlan, **more: Any) -> None:
    parts: dict[str, Any] = {
        "group": plan.group, "day": MONDAY, "title": "Maths", "pupils": [cast.leo],
        "assistant": cast.sam,
    }  # fmt: skip
    change_plan(reader_for(cast.patel), plan, PlanDraft(**(parts | more)))


def test_whoever_has_a_lesson_is_told_when_it_changes_or_goes(cast: Cast) -> None:
    plan = plan_of(cast)
    changed(cast, plan, part="Rods last.")  # the first news was not seen yet: that is enough
    client_of("sam").get(f"/plans/{plan.uuid}/")
    changed(cast, plan, part="No rods.")
    changed(cast, plan, assistant=cast.lee)
    assert told(cast.sam) == [
        "Mr Patel planned Maths with you", "Mr Patel changed Maths",
        "Mr Patel gave Maths to somebody else",
    ]  # fmt: skip
    assert told(cast.lee) == ["Mr Patel planned Maths with you"]


def test_the_next_plan_begins_as_the_last_one_ended(cast: Cast) -> None:
    plan = plan_of(cast)
    hand_back(reader_for(cast.sam), plan, done="All had a turn.")
    teacher = client_of("patel")
    link = f"/plans/new/?group={plan.group.uuid}&amp;from={plan.uuid}"
    assert link in teacher.get(f"/plans/{plan.uuid}/").content.decode()
    page = teacher.get(link.replace("&amp;", "&")).content.decode()
    assert "Rods first, then write." in page
    stranger = client_of("khan").get(link.replace("&amp;", "&")).content.decode()
    assert "Rods first, then write." not in stranger


def test_outside_the_app_an_alert_about_a_lesson_names_nobody(cast: Cast) -> None:
    plan_of(cast)
    assert [alert.outside for alert in Alert.objects.all()] == ["News of a lesson plan"]


def test_an_alert_leads_to_the_plan_and_is_seen_there(cast: Cast) -> None:
    plan = plan_of(cast)
    alert = Alert.objects.get(person=cast.sam)
    answer = client_of("sam").get(f"/alerts/{alert.uuid}/")
    assert answer.headers["Location"] == f"/plans/{plan.uuid}/"
    other = plan_of(cast, title="English")
    client_of("sam").get(f"/plans/{other.uuid}/")
    assert not Alert.objects.filter(person=cast.sam, seen_at=None).exists()


def test_the_same_number_makes_one_mark(cast: Cast) -> None:
    plan, number = plan_of(cast), new_uuid()
    for _ in range(3):
        mark_of(cast, plan, cast.leo, uuid=number)
    assert Mark.objects.count() == 1


def test_a_number_of_another_pupil_is_refused(cast: Cast) -> None:
    plan, number = plan_of(cast), new_uuid()
    mark_of(cast, plan, cast.leo, uuid=number)
    with pytest.raises(Refused):
        mark_of(cast, plan, cast.amina, uuid=number)


def test_a_later_mark_stands_beside_the_earlier_one(cast: Cast) -> None:
    plan = plan_of(cast)
    mark_of(cast, plan, cast.leo, 0)
    later = mark_of(cast, plan, cast.leo, 2)
    assert Mark.objects.filter(withdrawn_at=None).count() == 2
    assert standing_marks(plan)[cast.leo.pk, objective(cast).pk] == later


def test_a_slip_is_withdrawn_with_a_reason_and_kept(cast: Cast) -> None:
    plan = plan_of(cast)
    slip = mark_of(cast, plan, cast.leo, 0)
    right = mark_of(cast, plan, cast.leo, 2, instead_of=slip.uuid)
    slip.refresh_from_db()
    assert slip.withdrawn_because == "Marked again straight away: a slip of the finger"
    assert standing_marks(plan) == {(cast.leo.pk, objective(cast).pk): right}


def test_nobody_withdraws_a_colleague_s_mark_but_whoever_planned_it(cast: Cast) -> None:
    mark = mark_of(cast, plan_of(cast), cast.leo)
    with pytest.raises(Refused, match="Only whoever made a mark"):
        withdraw_mark(reader_for(cast.khan), cast.school, mark.uuid, "I do not agree")
    withdraw_mark(reader_for(cast.patel), cast.school, mark.uuid, "That was his partner’s work")
    mark.refresh_from_db()
    assert mark.withdrawn_by == cast.patel


def test_a_withdrawal_without_a_reason_is_refused(cast: Cast) -> None:
    mark = mark_of(cast, plan_of(cast), cast.leo)
    with pytest.raises(Refused, match="Say why"):
        withdraw_mark(reader_for(cast.sam), cast.school, mark.uuid, " ")


def test_a_suggestion_is_taken_up_or_answered(cast: Cast) -> None:
    plan = plan_of(cast)
    row = suggest(reader_for(cast.sam), plan, "Three numbers are enough for Jaden.")
    assert suggest(reader_for(cast.sam), plan, "Three numbers are enough for Jaden.") == row
    with pytest.raises(Refused, match="Answer in a few words"):
        answer_suggestion(reader_for(cast.patel), row, take=False, answer="")
    answer_suggestion(reader_for(cast.patel), row, take=True, answer="")
    row.refresh_from_db()
    assert row.state == Suggestion.State.TAKEN
    assert told(cast.sam)[-1] == "Mr Patel took up your suggestion for Maths"


def test_handing_back_says_what_was_done(cast: Cast) -> None:
    plan = plan_of(cast)
    page = client_of("sam").post(
        f"/plans/{plan.uuid}/do/hand-back/", {"done_words": "", "worries": "The room is loud."}
    )
    assert page.status_code == 422
    assert "Say in a few words what was done" in page.content.decode()
    assert "The room is loud." in page.content.decode()


def test_today_says_which_lesson_is_on_and_what_came_back(cast: Cast) -> None:
    plan = plan_of(cast)
    plan_of(cast, title="English", starts=None, ends=None)
    page = client_of("sam").get("/").content.decode()
    assert "Maths, 4 Willow, with Mr Patel" in page
    assert f"/plans/{plan.uuid}/mark/" in page
    assert "Your four:" in page
    hand_back(reader_for(cast.sam), plan, done="All had a turn.")
    assert "Sam Birch handed back Maths" in client_of("patel").get("/").content.decode()
