"""The pages of learning: what they cost, and that nothing typed is lost."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from handrail.core import clock
from handrail.core.ids import new_uuid
from handrail.demo.cast import Cast
from handrail.learning.marking import standing_marks
from handrail.learning.models import LessonPlan, Mark, Objective
from handrail.learning.planning import hand_back, suggest
from handrail.learning.progress import comes_next
from handrail.learning.retiring import retire
from handrail.notify.models import Alert
from handrail.people.models import User
from handrail.records.models import Attachment
from handrail.records.reader import reader_for
from tests.learning.planning import FOUR, MONDAY, mark_of, objective, plan_of
from tests.records import pictures

PAGES: dict[str, Callable[[Cast, LessonPlan], str]] = {
    "today": lambda cast, plan: "/",
    "plans": lambda cast, plan: "/plans/",
    "plan": lambda cast, plan: f"/plans/{plan.uuid}/",
    "marking": lambda cast, plan: f"/plans/{plan.uuid}/mark/",
    "learning": lambda cast, plan: f"/pupils/{cast.leo.uuid}/learning/",
    "group": lambda cast, plan: f"/groups/{cast.groups['4 Willow'].uuid}/learning/",
    "objectives": lambda cast, plan: "/objectives/?q=number",
}


def client_of(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def test_pages_ask_as_often_for_three_things_as_for_one(cast: Cast) -> None:
    sam = client_of("sam")
    plan = plan_of(cast, pupils=[cast.leo], resources=[("Rods", MONDAY)])
    mark_of(cast, plan, cast.leo, words="One sentence.")
    suggest(reader_for(cast.sam), plan, "Fewer numbers.")
    once = {name: queries(sam, path(cast, plan)) for name, path in PAGES.items()}
    more = [objective(cast, code) for code in ("m5", "m4", "e8")]
    plan_of(cast, title="English", objectives=more)
    other = plan_of(
        cast, objectives=more, resources=[(what, MONDAY) for what in ("Rods", "Mats", "Cards")]
    )
    for name in FOUR:
        for one in more:
            mark_of(cast, other, getattr(cast, name), objective=one, words="One sentence.")
    for words in ("Fewer numbers.", "Earlier.", "Louder."):
        suggest(reader_for(cast.sam), other, words)
    thrice = {name: queries(sam, path(cast, other)) for name, path in PAGES.items()}
    assert {
        name: (once[name], count) for name, count in thrice.items() if count > once[name] + 1
    } == {}


def form(cast: Cast, **more: Any) -> dict[str, Any]:
    return {
        "author": str(cast.patel.uuid), "group": str(cast.groups["4 Willow"].uuid),
        "title": "Maths", "date": "2026-11-24", "starts": "09:30", "ends": "10:30",
        "assistant": str(cast.sam.uuid), "pupils": [str(cast.leo.uuid), str(cast.amina.uuid)],
        "objectives": [str(objective(cast).uuid)], "part": "Rods first.",
        "resource-0": "Rods", "due-0": "2026-11-24", **more,
    }  # fmt: skip


def test_a_teacher_plans_through_the_pages(cast: Cast) -> None:
    answer = client_of("patel").post("/plans/new/", form(cast))
    plan = LessonPlan.objects.get()
    assert answer.headers["Location"] == f"/plans/{plan.uuid}/"
    assert set(plan.pupils.all()) == {cast.leo, cast.amina}
    assert (plan.assistant, plan.resources.get().what) == (cast.sam, "Rods")
    client_of("patel").post(f"/plans/{plan.uuid}/edit/", form(cast, title="Number work"))
    plan.refresh_from_db()
    assert (plan.title, plan.resources.count()) == ("Number work", 1)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Give the lesson a title"),
        ({"date": "tomorrow"}, "That is not a date"),
        ({"pupils": []}, "Choose at least one pupil"),
        ({"ends": "09:00"}, "It ends before it starts"),
        ({"starts": "half nine"}, "Give the time as hours and minutes"),
        ({"objectives": ["not-a-number"], "pupils": []}, "Choose at least one pupil"),
    ],
)
def test_a_plan_sent_wrong_comes_back_whole(
    cast: Cast, wrong: dict[str, Any], sentence: str
) -> None:
    answer = client_of("patel").post("/plans/new/", form(cast, part="My long part.", **wrong))
    page = answer.content.decode()
    assert (answer.status_code, LessonPlan.objects.count()) == (422, 0)
    assert sentence in page
    assert "My long part." in page


def test_a_plan_is_not_lost_when_the_session_ends(cast: Cast) -> None:
    client = client_of("patel")
    data = form(cast, part="Typed before I was signed out.")
    client.post("/lock/")
    client.post("/plans/new/", data)
    client.post("/lock/", {"password": "spring-lane-demo"})
    page = client.get("/plans/new/").content.decode()
    assert "Typed before I was signed out." in page


def test_without_script_objectives_are_looked_up_by_a_round_trip(cast: Cast) -> None:
    data = form(cast, look="yes", look_up="three-digit more")
    page = client_of("patel").post("/plans/new/", data).content.decode()
    assert "Split a three-digit number in more than one way" in page
    assert LessonPlan.objects.count() == 0


def test_without_script_a_retry_of_the_form_marks_once(cast: Cast) -> None:
    plan, number = plan_of(cast), new_uuid()
    key = f"{cast.leo.uuid}-{objective(cast).uuid}"
    data = {"number": str(number), f"level-{key}": "1", f"words-{key}": "With rods.",
            f"all-{objective(cast).uuid}": "2"}  # fmt: skip
    for _ in range(2):
        client_of("sam").post(f"/plans/{plan.uuid}/mark/", data)
    marks = standing_marks(plan)
    assert Mark.objects.count() == 4
    assert marks[cast.leo.pk, objective(cast).pk].words == "With rods."
    assert sorted(mark.level for mark in marks.values()) == [1, 2, 2, 2]


def sent(cast: Cast, lesson: LessonPlan, **more: Any) -> dict[str, Any]:
    return {
        "uuid": str(new_uuid()), "author": str(cast.sam.uuid), "act": "mark",
        "plan": str(lesson.uuid), "pupil": str(cast.leo.uuid),
        "objective": str(objective(cast).uuid), "level": "1", **more,
    }  # fmt: skip


def test_a_tap_that_is_sent_three_times_is_one_mark(cast: Cast) -> None:
    client, data = client_of("sam"), sent(cast, plan_of(cast))
    answers = [client.post("/marks/send/", data).json() for _ in range(3)]
    assert answers == [{"number": data["uuid"], "state": "filed"}] * 3
    assert Mark.objects.count() == 1


def test_a_tap_says_when_it_was_made_on_the_device(cast: Cast) -> None:
    data = sent(cast, plan_of(cast), captured="1000000", sent=str(1_000_000 + 40 * 60_000))
    client_of("sam").post("/marks/send/", data)
    mark = Mark.objects.get()
    assert (mark.filed_at - mark.happened_at).total_seconds() == 40 * 60


@pytest.mark.parametrize(
    "wrong", [{"pupil": "x"}, {"level": "9"}, {"objective": ""}, {"help": "magic"}, {"plan": "x"}]
)
def test_a_tap_that_cannot_be_kept_goes_back_with_its_number(
    cast: Cast, wrong: dict[str, str]
) -> None:
    data = sent(cast, plan_of(cast), **wrong)
    answer = client_of("sam").post("/marks/send/", data)
    said = answer.json()
    assert (answer.status_code, said["number"], said["state"]) == (422, data["uuid"], "refused")


def test_taking_back_a_tap_that_never_arrived_does_nothing(cast: Cast) -> None:
    data = {"uuid": str(new_uuid()), "author": str(cast.sam.uuid), "act": "withdraw",
            "mark": str(new_uuid())}  # fmt: skip
    assert client_of("sam").post("/marks/send/", data).json()["state"] == "filed"


def test_a_hand_back_and_a_photo_from_a_device_arrive_once(cast: Cast, tmp_path: Path) -> None:
    plan, sam = plan_of(cast), client_of("sam")
    mark = sent(cast, plan)
    sam.post("/marks/send/", mark)
    with override_settings(MEDIA_ROOT=tmp_path):
        for _ in range(2):
            photo = SimpleUploadedFile("work.png", pictures.photo("PNG"), "image/png")
            data = sent(cast, plan, act="photo", mark=mark["uuid"], files=photo)
            assert sam.post("/marks/send/", data).json()["state"] == "filed"
    back = sent(cast, plan, act="hand-back", done_words="All had a turn.", captured="1000000",
                sent=str(1_000_000 + 40 * 60_000))  # fmt: skip
    answers = [sam.post("/marks/send/", back).json()["state"] for _ in range(2)]
    other = sam.post("/marks/send/", back | {"done_words": "Something else."}).json()
    empty = sam.post("/marks/send/", sent(cast, plan_of(cast), act="hand-back")).json()
    assert (answers, other["state"], empty["state"]) == (["filed"] * 2, "refused", "refused")
    assert "Add what is new as a suggestion" in other["reasons"]["mark"]
    plan.refresh_from_db()
    assert (plan.done, Attachment.objects.count()) == ("All had a turn.", 1)
    assert plan.handed_back_at is not None
    assert (clock.now() - plan.handed_back_at).total_seconds() == 40 * 60
    assert Alert.objects.filter(text__contains="handed back").count() == 1


def test_learning_says_where_a_pupil_stands_and_what_comes_next(cast: Cast) -> None:
    first = objective(cast, "m4")
    plan = plan_of(cast, objectives=[first])
    mark_of(cast, plan, cast.leo, 1, objective=first, help="shown")
    mark_of(cast, plan, cast.leo, 2, objective=first)
    page = client_of("sam").get(f"/pupils/{cast.leo.uuid}/learning/").content.decode()
    for words in ("On their own", "2 marks, 1 with help", "Split a three-digit number in more"):
        assert words in page
    assert "Add two three-digit numbers in columns" not in page  # needs m8 as well


def test_what_comes_next_follows_from_everything_that_was_ever_marked(cast: Cast) -> None:
    """Not from the twenty that a page shows; a step waits for what it needs, and for no objective
    that went out of use; the questions do not grow."""

    def ready() -> set[str]:
        return {one.code for one in comes_next(cast.leo, cast.school)}

    mark_of(cast, None, cast.leo, 2, objective=objective(cast, "m3"))
    assert ready() == {"m4"}  # m8 needs m7 as well
    mark_of(cast, None, cast.leo, 3, objective=objective(cast, "m7"))
    mark_of(cast, None, cast.leo, 2, objective=objective(cast, "m3a"))
    later = [f"m{n}" for n in range(12, 18)] + [f"e{n}" for n in range(1, 9)]
    later += list(objective(cast).framework.objectives.filter(code__startswith="s")
                  .values_list("code", flat=True)[:10])  # fmt: skip
    for code in later:
        mark_of(cast, None, cast.leo, 0, objective=objective(cast, code))
    assert len(later) > 20
    with CaptureQueriesContext(connection) as seen:
        assert ready() == {"m4", "m8", "m11", "m3b"}
    assert len(seen) == 4
    need = objective(cast, "m3b").needs.create(needs=objective(cast, "m12"))
    assert ready() == {"m4", "m8", "m11"}
    retire(reader_for(cast.okafor), need.needs)
    assert "m3b" in ready()


def test_a_pupil_says_a_target_in_their_own_words(cast: Cast) -> None:
    path = f"/pupils/{cast.leo.uuid}/learning/"
    client_of("sam").post(f"{path}targets/", {"target": "I want calm hands."})
    assert Objective.objects.get(pupil=cast.leo).text == "I want calm hands."
    assert "I want calm hands." in client_of("patel").get(path).content.decode()
    answer = client_of("sam").post(f"{path}targets/", {"target": ""})
    assert answer.status_code == 422


def test_the_copy_for_no_signal_holds_todays_lessons(cast: Cast) -> None:
    plan = plan_of(cast)
    plan_of(cast, title="Tomorrow", day=MONDAY.replace(day=24))
    plans = client_of("sam").get("/me/offline-copy/").json()["plans"]
    assert [row["uuid"] for row in plans] == [str(plan.uuid)]
    assert f'data-marking="{plan.uuid}"' in plans[0]["mark"]
    assert "Rods first, then write." in plans[0]["page"]


def test_a_device_that_keeps_names_alone_keeps_no_plan(cast: Cast) -> None:
    plan_of(cast)
    cast.school.offline_copy = "names"
    cast.school.save()
    assert client_of("sam").get("/me/offline-copy/").json()["plans"][0]["page"] == ""


def test_a_lesson_that_came_back_is_not_changed_any_more(cast: Cast) -> None:
    plan = plan_of(cast)
    hand_back(reader_for(cast.sam), plan, done="All had a turn.")
    assert client_of("patel").get(f"/plans/{plan.uuid}/edit/").status_code == 404
