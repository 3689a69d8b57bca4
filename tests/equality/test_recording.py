"""Bullying or prejudice: filed beside another record, told to whom, and asked about again."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from handrail.core import clock
from handrail.core.clock import LONDON
from handrail.demo.cast import Cast
from handrail.people.models import Person, User
from handrail.records.completing import Answers, complete_record, missing_from
from handrail.records.draft import Involved
from handrail.records.filing import file_event
from handrail.records.kind import all_kinds
from handrail.records.models import Action, Record
from handrail.records.reader import reader_for
from handrail.records.reading import may_read
from handrail.records.refusal import Refused
from tests.capture.test_sheet import sheet, word
from tests.filing import draft, file

LAST_DAY = datetime(2026, 12, 18, 14, 0, tzinfo=LONDON)
RACE = {"how": ("verbal",), "characteristic": ("race",)}


def prejudice(cast: Cast, **more: Any) -> Record:
    """Jaden used a word about where Amina comes from; Sam was there."""
    people = (
        Involved(cast.amina, "target"),
        Involved(cast.jaden, "responsible"),
        Involved(cast.sam, "witness", as_pupil=False),
    )
    more = {"involved": people, "detail": {"sort": "prejudice"}, "pick": RACE, **more}
    return file(cast, "prejudice", cast.sam, cast.amina, **more)


def check(cast: Cast, action: Action, answer: str) -> Record:
    """Mr Khan asks Amina again, for an action."""
    detail = {"stopped": answer, "now": "Key adult at break."}
    made = draft(cast, "prejudice_check", cast.khan, cast.amina, detail=detail, closes=(action,))
    return file_event([made], reader=reader_for(cast.khan))[0]


def open_checks(cast: Cast) -> list[tuple[str, str]]:
    """What is still to be asked: which question, and the day by which."""
    rows = Action.objects.filter(duty__startswith="stopped-at", state="open").order_by("due", "pk")
    return [(row.duty, f"{clock.local(row.due):%Y-%m-%d %H:%M}") for row in rows]


# ---------------------------------------------------------------- beside another record


def test_also_true_gives_each_the_part_that_the_first_record_says(cast: Cast) -> None:
    sam = Client()
    sam.force_login(User.objects.get(username="sam"))
    who = [str(one.uuid) for one in (cast.leo, cast.amina, cast.jaden, cast.lee)]
    fields = {
        "who": who,
        f"behaviour-role-{cast.amina.uuid}": "affected",
        f"behaviour-role-{cast.jaden.uuid}": "witness",
        f"behaviour-role-{cast.lee.uuid}": "witness",
        f"prejudice-role-{cast.leo.uuid}": "",  # without script, where it was left to follow
        "behaviour-also": ["prejudice"],
        "prejudice-sort": "prejudice",
        "prejudice-how": [word(cast, "prejudice.how", "verbal")],
        "prejudice-characteristic": [word(cast, "prejudice.characteristic", "race")],
    }
    assert sam.post("/log/", sheet(cast, "behaviour", **fields)).status_code == 302
    record = Record.everything.get(kind="prejudice")
    parts = {row.person.given: row.role for row in record.involvements.select_related("person")}
    assert parts == {"Leo": "responsible", "Amina": "target", "Jaden": "witness", "Jo": "witness"}
    assert record.links.get().target.kind == "behaviour"


@pytest.mark.parametrize("first", ["note", "contact", "concern", "first_aid"])
def test_every_first_record_has_whom_it_is_about_as_the_target(cast: Cast, first: str) -> None:
    sam = Client()
    sam.force_login(User.objects.get(username="sam"))
    fields = {
        f"{first}-also": ["prejudice"],
        f"{first}-words": "Told me about it.",
        "prejudice-sort": "bullying",
        "prejudice-how": [word(cast, "prejudice.how", "excluding")],
        "note-context": [word(cast, "note.context", "arrived-upset")],
        "first_aid-injury": [word(cast, "first_aid.injury", "bruise")],
        "contact-way": "call",
        "contact-with_whom": "Dad",
        "contact-reached": "yes",
    }
    mine = ("prejudice-", f"{first}-")
    said = {name: value for name, value in fields.items() if name.startswith(mine)}
    assert sam.post("/log/", sheet(cast, first, **said)).status_code == 302
    record = Record.everything.get(kind="prejudice")
    assert [(row.person, row.role) for row in record.involvements.all()] == [(cast.leo, "target")]


def test_it_stands_beside_every_kind_once_and_not_beside_itself(cast: Cast) -> None:
    for kind in all_kinds():
        chips = [also.kind for also in kind.also]
        assert chips.count("prejudice") == (kind.slug != "prejudice"), kind.slug
        assert len(chips) == len(set(chips)), kind.slug


def test_beside_good_news_the_part_is_asked_and_beside_a_question_it_follows(cast: Cast) -> None:
    """He was praised for owning up to it: nothing in a recognition says which part he had."""
    khan = Client()
    khan.force_login(User.objects.get(username="khan"))
    said = {
        "prejudice-sort": "prejudice",
        "prejudice-how": [word(cast, "prejudice.how", "verbal")],
        "prejudice-characteristic": [word(cast, "prejudice.characteristic", "race")],
    }
    praise = {
        "recognition-value": [word(cast, "recognition.value", "honesty")],
        "recognition-also": ["prejudice"],
        "author": str(cast.khan.uuid),
        **said,
    }
    refused = khan.post("/log/", sheet(cast, "recognition", **praise))
    assert (refused.status_code, Record.everything.count()) == (422, 0)
    page = refused.content.decode()
    assert "Say which part Leo T had" in page, page[page.index("Not saved yet") :][:600]
    praise[f"prejudice-role-{cast.leo.uuid}"] = "responsible"
    assert khan.post("/log/", sheet(cast, "recognition", **praise)).status_code == 302

    asked = {
        "author": str(cast.khan.uuid),
        "prejudice_check-also": ["prejudice"],
        "prejudice_check-stopped": "yes",
        "prejudice_check-now": "Not that, but something else.",
        "prejudice_check-words": "Not that, but something else.",
        **said,
    }
    page = khan.get(f"/log/at/prejudice_check/?pupil={cast.leo.uuid}").content.decode()
    assert 'name="prejudice_check-also" value="prejudice"' in page
    answer = khan.post("/log/at/prejudice_check/", sheet(cast, "prejudice_check", **asked))
    assert answer.status_code == 302, answer.content.decode().partition("Not saved")[2][:600]
    beside = Record.everything.filter(kind="prejudice").order_by("pk")
    assert [one.involvements.get().role for one in beside] == ["responsible", "target"]
    assert [one.links.get().target.kind for one in beside] == ["recognition", "prejudice_check"]


def test_whether_who_was_held_was_target_or_responsible_is_asked(cast: Cast) -> None:
    """Nothing in a hold says it, so nobody becomes the target by default."""
    sam = Client()
    sam.force_login(User.objects.get(username="sam"))
    fields = {
        "who": [str(cast.leo.uuid)],
        "hold-sort": [word(cast, "hold.sort", "force")],
        "hold-ground": [word(cast, "hold.ground", "harm-others")],
        "hold-how": [word(cast, "hold.how", "on-the-ground")],
        "hold-words": "He called Amina names and hit out.",
        "hold-also": ["prejudice"],
        "prejudice-sort": "bullying",
        "prejudice-how": [word(cast, "prejudice.how", "verbal")],
    }
    refused = sam.post("/log/", sheet(cast, "hold", **fields))
    page = refused.content.decode()
    assert (refused.status_code, Record.everything.count()) == (422, 0)
    assert page.count("Say which part Leo T had in “Bullying or prejudice”.") == 2
    assert '<option value="">Which part?</option>' in page
    fields[f"prejudice-role-{cast.leo.uuid}"] = "responsible"
    assert sam.post("/log/", sheet(cast, "hold", **fields)).status_code == 302
    parts = Record.everything.get(kind="prejudice").involvements.values_list("person", "role")
    assert list(parts) == [(cast.leo.pk, "responsible")]


def test_what_comes_out_in_a_debrief_is_filed_beside_it(cast: Cast) -> None:
    """On a page of its own too the part is there, and whom the talk was with is the target."""
    sam, place = Client(), "/log/at/debrief/"
    sam.force_login(User.objects.get(username="sam"))
    page = sam.get(f"{place}?pupil={cast.leo.uuid}").content.decode()
    assert 'name="debrief-also" value="prejudice"' in page
    assert 'data-kind="prejudice"' in page
    assert 'data-kind="concern"' in page
    fields = {
        "debrief-with_whom": "pupil", "debrief-how": "talk",
        "debrief-words": "They call me names every day.", "debrief-also": ["prejudice"],
        "prejudice-sort": "bullying",
    }  # fmt: skip
    refused = sam.post(place, sheet(cast, "debrief", **fields))
    assert (refused.status_code, Record.everything.count()) == (422, 0)
    assert "They call me names" in refused.content.decode()
    fields["prejudice-how"] = [word(cast, "prejudice.how", "verbal")]
    assert sam.post(place, sheet(cast, "debrief", **fields)).status_code == 302
    record = Record.everything.get(kind="prejudice")
    assert [(row.person, row.role) for row in record.involvements.all()] == [(cast.leo, "target")]
    assert record.links.get().target.kind == "debrief"


def test_prejudice_without_because_of_what_is_asked_for_it(cast: Cast) -> None:
    sam = Client()
    sam.force_login(User.objects.get(username="sam"))
    fields = {
        "prejudice-sort": "prejudice",
        "prejudice-how": [word(cast, "prejudice.how", "verbal")],
        "prejudice-words_used": "“Go back where you came from.”",
    }
    answer = sam.post("/log/", sheet(cast, "prejudice", **fields))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Choose what it was because of." in page
    assert "Go back where you came from." in page


# ---------------------------------------------------------------- who may know


def test_class_staff_who_were_not_in_it_do_not_know_of_it(cast: Cast) -> None:
    record = prejudice(cast)
    names = ("sam", "patel", "lee", "khan", "grant", "ahmed", "okafor", "office", "tilly")
    readers = {name for name in names if may_read(reader_for(cast.staff[name]), record)}
    assert readers == {"sam", "khan", "grant", "ahmed", "okafor"}


def test_headline_never_says_because_of_what(cast: Cast) -> None:
    record = prejudice(cast)
    assert record.headline == "Prejudice: said"


def test_an_accused_member_of_staff_and_the_behaviour_manager_do_not_know_of_it(
    cast: Cast,
) -> None:
    people = (
        Involved(cast.amina, "target"),
        Involved(cast.lee, "responsible", as_pupil=False),
    )
    record = prejudice(cast, involved=people)
    staff = ("lee", "khan", "grant", "patel", "ahmed", "price", "okafor", "sam")
    readers = {name for name in staff if may_read(reader_for(cast.staff[name]), record)}
    assert readers == {"ahmed", "price", "okafor", "sam"}  # Sam wrote it
    owners = record.actions.exclude(owner_role="").values_list("owner_role", flat=True)
    assert set(owners) == {"designated_lead"}


def test_a_member_of_staff_is_never_added_as_responsible_to_what_others_have_read(
    cast: Cast,
) -> None:
    record = prejudice(cast)
    added = Answers(involved=(Involved(cast.lee, "responsible", as_pupil=False),))
    with pytest.raises(Refused):
        complete_record(record, reader_for(cast.khan), added)
    assert not record.involvements.filter(person=cast.lee).exists()


# ---------------------------------------------------------------- what must follow


def test_what_is_left_open_is_asked_for_and_somebody_unknown_is_an_answer(cast: Cast) -> None:
    record = prejudice(cast, involved=(Involved(cast.amina, "target"),))
    assert missing_from(record) == [
        "seen_by", "setting", "history", "effect", "police", "challenge", "support", "work",
        "words_used", "others",
    ]  # fmt: skip
    unknown = {"part": "responsible", "who": "unknown", "described": "Older, grey coat"}
    complete_record(record, reader_for(cast.sam), Answers(rows={"others": (unknown,)}))
    assert "others" not in missing_from(record)


def test_carers_of_target_and_responsible_are_told_the_same_day_and_staff_have_none(
    cast: Cast,
) -> None:
    with clock.frozen(LAST_DAY):
        record = prejudice(cast)
    rows = record.actions.filter(evidence="record:contact").order_by("pk")
    said = [(row.duty, row.pupil.given, f"{clock.local(row.due):%d %H:%M}") for row in rows]
    assert said == [
        ("carer-of-target-told", "Amina", "18 15:30"),
        ("carer-of-responsible-told", "Jaden", "18 15:30"),
    ]


@pytest.mark.parametrize("how", ["sexual", "extremist"])
def test_the_designated_lead_reads_what_is_sexual_or_extremist(cast: Cast, how: str) -> None:
    assert not prejudice(cast).actions.filter(duty="lead-reads").exists()
    record = prejudice(cast, pick={**RACE, "how": (how,)})
    assert record.actions.get(duty="lead-reads").owner_role == "designated_lead"


@pytest.mark.parametrize(
    ("happened", "week", "four"),
    [
        (LAST_DAY, "2027-01-08 15:30", "2027-01-29 15:30"),  # over Christmas
        (datetime(2026, 10, 23, 14, 0, tzinfo=LONDON), "2026-11-06 15:30", "2026-11-30 15:30"),
        (datetime(2026, 11, 20, 9, 0, tzinfo=LONDON), "2026-11-30 15:30", "2027-01-04 15:30"),
        (datetime(2027, 2, 12, 9, 0, tzinfo=LONDON), "2027-02-26 15:30", "2027-03-19 15:30"),
        (datetime(2026, 9, 12, 20, 0, tzinfo=LONDON), "2026-09-18 15:30", "2026-10-09 15:30"),
    ],
)  # fmt: skip
def test_asked_after_one_and_four_weeks_of_school(
    cast: Cast, happened: datetime, week: str, four: str
) -> None:
    with clock.frozen(happened):
        prejudice(cast)
    assert open_checks(cast) == [("stopped-at-one-week", week), ("stopped-at-four-weeks", four)]


def test_what_has_stopped_ends_and_what_goes_on_begins_again(cast: Cast) -> None:
    with clock.frozen(datetime(2026, 9, 14, 10, 0, tzinfo=LONDON)):
        record = prejudice(cast)
    week, four = record.actions.filter(duty__startswith="stopped-at").order_by("due")
    with clock.frozen(datetime(2026, 9, 21, 10, 0, tzinfo=LONDON)):
        again = check(cast, week, "no")
    assert open_checks(cast) == [
        ("stopped-at-one-week", "2026-09-28 15:30"),  # from the check
        ("stopped-at-four-weeks", "2026-10-12 15:30"),  # from the record itself
    ]
    assert again.actions.get(duty="manager-reads").is_open
    with clock.frozen(datetime(2026, 9, 28, 10, 0, tzinfo=LONDON)):
        check(cast, again.actions.get(duty="stopped-at-one-week"), "yes")
    with clock.frozen(datetime(2026, 10, 12, 10, 0, tzinfo=LONDON)):
        check(cast, four, "less")
    assert open_checks(cast) == [
        ("stopped-at-one-week", "2026-10-19 15:30"),
        ("stopped-at-four-weeks", "2026-11-16 15:30"),
    ]


def test_one_early_check_never_answers_for_the_four_weeks(cast: Cast) -> None:
    record = prejudice(cast)
    four = record.actions.get(duty="stopped-at-four-weeks")
    with clock.frozen(clock.now() + timedelta(days=7)):
        check(cast, four, "yes")
    four.refresh_from_db()
    assert four.is_open


def test_a_target_who_is_staff_is_asked_as_well(cast: Cast) -> None:
    people = (Involved(cast.lee, "target", as_pupil=False), Involved(cast.leo, "responsible"))
    record = prejudice(cast, involved=people)
    asked: list[Person] = [row.pupil for row in record.actions.filter(duty__startswith="stopped")]
    assert asked == [cast.lee, cast.lee]
