"""Pages where the school is kept: details of pupils, timetable, words, terms, posts."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from handrail.demo.cast import Cast
from handrail.keeping import ledger
from handrail.keeping.known import acknowledge
from handrail.people.models import CarerLink, Lesson, User
from handrail.records.reader import reader_for
from handrail.school.models import Word
from tests.filing import file


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def test_flag_added_by_the_senco_stands_on_the_pupils_page(cast: Cast) -> None:
    path = f"/pupils/{cast.jaden.uuid}/"
    signed_in("grant").post(f"{path}details/", {"sort": "medical", "text": "Nut allergy: pen"})
    assert b"Nut allergy: pen" in signed_in("sam").get(path).content


def test_only_designated_leads_and_head_lift_a_restriction(cast: Cast) -> None:
    link = CarerLink.objects.get(pupil=cast.leo.pupil, carer=cast.kim)
    path = f"/pupils/{cast.leo.uuid}/details/"
    sent = {"link": link.pk, "restriction": "no_contact", "note": "Court order to July"}
    for name, expected in (("grant", ""), ("ahmed", "no_contact")):
        signed_in(name).post(path, sent)
        link.refresh_from_db()
        assert link.restriction == expected
    page = signed_in("sam").get(f"/pupils/{cast.leo.uuid}/").content.decode()
    assert "No contact: Court order to July" in page


def test_details_come_back_as_they_were_kept(cast: Cast) -> None:
    page = signed_in("grant").get(f"/pupils/{cast.leo.uuid}/details/").content.decode()
    assert 'value="2026-12-16"' in page
    assert "pulling his sleeves: act at the first sleeve" in page


def test_key_adult_reads_the_pupil_from_that_day(cast: Cast) -> None:
    assert cast.yusuf.pk not in reader_for(cast.sam).pupil_ids
    path = f"/pupils/{cast.yusuf.uuid}/details/"
    signed_in("grant").post(path, {"adult": str(cast.sam.uuid)})
    assert cast.yusuf.pk in reader_for(cast.sam).pupil_ids


def test_lesson_on_three_days_shows_on_todays_page(cast: Cast) -> None:
    Lesson.objects.all().delete()
    sent = {
        "name": "Swimming", "weekdays": ["0", "2", "4"], "starts": "10:00", "ends": "11:00",
        "group": str(cast.groups["4 Willow"].uuid), "place": "", "staff": [str(cast.sam.uuid)],
    }  # fmt: skip
    assert signed_in("office").post("/school/timetable/", sent).status_code == 302
    assert Lesson.objects.count() == 3
    assert b"Swimming" in signed_in("sam").get("/").content


@pytest.mark.parametrize(
    ("path", "sent", "sentence"),
    [
        ("timetable/", {"name": "Maths", "starts": "11:00", "ends": "10:00"}, "ends before it sta"),
        ("timetable/", {"name": "", "starts": "soon"}, "Say what it is"),
        ("terms/", {"name": "X", "starts": "2027-09-02", "ends": "2027-09-01"}, "ends before it"),
        ("terms/", {"name": "X", "starts": "2026-09-10", "ends": "2026-09-12"}, "run into Autumn"),
        ("terms/", {"closed": "2026-11-27", "why": "Again"}, "That day is closed already."),
        ("places/", {"name": "room 7"}, "There is a place of that name already."),
        ("words/", {"list": "behaviour.seen", "label": "hit OUT"}, "That word is in the list"),
        ("words/", {"list": "behaviour.seen", "label": "Ran", "value": "9"}, "from 1 to 4"),
    ],
)
def test_bad_input_gets_one_sentence(
    cast: Cast, path: str, sent: dict[str, str], sentence: str
) -> None:
    answer = signed_in("office").post(f"/school/{path}", sent)
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)


def test_retired_word_leaves_the_sheet_and_stays_on_its_records(cast: Cast) -> None:
    record = file(cast, "behaviour", cast.sam, cast.leo)
    word = Word.objects.get(list="behaviour.seen", slug="refused")
    signed_in("office").post("/school/words/", {"list": word.list, "word": str(word.uuid)})
    sam = signed_in("sam")
    assert str(word.uuid) not in sam.get("/log/").content.decode()
    assert "Refused" in sam.get(f"/records/{record.uuid}/").content.decode()


def test_post_that_is_ended_ends_its_rights_the_day_after(cast: Cast) -> None:
    post = cast.khan.posts.get()
    signed_in("office").post(f"/school/staff/{cast.khan.uuid}/", {"end": post.pk})
    post.refresh_from_db()
    assert post.ends is not None


def test_what_was_made_known_is_told_whole_to_those_in_whose_name_it_may_be(
    cast: Cast, tmp_path: Path, settings: LazySettings
) -> None:
    settings.HOME = tmp_path
    for school in (str(cast.school.uuid), "", "another"):
        acknowledge("seen" + school, school, "A photo is gone.", "Ahmed", "Lost in the fire")
    head, office = (signed_in(name).get("/school/keeping/") for name in ("okafor", "office"))
    assert head.content.count(b"Ahmed acknowledged it: Lost in the fire") == 2
    assert b"2 breaks were made known" in office.content
    assert b"Lost in the fire" not in office.content


def test_head_is_told_that_the_last_backup_is_not_proved_and_which_is(
    cast: Cast, settings: LazySettings, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    for proved, said, unsaid in (
        (False, b"(none is)", b"newest proved one"),
        (True, b"restored and checked", b"handrail doctor"),
        (False, b"newest proved one", b"(none is)"),
    ):
        ledger.note("made", file="x", sha256="", proved=proved, locked=True)
        page = signed_in("okafor").get("/school/keeping/").content
        assert (said in page, unsaid in page) == (True, False)


def test_overdue_shows_on_the_timeline(cast: Cast) -> None:
    from datetime import timedelta

    from handrail.core import clock

    file(cast, "behaviour", cast.sam, cast.leo, pick={"level": ("level-3",)})
    clock.advance(timedelta(days=1))
    page = signed_in("patel").get(f"/pupils/{cast.leo.uuid}/").content.decode()
    assert page.count("Was due yesterday") == 3  # beside the record, and among the clocks
