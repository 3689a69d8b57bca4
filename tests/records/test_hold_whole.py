"""When a record of a hold is whole: what counts as an answer, and what only looks like one."""

from datetime import time
from typing import Any

import pytest
from django.test import Client

from handrail.demo.cast import Cast
from handrail.kinds.hold.models import ADULTS, Part
from handrail.people.models import User
from handrail.records.accounts import give_account
from handrail.records.closing import close_as_not_needed
from handrail.records.completing import Answers, complete_record, missing_from
from handrail.records.draft import Involved
from handrail.records.kind import kind_named
from handrail.records.models import Record
from handrail.records.reader import reader_for
from handrail.records.refusal import Refused
from handrail.records.verifying import verify_school
from handrail.school.models import Place, School
from tests.filing import file, filled_form, filled_rows

HOLD = kind_named("hold")


def hold(cast: Cast, *, account: str = "", detail: Any = None, **more: Any) -> Record:
    """A hold of Leo by Sam in which everything is answered that the forms ask."""
    form = filled_form(HOLD, cast.school, full=True)
    involved = (
        Involved(cast.leo, "held", account=account),
        Involved(cast.sam, "adult", as_pupil=False),
    )
    parts: dict[str, Any] = {
        "detail": {**form.detail_values(), **(detail or {})}, "chosen": form.chosen(),
        "rows": filled_rows(HOLD, cast.school, [cast.sam]), "involved": involved,
        "place": cast.school.places.first(),
    }  # fmt: skip
    return file(cast, "hold", cast.sam, cast.leo, **{**parts, **more})


@pytest.mark.parametrize(
    ("way", "account", "lacks"),
    [
        ("own_words", "", True),
        ("scribed", "", True),
        ("pictures", "", True),
        ("pictures", "He pointed at the door.", False),
        ("declined", "", False),
    ],
)
def test_how_a_pupil_was_heard_is_no_answer_without_their_account(
    cast: Cast, way: str, account: str, lacks: bool
) -> None:
    record = hold(cast, account=account, detail={"pupil_account": way})
    assert ("pupil_words" in missing_from(record)) == lacks


def test_the_last_thing_that_was_asked_for_stops_the_clock_of_the_whole(cast: Cast) -> None:
    record = hold(cast)
    assert missing_from(record) == ["pupil_words"]
    give_account(record, reader_for(cast.sam), "I wanted to go out.", of=cast.leo)
    assert missing_from(record) == []
    assert record.actions.get(duty="written-whole").state == "done"


def test_where_it_was_is_asked_until_it_is_answered_and_then_stands(
    cast: Cast, client: Client
) -> None:
    assert "place" in HOLD.statutory
    record = hold(cast, place=None, detail={"pupil_account": "declined"})
    assert missing_from(record) == ["place"]
    first, second = Place.objects.filter(school=cast.school)[:2]
    elsewhere = Place.objects.create(school=School.objects.create(name="Elm"), name="Yard")
    with pytest.raises(Refused):
        complete_record(record, reader_for(cast.sam), Answers(place=elsewhere))
    client.force_login(User.objects.get(username="sam"))
    page = f"/log/{record.uuid}/complete/"
    assert "Where it happened</label>" in client.get(page).content.decode()
    client.post(page, {"place": str(first.uuid)})
    record.refresh_from_db()
    assert (record.place, missing_from(record)) == (first, [])
    assert record.actions.get(duty="written-whole").state == "done"
    assert "Where it happened</label>" not in client.get(page).content.decode()
    with pytest.raises(Refused):
        complete_record(record, reader_for(cast.sam), Answers(place=second))
    assert verify_school(cast.school).breaks == ()


def test_a_part_says_when_it_ended_who_did_it_and_what(cast: Cast) -> None:
    (whole,) = filled_rows(HOLD, cast.school, [cast.sam])["parts"]
    whole = {**whole, "starts": time(10, 12), "ends": time(10, 14)}
    for left_out in ("ends", "adult", "adult_did"):
        lacking = {**whole, left_out: "" if left_out == "adult_did" else None}
        record = hold(cast, rows={"parts": (lacking,)}, detail={"pupil_account": "declined"})
        assert "parts" in missing_from(record), left_out
        other = {**whole, "starts": time(10, 13)}
        complete_record(record, reader_for(cast.sam), Answers(rows={"parts": (other,)}))
        assert "parts" in missing_from(record), left_out
        complete_record(record, reader_for(cast.sam), Answers(rows={"parts": (whole,)}))
        assert "parts" not in missing_from(record), left_out


def test_a_part_that_ends_before_it_began_is_asked_about_unless_it_went_past_midnight(
    cast: Cast, client: Client
) -> None:
    """A slip of the pen would stand for ever, as 23 hours and 55 minutes."""
    record = hold(cast, rows={})
    client.force_login(User.objects.get(username="sam"))
    page, part = f"/log/{record.uuid}/complete/", "hold-parts-0-"
    answer = client.post(page, {f"{part}starts": "15:02", f"{part}ends": "14:57"})
    assert "This part ends before it began. Check both times" in answer.content.decode()
    assert (answer.status_code, Part.objects.count()) == (422, 0)
    assert 'value="15:02"' in answer.content.decode()  # nothing typed is lost
    client.post(page, {f"{part}starts": "23:50", f"{part}ends": "00:05"})
    assert [row.seconds for row in Part.objects.all()] == [15 * 60]


def test_two_held_pupils_are_two_records_and_the_sentence_says_what_to_do(cast: Cast) -> None:
    both = tuple(Involved(pupil, "held") for pupil in (cast.leo, cast.amina))
    with pytest.raises(
        Refused, match="Only 1 can be “held” in one record: leave one here, and log"
    ):
        hold(cast, involved=both)


def test_the_author_cannot_excuse_themselves_from_the_record_that_law_asks_for(
    cast: Cast,
) -> None:
    asked = hold(cast).actions.get(duty="written-whole")
    with pytest.raises(Refused, match="only a pastoral lead, such as the head"):
        close_as_not_needed(asked, reader_for(cast.sam), "I do not want to write it")
    assert asked.is_open
    close_as_not_needed(asked, reader_for(cast.okafor), "Sam is in hospital; I wrote it all down")
    asked.refresh_from_db()
    assert not asked.is_open


def test_a_part_names_six_adults_and_asks_for_two(cast: Cast, client: Client) -> None:
    """The third and later wait behind a line, open again where one of them was named."""
    there = [person for person in cast.staff.values() if person != cast.office][:6]
    involved = (
        Involved(cast.leo, "held"),
        *(Involved(who, "adult", as_pupil=False) for who in there),
    )
    record = hold(cast, involved=involved, rows={}, detail={"pupil_account": "declined"})
    client.force_login(User.objects.get(username="sam"))
    page, part = f"/log/{record.uuid}/complete/", "hold-parts-0-"
    said = {part + "starts": "10:12", part + "ends": "10:14"}
    for name, who in zip(ADULTS, there, strict=True):
        said |= {f"{part}{name}": str(who.uuid), f"{part}{name}_did": f"Held, {name}"}
    folded = "<details><summary>Another place, a third adult and more</summary>"
    assert folded in client.get(page).content.decode()
    twice = client.post(page, {**said, part + "sixth": str(there[0].uuid)})
    assert "Name each adult once in a part." in twice.content.decode()
    assert folded not in twice.content.decode()
    client.post(page, said)
    assert "parts" not in missing_from(record)
    (kept,) = Part.objects.filter(record=record)
    assert kept.adults == [(who, f"Held, {name}") for name, who in zip(ADULTS, there, strict=True)]
    shown = client.get(f"/records/{record.uuid}/").content.decode()
    assert all(f"Held, {name}" in shown for name in ADULTS)
    assert verify_school(cast.school).breaks == ()
