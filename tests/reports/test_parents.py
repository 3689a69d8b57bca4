"""The parents' edition: nothing of another child in its words, in what it says of itself, or in
its name."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from handrail.demo.cast import Cast
from handrail.people.models import User
from handrail.records.amending import amend_record
from handrail.records.draft import Involved
from handrail.records.models import Record
from handrail.records.reader import reader_for
from handrail.reports.models import LeftOut, Report
from handrail.reports.parents import edition, fingerprint_of
from tests.counting import Count
from tests.registers.holds import hold
from tests.reports.reading import about, text_of

WORDS = (
    "Amina Musa shouted at Leo. AMINA ran. Amina’s coat was torn. He pushed Zoë O’Brien-Fforbes, "
    "then O'Brien-Fforbes fell; Theo R saw it, so did Yusuf and J. King. Mr Patel came."
)
OTHERS = ("Amina", "AMINA", "Musa", "Zoë", "Zoe", "Brien", "Fforbes", "Theo", "Yusuf", "King")
STAFF = ("Patel", "Birch")


@pytest.fixture
def planted(cast: Cast, settings: LazySettings, tmp_path: Path) -> Record:
    """Other children in every place where somebody can write, as witnesses and in accounts."""
    settings.MEDIA_ROOT = tmp_path
    made = hold(
        cast, cast.sam, cast.leo, words=WORDS,
        detail={"lead_up": "Jaden King had the ball.", "why": "He went for Amina.",
                "ended": "Theo Rix left.", "differently": "Seat Yusuf elsewhere."},
        involved=(
            Involved(cast.leo, "held", account="Amina started it."),
            Involved(cast.sam, "adult", as_pupil=False, account="I held him. Zoë cried."),
            Involved(cast.patel, "adult", as_pupil=False, account="I came when Amina called."),
            Involved(cast.amina, "witness", account="Leo was scared and so was I."),
            Involved(cast.jaden, "witness"),
        ),
    )  # fmt: skip
    amend_record(made, reader_for(cast.sam), "Yusuf Musa told me more at lunch.")
    return made


def as_(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def made_by_sam(planted: Record, **more: str) -> bytes:
    sam = as_("sam")
    named = more.get("staff") == "named"
    seen = fingerprint_of(edition(planted, names_staff=named))
    reply = sam.post(f"/records/{planted.uuid}/parents/", {"make": "1", "seen": seen, **more})
    assert reply.status_code == 302
    file = sam.get(f"{reply.headers['Location']}file/")
    assert file.status_code == 200
    assert not any(name.lower() in file.headers["Content-Disposition"].lower() for name in OTHERS)
    return bytes(file.content)


def test_nothing_of_another_child_is_in_it(planted: Record, count: Count) -> None:
    body = made_by_sam(planted)
    said, itself = text_of(body), about(body)
    leaks = [name for name in OTHERS if name in said or name in itself or name.encode() in body]
    leaks += [name for name in STAFF if name in said or name in itself]
    leaks += ["account"] if "was scared" in said else []
    count("D2", "names planted for a parents’ edition", 3 * len(OTHERS) + len(STAFF) + 1,
          len(leaks))  # fmt: skip
    assert leaks == []
    for kept in ("Leo", "[another pupil A]", "[teacher A]", "I held him", "Leo Turner: held"):
        assert kept in said
    assert "witness" not in said.lower()


def test_staff_by_name_where_the_sender_says_so(planted: Record) -> None:
    said = text_of(made_by_sam(planted, staff="named"))
    assert "Mr Patel" in said
    assert "Amina" not in said


def test_a_passage_is_left_out_with_a_reason_that_does_not_go(planted: Record) -> None:
    shown = edition(planted, names_staff=False)
    words = next(row for row in shown if "ran." in row.text)
    sam, here = as_("sam"), f"/records/{planted.uuid}/parents/"
    sent = {"make": "1", "seen": fingerprint_of(shown), f"out-{words.number}": "on"}
    reply = sam.post(here, sent)
    assert reply.status_code == 422
    assert "Say why, in a few words." in reply.content.decode()
    because = {f"because-{words.number}": "Says who lives where"}
    said = text_of(made_by_sam(planted, **{f"out-{words.number}": "on"}, **because))
    assert "coat was torn" not in said
    assert "[left out]" in said
    assert "lives where" not in said
    assert LeftOut.objects.get().because == "Says who lives where"


def test_what_changed_since_the_look_is_not_sent(planted: Record, cast: Cast) -> None:
    seen = fingerprint_of(edition(planted, names_staff=False))
    amend_record(planted, reader_for(cast.sam), "One more thing.")
    reply = as_("sam").post(f"/records/{planted.uuid}/parents/", {"make": "1", "seen": seen})
    assert reply.status_code == 422
    assert "changed since you looked" in reply.content.decode()
    assert not Report.objects.exists()


def test_the_preview_shows_what_goes_and_lets_nobody_rewrite_it(planted: Record) -> None:
    page = as_("sam").get(f"/records/{planted.uuid}/parents/").content.decode()
    assert "<mark>[another pupil A]</mark>" in page
    assert "<textarea" not in page
    main = page[page.index("<main") :]
    assert not any(name in main for name in OTHERS)
