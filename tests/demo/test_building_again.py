"""The demonstration built anew: the same for the same seed, and fit for any day."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from handrail.core import clock
from handrail.core.clock import LONDON
from handrail.demo.building import about_how_many, build_demo
from handrail.notify.models import Alert
from handrail.people.models import Person
from handrail.records.reader import reader_for
from tests.demo.test_building import EVENING, person, records


def summary() -> list[tuple[object, ...]]:
    fields = ("uuid", "reference", "kind", "happened_at", "headline", "words", "author_name")
    return list(records().filter(filed_at__lt=EVENING - timedelta(days=10)).values_list(*fields))


@pytest.mark.slow
def test_the_same_seed_builds_the_same_school_and_another_does_not(
    db: None, django_db_blocker: Any
) -> None:
    from django.db import transaction

    seen = []
    for seed in (1, 1, 2):
        with clock.frozen(EVENING), transaction.atomic():
            build_demo(small=True, seed=seed)
            names = list(Person.objects.order_by("pk").values_list("given", "family"))
            seen.append((names, summary()))
            transaction.set_rollback(True)
    assert seen[0] == seen[1]
    assert seen[0] != seen[2]


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 22, 11, 0, tzinfo=LONDON),  # a Sunday
        datetime(2026, 11, 23, 7, 50, tzinfo=LONDON),  # before school
        datetime(2026, 11, 23, 9, 30, tzinfo=LONDON),
        datetime(2027, 8, 10, 12, 0, tzinfo=LONDON),  # the summer holiday
        datetime(2026, 9, 3, 14, 0, tzinfo=LONDON),  # the second day of a year
        datetime(2031, 2, 3, 10, 0, tzinfo=LONDON),  # years from now
    ],
    ids=lambda moment: moment.strftime("%a-%d-%b-%H:%M"),
)
@pytest.mark.slow
def test_the_story_fits_any_day_that_it_is_built_on(db: None, moment: datetime) -> None:
    with clock.frozen(moment):
        report = build_demo(small=True)
        assert not records().filter(filed_at__gt=moment).exists()
        assert Alert.objects.filter(text="A concern needs you", seen_at=None).exists()
        assert report.counts["open actions"] > 2
        sam = reader_for(person("sam"))
        assert len(sam.pupil_ids) > 5


@pytest.mark.slow
def test_it_can_be_asked_for_a_number_of_records(db: None) -> None:
    with clock.frozen(EVENING):
        report = build_demo(pupils=70, years=0.3, records=900)
    assert 600 < report.counts["records"] < 1200
    assert about_how_many(records=900) == 900
