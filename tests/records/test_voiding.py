"""A void record asks for nothing and proves nothing; what the law asks is still decided on."""

import pytest
from django.test import Client

from handrail.demo.cast import Cast
from handrail.people.models import Person
from handrail.records.amending import void_record
from handrail.records.closing import close_as_not_needed, needs_a_ground
from handrail.records.models import Action, Record, Revision
from handrail.records.reader import reader_for
from handrail.records.refusal import Refused
from handrail.records.verifying import verify_school
from handrail.records.voiding import NO_EVIDENCE
from tests.filing import file
from tests.records.test_hold_clocks import hold, parent_actions, ring

pytestmark = pytest.mark.django_db
WRONG_CHILD = "The wrong child was chosen"


def void(record: Record, by: Person) -> None:
    void_record(record, reader_for(by), WRONG_CHILD)


def still_open(record: Record) -> set[str]:
    return set(record.actions.filter(state=Action.State.OPEN).values_list("duty", flat=True))


def test_what_it_asked_for_ends_with_it_and_says_why(cast: Cast) -> None:
    record = hold(cast)
    asked = still_open(record)
    void(record, cast.sam)
    ended = record.actions.filter(duty__in=asked - still_open(record))
    assert {"written-whole", "accounts"} <= {row.duty for row in ended}
    assert {row.because for row in ended} == {f"The record is void. {WRONG_CHILD}"}
    assert all(needs_a_ground(row) for row in record.actions.filter(state="open"))
    assert verify_school(cast.school).breaks == ()


def test_somebody_must_still_read_a_concern_that_was_made_void(cast: Cast) -> None:
    record = file(cast, "concern", cast.sam, cast.leo)
    void(record, cast.sam)
    assert {row.evidence for row in record.actions.filter(state="open")} == {"reading"}


def test_whether_a_parent_is_told_of_a_void_hold_is_decided_by_whoever_may(cast: Cast) -> None:
    record = hold(cast)
    asked = parent_actions(record)
    void(record, cast.sam)
    assert {row.pk for row in asked} <= {row.pk for row in record.actions.filter(state="open")}
    for by in (cast.sam, cast.khan):
        with pytest.raises(Refused, match="The record is void: the headteacher or designated"):
            close_as_not_needed(asked[0], reader_for(by), WRONG_CHILD)
    close_as_not_needed(asked[0], reader_for(cast.okafor), "Nobody held this child")
    asked[0].refresh_from_db()
    assert (asked[0].state, asked[0].ground) == (Action.State.NOT_NEEDED, "")


def test_the_page_offers_it_to_whoever_may(cast: Cast) -> None:
    record = hold(cast)
    void(record, cast.sam)
    pages = {}
    for name in ("khan", "okafor"):
        client = Client()
        client.force_login(cast.staff[name].user)
        pages[name] = client.get(f"/records/{record.uuid}/").content.decode()
    assert "can say why this is not needed" in pages["khan"]
    assert "can say why this is not needed" not in pages["okafor"]
    assert pages["okafor"].count('name="because"') > pages["khan"].count('name="because"')


def test_what_is_void_is_evidence_of_nothing(cast: Cast) -> None:
    record = hold(cast)
    action = parent_actions(record)[0]
    ring(cast, action)
    action.refresh_from_db()
    call = action.evidence_record
    assert call is not None
    void(call, call.author)
    action.refresh_from_db()
    assert (action.is_open, action.evidence_record, action.closed_by) == (True, None, None)
    last = record.revisions.order_by("seq").last()
    assert last is not None
    assert (last.act, last.reason) == (Revision.Act.REOPENED, NO_EVIDENCE)
    assert verify_school(cast.school).breaks == ()
