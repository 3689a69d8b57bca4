"""Clocks, numbers and fingerprints that everything stands on."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest

from handrail.core import clock
from handrail.core.clock import LONDON
from handrail.core.hashing import canonical_json, chain_hash
from handrail.core.ids import clean_reference, is_reference, new_uuid, reference_for
from handrail.core.school_days import Calendar, Minutes, SameSchoolDay, SchoolDays


@pytest.mark.parametrize(
    "started",
    [
        datetime(2026, 3, 29, 0, 45, tzinfo=LONDON),  # an hour is skipped
        datetime(2026, 10, 25, 1, 30, tzinfo=LONDON),  # an hour comes twice
        datetime(2026, 6, 1, 23, 50, tzinfo=LONDON),
    ],
)
def test_ninety_minutes_are_ninety_minutes_from_a_wall_clock_too(started: datetime) -> None:
    due = Minutes(90).due(started, Calendar())
    assert due - started.astimezone(UTC) == timedelta(minutes=90)
    assert SameSchoolDay().due(started, Calendar()) - started.astimezone(UTC) <= timedelta(hours=20)


def test_an_hour_after_an_event_in_the_repeated_hour_is_an_hour() -> None:
    started = datetime(2026, 10, 25, 1, 30, tzinfo=LONDON)
    due = SameSchoolDay().due(started, Calendar())
    assert due - started.astimezone(UTC) == timedelta(hours=1)


def test_filing_goes_on_when_terms_stop_and_start_again_years_later() -> None:
    terms = (
        (date(2026, 9, 1), date(2026, 11, 24)),
        (date(2029, 9, 1), date(2029, 12, 1)),
    )
    started = clock.at_local(date(2026, 11, 24), time(10))
    assert SchoolDays(2).due(started, Calendar(terms)) == started + timedelta(days=2)


def test_numbers_made_one_after_another_stand_in_order_and_are_version_seven() -> None:
    numbers = [new_uuid() for _ in range(50)]
    assert {number.version for number in numbers} == {7}
    assert len(set(numbers)) == 50


def test_reference_can_be_said_aloud_and_shows_no_order() -> None:
    first, second = UUID(int=1), UUID(int=2)
    said = reference_for(first)
    assert is_reference(said)
    assert clean_reference(said.lower().replace("-", " ")) == said
    assert said[:4] != reference_for(second)[:4]


def test_the_same_value_is_written_in_one_way() -> None:
    one = {"b": [1, None], "a": datetime(2026, 6, 1, 10, tzinfo=LONDON)}
    two = {"a": datetime(2026, 6, 1, 9, tzinfo=UTC), "b": (1, None)}
    assert canonical_json(one) == canonical_json(two)
    with pytest.raises(TypeError):
        canonical_json(datetime(2026, 6, 1, 10))  # noqa: DTZ001 - a moment without a zone
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical_json(float("nan"))


def test_a_link_of_the_chain_depends_on_all_before_it() -> None:
    assert chain_hash("a", b"x") != chain_hash("b", b"x")
    assert chain_hash("a", b"x") != chain_hash("a", b"y")
