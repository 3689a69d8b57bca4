"""What its author owes, a colleague can do in their place; what is a post's own, nobody else."""

from django.test import Client

from handrail.core.ids import new_uuid
from handrail.demo.cast import Cast
from handrail.people.models import CarerLink, User
from handrail.records.draft import Involved
from handrail.records.models import Action, Record
from tests.filing import file


def as_(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def held_by_sam(cast: Cast) -> Record:
    involved = (Involved(cast.leo, "held"), Involved(cast.sam, "adult", as_pupil=False))
    return file(cast, "hold", cast.sam, cast.leo, involved=involved)


def test_the_head_tells_a_parent_in_the_place_of_the_author_who_went_home(cast: Cast) -> None:
    """The clock waits for Sam; whoever reads the hold rings from it, and the clock stops."""
    record = held_by_sam(cast)
    asked = record.actions.filter(duty="parent-told").order_by("pk")[0]
    head = as_("okafor")
    assert f"for={asked.uuid}" in head.get(f"/records/{record.uuid}/").content.decode()
    page = head.get(f"/log/?kind=contact&for={asked.uuid}").content.decode()
    assert f"For: {asked.sentence}" in page
    assert asked.carer is not None
    data = {
        "uuid": str(new_uuid()), "author": str(cast.okafor.uuid), "kind": "contact",
        "who": [str(cast.leo.uuid)], "when": "now", "for": [str(asked.uuid)],
        "contact-way": "call", "contact-reached": "yes", "contact-with_whom": asked.carer.formal,
        "contact-words": "Told what happened.",
    }  # fmt: skip
    assert head.post("/log/", data).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.closed_by) == (Action.State.DONE, cast.okafor)


def test_what_waits_for_a_post_is_offered_to_that_post_alone(cast: Cast) -> None:
    """Mr Khan reads the entry and writes reviews: the head's signature is the head's."""
    record = held_by_sam(cast)
    signs, reviews = (record.actions.get(duty=duty) for duty in ("head-signs", "manager-reviews"))
    page = as_("khan").get(f"/records/{record.uuid}/").content.decode()
    assert (f"for={signs.uuid}" in page, f"for={reviews.uuid}" in page) == (False, True)
    assert (
        "For: Sign"
        not in as_("khan").get(f"/log/at/hold_review/?for={signs.uuid}").content.decode()
    )


def test_a_restriction_that_is_younger_than_the_clock_is_said_before_the_call(cast: Cast) -> None:
    record = held_by_sam(cast)
    asked = record.actions.filter(duty="parent-told").order_by("pk")[0]
    assert asked.carer is not None
    link = CarerLink.objects.filter(pupil_id=cast.leo.pk, carer=asked.carer)
    pages = [f"/log/?kind=contact&for={asked.uuid}", f"/records/{record.uuid}/"]
    said = "Must not be told. Tell them nothing before the headteacher"
    assert not any(said in as_("sam").get(page).content.decode() for page in pages)
    beside = "The roll says not to tell them"
    assert beside not in as_("sam").get("/").content.decode()
    link.update(restriction=CarerLink.Restriction.NO_INFORMATION)
    assert as_("sam").get("/").content.decode().count(beside) == 1
    for page in pages:
        assert said in as_("sam").get(page).content.decode(), page
