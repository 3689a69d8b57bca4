"""Out of class and back: by one tap, on the sheet, seen by those who may read, and counted."""

import re
from datetime import timedelta

import pytest

from handrail.core import clock
from handrail.demo.cast import Cast
from handrail.records.completing import Answers, complete_record
from handrail.records.filing import file_event
from handrail.records.models import Record
from handrail.records.reader import reader_for
from handrail.records.refusal import Refused
from handrail.school.models import Word
from tests.falling_behind.test_rule import decide
from tests.filing import draft, file
from tests.programmes.test_pages import client_of, page


def test_one_tap_out_and_one_tap_back(cast: Cast) -> None:
    willow = cast.groups["4 Willow"]
    classes = f"/pupils/?group={willow.uuid}"
    assert f"/pupils/{cast.leo.uuid}/out/" in page("sam", classes)
    sam = client_of("sam")
    for _ in range(2):  # a second tap makes no second record
        answer = sam.post(f"/pupils/{cast.leo.uuid}/out/", {"group": str(willow.uuid)})
        assert answer["Location"] == classes
    record = Record.everything.get(kind="removal")
    assert (record.headline, record.author) == ("Out of class", cast.sam)
    assert {action.duty for action in record.actions.all()} == {"written-whole", "carer-told"}
    assert "out since" in page("patel", classes)
    today = page("sam", "/")
    assert "Out of class now" in today
    button = today.partition(f"/records/{record.uuid}/back/")[2]
    assert "csrfmiddlewaretoken" in button.partition("</form>")[0]
    assert "Out of class now" not in page("office", "/")
    clock.move_to(clock.now() + timedelta(minutes=25))
    # who was not in it and leads nothing can see it, and is offered no button that would refuse
    assert "Back<" not in page("patel", classes)
    sam.post(f"/records/{record.uuid}/back/", {"group": str(willow.uuid)})
    detail = record.declared.detail.objects.get(pk=record.pk)
    now = clock.local(clock.now())
    assert (detail.ended, f"{detail.ended_at:%H:%M}") == ("back", f"{now:%H:%M}")
    assert "Out of class now" not in page("sam", "/")
    left = page("sam", f"/log/{record.uuid}/complete/")
    stands, owed, more = re.split("Still to answer|You can also add", left)
    assert "What stands already" in stands
    for question in ("Which adult was with them", "Where to?", "With them</legend>"):
        assert question in owed
    assert "optional" not in owed
    assert "What they were given to do" in more
    sam.post(f"/records/{record.uuid}/back/")  # said once
    assert record.revisions.count() == 2
    figures = page("khan", "/school/patterns/?kind=removal")
    assert ">25<" in figures or "25 min" in figures


def test_a_removal_filed_beside_the_behaviour_counts_once(cast: Cast) -> None:
    """Falling behind counts times out of class; where its record says so, the word adds nothing."""
    word, _ = Word.objects.get_or_create(
        school=cast.school, list="behaviour.done", slug="removed",
        defaults={"label": "Removed from the lesson"},
    )  # fmt: skip
    decide(cast, word)
    for n in range(2):
        at = clock.now() - timedelta(days=3 + n)
        pick = {"done": ("removed",)}
        behaviour = draft(cast, "behaviour", cast.sam, cast.leo, happened_at=at, pick=pick)
        out = draft(cast, "removal", cast.sam, cast.leo, happened_at=at)
        file_event([behaviour, out], reader=reader_for(cast.sam))
        assert ("Removed 2 times in" in page("khan", "/falling-behind/")) == (n == 1)
    file(cast, "behaviour", cast.sam, cast.leo, pick=pick, happened_at=at)  # with no record of it
    assert "Removed 3 times in" in page("khan", "/falling-behind/")


def test_the_third_in_six_weeks_is_pointed_out_to_the_leads_alone(cast: Cast) -> None:
    for n in (20, 10, 0):
        record = file(cast, "removal", cast.sam, cast.leo, happened_at=clock.now() - timedelta(n))
    assert [row.said[:7] for row in record.findings.all()] == ["3 times"]
    assert "Out of class again" in page("khan", f"/records/{record.uuid}/")
    assert "Out of class again" not in page("sam", f"/records/{record.uuid}/")


def test_nobody_is_back_before_they_went(cast: Cast) -> None:
    """Filed or completed: one of two times is a slip, unless the first was only about right."""
    early = (clock.local(clock.now()) - timedelta(minutes=20)).time()
    back = {"ended": "back", "ended_at": early}
    with pytest.raises(Refused, match="before it began, at") as refused:
        file(cast, "removal", cast.sam, cast.leo, detail=back)
    assert refused.value.field == "ended_at"
    record = file(cast, "removal", cast.sam, cast.leo)
    with pytest.raises(Refused, match="before it began, at"):
        complete_record(record, reader_for(cast.sam), Answers(detail=back))
    sheet = {"removal-ended_at": f"{early:%H:%M}"}
    said = client_of("sam").post(f"/log/{record.uuid}/complete/", sheet).content.decode()
    assert "That is before it began, at" in said
    assert f"{early:%H:%M}" in said
    beside = said.partition('id="id_removal-ended_at_error"')[2].partition("</div>")[0]
    assert "That is before it began, at" in beside
    file(cast, "removal", cast.sam, cast.leo, detail=back, precision="about")
