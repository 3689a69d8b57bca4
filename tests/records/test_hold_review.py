"""Who may know what a review of a hold says, and that whoever reviews was in it themselves."""

import re
from typing import Any

import pytest
from django.test import Client

from handrail.demo.cast import Cast
from handrail.measures.asking import Asked
from handrail.measures.reviewing import after_reviews
from handrail.people.models import Person, User
from handrail.records.amending import amend_record
from handrail.records.closing import close_on_ground
from handrail.records.draft import Involved
from handrail.records.filing import file_event
from handrail.records.kind import kind_named
from handrail.records.models import Record
from handrail.records.reader import reader_for
from handrail.records.reading import actions_of, may_read
from handrail.records.verifying import verify_school
from handrail.reports.entries import entries_of, whole
from tests.filing import draft, file
from tests.measures.test_patterns import AUTUMN
from tests.sight import where_seen


def hold(cast: Cast, *adults: Person) -> Record:
    involved = (
        Involved(cast.leo, "held"),
        *(Involved(who, "adult", as_pupil=False) for who in adults),
    )
    return file(cast, "hold", cast.sam, cast.leo, involved=involved)


def review(cast: Cast, of: Record, by: Person, **answers: Any) -> Record:
    duty = "head-signs" if by == cast.okafor else "manager-reviews"
    made = draft(
        cast, "hold_review", by, cast.leo, detail={"outcome": "signed", **answers},
        closes=(of.actions.get(duty=duty),), words="Looked at with care.",
    )  # fmt: skip
    return file_event([made], reader=reader_for(by))[0]


def test_an_allegation_in_a_review_is_for_the_leads_and_the_head(cast: Cast) -> None:
    """Mr Khan is a pastoral lead and did the hold: he reads a review, and not this one."""
    held = hold(cast, cast.sam, cast.khan)
    plain = review(cast, held, cast.okafor)
    assert {"the door", "pupil timeline"} <= where_seen(cast.khan, plain)
    grave = review(cast, held, cast.okafor, outcome="to_process", will_change="Somebody else asks.")
    for person in (cast.khan, cast.sam):
        assert where_seen(person, grave, ["Looked at with care"]) == set()
    assert "the door" in where_seen(cast.ahmed, grave)
    owners = set(grave.actions.values_list("owner_role", flat=True))
    assert owners == {"head", "designated_lead"}


def test_a_contact_that_closed_two_clocks_is_printed_once(cast: Cast) -> None:
    record = file(cast, "hold", cast.sam, cast.leo, pick={"sort": ("seclusion",)})
    carer = record.actions.filter(duty="parent-told").order_by("pk")[0].carer
    clocks = tuple(record.actions.filter(carer=carer))
    involved = (Involved(cast.leo, "about"), Involved(carer, "with", as_pupil=False))
    told = {"whose": "home", "way": "call", "reached": True, "copy": "mailed"}
    made = draft(cast, "contact", cast.sam, cast.leo, detail=told, closes=clocks,
                 involved=involved, words="Told what happened.")  # fmt: skip
    file_event([made], reader=reader_for(cast.sam))
    (printed,) = entries_of(reader_for(cast.okafor), whole(Record.everything.filter(pk=record.pk)))
    said = [row["said"] for row in printed["told"] if row["said"]]
    assert len(said) == len(clocks) == 2
    assert "Told what happened." in said[0]
    assert said[1].startswith("The same contact, above (")


def test_who_reviews_a_hold_that_they_were_in_is_said_before_and_kept(
    cast: Cast, client: Client
) -> None:
    client.force_login(User.objects.get(username="khan"))
    for adults, said in (((cast.sam,), False), ((cast.sam, cast.khan), True)):
        held = hold(cast, *adults)
        action = held.actions.get(duty="manager-reviews")
        shown = client.get(f"/log/at/hold_review/?pupil={cast.leo.uuid}&for={action.uuid}")
        assert ("Mr Khan was in this hold" in shown.content.decode()) == said
        assert "The record is not whole yet: " in shown.content.decode()
        kept = review(cast, held, cast.khan, stage="manager").findings.filter(verdict="look")
        assert list(kept.values_list("said", flat=True)) == ["Mr Khan was in this hold"] * said


WITH_LEAD = ("manager-reviews", "head-signs", "pupil-debrief", "staff-debrief")


def shown(record: Record, person: Person) -> dict[str, str]:
    """What each way of reading the hold says to this person, without the moments and the ends of
    fingerprints, which differ anyway."""
    client = Client()
    client.force_login(User.objects.get(person=person))
    page = client.get(f"/records/{record.uuid}/").content.decode()
    page = page.partition("<main")[2].partition("</main>")[0]
    (whole_one,) = whole(Record.everything.filter(pk=record.pk))
    (printed,) = entries_of(reader_for(person), [whole_one])
    follows = str(printed["follows"]) + str(printed["filed_on"])
    listed = client.get("/school/registers/hold/").content.decode()
    return {"page": as_said(page), "paper": as_said(follows), "register": as_said(listed)}


def as_said(text: str) -> str:
    text = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Z0-9]{4}-[A-Z0-9]{4}|[0-9a-f]{12}", "", text)
    return re.sub(
        r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]*"|data-key="[^"]*"', "", text
    )


@pytest.mark.parametrize("stage", ["manager", "head"])
def test_a_review_that_goes_to_the_restricted_process_reads_as_with_the_lead(
    cast: Cast, stage: str
) -> None:
    """By a record or by hand, both reviews and both talks end the same for who may not know; its
    author, whom it may be about, is not asked to talk with the pupil any more."""
    by = cast.okafor if stage == "head" else cast.price
    twins = hold(cast, cast.sam), hold(cast, cast.sam)
    by_record, by_hand = twins
    asked = by_record.actions.get(duty="head-signs" if stage == "head" else "manager-reviews")
    said_so = {"outcome": "to_process", "stage": stage}
    made = draft(cast, "hold_review", by, cast.leo, detail=said_so, closes=(asked,))
    (grave,) = file_event([made], reader=reader_for(by))
    why = "Somebody else should look at this one"
    close_on_ground(by_hand.actions.get(duty="manager-reviews"), reader_for(by), "with-lead", why)
    for one, evidence in ((by_record, grave), (by_hand, None)):
        ended = one.actions.filter(duty__in=WITH_LEAD)
        assert ended.count() == len(WITH_LEAD)
        assert {(row.state, row.ground, row.evidence_record) for row in ended} == {
            ("not_needed", "with-lead", evidence)
        }
        assert not one.actions.filter(duty="head-signs", state="done").exists()
        talk = one.actions.get(duty="lead-sees-to-talk")  # the pupil is owed it all the same
        assert (talk.is_open, talk.owner_role, talk.pupil) == (True, "designated_lead", cast.leo)
    assert grave.actions.get(duty="to-restricted-process").is_open
    for name in ("khan", "sam"):
        said = [shown(one, cast.staff[name]) for one in twins]
        assert said[0]["paper"] == said[1]["paper"], name
        assert said[0]["page"] == said[1]["page"], name
        assert "With the designated lead" in said[0]["page"]
        assert not [way for way, text in said[1].items() if why in text or "sees to it" in text]
        assert grave.reference not in str(said)
    assert "With the designated lead" in shown(by_hand, cast.khan)["register"]
    lead = Client()
    lead.force_login(User.objects.get(person=cast.ahmed))
    pages = [lead.get(f"/records/{one.uuid}/").content.decode() for one in twins]
    assert (f"/records/{grave.uuid}/" in pages[0], why in pages[1]) == (True, True)
    assert verify_school(cast.school).breaks == ()


def test_the_lead_is_asked_for_a_talk_only_where_it_was_not_held_and_a_debrief_ends_it(
    cast: Cast,
) -> None:
    def talk(record: Record, duty: str, by: Person) -> None:
        asked = record.actions.get(duty=duty)
        said = {"with_whom": "pupil", "how": "talk"}
        made = draft(cast, "debrief", by, cast.leo, detail=said, closes=(asked,))
        file_event([made], reader=reader_for(by))

    def hand_over(record: Record) -> None:
        asked = record.actions.get(duty="head-signs")
        why = "Somebody else should look at this one"
        close_on_ground(asked, reader_for(cast.ahmed), "with-lead", why)

    spoken, owed = hold(cast, cast.sam), hold(cast, cast.sam)
    talk(spoken, "pupil-debrief", cast.sam)
    for one in (spoken, owed):
        hand_over(one)
    assert not spoken.actions.filter(duty="lead-sees-to-talk").exists()
    talk(owed, "lead-sees-to-talk", cast.ahmed)
    assert owed.actions.get(duty="lead-sees-to-talk").state == "done"


def test_a_hold_counts_as_reviewed_once_a_review_was_signed(cast: Cast) -> None:
    """For Patterns and the governors: one that was sent back, or went on elsewhere, is not yet."""
    asked = Asked(kind_named("hold"), cast.school, AUTUMN, reader_for(cast.okafor))
    (measure,) = (one for one in asked.kind.measures if one.filed_for)
    held, other = hold(cast, cast.sam), hold(cast, cast.sam)
    review(cast, held, cast.khan, stage="manager", outcome="sent_back", question="Who saw it?")
    review(cast, other, cast.khan, stage="manager", outcome="to_process")
    assert after_reviews(asked, measure).reviewed == 0
    review(cast, held, cast.khan, stage="manager")
    assert after_reviews(asked, measure).reviewed == 1


def test_a_review_that_is_sent_back_is_read_and_answered_by_the_author_of_the_hold(
    cast: Cast,
) -> None:
    """The review names the pupil alone, as the page begins it: its question reaches Sam anyway."""
    held = hold(cast, cast.sam)
    back = {"outcome": "sent_back", "stage": "manager", "question": "Who else saw it?"}
    asking = review(cast, held, cast.khan, **back)
    sams = reader_for(cast.sam)
    (asked,) = asking.actions.filter(duty="question-answered")
    assert may_read(sams, asking)
    assert asked in actions_of(sams)
    assert "the door" in where_seen(cast.sam, asking)
    client = Client()
    client.force_login(User.objects.get(username="sam"))
    page = client.get(f"/records/{asking.uuid}/").content.decode()
    assert f'href="/records/{held.uuid}/#amendments"' in page
    assert not may_read(reader_for(cast.patel), asking)  # nobody else learns of it by that
    assert held.actions.get(duty="manager-reviews").is_open
    amend_record(held, sams, "Mrs Reid saw it from the door.")
    asked.refresh_from_db()
    assert not asked.is_open
    assert verify_school(cast.school).breaks == ()
