"""Opening times and terms are the school's to set: every clock counts on them."""

from datetime import date, datetime, time

import pytest
from django.test import Client

from handrail.core.clock import LONDON
from handrail.core.school_days import SameSchoolDay
from handrail.demo.cast import Cast
from handrail.people.models import User
from handrail.school.calendars import calendar_of
from handrail.school.models import OpeningTime, Term

PAGE = "/school/terms/"
USUAL = {
    f"{end}_{day}": at for day in range(5) for end, at in (("opens", "08:30"), ("closes", "15:30"))
}


@pytest.fixture
def office(cast: Cast, client: Client) -> Client:
    client.force_login(User.objects.get(username="office"))
    return client


def hours(**more: str) -> dict[str, str]:
    none = {f"{end}_{day}": "" for day in (5, 6) for end in ("opens", "closes")}
    return {**none, **USUAL, **more}


def test_a_friday_that_ends_at_noon_moves_what_is_due_that_day(cast: Cast, office: Client) -> None:
    friday = datetime(2026, 11, 20, 9, 0, tzinfo=LONDON)
    due = SameSchoolDay().due(friday, calendar_of(cast.school)).astimezone(LONDON)
    assert due.time() == time(15, 30)
    answer = office.post(PAGE, hours(closes_4="12:00"), follow=True).content.decode()
    assert "Kept. It holds for what is filed from now on." in answer
    assert "08:30 to 12:00" in answer
    due = SameSchoolDay().due(friday, calendar_of(cast.school)).astimezone(LONDON)
    assert due.time() == time(12, 0)


def test_a_day_without_times_is_no_school_day(cast: Cast, office: Client) -> None:
    office.post(PAGE, hours(opens_2="", closes_2="", opens_5="09:00", closes_5="12:00"))
    days = calendar_of(cast.school)
    assert not days.is_school_day(date(2026, 11, 18))
    assert days.is_school_day(date(2026, 11, 21))


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"closes_0": ""}, "Give both times of Monday, or neither."),
        ({"closes_0": "08:00"}, "Monday ends before it begins. Check both times."),
        ({"closes_0": "25:99"}, "Give the time of Monday as hours and minutes, such as 8:45."),
        (dict.fromkeys(USUAL, ""), "Give the hours of at least one day."),
    ],
)
def test_hours_that_cannot_be_are_said_and_nothing_changes(
    cast: Cast, office: Client, more: dict[str, str], sentence: str
) -> None:
    before = list(OpeningTime.objects.values_list("weekday", "opens", "closes"))
    answer = office.post(PAGE, hours(**more))
    page = answer.content.decode()
    assert (answer.status_code, page.count(sentence)) == (422, 2)  # at the top and beside it
    assert list(OpeningTime.objects.values_list("weekday", "opens", "closes")) == before


def test_a_term_of_a_wrong_year_is_taken_out_again(cast: Cast, office: Client) -> None:
    office.post(PAGE, {"name": "Spring 1", "starts": "2062-01-05", "ends": "2062-02-12"})
    wrong = Term.objects.get(name="Spring 1", starts__year=2062)
    answer = office.post(PAGE, {"remove_term": str(wrong.pk)}, follow=True).content.decode()
    assert "Spring 1 was taken out." in answer
    assert not Term.objects.filter(pk=wrong.pk).exists()
    for value in ("Spring 1", "2062-01-05", "2062-02-12"):
        assert f'value="{value}"' in answer, "it cannot be added again with one press"


def test_whoever_does_not_run_the_school_sets_no_hours(cast: Cast) -> None:
    sam = Client()
    sam.force_login(User.objects.get(username="sam"))
    assert sam.post(PAGE, hours(closes_4="12:00")).status_code == 404
    assert not OpeningTime.objects.filter(closes=time(12)).exists()
