"""Jobs: asked of a colleague by a day, seen under Today, answered, and the answer seen."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from handrail.core import clock
from handrail.core.clock import LONDON
from handrail.core.ids import new_uuid
from handrail.demo.cast import Cast
from handrail.jobs.asking import answer, reopen, take_back
from handrail.jobs.beside import said_of, tables
from handrail.jobs.keeping import KEPT
from handrail.jobs.models import Job
from handrail.jobs.reading import jobs_today, may_answer
from handrail.keeping.beside import due_beside
from handrail.notify.models import Alert
from handrail.people.models import Membership, User
from handrail.records.reader import reader_for
from handrail.records.refusal import Refused
from tests.jobs.asking import job_of
from tests.learning.test_pages import queries


def client_of(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def form(cast: Cast, **more: Any) -> dict[str, Any]:
    return {
        "author": str(cast.patel.uuid), "number": str(new_uuid()),
        "whom": f"person:{cast.sam.uuid}", "what": "Put up the display", "due_on": "2026-11-24",
        "more": "It lies on my desk.", **more,
    }  # fmt: skip


def test_a_job_goes_from_the_teacher_to_today_and_back(cast: Cast) -> None:
    patel, sam = client_of("patel"), client_of("sam")
    data = form(cast)
    for _ in range(2):  # a double tap asks once
        page = patel.post("/jobs/new/", data).headers["Location"]
    assert Job.objects.count() == 1
    told = Alert.objects.get(person=cast.sam)
    assert ("Mr Patel" in told.text, "display" in told.text, told.outside) == (
        True, False, "News of a job",
    )  # fmt: skip
    assert "Put up the display" in sam.get("/").content.decode()
    assert "It lies on my desk." in sam.get(page).content.decode()
    assert Alert.objects.get(person=cast.sam).seen_at is not None
    refused = sam.post(f"{page}do/not-done/", {"words": ""})
    assert (refused.status_code, "Say in a few words why" in refused.content.decode()) == (
        422,
        True,
    )
    sam.post(f"{page}do/done/", {"words": "Up in the hall."})
    assert "Put up the display" not in sam.get("/").content.decode()
    assert "Sam Birch: Put up the display" in patel.get("/").content.decode()
    assert "Up in the hall." in patel.get(page).content.decode()
    assert "Put up the display" not in patel.get("/").content.decode()
    assert "Put up the display" in patel.get("/jobs/?show=done&q=display").content.decode()
    assert "No jobs here" in patel.get("/jobs/").content.decode()
    rows = client_of("okafor").get("/jobs/table.csv?show=done&whose=all").content.decode()
    assert "Up in the hall.,Sam Birch," in rows
    assert "Put up the display" in patel.get(f"/jobs/new/?from={page[6:-1]}").content.decode()


def test_what_was_filled_in_wrong_comes_back_whole_and_nothing_typed_is_lost(cast: Cast) -> None:
    patel = client_of("patel")
    for wrong, sentence in (
        ({"due_on": "2026-11-20"}, "This day has gone by"),
        ({"due_on": "9999-12-31"}, "a year away"), ({"what": " - "}, "Say what is to be done"),
        ({"whom": "person:none"}, "somebody of the list"),
    ):  # fmt: skip
        answered = patel.post("/jobs/new/", form(cast, **wrong))
        page = answered.content.decode()
        assert (answered.status_code, sentence in page, "on my desk" in page) == (422, True, True)
    patel.post("/lock/")
    patel.post("/jobs/new/", form(cast))
    patel.post("/lock/", {"password": "spring-lane-demo"})
    assert "on my desk" in patel.get("/jobs/new/").content.decode()
    assert Job.objects.count() == 0


@pytest.mark.parametrize(
    ("words", "is_named"),
    [
        ("Laminate Leo Turner’s cards", True), ("Cards for leo turner.", True),
        ("Cards for Turner, Leo", True), ("Cards for Leo T", True), ("Leo T’s cards", True),
        ("Cards for Leo", False), ("Print Leo a card", False), ("Leo tidies", False),
        ("Take 4 Willow’s turn", False),
    ],
)  # fmt: skip
def test_a_pupils_name_is_pointed_out_once_and_kept_when_pressed_again(
    cast: Cast, words: str, *, is_named: bool
) -> None:
    patel, name = client_of("patel"), "more" if words.endswith("T") else "what"
    data = form(cast, **{name: words})
    answered = patel.post("/jobs/new/", data)
    assert answered.status_code == (422 if is_named else 302)
    if is_named:
        page = answered.content.decode()
        assert (page.count("Jobs are no place for one"), Job.objects.count()) == (1, 0)
        assert f'id="id_{name}_error"' in page
        assert '<input type="hidden" name="heeded" value="yes"' in page
        assert patel.post("/jobs/new/", data | {"heeded": "yes"}).status_code == 302
    assert Job.objects.count() == 1


def test_whoever_supports_a_group_may_do_it_and_the_first_closes_it(cast: Cast) -> None:
    willow = cast.groups["4 Willow"]
    Membership.objects.get_or_create(group=willow, person=cast.sam, role="support")
    job = job_of(cast, person=None, group=willow)
    sam, reid, patel = reader_for(cast.sam), reader_for(cast.reid), reader_for(cast.patel)
    assert [len(jobs_today(one, cast.school)) for one in (sam, reid, patel)] == [1, 0, 0]
    assert [may_answer(one, job) for one in (sam, reid, patel)] == [True, False, False]
    assert client_of("reid").get(f"/jobs/{job.uuid}/").status_code == 404
    closed = answer(sam, job, done=True, words="")
    assert answer(sam, job, done=True, words="").closed_at == closed.closed_at  # a retry
    for refused in (lambda: answer(sam, job, done=False, words="No paper."),
                    lambda: take_back(patel, job), lambda: reopen(patel, job)):  # fmt: skip
        with pytest.raises(Refused):
            refused()
    assert reopen(sam, job).is_open
    assert take_back(patel, job).state == Job.State.TAKEN_BACK
    assert jobs_today(sam, cast.school) == jobs_today(patel, cast.school) == []


def test_today_asks_as_often_for_eight_jobs_as_for_one_and_shows_no_more(cast: Cast) -> None:
    sam = client_of("sam")
    job_of(cast)
    once = queries(sam, "/")
    for _ in range(11):
        job_of(cast)
    assert queries(sam, "/") == once
    assert sam.get("/").content.decode().count("Print 30 copies") == 8
    assert queries(sam, "/jobs/") == queries(sam, "/jobs/?show=late")


def test_jobs_leave_with_the_school_and_go_when_their_time_is_over(cast: Cast) -> None:
    job_of(cast, what="Laminate cards for Leo Turner")
    job_of(cast)
    assert [one.text for one in said_of(cast.leo, cast.school, None, None)] == [
        "Laminate cards for Leo Turner"
    ]
    names, rows = tables(cast.school)["jobs.csv"]
    assert {len(row) for row in rows} == {len(names)}
    with clock.frozen(datetime(2028, 9, 1, 9, tzinfo=LONDON)):
        due = [one for one in due_beside(cast.school) if one.kept is KEPT]
        assert [(one.count, one.until) for one in due] == [(2, date(2027, 8, 31))]
        assert KEPT.destroy(cast.school, date(2026, 11, 27) - timedelta(days=1), ()) == 0
        assert KEPT.destroy(cast.school, date(2027, 8, 31), ()) == 2
