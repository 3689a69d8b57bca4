"""Plans: which version stands, what changed, who signed, and when it is looked at again."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from handrail.core import clock
from handrail.core.clock import LONDON
from handrail.demo.cast import Cast
from handrail.followup.climbing import climb_ladders
from handrail.kinds.hold.rules import agreed_in_plan
from handrail.notify.models import Alert
from handrail.plans.comparing import Change, changes_between
from handrail.plans.standing import (
    AHEAD,
    as_they_stood,
    plans_in_force,
    reviews_due,
    versions_of,
    with_plan,
    without_far_off,
)
from handrail.records.completing import Answers, complete_record
from handrail.records.in_force import in_force, said_of_plan
from handrail.records.kind import Facts, kind_named
from handrail.records.models import Action, Revision
from handrail.records.reader import reader_for
from handrail.records.refusal import Refused
from handrail.records.verifying import verify_school
from tests.filing import draft, file
from tests.plans.agreeing import STAGES, plan, signature, technique

KINDS = ("handling_plan", "risk_assessment", "behaviour_plan")
SEPTEMBER = datetime(2026, 9, 14, 9, 30, tzinfo=LONDON)
OCTOBER = datetime(2026, 10, 19, 9, 30, tzinfo=LONDON)
NOVEMBER = datetime(2026, 11, 23, 10, 12, tzinfo=LONDON)


def test_the_version_in_force_is_the_last_one_by_that_day(cast: Cast) -> None:
    with clock.frozen(SEPTEMBER):
        first = plan(cast, cast.leo)
    with clock.frozen(OCTOBER):
        second = plan(cast, cast.leo, change="changed")
    at = {moment: in_force("handling_plan", cast.leo, cast.school, moment)
          for moment in (SEPTEMBER - timedelta(days=1), SEPTEMBER, OCTOBER, NOVEMBER)}  # fmt: skip
    assert [found.record if found else None for found in at.values()] == [
        None, first, second, second,
    ]  # fmt: skip


def test_a_plan_that_ended_is_in_force_no_more(cast: Cast) -> None:
    sam = reader_for(cast.sam)
    with clock.frozen(SEPTEMBER):
        plan(cast, cast.leo)
    ended = plan(cast, cast.leo, ended=True)
    assert in_force("handling_plan", cast.leo, cast.school, OCTOBER) is not None
    assert in_force("handling_plan", cast.leo, cast.school, NOVEMBER) is None
    assert plans_in_force(sam, cast.school, cast.leo, NOVEMBER) == []
    assert with_plan(sam, cast.school, [cast.leo.pk]) == set()
    assert not ended.actions.exists()
    assert ended.headline == "Handling plan: ended"


def test_who_works_with_the_pupil_sees_the_plans_and_nobody_else(cast: Cast) -> None:
    for kind in KINDS:
        plan(cast, cast.leo, kind)
    seen = {
        name: len(plans_in_force(reader_for(person), cast.school, cast.leo, NOVEMBER))
        for name, person in cast.staff.items()
    }
    assert {name for name, number in seen.items() if number} == {
        "sam", "patel", "ahmed", "price", "okafor", "khan", "grant",
    }  # fmt: skip
    assert set(seen.values()) == {0, 3}
    people = [cast.leo.pk, cast.amina.pk]
    assert with_plan(reader_for(cast.sam), cast.school, people) == {cast.leo.pk}
    assert with_plan(reader_for(cast.reid), cast.school, people) == set()


def test_an_assistant_reads_a_plan_and_does_not_write_one(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        plan(cast, cast.leo, author=cast.sam)
    assert refused.value.sentence == "Your post does not record handling plans at this school."


def test_what_changed_is_named_column_by_column_and_row_by_row(cast: Cast) -> None:
    with clock.frozen(SEPTEMBER):
        before = plan(cast, cast.leo, avoid="Being rushed", rows={"stages": STAGES})
    after = plan(
        cast, cast.leo, change="changed", avoid="Being rushed", triggers="Wet play",
        rows={"stages": ({**STAGES[0], "adults_do": "Praise early, and name it."},)},
    )  # fmt: skip
    stood = {one.record.pk: one for one in as_they_stood([before, after])}
    found = changes_between(kind_named("handling_plan"), stood[before.pk], stood[after.pk])
    assert found == [
        Change("Look at it again by", "14 October 2026", "23 December 2026"),
        Change("What sets it off", "", "Wet play"),
        Change("Calm: What adults do", "Praise early.", "Praise early, and name it."),
        Change("Stage by stage: Crisis",
               "What adults do: Clear the room.\nWhat adults say: You are safe.", ""),
    ]  # fmt: skip
    newest = versions_of(reader_for(cast.sam), cast.school, cast.leo, "handling_plan")
    assert newest == [after, before]


# ---------------------------------------------------------------- the clock of its review


def test_the_review_waits_on_its_owner_on_the_day_that_the_plan_names(cast: Cast) -> None:
    with clock.frozen(SEPTEMBER):
        record = plan(cast, cast.leo, days=35)  # Monday 19 October
        assert not Alert.objects.exists()  # nobody is told now of what is five weeks off
        assert list(_waits_on(cast)) == []
    action = record.actions.get()
    assert clock.local(action.due) == datetime(2026, 10, 19, 15, 30, tzinfo=LONDON)
    with clock.frozen(OCTOBER - timedelta(days=10)):
        assert list(_waits_on(cast)) == [action]
        assert climb_ladders() == 0
    with clock.frozen(OCTOBER.replace(hour=15, minute=31)):
        assert climb_ladders() == 1
        assert {alert.person for alert in Alert.objects.all()} == {cast.khan}  # who wrote it, too
        assert Alert.objects.get().text.startswith("A handling plan is to be looked at again")
    with clock.frozen(datetime(2026, 10, 24, 16, 0, tzinfo=LONDON)):
        climb_ladders()
        assert {alert.person for alert in Alert.objects.all()} == {cast.khan, cast.okafor}
    with clock.frozen(NOVEMBER):
        stands = in_force("handling_plan", cast.leo, cast.school, NOVEMBER)
        assert said_of_plan(stands, NOVEMBER) == (
            f"{record.reference} of 14 September 2026; its review was overdue", True,
        )  # fmt: skip


def _waits_on(cast: Cast) -> object:
    rows = Action.objects.filter(owner_role="behaviour_manager", state="open")
    return without_far_off(rows, clock.now() + AHEAD)


@pytest.mark.parametrize("kind", KINDS)
def test_the_next_version_closes_the_review_of_the_one_before(cast: Cast, kind: str) -> None:
    with clock.frozen(SEPTEMBER):
        first = plan(cast, cast.leo, kind, days=20)
        other = plan(cast, cast.amina, kind, days=20)
    second = plan(cast, cast.leo, kind, change="same")
    closed = first.actions.get()
    assert (closed.state, closed.evidence_record) == ("done", second)
    assert [other.actions.get().is_open, second.actions.get().is_open] == [True, True]
    assert verify_school(cast.school).breaks == ()


def test_a_plan_without_a_day_in_school_is_due_that_evening(cast: Cast) -> None:
    record = plan(cast, cast.leo, review_on=date(2026, 12, 25))
    assert clock.local(record.actions.get().due) == datetime(2026, 12, 25, 21, 0, tzinfo=LONDON)


def test_reviews_due_are_those_the_reader_may_know_of(cast: Cast) -> None:
    plan(cast, cast.leo, days=3)
    plan(cast, cast.amina, "behaviour_plan", author=cast.patel, days=2)
    found = reviews_due(reader_for(cast.grant), cast.school)
    assert [row.pupil for row in found] == [cast.amina, cast.leo]
    assert list(reviews_due(reader_for(cast.lee), cast.school)) == []


def test_after_a_hold_plan_and_risk_assessment_are_looked_at_within_five_days(cast: Cast) -> None:
    hold = file(cast, "hold", cast.sam, cast.leo)
    asked = hold.actions.filter(duty__in=("plan-looked-at", "risk-looked-at"))
    assert {clock.local(row.due).date() for row in asked} == {date(2026, 12, 1)}
    action = asked.get(duty="plan-looked-at")
    again = file(cast, "handling_plan", cast.khan, cast.leo, closes=(action,))
    action.refresh_from_db()
    assert (action.state, action.evidence_record) == ("done", again)


# ---------------------------------------------------------------- who agreed


def test_somebody_signs_later_and_the_version_stays_what_it_was(cast: Cast) -> None:
    record = plan(cast, cast.leo)
    dan = signature("Dan Turner", clock.today())
    complete_record(record, reader_for(cast.khan), Answers(rows={"signatures": (dan,)}))
    leo = signature("Leo", clock.today(), signs_as="child", answer="declined", because="Not today")
    complete_record(record, reader_for(cast.grant), Answers(rows={"signatures": (leo,)}))
    stood = as_they_stood([record])[0]
    assert [(row.name, row.answer, row.added_by) for row in stood.rows_by_slug["signatures"]] == [
        ("Dan Turner", "agreed", cast.khan), ("Leo", "declined", cast.grant),
    ]  # fmt: skip
    assert Revision.objects.filter(record=record, act="completed").count() == 2
    assert verify_school(cast.school).breaks == ()


def _signed(cast: Cast, **said: str) -> dict[str, list[str]]:
    form = (
        kind_named("handling_plan")
        .rows_named("signatures")
        .form(  # type: ignore[union-attr]
            {**signature("Dan", clock.today()), **said}, school=cast.school
        )
    )
    form.is_valid()
    return {name: list(problems) for name, problems in form.errors.items()}


def test_whoever_declines_says_why_and_nobody_signs_ahead(cast: Cast) -> None:
    assert _signed(cast) == {}
    assert _signed(cast, answer="declined") == {
        "because": ["Say why they declined, in their own words if you can."]
    }
    assert list(_signed(cast, given_on="2026-11-24")) == ["given_on"]


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-11-23", "Choose a day that is still to come."),
        ("2028-01-01", "That is more than a year off. Choose an earlier day."),
        ("soon", "Give the day, such as 12 January 2027."),
        ("", "Say by when it is to be looked at again."),
    ],
)
def test_a_review_lies_ahead_within_the_year(cast: Cast, day: str, sentence: str) -> None:
    form = kind_named("handling_plan").form({"change": "new", "review_on": day}, school=cast.school)
    assert form.errors == {"review_on": [sentence]}
    ending = kind_named("handling_plan").form(
        {"change": "changed", "review_on": day, "ended": "on"}, school=cast.school
    )
    assert (ending.is_valid(), ending.detail_values()["review_on"]) == (True, None)


def test_what_the_school_prohibits_can_only_be_not_to_be_used(cast: Cast) -> None:
    rows = kind_named("handling_plan").rows_named("techniques")
    bad = technique(cast, prohibited=True)
    for agreed, errors in (("yes", ["agreed"]), ("last", ["agreed"]), ("never", [])):
        said = {"technique": str(bad.uuid), "agreed": agreed}
        assert list(rows.form(said, school=cast.school).errors) == errors  # type: ignore[union-attr]


def test_a_hold_knows_which_techniques_the_plan_agrees(
    cast: Cast, as_reader: Callable[..., object]
) -> None:
    good, bad = technique(cast), technique(cast, prohibited=True)
    rows = ({"technique": good, "agreed": "yes"}, {"technique": bad, "agreed": "never"})
    plan(cast, cast.leo, rows={"techniques": rows})
    made = draft(cast, "hold", cast.sam, cast.leo)
    facts = Facts(
        happened_at=clock.now(), detail=kind_named("hold").detail(), chosen={},
        people={"held": (made.involved[0].person,)}, school=cast.school,
    )  # fmt: skip
    assert agreed_in_plan(facts) == {good.pk: "yes", bad.pk: "never"}
