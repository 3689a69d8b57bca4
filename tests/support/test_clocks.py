"""The clocks of support: one review a pupil, the annual one by law, what follows, what stops it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from handrail.core import clock
from handrail.core.clock import LONDON
from handrail.demo.cast import Cast
from handrail.kinds.support_plan.forms import SupportPlanForm
from handrail.kinds.support_review.forms import SupportReviewForm
from handrail.notify.models import Alert
from handrail.people.models import Person
from handrail.records.models import Action
from handrail.records.row_forms import named_faults_of, row_forms
from handrail.records.snapshots import kind_of
from handrail.records.verifying import verify_school
from tests.programmes.giving import measured, place_of, programme_of
from tests.support.supporting import ahead, plan_for, review_of

LATER = datetime(2027, 1, 18, 10, 0, tzinfo=LONDON)


def waiting(pupil: Person) -> list[tuple[str, str]]:
    """What is open about a pupil’s support: the duty, and the day it falls due."""
    rows = Action.objects.filter(pupil=pupil, state="open").exclude(duty="parents-told")
    return [(row.duty, f"{clock.local(row.due):%d %b %Y}") for row in rows.order_by("due", "pk")]


def test_a_new_version_puts_no_review_off(cast: Cast) -> None:
    plan_for(cast, cast.leo, days=30)
    plan_for(cast, cast.leo, days=90)
    plan_for(cast, cast.jaden, days=90)
    assert waiting(cast.leo) == [("reviewed", "23 Dec 2026")]
    assert waiting(cast.jaden) == [("reviewed", "21 Feb 2027")]


def test_a_review_stops_the_clock_that_nobody_named_and_starts_the_next(cast: Cast) -> None:
    plan = plan_for(cast, cast.leo, days=30)
    other = plan_for(cast, cast.jaden, days=30)
    review = review_of(cast, cast.leo)
    closed = plan.actions.get(duty="reviewed")
    assert (closed.state, closed.evidence_record) == ("done", review)
    assert other.actions.get(duty="reviewed").is_open
    assert waiting(cast.leo) == [("reviewed", "11 Feb 2027")]
    assert verify_school(cast.school).breaks == ()


def test_only_an_annual_review_stops_the_annual_clock(cast: Cast) -> None:
    plan_for(cast, cast.leo, ehc=True, days=30)
    assert [duty for duty, _ in waiting(cast.leo)] == ["reviewed", "annual-review"]
    review_of(cast, cast.leo)
    assert [duty for duty, _ in waiting(cast.leo)] == ["reviewed", "annual-review"]
    with clock.frozen(LATER):
        review_of(cast, cast.leo, "annual")
        assert waiting(cast.leo) == [
            ("report-sent", "01 Feb 2027"), ("authority-decided", "15 Feb 2027"),
            ("reviewed", "08 Apr 2027"), ("annual-review", "13 Jan 2028"),
        ]  # fmt: skip


def test_what_a_review_decides_is_written_into_the_plan(cast: Cast) -> None:
    plan_for(cast, cast.leo)
    review_of(cast, cast.leo, detail={"decision": "change"})
    assert ("plan-renewed", "01 Dec 2026") in waiting(cast.leo)
    plan_for(cast, cast.leo)
    assert [duty for duty, _ in waiting(cast.leo)] == ["reviewed"]


def test_support_that_stops_is_reviewed_no_more(cast: Cast) -> None:
    plan_for(cast, cast.leo)
    review_of(cast, cast.leo, detail={"decision": "stop", "next_on": None})
    assert [duty for duty, _ in waiting(cast.leo)] == ["plan-renewed"]
    plan_for(cast, cast.leo, detail={"ended": True, "review_on": None})
    assert waiting(cast.leo) == []


def test_each_parent_is_told_once_when_support_begins(cast: Cast) -> None:
    first = plan_for(cast, cast.leo)
    told = first.actions.filter(duty="parents-told")
    assert {row.carer for row in told} == {cast.dan, cast.kim}
    with clock.frozen(clock.now() + timedelta(days=1)):
        assert not plan_for(cast, cast.leo).actions.filter(duty="parents-told").exists()


def test_whoever_owes_what_they_wrote_themselves_is_enough_to_know_of_it(cast: Cast) -> None:
    plan_for(cast, cast.leo)  # by the SENCO, whom everything in it waits for
    assert not Alert.objects.exists()
    plan_for(cast, cast.jaden, by=cast.patel)
    assert {alert.person for alert in Alert.objects.all()} == {cast.grant}


def test_a_restricted_plan_changes_nothing_that_others_see(cast: Cast) -> None:
    plan_for(cast, cast.leo, by=cast.ahmed, sensitivity=2)
    with clock.frozen(clock.now() + timedelta(days=1)):
        seen = plan_for(cast, cast.leo)
    assert {row.duty for row in seen.actions.all()} == {"reviewed", "parents-told"}


def test_a_review_keeps_the_evidence_that_its_author_may_know(cast: Cast) -> None:
    measured(cast, place_of(cast, programme_of(cast), cast.leo), [6, 7, 6, 8, 6], [2, 1, 2, 1, 2])
    kept = review_of(cast, cast.leo).findings.get()
    assert (kept.label, kept.verdict, kept.person) == ("Wait and tell", "fact", cast.leo)
    assert kept.said == "Changed for the better. 5 measured before support, 5 with it."
    stranger = review_of(cast, cast.leo, by=cast.reid)  # she teaches another class
    assert not stranger.findings.exists()


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({}, set()),
        ({"annual_by": ""}, {"annual_by"}),
        ({"annual_by": "2026-11-01"}, {"annual_by"}),
        ({"sort": "sen_support", "annual_by": ""}, set()),
        ({"ended": "on", "review_on": "", "annual_by": ""}, set()),
        ({"needs": " "}, {"needs"}),
    ],
)
def test_what_a_plan_must_say(cast: Cast, said: dict[str, Any], wrong: set[str]) -> None:
    whole = {"change": "new", "review_on": f"{ahead(40)}", "sort": "ehc",
             "annual_by": f"{ahead(300)}", "needs": "Reads below his year."}  # fmt: skip
    assert set(SupportPlanForm({**whole, **said}, school=cast.school).errors) == wrong


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({}, set()),
        ({"child_view": ""}, {"child_view"}),
        ({"carer_view": ""}, {"carer_view"}),
        ({"sort": "termly", "annual_by": ""}, set()),
        ({"annual_by": ""}, {"annual_by"}),
        ({"decision": "stop", "annual_by": "", "next_on": ""}, set()),
        ({"next_on": ""}, {"next_on"}),
    ],
)
def test_what_a_review_must_say(cast: Cast, said: dict[str, Any], wrong: set[str]) -> None:
    whole = {"sort": "annual", "impact": "Better.", "child_view": "Good.", "carer_view": "Good.",
             "decision": "continue", "because": "It works.", "next_on": f"{ahead(40)}",
             "annual_by": f"{ahead(300)}"}  # fmt: skip
    assert set(SupportReviewForm({**whole, **said}, school=cast.school).errors) == wrong


def test_what_a_target_lacks_is_said_with_its_number(cast: Cast) -> None:
    kind = kind_of("support_review")
    assert kind
    rows = {"targets-0-target": "Reads", "targets-0-reached": "yes", "targets-0-evidence": "Marks",
            "targets-1-target": "Waits", "targets-count": "2"}  # fmt: skip
    data = {f"support_review-{name}": value for name, value in rows.items()}
    assert named_faults_of(kind, row_forms(kind, data, cast.school)) == {
        "support_review-targets-1-reached":
            "Target 2, Where it stands: Say where it stands; “cannot tell yet” is an answer.",
        "support_review-targets-1-evidence": "Target 2, How we know: Say how you know.",
    }  # fmt: skip
