"""The demonstration: a school that looks well kept, the same for the same seed."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from handrail.core import clock
from handrail.core.clock import LONDON
from handrail.core.upn import check_upn
from handrail.demo.building import AlreadyBuilt, DemoReport, build_demo
from handrail.demo.cast import PASSWORD
from handrail.notify.models import Alert
from handrail.people.models import Person, Pupil, User
from handrail.records.kind import all_kinds
from handrail.records.models import Action, Finding, Involvement, Link, Record
from handrail.records.reader import reader_for
from handrail.records.reading import actions_of
from handrail.records.verifying import verify_school
from handrail.school.calendars import calendar_of
from handrail.school.models import School
from handrail.search.finding import find
from handrail.timeline.pages import pupil_page

EVENING = datetime(2026, 11, 23, 17, 40, tzinfo=LONDON)
CAST = ("Leo", "Amina", "Jaden", "Turner", "Musa", "King")


@pytest.fixture(scope="module")
def built_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[DemoReport]:
    """Built for this file, and gone after it; each test undoes only what it did itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        with clock.frozen(EVENING):
            report = build_demo(small=True)
        yield report
        transaction.set_rollback(True)


@pytest.fixture
def built(built_once: DemoReport, db: None) -> DemoReport:
    return built_once


@pytest.fixture
def evening() -> Any:
    with clock.frozen(EVENING):
        yield


def records() -> Any:
    return Record.everything.order_by("pk")


def person(username: str) -> Person:
    return User.objects.get(username=username).person


def test_small_school_has_every_kind_and_both_chains_hold(built: DemoReport) -> None:
    assert {kind.slug for kind in all_kinds()} == set(records().values_list("kind", flat=True))
    verdicts = [verify_school(school) for school in School.objects.all()]
    assert [verdict.breaks for verdict in verdicts] == [(), ()]
    assert built.counts["records"] == records().count() > 300


def test_everyone_who_can_sign_in_can_and_the_report_says_who(built: DemoReport) -> None:
    assert {"sam", "patel", "ahmed", "okafor", "khan", "office"} <= {
        one.username for one in built.accounts
    }
    for one in built.accounts:
        assert Client().login(username=one.username, password=PASSWORD)
    both = next(one for one in built.accounts if one.username == "grant")
    assert both.school == "Spring Lane Primary and Spring Lane Academy"


def test_no_headline_names_anybody_of_the_cast(built: DemoReport) -> None:
    headlines = " ".join(records().values_list("headline", flat=True))
    assert [name for name in CAST if name in headlines] == []
    texts = " ".join(Alert.objects.values_list("text", flat=True))
    assert [name for name in CAST if name in texts] == []


def test_records_lie_in_the_past_on_school_days_during_the_day(built: DemoReport) -> None:
    calendars = {school.pk: calendar_of(school) for school in School.objects.all()}
    for record in records():
        day = clock.local(record.happened_at).date()
        assert calendars[record.school_id].is_school_day(day)
        assert record.happened_at <= record.captured_at <= record.filed_at <= EVENING


def test_today_looks_like_a_well_kept_school(built: DemoReport, evening: None) -> None:
    everyday = ("recognition", "behaviour", "first_aid", "contact", "note", "concern")
    waiting = Action.objects.filter(state=Action.State.OPEN, record__kind__in=everyday)
    overdue = {
        (action.duty, action.record.author.family) for action in waiting if action.is_overdue
    }
    assert overdue == {("carer-told", "Birch"), ("lead-reads", "Birch"), ("parent-note", "Birch")}
    assert len(waiting) <= 20
    leo = [action.sentence for action in actions_of(reader_for(person("sam"))).filter(state="open")]
    assert leo[0] == "Tell Leo T’s carer what happened"


def test_there_are_holds_with_what_followed_and_a_little_that_is_owed(built: DemoReport) -> None:
    holds = Record.everything.filter(kind="hold")
    assert holds.filter(state="voided").count() <= 1 < holds.count()
    owed = Action.objects.filter(record__kind="hold", state=Action.State.OPEN)
    assert 0 < owed.values("record").distinct().count() <= 3
    assert Record.everything.filter(kind="hold_review").exists()
    said_otherwise = ("no_plan", "no_risk", "handling_plan-said", "risk_assessment-said")
    found = Finding.objects.filter(record__in=holds)
    assert not found.filter(slug__in=said_otherwise).exists()  # of a plan, against what was found
    leos = found.filter(slug="handling_plan", person__given="Leo", person__family="Turner")
    assert {row.said != "None in force" for row in leos} <= {True}
    assert not found.filter(slug="unseen", verdict="look").exists()
    assert not found.filter(slug="sex", said="Not known").exists()


def test_the_story_of_the_day_reaches_who_must_know(built: DemoReport, evening: None) -> None:
    unread = Alert.objects.filter(text="A concern needs you", seen_at=None, at__date=EVENING.date())
    assert [alert.person for alert in unread] == [person("ahmed")]
    climbed = Alert.objects.filter(sort="climbed").values_list("person__family", flat=True)
    assert set(climbed) >= {"Price", "Okafor"}
    sam = reader_for(person("sam"))
    jaden = Person.objects.get(given="Jaden", family="King")
    assert pupil_page(sam, jaden).records[0].headline == "Poor sleep"
    found = find(sam, sam.schools_as("assistant")[0], "forearm coin").records
    assert [record.kind for record in found] == ["concern"]


def test_settled_actions_stand_on_evidence_or_a_reason(built: DemoReport) -> None:
    for action in Action.objects.filter(state=Action.State.DONE).exclude(
        evidence__in=["reading", "complete", "account"]  # which a record itself is evidence of
    ):
        assert action.evidence_record is not None
        assert action.evidence == f"record:{action.evidence_record.kind}"
        assert Link.objects.filter(source=action.evidence_record, target=action.record).exists()
    reasons = Action.objects.filter(state=Action.State.NOT_NEEDED).values_list("because", flat=True)
    assert all(len(reason) >= 8 for reason in reasons)
    reads = Action.objects.filter(state=Action.State.DONE, evidence="reading")
    assert reads.exists()
    assert all(action.record.access.exists() for action in reads)


def test_a_few_pupils_make_most_behaviour_records_and_recognition_is_commoner(
    built: DemoReport,
) -> None:
    kinds = Counter(records().values_list("kind", flat=True))
    assert kinds["recognition"] > kinds["behaviour"] > kinds["concern"]
    did = Involvement.objects.filter(role="did_it").values_list("person", flat=True)
    by_pupil = [count for _, count in Counter(did).most_common()]
    assert sum(by_pupil[:15]) > sum(by_pupil) / 2


def test_names_of_every_shape_are_on_the_roll_with_numbers_that_hold(built: DemoReport) -> None:
    people = Person.objects.filter(pupil__isnull=False)
    assert people.filter(family="").exists()
    assert people.filter(given="J").exists()
    assert people.filter(family__contains="’").exists()
    assert people.filter(given="ليلى").exists()
    assert max(len(one.name) for one in people) > 50
    upns = list(Pupil.objects.exclude(upn="").values_list("upn", flat=True))
    assert len(set(upns)) == len(upns) > 50
    assert all(check_upn(upn).value == upn for upn in upns)


def test_a_school_in_use_is_never_mixed_with_the_demonstration(built: DemoReport) -> None:
    with pytest.raises(AlreadyBuilt):
        build_demo(small=True)
