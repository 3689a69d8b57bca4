"""The pages of support and the pack: what they say, to whom, and to whom nothing."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from PIL import Image

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.feedback.for_home import home_report, lately
from handrail.people.models import CarerLink, Membership
from handrail.programmes.forgetting import forget_programmes
from handrail.programmes.making import change_programme
from handrail.records.attaching import attach
from handrail.records.forgetting import forget_record
from handrail.records.models import AccessEntry
from handrail.records.reader import reader_for
from handrail.records.refusal import Refused
from handrail.reports.making import ask_for_pack, hand_out
from handrail.reports.models import Report
from handrail.support.whole import support_of
from tests.filing import file
from tests.learning.planning import mark_of, plan_of
from tests.programmes.giving import measured, place_of, programme_of, session_of
from tests.programmes.test_pages import AFTER, BEFORE
from tests.programmes.test_pausing import abab
from tests.reports.reading import about, text_of
from tests.support.supporting import PEN, SUPPORTS, TARGETS, plan_for, profile_of, review_of
from tests.web.test_pages import queries
from tests.web.test_pupil_plans import client_of

KEPT_FROM_OTHERS = "Ultramarinesaid"


@pytest.fixture(autouse=True)
def own_folder(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def everything(cast: Cast) -> None:
    """A plan, a profile, a review, a programme with numbers, a mark, and records since."""
    with clock.frozen(clock.now() - timedelta(days=3)):
        plan_for(cast, cast.leo)
        profile_of(cast, cast.leo)
        review_of(cast, cast.leo, rows={"targets": (
            {"target": "Stays at the table", "reached": "partly", "evidence": "Three now."},
        )})  # fmt: skip
    place = place_of(cast, programme_of(cast), cast.leo)
    measured(cast, place, [6, 7, 6, 8, 6], [2, 1, 2, 1, 2])
    session_of(cast, [place])
    mark_of(cast, plan_of(cast), cast.leo)
    file(cast, "note", cast.sam, cast.leo)
    file(cast, "concern", cast.reid, cast.leo, words=KEPT_FROM_OTHERS)


def page_of(client: Client, cast: Cast, tail: str = "support/") -> str:
    return client.get(f"/pupils/{cast.leo.uuid}/{tail}").content.decode()


def test_the_senco_sees_plan_evidence_and_reviews_on_one_page(cast: Cast) -> None:
    everything(cast)
    page = page_of(client_of(cast.grant), cast)
    for said in (
        "Changes frighten him.", "Stays at the table", "Calm corner", "Name the feeling.",
        "Wait and tell", "Changed", "5 measured before support, 5 with it", "here for 1 session",
        "Support review: continue as it is", "Dan Turner", "With help",
        "Review Leo T’s support", "Pack for a review",
    ):  # fmt: skip
        assert said in page, said
    read = AccessEntry.objects.filter(person=cast.grant, how="opened")
    assert set(read.values_list("record__kind", flat=True)) == {
        "support_plan", "profile", "support_review",
    }  # fmt: skip


def test_an_assistant_of_the_pupil_reads_it_and_writes_none(cast: Cast) -> None:
    everything(cast)
    page = page_of(client_of(cast.sam), cast)
    assert "Calm corner" in page
    assert "Write it" not in page
    assert "Next version" not in page
    assert (
        client_of(cast.sam).get(f"/log/at/support_review/?pupil={cast.leo.uuid}").status_code == 404
    )


def test_what_restricted_records_there_are_counts_for_nobody_else(cast: Cast) -> None:
    everything(cast)
    seen = {who: page_of(client_of(cast.staff[who]), cast) for who in ("sam", "grant", "ahmed")}
    assert {who for who, page in seen.items() if "?kind=concern" in page} == {"ahmed"}
    assert all(KEPT_FROM_OTHERS not in page for page in seen.values())


def test_who_does_not_work_with_the_pupil_sees_nothing_of_it(cast: Cast) -> None:
    everything(cast)
    bare = page_of(client_of(cast.lee), cast)
    for said in ("Changes frighten", "Calm corner", "Wait and tell", "Support review:", "SEMH"):
        assert said not in bare, said
    assert "I know every bus" not in page_of(client_of(cast.lee), cast, "profile/")
    CarerLink.objects.get_or_create(pupil=cast.leo.pupil, carer=cast.khan)
    assert "Calm corner" not in page_of(client_of(cast.khan), cast)  # his own child


def test_the_page_asks_no_more_for_more_reviews(cast: Cast) -> None:
    everything(cast)
    grant, page = client_of(cast.grant), f"/pupils/{cast.leo.uuid}/support/"
    once = queries(grant, page)
    for _ in range(3):
        review_of(cast, cast.leo)
    assert queries(grant, page) == once


# ---------------------------------------------------------------- the one-page profile


def test_the_profile_is_the_childs_in_words_and_pictures(cast: Cast) -> None:
    record = profile_of(cast, cast.leo, words="He hid under the table first.")
    photo = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(photo, "PNG")
    photo.seek(0)
    kept = attach(record, reader_for(cast.grant), "bus.png", photo)
    page = page_of(client_of(cast.sam), cast, "profile/")
    for said in (
        "I know every bus.", "I am funny.", "Drawing", "#pencil", "#music", "Somewhere quiet",
        f"/files/{kept.uuid}/", "Read it to me", "data-say",
    ):  # fmt: skip
        assert said in page, said
    assert "He hid under the table" not in page  # what adults noted is not on the child's page
    assert client_of(cast.sam).get(f"/records/{record.uuid}/files/{kept.uuid}/").status_code == 200


def test_whoever_plans_is_shown_where_to_begin(cast: Cast) -> None:
    begin = f"/log/at/profile/?pupil={cast.leo.uuid}"
    assert begin in page_of(client_of(cast.patel), cast, "profile/")
    assert begin not in page_of(client_of(cast.sam), cast, "profile/")
    desk = client_of(cast.patel).get(begin).content.decode()
    assert "#headphones" in desk  # a child can point at a picture


def test_the_technology_that_helps_stands_where_the_adult_beside_the_pupil_looks(
    cast: Cast,
) -> None:
    """On the profile, at a glance, in the lesson and on paper; to whoever covers, in that lesson
    alone; each time it was shown it is noted as read."""
    desk = client_of(cast.grant).get(f"/log/at/profile/?pupil={cast.leo.uuid}").content.decode()
    assert "Technology that helps me" in desk
    with clock.frozen(clock.now() - timedelta(days=2)):
        record = profile_of(cast, cast.leo, rows={"technology": (PEN,)})
    plan_for(cast, cast.leo)
    lesson, sam = plan_of(cast), client_of(cast.sam)
    cards = sam.get("/me/offline-copy/").content.decode()
    assert cards.count("Reading pen") == 2  # on the card, and in the lesson
    assert AccessEntry.objects.filter(record=record, how="kept").count() == 1
    for page in (f"/pupils/{cast.leo.uuid}/profile/", f"/pupils/{cast.leo.uuid}/",
                 f"/plans/{lesson.uuid}/", f"/records/{record.uuid}/"):  # fmt: skip
        said = sam.get(page).content.decode()
        for words in ("Reading pen", "Blue tray", "Sam Birch", "ith a reminder"):
            assert words in said, (page, words)
    pack = ask_for_pack(reader_for(cast.grant), support_of(reader_for(cast.grant), cast.school,
                                                           cast.leo))  # fmt: skip
    on_paper = text_of(hand_out(reader_for(cast.grant), pack))
    assert "Reading pen Blue tray Sam Birch With a reminder" in on_paper
    assert "On no programme, so nothing was measured before and with support." in on_paper
    cover = plan_of(cast, is_cover=True, assistant=cast.lee)
    lee = client_of(cast.lee)
    assert "Reading pen" in lee.get(f"/plans/{cover.uuid}/").content.decode()
    assert "Reading pen" not in lee.get(f"/pupils/{cast.leo.uuid}/").content.decode()
    read = AccessEntry.objects.filter(record=record, how="opened")
    assert set(read.values_list("person__given", flat=True)) >= {cast.sam.given, cast.lee.given}
    profile_of(cast, cast.leo, detail={"ended": True, "review_on": None})
    assert "Reading pen" not in lee.get(f"/plans/{cover.uuid}/").content.decode()


# ---------------------------------------------------------------- the pack


def test_the_pack_holds_it_all_and_every_reading_is_noted(cast: Cast) -> None:
    everything(cast)
    client = client_of(cast.grant)
    sent = client.post(f"/pupils/{cast.leo.uuid}/support/pack/")
    report = Report.objects.get()
    assert (sent.headers["Location"], report.problem) == (f"/reports/{report.uuid}/", "")
    reply = client.get(f"/reports/{report.uuid}/file/")
    said = text_of(reply.content)
    for words in (
        "Leo Turner", "I know every bus.", "Changes frighten him.", "Stays at the table",
        "On the way", "Calm corner", "Wait and tell: Changed", "Before support, on average",
        "Sessions: here for 1, missed 0.", "With help", "What parents or carers say",
        "Calmer at home.", "Continue as it is", "Dan Turner", "Page 1 of",
    ):  # fmt: skip
        assert words in said, words
    assert KEPT_FROM_OTHERS not in said
    assert "Concern" not in said
    assert "Leo" not in about(reply.content)
    printed = AccessEntry.objects.filter(person=cast.grant, how="printed")
    assert set(printed.values_list("record__kind", flat=True)) == {
        "support_plan", "profile", "support_review",
    }  # fmt: skip


def test_support_that_began_twice_is_told_twice_on_paper_and_at_home(cast: Cast) -> None:
    plan_for(cast, cast.leo)
    place = abab(cast)
    place.goal = 1
    place.save()
    client = client_of(cast.grant)
    client.post(f"/pupils/{cast.leo.uuid}/support/pack/")
    body = client.get(f"/reports/{Report.objects.get().uuid}/file/").content
    said = text_of(body)
    for words in (
        "Hollow points: without support. Filled: with support.", "Without", "With support",
        "The numbers above are of the first time that support began.",
        "1 6 6 −6", "2 6 6 −6", "Changed for the better",
        "To see whether it lasts; again after", "The aim line goes from",
        "Latest trend without support, a week",
    ):  # fmt: skip
        assert words in said, words
    home = home_report(reader_for(cast.grant), cast.school, cast.leo, lately(6)).text
    for words in (
        "Then we stopped it for a while. Now it has begun again.",
        "It changed for the better 2 of the 2 times that it began.",
    ):
        assert words in home, words
    assert "Since then" not in home


def test_a_pack_is_for_whoever_asked_while_they_may_read_all_of_it(cast: Cast) -> None:
    everything(cast)
    reader = reader_for(cast.sam)
    report = ask_for_pack(reader, support_of(reader, cast.school, cast.leo))
    assert hand_out(reader, report).startswith(b"%PDF")
    assert client_of(cast.grant).get(f"/reports/{report.uuid}/").status_code == 404
    Membership.objects.filter(person=cast.sam).delete()
    cast.leo.pupil.key_adults.all().delete()
    with pytest.raises(Refused):
        hand_out(reader_for(cast.sam), report)
    assert client_of(cast.sam).get(f"/reports/{report.uuid}/file/").status_code == 404


def test_there_is_no_pack_without_a_plan_and_none_for_who_may_read_nothing(cast: Cast) -> None:
    page = f"/pupils/{cast.leo.uuid}/support/pack/"
    assert client_of(cast.grant).post(page).status_code == 404
    profile_of(cast, cast.leo)
    told = client_of(cast.grant).post(page, follow=True).content.decode()
    assert "There is no support plan in force. Write one first." in told
    assert client_of(cast.lee).post(page).status_code == 404
    assert not Report.objects.exists()


def test_a_pack_goes_when_anything_in_it_is_destroyed(cast: Cast) -> None:
    everything(cast)
    reader = reader_for(cast.grant)
    whole = support_of(reader, cast.school, cast.leo)
    report = ask_for_pack(reader, whole)
    review = whole.reviews[0].record
    forget_record(review, by=cast.okafor, at=clock.now(), why="Past its time")
    report.refresh_from_db()
    assert report.state == "gone"


def test_a_target_names_the_measure_of_a_programme_and_leads_to_what_it_says(cast: Cast) -> None:
    place = place_of(cast, programme_of(cast), cast.leo)
    measured(cast, place, BEFORE, AFTER)
    name = "Wait and tell: Calls out"
    desk = f"/log/at/support_plan/?pupil={cast.leo.uuid}"
    assert f'<option value="{name}">' in client_of(cast.grant).get(desk).content.decode()
    other = f"/log/at/support_plan/?pupil={cast.amina.uuid}"
    assert "datalist id" not in client_of(cast.grant).get(other).content.decode()
    targets = (TARGETS[0] | {"measure": f"{name}, on five days"}, TARGETS[0])
    plan_for(cast, cast.leo, rows={"targets": targets, "supports": SUPPORTS})
    html = page_of(client_of(cast.grant), cast)
    assert f'/working/#p-{place.pk}">{name}, on five days</a>' in html
    assert html.count("/working/#p-") == 1
    assert "Changed for the better: 6 measured before support, 7 with it" in html
    one = place.programme
    for name in ("Hands up", "Hand up first"):
        one.name = name
        change_programme(reader_for(cast.patel), one)
    assert one.names_before == ["Wait and tell", "Hands up"]
    assert page_of(client_of(cast.grant), cast).count("/working/#p-") == 1
    programme_of(cast)  # another has that name now; this pupil is not on it
    one.name = "Hands up"
    assert change_programme(reader_for(cast.patel), one).names_before == [
        "Wait and tell", "Hand up first"]  # fmt: skip
    forget_programmes(cast.leo, cast.school.pk)
    one.refresh_from_db()
    assert one.names_before == []
