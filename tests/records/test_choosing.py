"""What a school may change about its duties, and what no school may."""

import pytest
from django.test import Client

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.people.models import User
from handrail.records.choosing import choose_duty
from handrail.records.kind import kind_named
from handrail.records.models import DutyChoice
from handrail.records.reader import reader_for
from handrail.records.refusal import Refused
from handrail.school.models import School
from tests.filing import file

WHY = "Our policy of October gives two days more"


def choose(cast: Cast, kind: str, slug: str, **how: object) -> DutyChoice:
    parts = {"off": False, "days": None, "why": WHY, **how}
    school = School.objects.get(pk=cast.school.pk)
    return choose_duty(reader_for(cast.okafor), school, kind_named(kind), slug, **parts)  # type: ignore[arg-type]


def debrief_due(cast: Cast) -> str:
    fresh = School.objects.get(pk=cast.school.pk)
    record = file(cast, "hold", cast.sam, cast.leo, school=fresh)
    due = record.actions.filter(duty="pupil-debrief").values_list("due", flat=True).first()
    return f"{clock.local(due):%d %b %H:%M}" if due else ""


def test_a_school_gives_a_duty_longer_for_what_is_filed_from_then_on(cast: Cast) -> None:
    assert debrief_due(cast) == "25 Nov 15:30"
    choose(cast, "hold", "pupil-debrief", days=4)
    assert debrief_due(cast) == "30 Nov 15:30"
    choose(cast, "hold", "pupil-debrief", off=True)
    assert debrief_due(cast) == ""
    choose(cast, "hold", "pupil-debrief")
    assert debrief_due(cast) == "25 Nov 15:30"
    assert DutyChoice.objects.count() == 3


@pytest.mark.parametrize(
    ("kind", "slug", "how", "sentence"),
    [
        ("hold", "parent-told", {"off": True}, "The law fixes this one."),
        ("hold", "written-whole", {"days": 3}, "The law fixes this one."),
        ("concern", "lead-reads", {"off": True}, "The law fixes this one."),
        ("hold", "pupil-debrief", {"days": 0}, "Give a number of school days"),
        ("hold", "pupil-debrief", {"days": 41}, "Give a number of school days"),
        ("hold", "medical-check", {"days": 2}, "Give a number of school days"),
        ("hold", "pupil-debrief", {"days": 3, "why": "x"}, "Say why"),
        ("hold", "no-such-duty", {}, "There is no such duty."),
    ],
)
def test_what_may_not_be_chosen_is_refused_in_words(
    cast: Cast, kind: str, slug: str, how: dict[str, object], sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        choose(cast, kind, slug, **how)
    assert refused.value.sentence.startswith(sentence)
    assert not DutyChoice.objects.exists()


def test_the_page_keeps_a_choice_and_gives_back_what_was_typed(cast: Cast) -> None:
    client = Client()
    client.force_login(User.objects.get(username="okafor"))
    sent = {"duty": "hold pupil-debrief", "days": "forty", "why": WHY}
    refused = client.post("/school/duties/", sent)
    assert refused.status_code == 422
    assert WHY in refused.content.decode()
    assert client.post("/school/duties/", {**sent, "days": "4"}).status_code == 302
    page = client.get("/school/duties/").content.decode()
    assert "Within 4 school days" in page
    assert WHY in page
