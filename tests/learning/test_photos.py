"""A photo of the work with a mark, and a pupil's own target in a plan: who sees either of them."""

from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from handrail.demo.cast import Cast
from handrail.learning.marking import withdraw_mark
from handrail.learning.models import LessonPlan
from handrail.learning.objectives import add_own_target
from handrail.people.models import CarerLink, User
from handrail.records.models import Attachment, Record
from handrail.records.reader import reader_for
from handrail.school.models import Word
from tests.learning.planning import MONDAY, mark_of, plan_of
from tests.records import pictures


@pytest.fixture(autouse=True)
def files(settings: LazySettings, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def client_of(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def a_photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("work.png", pictures.photo("PNG"), "image/png")


def test_a_photo_is_kept_with_a_note_and_a_second_joins_it(cast: Cast) -> None:
    Word.objects.filter(slug="photo-of-work").delete()  # a school from before there was the word
    mark, sam = mark_of(cast, plan_of(cast), cast.leo, 2), client_of("sam")
    page = f"/marks/{mark.uuid}/photo/"
    answer = sam.post(page, {"file": a_photo()})
    assert answer.headers["Location"].endswith("/mark/")
    other = SimpleUploadedFile("two.jpg", pictures.photo("JPEG"), "image/jpeg")
    sam.post(page, {"file": other})
    mark.refresh_from_db()
    note = Record.everything.get()
    assert (mark.record, note.kind, note.headline) == (note, "note", "Photo of work")
    assert note.attachments.count() == 2
    assert list(note.involvements.values_list("person", "role")) == [(cast.leo.pk, "about")]
    assert f"/records/{note.uuid}/" in sam.get(
        f"/pupils/{cast.leo.uuid}/learning/").content.decode()  # fmt: skip


@pytest.mark.parametrize("sent", [{}, {"file": SimpleUploadedFile("a.png", b"no picture")}])
def test_what_is_no_photo_gets_a_sentence_and_files_nothing(cast: Cast, sent: Any) -> None:
    mark = mark_of(cast, plan_of(cast), cast.leo, 2)
    answer = client_of("sam").post(f"/marks/{mark.uuid}/photo/", sent)
    assert (answer.status_code, 'class="error"' in answer.content.decode()) == (422, True)
    assert (Record.everything.count(), Attachment.objects.count()) == (0, 0)


def test_a_mark_of_somebody_else_or_a_withdrawn_one_takes_no_photo(cast: Cast) -> None:
    mark = mark_of(cast, plan_of(cast), cast.leo, 2)
    page = f"/marks/{mark.uuid}/photo/"
    assert client_of("patel").post(page, {"file": a_photo()}).status_code == 404
    withdraw_mark(reader_for(cast.sam), cast.school, mark.uuid, "Marked the wrong child")
    assert client_of("sam").post(page, {"file": a_photo()}).status_code == 422
    assert Record.everything.count() == 0


def test_a_note_that_was_narrowed_is_linked_for_its_readers_alone(cast: Cast) -> None:
    mark = mark_of(cast, plan_of(cast), cast.leo, 2)
    client_of("sam").post(f"/marks/{mark.uuid}/photo/", {"file": a_photo()})
    Record.everything.update(sensitivity=2)
    learning = f"/pupils/{cast.leo.uuid}/learning/"
    assert "Photo of the work" not in client_of("patel").get(learning).content.decode()


# ---------------------------------------------------------------- own targets in a plan


def planned(cast: Cast) -> tuple[LessonPlan, str]:
    """A plan for the four in which Leo's own target stands, made through the page."""
    target = add_own_target(reader_for(cast.patel), cast.school, cast.leo, "Ask for my card")
    teacher = client_of("patel")
    group = str(cast.groups["4 Willow"].uuid)
    assert "own target" in teacher.get(f"/plans/new/?group={group}").content.decode()
    teacher.post("/plans/new/", {
        "author": str(cast.patel.uuid), "group": group, "title": "Circle time",
        "date": MONDAY.isoformat(), "assistant": str(cast.sam.uuid),
        "pupils": [str(cast.leo.uuid), str(cast.zoe.uuid)], "objectives": [str(target.uuid)],
    })  # fmt: skip
    return LessonPlan.objects.get(), target.text


def test_an_own_target_is_marked_for_its_pupil_alone(cast: Cast) -> None:
    plan, text = planned(cast)
    page = client_of("sam").get(f"/plans/{plan.uuid}/mark/").content.decode()
    assert (text in page, page.count("data-cell=")) == (True, 1)
    assert str(cast.leo.uuid) in page


def test_an_own_target_is_shown_to_no_carer_and_in_no_groups_table(cast: Cast) -> None:
    plan, text = planned(cast)
    CarerLink.objects.create(pupil=cast.leo.pupil, carer=cast.sam)
    sam = client_of("sam")
    for page in ("/", f"/plans/{plan.uuid}/", f"/plans/{plan.uuid}/mark/"):
        answer = sam.get(page)
        assert (answer.status_code, text in answer.content.decode()) == (200, False), page
    table = client_of("patel").get(f"/groups/{cast.groups['4 Willow'].uuid}/learning/")
    assert text not in table.content.decode()


def test_a_target_of_somebody_who_is_not_in_it_is_passed_over(cast: Cast) -> None:
    target = add_own_target(reader_for(cast.patel), cast.school, cast.leo, "Ask for my card")
    client_of("patel").post("/plans/new/", {
        "author": str(cast.patel.uuid), "group": str(cast.groups["4 Willow"].uuid),
        "title": "Maths", "date": MONDAY.isoformat(), "pupils": [str(cast.zoe.uuid)],
        "objectives": [str(target.uuid)],
    })  # fmt: skip
    assert LessonPlan.objects.get().chosen.count() == 0
