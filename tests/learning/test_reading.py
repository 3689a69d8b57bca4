"""Who reads what a pupil learned, and who can mark."""

import pytest
from django.test import Client

from handrail.demo.cast import Cast
from handrail.learning.models import LessonPlan
from handrail.learning.planning import PlanDraft, make_plan
from handrail.learning.reading import may_read_learning, plans_open_to
from handrail.people.models import Post, User
from handrail.records.amending import override_for
from handrail.records.reader import reader_for
from handrail.records.refusal import Refused
from tests.learning.planning import MONDAY, mark_of, objective, plan_of


def readers_of(cast: Cast, pupil: str) -> set[str]:
    child = getattr(cast, pupil)
    return {
        name for name, person in cast.staff.items()
        if may_read_learning(reader_for(person), cast.school.pk, child.pk)
    }  # fmt: skip


@pytest.mark.parametrize(
    ("pupil", "who"),
    [
        ("leo", {"sam", "patel", "ahmed", "price", "okafor", "khan", "grant"}),
        ("yusuf", {"reid", "lee", "ahmed", "price", "okafor", "khan"}),  # no need: not the SENCO
        ("bo", {"reid", "lee", "price", "okafor", "khan"}),  # Mrs Ahmed is a carer of Bo
    ],
)
def test_own_pupils_the_class_the_senco_those_with_a_need_and_leads_all(
    cast: Cast, pupil: str, who: set[str]
) -> None:
    assert readers_of(cast, pupil) == who


def test_an_override_opens_learning_for_its_hour(cast: Cast) -> None:
    override_for(reader_for(cast.sam), cast.yusuf, cast.school, "Covering 2 Oak this morning")
    assert may_read_learning(reader_for(cast.sam), cast.school.pk, cast.yusuf.pk)


def test_a_cover_lesson_is_open_to_whoever_is_given_it_and_not_the_pupils_history(
    cast: Cast,
) -> None:
    plan = cover(cast)
    client = Client()
    client.force_login(User.objects.get(username="sam"))
    mark_of(cast, plan, cast.yusuf, 0, by=cast.reid)
    plan.refresh_from_db()
    page = client.get(f"/plans/{plan.uuid}/mark/")
    assert page.status_code == 200
    assert client.get(f"/pupils/{cast.yusuf.uuid}/learning/").status_code == 404


def test_a_colleague_who_is_the_carer_sees_no_lesson_of_their_child(cast: Cast) -> None:
    plan = cover(cast)
    assert plan not in plans_open_to(reader_for(cast.ahmed), cast.school)
    assert plan in plans_open_to(reader_for(cast.price), cast.school)


def test_a_carer_who_is_given_the_class_does_not_mark_their_own_child(cast: Cast) -> None:
    Post.objects.create(person=cast.ahmed, school=cast.school, role=Post.Role.TEACHER)
    plan = cover(cast, assistant=cast.ahmed)
    with pytest.raises(Refused, match="cannot mark this pupil"):
        mark_of(cast, plan, cast.bo, by=cast.ahmed)
    mark_of(cast, plan, cast.yusuf, by=cast.ahmed)


def test_nobody_marks_pupils_of_a_plan_that_is_not_theirs(cast: Cast) -> None:
    plan = plan_of(cast)
    for person in (cast.lee, cast.reid, cast.tilly, cast.office):
        with pytest.raises(Refused):
            mark_of(cast, plan, cast.leo, by=person)


def test_a_teacher_plans_for_their_own_groups_alone(cast: Cast) -> None:
    with pytest.raises(Refused, match="a group that you teach"):
        plan_of(cast, by=cast.reid)
    with pytest.raises(Refused, match="not in the group"):
        plan_of(cast, pupils=[cast.yusuf])


def test_an_assistant_writes_no_plans(cast: Cast) -> None:
    with pytest.raises(Refused, match="Plans are written by"):
        plan_of(cast, by=cast.sam)


def test_a_lesson_of_another_class_is_not_in_the_list(cast: Cast) -> None:
    mine, other = plan_of(cast), cover(cast, assistant=None)
    assert list(plans_open_to(reader_for(cast.sam), cast.school)) == [mine]
    assert set(plans_open_to(reader_for(cast.khan), cast.school)) == {mine, other}


def cover(cast: Cast, **more: object) -> LessonPlan:
    """Miss Reid's lesson for 2 Oak, which Sam covers."""
    parts = {
        "group": cast.groups["2 Oak"], "day": MONDAY, "title": "Science", "assistant": cast.sam,
        "pupils": [cast.yusuf, cast.bo], "objectives": [objective(cast, "s1")], "is_cover": True,
    } | more  # fmt: skip
    return make_plan(reader_for(cast.reid), cast.school, PlanDraft(**parts))  # type: ignore[arg-type]
