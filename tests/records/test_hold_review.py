"""Who may know what a review of a hold says, and that whoever reviews was in it themselves."""

from typing import Any

from django.test import Client

from handrail.demo.cast import Cast
from handrail.people.models import Person, User
from handrail.records.draft import Involved
from handrail.records.filing import file_event
from handrail.records.models import Record
from handrail.records.reader import reader_for
from tests.filing import draft, file
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


def test_who_reviews_a_hold_that_they_were_in_is_said_before_and_kept(
    cast: Cast, client: Client
) -> None:
    client.force_login(User.objects.get(username="khan"))
    for adults, said in (((cast.sam,), False), ((cast.sam, cast.khan), True)):
        held = hold(cast, *adults)
        action = held.actions.get(duty="manager-reviews")
        shown = client.get(f"/log/at/hold_review/?pupil={cast.leo.uuid}&for={action.uuid}")
        assert ("Mr Khan was in this hold" in shown.content.decode()) == said
        kept = review(cast, held, cast.khan, stage="manager").findings.filter(verdict="look")
        assert list(kept.values_list("said", flat=True)) == ["Mr Khan was in this hold"] * said
