"""Reports: made for who asked, with their rights, kept for a day, every reading written down."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.storage import default_storage
from django.test import Client

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.people.models import Post, User
from handrail.records.amending import void_record
from handrail.records.forgetting import forget_record
from handrail.records.models import AccessEntry, Finding, Revision
from handrail.records.reader import reader_for
from handrail.records.refusal import Refused
from handrail.registers.checking import check_entry
from handrail.reports import making
from handrail.reports.entries import value_said
from handrail.reports.making import ask_for_book, ask_for_record, hand_out, make_waiting
from handrail.reports.models import Report
from tests.registers.holds import hold, three_holds
from tests.reports.reading import about, text_of


@pytest.fixture(autouse=True)
def own_folder(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def as_(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def test_the_book_has_a_cover_an_index_and_every_entry_with_its_value(cast: Cast) -> None:
    rows = three_holds(cast)
    void_record(rows[1], reader_for(cast.okafor), "Entered twice by mistake")
    head = reader_for(cast.okafor)
    book = ask_for_book(head, cast.school, "hold", 2026)
    assert (book.state, book.problem) == ("ready", "")
    body = hand_out(head, book)
    said = text_of(body)
    for number in (1, 2, 3):
        assert f"Entry {number} of 2026/27: " in said
    assert "Void: Entered twice by mistake" in said
    assert "Page 1 of" in said
    for record in rows:
        last = Revision.objects.filter(record=record).order_by("-seq")[0]
        assert value_said(last.hash) in said
    assert "Leo" not in about(body)
    assert "Spring Lane Primary" in about(body)
    assert AccessEntry.objects.filter(how="printed", person=cast.okafor).count() == 3


def test_paper_is_checked_in_words(cast: Cast) -> None:
    first = three_holds(cast)[0]
    then = Revision.objects.get(record=first)
    void_record(first, reader_for(cast.okafor), "Entered twice by mistake")

    def check(number: int, value: str) -> tuple[bool | None, str]:
        answer = check_entry(cast.school.pk, "hold", 2026, number, value)
        return answer.matches, answer.said

    assert check(1, value_said(then.hash).upper())[0] is True
    assert "changed 1 time since" in check(1, then.hash)[1]
    assert check(2, value_said(then.hash))[0] is False
    assert check(1, "0000 0000 0000")[0] is False
    assert check(9, value_said(then.hash)) == (
        None, "There is no entry 9 of 2026/27. Check the number and the year."
    )  # fmt: skip
    assert check(1, "abc")[0] is None
    Revision.objects.filter(pk=then.pk).update(hash="f" * 64)
    assert check(1, "ffff ffff ffff")[0] is False

    query = "?number=2&year=2026&value=" + value_said(then.hash).replace(" ", "+")
    page = as_("okafor").get("/school/registers/hold/check/" + query)
    assert "Does not match" in page.content.decode()
    page = as_("okafor").get("/school/registers/hold/check/?number=x&year=2026&value=1")
    assert page.status_code == 422


def test_one_record_for_whoever_may_read_it_and_nobody_else(cast: Cast) -> None:
    made = hold(cast, cast.sam, cast.leo)
    sam = as_("sam")
    page = sam.post(f"/records/{made.uuid}/print/")
    report = Report.objects.get()
    assert page.headers["Location"] == f"/reports/{report.uuid}/"
    assert "Take the PDF" in sam.get(f"/reports/{report.uuid}/").content.decode()
    reply = sam.get(f"/reports/{report.uuid}/file/")
    assert reply.headers["Content-Type"] == "application/pdf"
    assert "leo" not in reply.headers["Content-Disposition"].lower()
    assert "Leo Turner" in text_of(reply.content)
    assert AccessEntry.objects.get(how="printed").person == cast.sam
    for other in ("okafor", "patel"):
        assert as_(other).get(f"/reports/{report.uuid}/").status_code == 404
    Post.objects.filter(person=cast.sam).update(ends=clock.today() - timedelta(days=1))
    assert sam.get(f"/reports/{report.uuid}/file/").status_code != 200
    with pytest.raises(Refused):
        hand_out(reader_for(cast.sam), report)


def test_a_large_one_waits_for_the_rounds_and_says_how_far_it_is(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    three_holds(cast)
    monkeypatch.setattr(making, "AT_ONCE", 2)
    client = as_("okafor")
    client.post("/school/registers/hold/book/", {"year": "2026"})
    report = Report.objects.get()
    assert report.state == "waiting"
    assert "Being made: 0 of 3" in client.get(f"/reports/{report.uuid}/making/").content.decode()
    assert client.get(f"/reports/{report.uuid}/file/").status_code == 404
    assert make_waiting() == 1
    assert "Take the PDF" in client.get(f"/reports/{report.uuid}/").content.decode()
    report.refresh_from_db()
    with clock.frozen(clock.now() + timedelta(hours=25)):
        make_waiting()
    report.refresh_from_db()
    assert report.state == "gone"
    assert not default_storage.exists(report.path)


def test_it_is_made_with_the_rights_of_the_moment(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked for by the head, who hands over before the round is made."""
    three_holds(cast)
    monkeypatch.setattr(making, "AT_ONCE", 0)
    report = ask_for_book(reader_for(cast.okafor), cast.school, "hold", 2026)
    Post.objects.filter(person=cast.okafor).update(ends=clock.today() - timedelta(days=1))
    assert make_waiting() == 0
    report.refresh_from_db()
    assert (report.state, report.size) == ("failed", 0)


def test_a_destroyed_record_takes_its_reports_along(
    cast: Cast, django_capture_on_commit_callbacks: object
) -> None:
    made = hold(cast, cast.sam, cast.leo)
    head = reader_for(cast.okafor)
    reports = [ask_for_record(head, made), ask_for_book(head, cast.school, "hold", 2026)]
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        forget_record(made, by=cast.okafor, at=clock.now(), why="Past its time")
    for report in reports:
        report.refresh_from_db()
        assert report.state == "gone"
        assert not default_storage.exists(report.path)
    assert "Destroyed" in text_of(
        hand_out(head, ask_for_book(head, cast.school, "hold", 2026))
    )  # fmt: skip


def test_what_is_private_to_the_pastoral_leads_is_in_no_pdf_of_an_assistant(cast: Cast) -> None:
    made = hold(cast, cast.sam, cast.leo)
    Finding.objects.create(
        record=made, slug="care", label="Care and social worker", said="Looked after by Leeds",
        verdict="fact", private=True, at=clock.now(),
    )  # fmt: skip
    for name, sees in (("sam", False), ("okafor", True)):
        reader = reader_for(cast.staff[name])
        said = text_of(hand_out(reader, ask_for_record(reader, made)))
        assert ("Looked after by Leeds" in said) is sees
        assert ("Entry 1 of 2026/27" in said) is sees


def test_a_year_that_makes_no_sense_prints_nothing(cast: Cast) -> None:
    three_holds(cast)
    for year in ("", "x", "99999", "2019"):
        reply = as_("okafor").post("/school/registers/hold/book/", {"year": year})
        assert reply.status_code == 302
    assert not Report.objects.exists()
